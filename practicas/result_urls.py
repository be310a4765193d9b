"""Results of a call, the register of practices, and what each body reads of its proposal."""

from django.urls import path

from . import register_views, result_views

urlpatterns = [
    path("convocatorias/<slug:slug>/resultados/", result_views.results, name="call_results"),
    path("propuestas/<int:pk>/resultado/", result_views.feedback, name="proposal_feedback"),
    path("practicas/", register_views.index, name="practices"),
    path("practicas/datos.csv", register_views.open_csv, name="practices_csv"),
    path("practicas/datos.json", register_views.open_json, name="practices_json"),
    path("practicas/datos.xlsx", register_views.open_xlsx, name="practices_xlsx"),
    path("practicas/<slug:slug>/", register_views.practice, name="practice"),
    path("practicas/<slug:slug>/renovar/", result_views.renew, name="practice_renew"),
]
