"""The thread: what each body did from its first jornada to its recognised practice, and when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from jornadas.models import Event
from padron.models import Municipality
from practicas.models import Dictamen, Proposal, Recognition
from practicas.thread import NONE, STEPS, Step, read, thread
from talleres.models import Ficha, Workshop
from tests.asistencia.facts import DAY, LATER, at, by_hand, held, leave, stay
from tests.asistencia.facts import read as scan
from tests.make import (
    make_body,
    make_event,
    make_group,
    make_organizer,
    make_person,
    make_program,
    make_registration,
    make_sector,
)
from tests.practicas.make import make_call, make_proposal

pytestmark = pytest.mark.django_db


def reported(now=LATER, **asked):
    return thread(make_organizer(), now=now, **asked)


def row_of(body, **asked):
    [row] = [one for one in reported(**asked).rows if one.body == body]
    return row


def steps_of(body, **asked):
    return {str(step): day for step, day in row_of(body, **asked).days.items()}


def make_workshop_of(*people, minimum=1, sessions=((10, 12), (12, 14))):
    event = held(*sessions, kind="taller", minimum_sessions=minimum)
    workshop = Workshop.objects.create(event=event)
    return workshop, [make_registration(event, person) for person in people]


def make_ficha(body, day, workshop=None, state="finished"):
    workshop = workshop or make_workshop_of()[0]
    moment = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    finished_at = moment if state == "finished" else None
    return Ficha.objects.create(
        workshop=workshop, body=body, title="Rutas", state=state, finished_at=finished_at
    )


def recognise(proposal, at_moment):
    call = proposal.call
    call.results_at = at_moment
    call.save()
    Dictamen.objects.get_or_create(
        call=call, defaults={"folio": f"D/{call.pk}", "facts": {}, "published_at": at_moment}
    )
    day = timezone.localdate(at_moment)
    return Recognition.objects.create(
        proposal=proposal, body=proposal.body, slug=f"practica-{proposal.pk}",
        starts_on=day, ends_on=day + timedelta(days=365), title=proposal.title, summary="-",
    )  # fmt: skip


def test_a_body_goes_all_the_way_and_the_days_between_are_counted():
    body = make_body()
    ana, luis = make_person(body), make_person(body)
    jornada = make_registration(held(), ana)
    scan(jornada, at(10))
    _, [completed] = make_workshop_of(luis)
    scan(completed, at(10), session=1)
    make_ficha(body, date(2099, 3, 7))
    call = make_call(closes_on="2099-12-31")
    sent = make_proposal(call, body, sent_at=datetime(2099, 4, 6, 18, tzinfo=UTC))
    recognise(sent, datetime(2099, 8, 25, 18, tzinfo=UTC))

    row = row_of(body, now=datetime(2099, 9, 1, tzinfo=UTC))

    assert {str(step): day for step, day in row.days.items()} == {
        "jornada": DAY,
        "taller": DAY,
        "ficha": date(2099, 3, 7),
        "propuesta": date(2099, 4, 6),
        "reconocimiento": date(2099, 8, 25),
    }
    assert [row.lapse(step) for step in STEPS] == [None, 0, 2, 30, 141]
    assert row.reached == Step.RECOGNITION


def test_being_registered_is_not_having_attended():
    body = make_body()
    make_registration(held(), make_person(body))
    assert steps_of(body) == {}
    assert row_of(body).reached == NONE


def test_who_left_before_it_began_whose_event_was_cancelled_or_who_cancelled_did_not_attend():
    body = make_body()
    early = make_registration(held(), make_person(body))
    scan(early, at(8))
    leave(early, at(9))
    called_off = make_registration(held(), make_person(body))
    scan(called_off, at(10))
    Event.objects.filter(pk=called_off.event_id).update(status="cancelled")
    gone = make_registration(held(), make_person(body))
    scan(gone, at(10))
    type(gone).objects.filter(pk=gone.pk).update(
        status="cancelled", cancelled_at=LATER, cancelled_by="prueba"
    )
    assert steps_of(body) == {}


def test_who_came_with_the_zoom_report_or_whom_staff_wrote_down_attended():
    online, signed = make_body(), make_body()
    stay(make_registration(held(modality="hybrid"), make_person(online), mode="online"),
         at(10), at(11))  # fmt: skip
    by_hand(make_registration(held(), make_person(signed)))
    assert steps_of(online) == steps_of(signed) == {"jornada": DAY}


def test_a_workshop_is_completed_by_who_has_what_it_asks_and_once_it_is_over():
    half, whole = make_body(), make_body()
    _, [one, other] = make_workshop_of(make_person(half), make_person(whole), minimum=2)
    scan(one, at(10), session=1)
    for session in (1, 2):
        scan(other, at(10), session=session)
    assert steps_of(half) == {}
    assert steps_of(whole) == {"taller": DAY}
    # While its second session runs nobody has completed it.
    assert steps_of(whole, now=at(13)) == {}


def test_only_finished_fichas_and_sent_proposals_count():
    body = make_body()
    make_ficha(body, date(2099, 3, 7), state="growing")
    make_proposal(make_call(), body, state=Proposal.State.DRAFT)
    make_proposal(make_call(), body, state=Proposal.State.WITHDRAWN)
    assert steps_of(body) == {}
    make_proposal(make_call(), body, state=Proposal.State.REJECTED, is_late=True,
                  sent_at=datetime(2099, 3, 8, tzinfo=UTC))  # fmt: skip
    assert steps_of(body) == {"propuesta": date(2099, 3, 7)}  # in the institution's zone


def test_a_recognition_is_not_told_a_second_before_its_moment():
    moment = datetime(2099, 8, 25, 18, tzinfo=UTC)
    proposal = make_proposal(make_call(), sent_at=datetime(2099, 4, 6, 18, tzinfo=UTC))
    recognise(proposal, moment)
    before = steps_of(proposal.body, now=moment - timedelta(seconds=1))
    assert before == {"propuesta": date(2099, 4, 6)}
    assert steps_of(proposal.body, now=moment) == before | {"reconocimiento": date(2099, 8, 25)}


def test_steps_that_came_the_other_way_round_have_no_days_between():
    body = make_body()
    make_ficha(body, date(2099, 5, 1))
    make_proposal(make_call(), body, sent_at=datetime(2099, 4, 1, 18, tzinfo=UTC))
    assert [row_of(body).lapse(step) for step in STEPS] == [None] * 5


def test_a_year_tells_what_was_done_in_it():
    body = make_body()
    for year in (2097, 2099):
        make_ficha(body, date(year, 5, 1))
    make_proposal(make_call(), body, sent_at=datetime(2099, 6, 1, 18, tzinfo=UTC))
    assert steps_of(body) == {"ficha": date(2097, 5, 1), "propuesta": date(2099, 6, 1)}
    assert steps_of(body, year=2097) == {"ficha": date(2097, 5, 1)}
    assert steps_of(body, year=2098) == {}
    assert steps_of(body, year=2099) == {"ficha": date(2099, 5, 1), "propuesta": date(2099, 6, 1)}
    assert [
        (one.year, one.label, [figure.count for figure in one.figures])
        for one in reported().by_group_and_year
    ] == [
        (2099, "Sin grupo", [0, 0, 1, 1, 0]),
        (2097, "Sin grupo", [0, 0, 1, 0, 0]),
    ]


def test_groups_are_those_of_the_programme_of_the_year_with_its_exceptions():
    state, town = make_sector("estatal"), make_sector("municipal")
    earlier, later = make_program(starts_on="2097-01-01"), make_program(starts_on="2099-01-01")
    first = make_group(earlier, state, town, number=1, name="Grupo único")
    one, two = (
        make_group(later, sector, number=n, name=f"Grupo {n}")
        for n, sector in enumerate([state, town], 1)
    )
    office, council, moved = (make_body(sector=s) for s in (state, town, town))
    one.exceptions.create(body=moved)
    for body in (office, council, moved):
        make_ficha(body, date(2097, 5, 1))
        make_ficha(body, date(2099, 5, 1))

    found = [(one.year, one.label, one.bodies) for one in reported().by_group_and_year]
    assert found == [(2099, "Grupo 1", 2), (2099, "Grupo 2", 1), (2097, "Grupo único", 3)]
    assert {row.body for row in reported(group=one.pk).rows} == {office, moved}
    assert {row.body for row in reported(group=two.pk).rows} == {council}
    assert {row.body for row in reported(group=first.pk).rows} == {office, council, moved}
    # Asked for by its group, it is told under that name.
    assert [total.label for total in reported(group=first.pk).groups] == ["Grupo único"]


def test_municipalities_add_up_their_bodies_and_keep_the_first_day():
    toluca = Municipality.objects.create(inegi_key="15106", name="Toluca", population=910608)
    acolman = Municipality.objects.create(inegi_key="15002", name="Acolman", population=171507)
    council, dif = make_body(municipality=toluca), make_body(municipality=toluca)
    make_body(municipality=acolman)
    state = make_body()
    for body, day in [(council, 9), (dif, 2), (state, 5)]:
        make_ficha(body, date(2099, 3, day))
    told = [(one.label, one.bodies, one.figures[2].count, one.figures[2].first)
            for one in reported().municipalities]  # fmt: skip
    assert told == [
        ("Acolman", 1, 0, None),
        ("Toluca", 2, 2, date(2099, 3, 2)),
        ("Sin municipio", 1, 1, date(2099, 3, 5)),
    ]


def test_the_median_is_of_those_who_took_both_steps():
    for days in (1, 3, 40):
        body = make_body()
        make_ficha(body, date(2099, 3, 1))
        moment = datetime(2099, 3, 1, 18, tzinfo=UTC) + timedelta(days=days)
        make_proposal(make_call(), body, sent_at=moment)
    make_ficha(make_body(), date(2099, 3, 1))
    total = reported().total
    assert total.lapse(Step.PROPOSAL) == 3
    assert total.lapse(Step.FICHA) is None
    assert total.percent(Step.PROPOSAL) == 75


def test_what_another_institution_does_is_not_told():
    other = make_organizer("otra")
    body = make_body()
    make_proposal(make_call(organizer=other), body)
    one = make_registration(held(program=make_program(organizer=other)), make_person(body))
    scan(one, at(10))
    assert steps_of(body) == {}
    [row] = [row for row in thread(other, now=LATER).rows if row.body == body]
    assert Step.ATTENDED in row.days


def test_a_body_that_is_no_longer_one_is_told_if_it_did_anything():
    make_body(is_active=False)
    did = make_body(is_active=False)
    make_ficha(did, date(2099, 3, 1))
    assert did in [row.body for row in reported().rows]
    assert all(row.body == did or row.body.is_active for row in reported().rows)


def _a_body_that_did_everything():
    body = make_body()
    scan(make_registration(held(), make_person(body)), at(10))
    workshop, [one] = make_workshop_of(make_person(body))
    scan(one, at(10))
    make_ficha(body, date(2099, 3, 7), workshop)
    recognise(make_proposal(make_call(), body), datetime(2099, 3, 8, tzinfo=UTC))


@pytest.mark.parametrize("bodies", [1, 3])
def test_five_queries_however_many_there_are(bodies, django_assert_num_queries):
    make_group(make_program(), make_sector())
    for _ in range(bodies):
        _a_body_that_did_everything()
    organizer = make_organizer()
    with django_assert_num_queries(5):
        found = thread(organizer, now=LATER)
        assert [found.total.count(step) for step in STEPS] == [bodies] * 5
        assert len(found.municipalities) == len(found.groups) == 1


def test_nothing_at_all_is_a_report_too():
    make_event()
    found = read(make_organizer(), LATER)
    assert (found.years, found.thread().by_group_and_year) == ([], [])
