"""Whatever is known of whoever: the report on the thread and presence agree on who was there."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from asistencia.models import Scan
from asistencia.presence import facts_of, presences
from jornadas.models import Event, Registration
from practicas.thread_presence import first_days
from tests.asistencia.facts import DAY, LATER, at, by_hand, held, read, stay
from tests.make import make_body, make_person, make_registration

# Seconds around the hours of the sessions: before, at their edges, within, and after.
second = st.integers(-40, 160).map(lambda minute: at(10) + timedelta(minutes=minute)) | st.builds(
    lambda minute, tenth: at(10) + timedelta(minutes=minute, seconds=tenth / 10),
    st.sampled_from([0, 60, 120]),
    st.integers(-12, 12),
)
# With hours, without its end, and with a day alone.
HOURS = [(10, 11), (11, 12), (10, None), (None, None)]
reading = st.tuples(
    st.just("door"), second,
    st.sampled_from([Scan.Result.DUPLICATE, Scan.Result.EXIT, Scan.Result.WAITLISTED]),
    st.booleans(),
)  # fmt: skip
connection = st.tuples(
    st.just("zoom"), second, second, st.sampled_from([None, 1]), st.booleans()
)  # fmt: skip
handwriting = st.tuples(st.just("hand"), second, second, st.booleans(), st.booleans())


def tell(registration, fact) -> None:
    match fact:
        case "door", moment, result, undone:
            more = {"undone_at": LATER, "undone_by": "prueba"} if undone else {}
            read(registration, moment, result, **more)
        case "zoom", start, end, session, withdrawn:
            start, end = sorted([start, end])
            more = {"withdrawn_at": LATER, "withdrawn_by": "prueba"} if withdrawn else {}
            stay(registration, start, end, session=session, **more)
        case "hand", start, end, whole, withdrawn:
            more = {"withdrawn_at": LATER, "withdrawn_by": "prueba"} if withdrawn else {}
            if not whole and start != end:
                start, end = sorted([start, end])
                more |= {"starts_at": start, "ends_at": end}
            by_hand(registration, **more)


class Agreement(TestCase):
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(st.sampled_from(HOURS), min_size=1, max_size=3),
        st.lists(st.lists(reading | connection | handwriting, max_size=4), min_size=1, max_size=2),
        st.sampled_from([LATER, at(10, 30), at(9)]),
    )
    def test_who_was_there(self, hours, people, now):
        event = held(*hours)
        body = make_body()
        for facts in people:
            registration = make_registration(event, make_person(body))
            for fact in facts:
                tell(registration, fact)
        event = Event.objects.get(pk=event.pk)
        registrations = Registration.objects.filter(event=event)
        was_there = any(one.was_there for one in presences(event, registrations, now).values())
        expected = {body.pk: {DAY.year: DAY}} if was_there else {}
        standing = {one.pk: (one.body_id, one.event_id) for one in registrations}
        assert first_days([event], standing, facts_of([event]), now) == expected
