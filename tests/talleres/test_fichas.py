"""A ficha is written in the workshop by one person or a team of one body."""

from datetime import timedelta

import pytest
from django.utils import timezone

from asistencia.presence import presences
from bitacora.models import Entry
from jornadas.models import Event
from padron.refusal import Refusal
from talleres import fichas
from talleres.loading import GROUPS, load_population_groups
from talleres.models import Ficha, FichaMember, PopulationGroup, Workshop
from tests.make import (
    make_body,
    make_enlace,
    make_event,
    make_person,
    make_registration,
    make_user,
    make_workshop,
)

pytestmark = pytest.mark.django_db

BY = "prueba"


@pytest.fixture
def body():
    return make_body()


@pytest.fixture
def ana(body):
    return make_person(body, given_names="Ana")


@pytest.fixture
def beto(body):
    return make_person(body, given_names="Beto")


@pytest.fixture
def workshop(ana, beto):
    return make_workshop(ana, beto)


@pytest.fixture
def ficha(workshop, ana):
    return fichas.begin(workshop=workshop, person=ana, by=ana)


def save(ficha, field, value, seen="", by=BY, **when):
    return fichas.save_answer(ficha=ficha, field=field, value=value, seen=seen, by=by, **when)


def refused(action, **given) -> str:
    with pytest.raises(Refusal) as reason:
        action(**given)
    return str(reason.value)


def fill(ficha) -> None:
    load_population_groups()
    for field in Ficha.ASKED:
        group = field == "population_group"
        save(ficha, field, str(PopulationGroup.objects.first().pk) if group else "Algo")


def test_a_ficha_belongs_to_the_body_one_came_for(ficha, ana, body):
    assert (ficha.body, ficha.state, ficha.answered) == (body, "growing", 0)
    assert [one.person for one in ficha.members.all()] == [ana]
    # The post may change tomorrow; the ficha stays where it was written.
    ana.adscripciones.update(body=make_body())
    ficha.refresh_from_db()
    assert ficha.body == body


def test_two_taps_begin_one_ficha_and_one_that_was_written_leaves_room_for_another(
    workshop, ficha, ana
):
    assert fichas.begin(workshop=workshop, person=ana, by=ana) == ficha
    save(ficha, "title", "Comedores")
    assert fichas.begin(workshop=workshop, person=ana, by=ana) != ficha


def test_a_workshop_of_which_nothing_was_written_takes_fichas_too(ana):
    workshop = make_workshop(ana)
    event = Event.objects.get(pk=workshop.event_id)
    workshop.delete()
    assert fichas.begin(workshop=Workshop(event=event), person=ana, by=ana).workshop.event == event


def test_only_who_has_a_seat_begins_one(workshop, ana):
    stranger = make_person()
    sentence = "Para escribir una ficha necesitas un lugar en este taller."
    assert refused(fichas.begin, workshop=workshop, person=stranger, by=BY) == sentence
    # Who waits in line is not in the room.
    full = make_workshop(ana, starts_in=timedelta(days=50), seats_in_person=1, begun=False)
    waiting = make_registration(full.event, stranger)
    assert waiting.status == "waitlisted"
    full.event.sessions.update(starts_at=timezone.now() - timedelta(minutes=1))
    assert refused(fichas.begin, workshop=full, person=stranger, by=BY) == sentence


def test_fichas_open_with_the_first_session_and_close_when_facilitators_say(ana):
    workshop = make_workshop(ana, begun=False, sessions=2)
    first = workshop.event.sessions.first().starts_at
    early = {"workshop": workshop, "person": ana, "by": ana}
    assert refused(fichas.begin, **early, now=first - timedelta(seconds=1)) == (
        "Las fichas se abren cuando empieza la primera sesión del taller."
    )
    ficha = fichas.begin(**early, now=first)
    assert save(ficha, "title", "Comedores", now=first).revision == 1
    fichas.close(workshop=workshop, by=BY)
    given = {"field": "title", "value": "Otro", "seen": "Comedores", "by": BY, "now": first}
    closed = "Quienes facilitan el taller cerraron sus fichas; ya no se pueden cambiar."
    assert refused(fichas.save_answer, ficha=ficha, **given) == closed
    assert refused(fichas.begin, **early, now=first) == closed
    fichas.open_again(workshop=workshop, by=BY)
    assert fichas.save_answer(ficha=ficha, **given).revision == 2
    Event.objects.update(status=Event.Status.CANCELLED)
    assert refused(fichas.begin, **early, now=first).startswith("El taller se canceló")


def test_each_answer_is_kept_with_who_wrote_it(ficha, ana):
    assert save(ficha, "need", "Saber\r\nqué", by=ana) == fichas.Saved(1)
    ficha.refresh_from_db()
    assert (ficha.need, ficha.revision, ficha.changed_by) == ("Saber\nqué", 1, str(ana))
    # The same again, as after an answer that was lost on its way, changes nothing.
    assert save(ficha, "need", "Saber\nqué", seen="") == fichas.Saved(1)


def test_who_started_from_an_older_text_learns_of_the_other_and_nothing_is_lost(ficha):
    save(ficha, "need", "De Ana")
    assert save(ficha, "need", "De Beto", seen="") == fichas.Saved(1, conflict="De Ana")
    ficha.refresh_from_db()
    assert (ficha.need, ficha.revision) == ("De Ana", 1)
    # Other questions are no matter, and who has seen the other text decides.
    assert save(ficha, "reach", "La radio") == fichas.Saved(2)
    assert save(ficha, "need", "De las dos", seen="De Ana") == fichas.Saved(3)
    # Erasing what somebody else wrote meanwhile is a conflict too.
    assert save(ficha, "need", "", seen="De Ana").conflict == "De las dos"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("state", "finished", "Esa pregunta no es de la ficha."),
        ("title", "x" * 161, "Es demasiado largo: usa hasta 160 letras."),
        ("need", "x" * 10_001, "Es demasiado largo: usa hasta 10,000 letras."),
        ("population_group", "mujeres", "Elige un grupo de la lista."),
        ("population_group", "9" * 30, "Elige un grupo de la lista."),
        ("population_group", "0", "Elige un grupo de la lista."),
    ],
)
def test_what_cannot_be_an_answer_is_told(ficha, field, value, sentence):
    assert refused(save, ficha=ficha, field=field, value=value) == sentence
    ficha.refresh_from_db()
    assert ficha.revision == 0


def test_a_group_that_is_no_longer_offered_cannot_be_chosen_but_stays(ficha):
    load_population_groups()
    group = PopulationGroup.objects.get(slug="mujeres")
    save(ficha, "population_group", str(group.pk))
    PopulationGroup.objects.update(is_active=False)
    ficha.refresh_from_db()
    assert ficha.population_group == group
    other = str(PopulationGroup.objects.exclude(pk=group.pk).first().pk)
    assert refused(save, ficha=ficha, field="population_group", value=other, seen=str(group.pk))


def test_it_is_finished_when_every_question_has_an_answer_and_may_be_reopened(ficha):
    assert refused(fichas.finish, ficha=ficha, by=BY).startswith(
        "Antes de terminar falta contestar: nombre de la ficha, grupo de la población, qué necesita"
    )
    fill(ficha)
    save(ficha, "reuse", "   ", seen="Algo")
    assert refused(fichas.finish, ficha=ficha, by=BY) == (
        "Antes de terminar falta contestar: quién la reutilizaría."
    )
    save(ficha, "reuse", "Las escuelas", seen="   ")
    assert fichas.finish(ficha=ficha, by=BY).is_finished
    assert refused(save, ficha=ficha, field="need", value="Otra", seen="Algo") == (
        "La ficha está terminada: reábrela para cambiarla."
    )
    fichas.reopen(ficha=ficha, by=BY)
    assert save(ficha, "need", "Otra", seen="Algo").conflict is None
    fichas.finish(ficha=ficha, by=BY)
    fichas.close(workshop=ficha.workshop, by=BY)
    assert refused(fichas.reopen, ficha=ficha, by=BY).startswith("Quienes facilitan")


def test_a_team_is_of_one_body_and_in_the_same_workshop(ficha, ana, beto, body):
    absent = make_person(body)
    make_registration(make_event(starts_in=timedelta(days=70)), absent)
    assert "no tiene lugar en este taller" in refused(
        fichas.add_member, ficha=ficha, person=absent, by=ana
    )
    assert [seat.person for seat in fichas.colleagues(ficha)] == [beto]
    made = fichas.add_member(ficha=ficha, person=beto, by=ana)
    assert fichas.add_member(ficha=ficha, person=beto, by=ana) == made
    assert list(fichas.colleagues(ficha)) == []
    # One person may write several fichas.
    own = fichas.begin(workshop=ficha.workshop, person=beto, by=beto)
    assert set(Ficha.objects.of(beto)) == {ficha, own}


def test_somebody_of_the_same_workshop_from_another_body_does_not_join(ana):
    other = make_person()
    workshop = make_workshop(ana, other)
    ficha = fichas.begin(workshop=workshop, person=ana, by=ana)
    assert refused(fichas.add_member, ficha=ficha, person=other, by=ana).endswith(
        "el equipo es de un solo sujeto obligado."
    )
    assert FichaMember.objects.count() == 1


def test_who_leaves_may_come_back_and_somebody_always_stays(ficha, ana, beto):
    alone = {"ficha": ficha, "person": ana, "by": ana}
    assert refused(fichas.leave, **alone).startswith("Eres la única persona")
    fichas.add_member(ficha=ficha, person=beto, by=ana)
    fichas.leave(**alone)
    assert list(Ficha.objects.of(ana)) == []
    fichas.add_member(ficha=ficha, person=ana, by=beto)
    assert list(Ficha.objects.of(ana)) == [ficha]


def test_comments_of_facilitators_wait_until_the_team_has_seen_to_them(ficha, ana):
    made = fichas.comment(ficha=ficha, text=" ¿Quién la guarda? ", about="location", by="Facilita")
    fichas.comment(ficha=ficha, text="El archivo municipal", person=ana, by=ana)
    assert Ficha.objects.with_team().get().waiting_comments == 1
    fichas.settle(comment=made, by=ana)
    assert Ficha.objects.with_team().get().waiting_comments == 0
    assert [(one.author, one.by_facilitator, one.text) for one in ficha.comments.all()] == [
        ("Facilita", True, "¿Quién la guarda?"),
        (str(ana), False, "El archivo municipal"),
    ]
    assert refused(fichas.comment, ficha=ficha, text=" ", by=BY) == "Escribe el comentario."
    assert refused(fichas.comment, ficha=ficha, text="x", about="state", by=BY)
    assert refused(fichas.comment, ficha=ficha, text="x" * 2_001, by=BY)


def test_the_record_tells_what_was_done_without_what_was_written(ficha, ana, beto):
    fill(ficha)
    fichas.add_member(ficha=ficha, person=beto, by=ana)
    fichas.finish(ficha=ficha, by=ana)
    fichas.reopen(ficha=ficha, by=ana)
    fichas.leave(ficha=ficha, person=beto, by=beto)
    fichas.close(workshop=ficha.workshop, by=BY)
    fichas.close(workshop=ficha.workshop, by=BY)
    actions = [one.action for one in Entry.objects.order_by("pk") if "ficha" in one.action]
    assert actions == [
        "ficha.begun",
        "ficha.member_added",
        "ficha.finished",
        "ficha.reopened",
        "ficha.member_left",
        "workshop.fichas_closed",
    ]


def test_whose_ficha_is_whose(ficha, ana, beto, body):
    writer, colleague = make_user(ana), make_user(beto)
    enlace, other = make_user(make_enlace(body)), make_user(make_enlace(make_body()))
    users = [writer, colleague, enlace, other]
    reads = [Ficha.objects.readable_by(user).exists() for user in users]
    writes = [Ficha.objects.writable_by(user).exists() for user in users]
    assert (reads, writes) == ([True, False, True, False], [True, False, False, False])
    # Somebody whose seat was taken back reads what they wrote, and writes no more.
    ana.registrations.update(
        status="cancelled", cancelled_at=timezone.now(), cancelled_by="instituto"
    )
    assert Ficha.objects.readable_by(writer).exists()
    assert not Ficha.objects.writable_by(writer).exists()


def test_the_groups_are_those_of_the_triptico_and_what_was_edited_stays():
    assert load_population_groups() == len(GROUPS) == 7
    PopulationGroup.objects.filter(slug="mujeres").update(name="Mujeres rurales")
    PopulationGroup.objects.filter(slug="jovenes").delete()
    assert load_population_groups() == 1
    assert [str(one) for one in PopulationGroup.objects.all()] == [
        "Personas con discapacidad",
        "Mujeres rurales",
        "Niñas y niños",
        "Adolescentes",
        "Jóvenes",
        "Personas indígenas",
        "Población en general",
    ]


def test_a_constancia_asks_for_attendance_and_not_for_a_ficha(ficha, ana):
    """It asks for the minimum of its event, whatever was written."""
    fill(ficha)
    fichas.finish(ficha=ficha, by=ana)
    own = ana.registrations.get()
    assert not presences(ficha.workshop.event)[own.pk].is_enough
    own.manual_presences.create(
        session=ficha.workshop.event.sessions.get(), reason="Firmó la lista.", made_by=BY
    )
    Ficha.objects.all().delete()
    assert presences(ficha.workshop.event)[own.pk].is_enough
