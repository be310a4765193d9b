"""Whatever is known of whoever: the report on the thread and presence agree on who was there."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from asistencia.models import Scan
from asistencia.presence import DOOR, MANUAL, ONLINE, facts_of, presences
from jornadas.models import Event, Registration
from practicas.thread_presence import entered, first_days, gathered, is_plain, note
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


def days_of(event, now):
    """What the report makes of an event: who entered as the database tells, and everybody else."""
    plain = [event] if is_plain(event, now) else []
    known = gathered([event], plain)
    found = first_days([event], known.people, [known.door, known.online, known.by_hand], now)
    for told in entered(plain):
        note(found, told["registration__body"], told["day"])
    return found


def in_order(facts):
    """Facts whatever the order in which they were told."""
    return {
        person: {session: sorted(pairs) for session, pairs in by_session.items()}
        for person, by_session in facts.items()
    }


class Agreement(TestCase):
    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(st.sampled_from(HOURS), min_size=1, max_size=3),
        st.lists(st.lists(reading | connection | handwriting, max_size=4), min_size=1, max_size=3),
        st.sampled_from([LATER, LATER, at(12), at(10, 30), at(9)]),
        st.sampled_from([0, 0, 0, 500_000]),
        st.booleans(),
    )
    def test_who_was_there(self, hours, people, now, fraction, is_gone):
        event = held(*hours)
        # Hours are rarely so odd; then an entry is looked at more closely.
        for session in event.sessions.exclude(ends_at=None):
            session.ends_at += timedelta(microseconds=fraction)
            session.save()
        for number, facts in enumerate(people):
            registration = make_registration(event, make_person(make_body()))
            for fact in facts:
                tell(registration, fact)
            if is_gone and not number:
                registration.status, registration.cancelled_at = "cancelled", LATER
                registration.cancelled_by = "prueba"
                registration.save()
        event = Event.objects.get(pk=event.pk)
        standing = list(Registration.objects.active().filter(event=event))
        there = presences(event, standing, now).values()
        expected = {one.registration.body_id: {DAY.year: DAY} for one in there if one.was_there}
        assert days_of(event, now) == expected
        # One question gives the facts that three give.
        known, keys = gathered([event], []), {one.pk for one in standing}
        three = dict(facts_of([event]))
        for name, one in [(DOOR, known.door), (ONLINE, known.online), (MANUAL, known.by_hand)]:
            mine = {person: told for person, told in three[name].items() if person in keys}
            assert in_order(one) == in_order(mine)
            assert {person: known.people[person] for person in one} == {
                one.pk: (one.body_id, one.event_id) for one in standing if one.pk in mine
            }
