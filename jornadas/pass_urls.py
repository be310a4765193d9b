from django.urls import path

from . import views

urlpatterns = [path("<str:code>/", views.pass_page, name="pass")]
