"""Questions composed once say what their querysets say; bare inserts write what `save` writes."""

import pytest
from django.db import IntegrityError, models
from django.db.models import Count

from bitacora.models import Entry
from consultas import ask_together, composed, hold, insert, next_key
from jornadas.models import Event, Registration, Session
from padron.models import User
from padron.signing_in import SessionStore
from tests.make import make_event, make_person, make_registration


@composed(slug=models.SlugField())
def event_by_slug(slug):
    return Event.objects.select_related("program__organizer").filter(slug=slug)


@composed(event=models.BigAutoField(), title=models.CharField())
def hours(event, title):
    found = Session.objects.filter(event=event).exclude(title=title).order_by("number")
    return found.values_list("number", "starts_at")


@composed(least=models.IntegerField())
def busy_events(least):
    return Event.objects.annotate(n=Count("registrations")).filter(n__gte=least).only("title")


@composed(id=models.BigAutoField())
def user_with_person(id):
    return User.objects.select_related("person").filter(pk=id)


def values(instance) -> dict:
    return {field.attname: getattr(instance, field.attname) for field in instance._meta.fields}


def test_it_gives_the_instance_the_queryset_would_with_its_relations_at_hand(
    db, django_assert_num_queries
):
    event = Event.objects.get(pk=make_event().pk)
    with django_assert_num_queries(1):
        found = event_by_slug.first(slug=event.slug)
        organizer = found.program.organizer
    assert values(found) == values(event)
    assert organizer == event.program.organizer
    assert event_by_slug.first(slug="no-existe") is None


def test_the_second_time_nothing_is_composed_and_only_the_values_differ(db, monkeypatch):
    one, two = make_event(), make_event()
    assert event_by_slug.first(slug=one.slug) == one
    monkeypatch.setattr(event_by_slug, "_build", None)
    assert event_by_slug.first(slug=two.slug) == two


def test_tuples_come_converted(db):
    event = make_event(sessions=2)
    rows = [(s.number, s.starts_at) for s in event.sessions.order_by("number")]
    assert hours.rows(event=event.pk, title="Otra") == rows


def test_annotations_and_chosen_columns_come_too(db, django_assert_num_queries):
    event, _ = make_event(), make_event()
    for _ in range(2):
        make_registration(event)
    (found,) = busy_events.rows(least=2)
    assert (found.pk, found.n) == (event.pk, 2)
    with django_assert_num_queries(1):  # what was not asked for is fetched when it is wanted
        assert found.slug == event.slug


def test_who_has_no_relation_has_none_and_costs_no_more(db, django_assert_num_queries):
    known = make_person(email="ana@ejemplo.org")
    known.user = User.objects.create_user("ana@ejemplo.org")
    known.save()
    stranger = User.objects.create_user("nadie@ejemplo.org")
    with django_assert_num_queries(2):
        assert user_with_person.first(id=known.user.pk).person_or_none == known
        assert user_with_person.first(id=stranger.pk).person_or_none is None


def test_rows_that_are_held_answer_for_the_relation(db, django_assert_num_queries):
    event = make_event(sessions=2)
    sessions = list(event.sessions.all())
    again = Event.objects.get(pk=event.pk)
    hold(again, "sessions", sessions)
    with django_assert_num_queries(0):
        assert list(again.sessions.all()) == sessions
        assert again.has_days()
    with django_assert_num_queries(1):  # another question is asked
        assert again.sessions.filter(number=2).get() == sessions[1]


def test_a_bare_insert_writes_what_save_writes(db):
    entry = Entry(action="prueba", actor_type="text", actor_label="yo", detail={"a": "ñ"})
    insert(entry)
    kept = Entry.objects.get(pk=entry.pk)
    assert values(kept) == values(entry)
    assert kept.at is not None
    assert entry._state.adding is False


def test_a_row_whose_key_is_known_before_is_written_under_it(db):
    entry = Entry(pk=4711, action="prueba", actor_type="text", actor_label="yo", detail={})
    insert(entry)
    assert values(Entry.objects.get(pk=4711)) == values(entry)
    # Where the database is in the process nobody asks for a key: it is there with the row.
    assert ask_together((next_key(Entry), {})) == [[None]]


@pytest.mark.django_db(transaction=True)
def test_the_constraints_stand_for_a_bare_insert_as_for_any(transactional_db):
    registration = make_registration()
    again = Registration(**values(registration) | {"id": None})
    with pytest.raises(IntegrityError):
        insert(again)
    assert Registration.objects.count() == 1


def test_a_session_that_nobody_opened_or_that_has_ended_is_nobodys(db):
    made = SessionStore()
    made["who"] = "ana"
    made.save()
    assert SessionStore(made.session_key).get("who") == "ana"
    ended = SessionStore(made.session_key)
    ended.set_expiry(-1)
    ended.save()
    for key in (made.session_key, "a" * 32):
        visitor = SessionStore(key)
        assert visitor.get("who") is None
        assert visitor.session_key is None
