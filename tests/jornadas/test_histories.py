"""Whatever happens to an event, in whatever order, everybody's calendar ends right (RFC 5546)."""

from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jornadas import changes
from jornadas.calendars import ZONE
from jornadas.invitations import entry_uid
from jornadas.models import Event, Session, Venue
from jornadas.planning import actions
from jornadas.refusal import Refusal
from jornadas.registration import cancel, register
from tests.make import make_event, make_person

from .itip_reading import Client, entries, mails_to

pytestmark = pytest.mark.django_db

WHY = changes.Why(asked_by="Prueba", asked_on="2026-01-01")
STEPS = ["move", "place", "rename", "postpone", "add", "remove", "leave", "return", "call off"]


class History:
    """An event of two sessions and one person in it, to whom things happen."""

    def __init__(self):
        self.event = make_event(sessions=2, starts_in=timedelta(days=30))
        self.person = make_person()
        self.step("return", 0)

    def step(self, what: str, number: int) -> None:
        """Do it where it can be done; the office is told where it cannot."""
        own = {"leave": self.leave, "return": self.enter}
        with suppress(Refusal):
            own[what]() if what in own else self.change(what, number)

    def leave(self):
        for registration in self.event.registrations.active():
            cancel(registration=registration, by="prueba")

    def enter(self):
        register(event=self.event, person=self.person, by=self.person)

    def change(self, what: str, number: int):
        event = Event.objects.get(pk=self.event.pk)
        acts = {
            "move": lambda: self._save(number, day=number + 1),
            "place": lambda: self._save(number, venue=f"Sala {number}"),
            "rename": lambda: self._save(number, title=f"Parte {number}"),
            "add": lambda: self._save(None, day=number + 1),
            "remove": lambda: self._remove(number),
            "postpone": lambda: changes.postpone(event=event, by="prueba"),
            "call off": lambda: changes.cancel_event(event=event, by="prueba"),
        }
        changes.change(event=event, act=acts[what], why=WHY, by="prueba")

    def _session(self, number: int) -> Session:
        sessions = list(self.event.sessions.all())
        if not sessions:
            raise Refusal("No quedan sesiones.")
        return sessions[number % len(sessions)]

    def _save(self, number, *, day=0, venue="", title=None):
        session = Session(event=self.event) if number is None else self._session(number)
        if day:
            start = self.event.registration_closes_at + timedelta(days=day)
            session.day, session.starts_at = start.astimezone(ZONE).date(), start
            session.ends_at = start + timedelta(hours=2)
        if venue:
            session.venue = Venue.objects.get_or_create(name=venue)[0]
        if title:
            session.title = title
        actions.save_session(session=session, speakers=[], by="prueba")

    def _remove(self, number):
        if self.event.sessions.count() < 2:
            raise Refusal("Es la única.")
        actions.remove_session(session=self._session(number), by="prueba")

    def truth(self) -> dict[str, tuple]:
        """What should stand in the person's calendar."""
        event = Event.objects.get(pk=self.event.pk)
        seated = event.registrations.confirmed().filter(person=self.person).exists()
        if not seated or event.status == Event.Status.CANCELLED:
            return {}
        return {
            entry_uid(session, self.person): (
                session.starts_at.replace(microsecond=0),
                str(session.venue or ""),
            )
            for session in event.sessions.filter(day__isnull=False).select_related("venue")
        }


steps = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3)), min_size=1, max_size=9)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps, missed=st.sets(st.integers(0, 20)))
def test_the_last_mail_is_enough_and_numbers_never_go_down(db, history, missed):
    told = History()
    for what, number in history:
        told.step(what, number)
    mails = mails_to(told.person)
    series: dict[str, list[dict]] = {}
    for mail in mails:
        for entry in entries(mail):
            series.setdefault(entry["uid"], []).append(entry)
    for one in series.values():
        for before, after in pairwise(one):
            facts = [(entry["method"], entry["start"], entry["place"]) for entry in (before, after)]
            # Rises with time, place and state, and never goes down.
            assert after["sequence"] >= before["sequence"] + (facts[0] != facts[1])
    # A change in what nobody holds a calendar of is told to nobody: the last mail stands.
    careful, careless = Client(), Client()
    for mail in mails:
        careful.read(mail)
    for number, mail in enumerate(mails):
        if number not in missed or number == len(mails) - 1:
            careless.read(mail)
    assert careful.shows() == told.truth()
    assert careless.shows() == told.truth()
