"""The panel's pages of an event that tell who came: live, and who is registered."""

from django.urls import path

from . import board, people

_event = "eventos/<slug:slug>/"

urlpatterns = [
    path(f"{_event}en-vivo/", board.live, name="panel_event_live"),
    path(f"{_event}en-vivo/ahora/", board.live_fragment, name="panel_event_live_fragment"),
    path(f"{_event}en-vivo/sujetos/", board.live_bodies, name="panel_event_live_bodies"),
    path(f"{_event}inscripciones/", people.registrations, name="panel_registrations"),
    path(
        f"{_event}inscripciones/inscripciones.xlsx",
        people.registrations_xlsx,
        name="panel_registrations_xlsx",
    ),
    path(f"{_event}inscripciones/<int:pk>/", people.registration, name="panel_registration"),
]
