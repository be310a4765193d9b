"""The panel's pages about who is registered for an event."""

from django.urls import path

from . import panel_lists, panel_registrations

_event = "eventos/<slug:slug>/"
_people = f"{_event}inscripciones/"

urlpatterns = [
    path(f"{_event}listas/", panel_lists.lists, name="panel_lists"),
    path(f"{_event}listas/lista.pdf", panel_lists.list_pdf, name="panel_list_pdf"),
    path(f"{_event}listas/lista.xlsx", panel_lists.list_xlsx, name="panel_list_xlsx"),
    path(f"{_people}nueva/", panel_registrations.search_person, name="panel_register_search"),
    path(
        f"{_people}nueva/<int:person>/", panel_registrations.register_person, name="panel_register"
    ),
    path(
        f"{_people}<int:pk>/cancelar/",
        panel_registrations.cancel,
        name="panel_registration_cancel",
    ),
    path(
        f"{_people}<int:pk>/adelantar/",
        panel_registrations.advance,
        name="panel_registration_advance",
    ),
    path(
        f"{_people}<int:pk>/reenviar/",
        panel_registrations.resend,
        name="panel_registration_resend",
    ),
]
