"""The jury in the panel: the room of a seat, the table and the session, the dictamen."""

from django.urls import path

from . import jury_panel, jury_session, jury_sign, jury_views

_one = "jurado/propuestas/<int:pk>/"
_call = "convocatorias/<slug:slug>/jurado/"

urlpatterns = [
    path("jurado/", jury_views.room, name="jury"),
    path(_one, jury_views.proposal, name="jury_proposal"),
    path(f"{_one}guardar/", jury_views.save, name="jury_save"),
    path(f"{_one}entregar/", jury_views.hand_in, name="jury_hand_in"),
    path(_call, jury_panel.table_page, name="panel_jury_table"),
    path(f"{_call}hoja/", jury_panel.table_xlsx, name="panel_jury_xlsx"),
    path(f"{_call}sesion/", jury_session.open_page, name="panel_jury_open"),
    path(f"{_call}sesion/<int:pk>/", jury_session.session, name="panel_jury_session"),
    path(f"{_call}sesion/<int:pk>/cerrar/", jury_session.close, name="panel_jury_close"),
    path(f"{_call}sesion/<int:pk>/acta/", jury_sign.acta_pdf, name="panel_jury_acta"),
    path(f"{_call}propuestas/<int:pk>/", jury_session.rule, name="panel_jury_rule"),
    path(f"{_call}dictamen/", jury_sign.sign_off, name="panel_jury_sign"),
    path(f"{_call}dictamen/pdf/", jury_sign.dictamen_pdf, name="panel_jury_dictamen"),
    path(f"{_call}fe-de-erratas/", jury_sign.corrigendum, name="panel_jury_corrigendum"),
]
