"""Choosing a session of an event, wherever presence is told."""

from django import forms

from documentos.spanish import session_in_words
from jornadas.models import Session


class SessionChoice(forms.ModelChoiceField):
    """One of the sessions that the form sets as its queryset."""

    default_error_messages = {
        "required": "Elige la sesión.",
        "invalid_choice": "Elige una sesión de la lista.",
    }

    def __init__(self, empty_label="Elige la sesión", **kwargs):
        super().__init__(Session.objects.none(), label="Sesión", empty_label=empty_label, **kwargs)

    def label_from_instance(self, session: Session) -> str:
        when = session_in_words(session.day, session.starts_at, session.ends_at)
        return f"{session.title or f'Sesión {session.number}'}: {when}"
