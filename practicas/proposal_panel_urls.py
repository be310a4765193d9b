"""What arrives on paper or by mail, in the panel."""

from django.urls import path

from . import proposal_capture as views

urlpatterns = [
    path("convocatorias/<slug:slug>/registrar/", views.capture, name="panel_proposal_capture"),
    path("acuses/<int:pk>/", views.captured, name="panel_proposal_captured"),
    path("acuses/<int:pk>/pdf/", views.acuse, name="panel_receipt"),
]
