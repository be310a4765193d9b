"""The calendars that everybody may subscribe."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from jornadas import feeds
from jornadas.calendars import ZONE_RULES
from jornadas.models import Change, Event, Feed, Group, Session, Venue
from jornadas.planning.actions import free_slug
from tests.calendar_clients import icaljs_events, khal_after_each
from tests.make import make_event, make_group, make_program

pytestmark = pytest.mark.django_db

ALL = "/calendario/todos.ics"


def entries(client, path=ALL) -> list:
    return icalendar.Calendar.from_ical(client.get(path).content).events


def titles(client, path=ALL) -> list[str]:
    return [str(entry["SUMMARY"]) for entry in entries(client, path)]


def test_a_group_has_its_events_and_the_calendar_of_all_has_every_one(client):
    group = make_group()
    make_event(title="De mi grupo", program=group.program, groups=[group])
    make_event(title="De otro", groups=[make_group()], starts_in=timedelta(days=8))
    make_event(title="Taller", kind=Event.Kind.TALLER, starts_in=timedelta(days=9))
    assert titles(client, group.get_calendar_url()) == ["De mi grupo"]
    assert titles(client) == ["De mi grupo", "De otro", "Taller"]


def test_what_is_not_published_is_in_none(client):
    make_event(status=Event.Status.DRAFT)
    hidden = make_group(make_program(is_published=False))
    make_event(program=hidden.program, groups=[hidden])
    assert titles(client) == []
    assert client.get(hidden.get_calendar_url()).status_code == 404
    assert client.get("/calendario/no-existe.ics").status_code == 404


def test_what_passed_stays_for_a_year(client):
    closed = {"registration_opens_at": None, "registration_closes_at": None}
    make_event(title="Hace once meses", starts_in=timedelta(days=-335), **closed)
    make_event(title="Hace trece", starts_in=timedelta(days=-400), **closed)
    assert titles(client) == ["Hace once meses"]


def test_it_says_what_it_is_and_how_often_to_look_again(client):
    group = make_group(make_program(name="Jornadas 2026"), name="Grupo 1")
    make_event(program=group.program, groups=[group])
    calendar = icalendar.Calendar.from_ical(client.get(group.get_calendar_url()).content)
    assert {name: value.to_ical().decode() for name, value in calendar.items()} == {
        "PRODID": "-//Jornadas//Calendario//ES",
        "VERSION": "2.0",
        "METHOD": "PUBLISH",
        "NAME": "Grupo 1: Jornadas 2026",
        "X-WR-CALNAME": "Grupo 1: Jornadas 2026",
        "X-WR-TIMEZONE": "America/Mexico_City",
        "REFRESH-INTERVAL": "PT1H",
        "X-PUBLISHED-TTL": "PT1H",
        "COLOR": "teal",
    }
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert [str(zone["TZID"]) for zone in calendar.timezones] == ["America/Mexico_City"]


def test_a_moved_event_has_its_new_time_its_number_and_its_history(client):
    event = make_event(title="Jornada", description="De qué trata.", sessions=0)
    moved_at = datetime(2026, 1, 5, 18, 0, tzinfo=UTC)
    starts_at = timezone.now().replace(microsecond=0) + timedelta(days=3)
    Session.objects.create(
        event=event,
        day=timezone.localdate(starts_at),
        starts_at=starts_at,
        sequence=2,
        changed_at=moved_at,
    )
    asked = {"asked_by": "La institución", "asked_on": date(2026, 1, 5)}
    Change.objects.create(event=event, what="del 4 al 11 de febrero.", **asked)
    Change.objects.create(event=event, what="otra vez.", state=Change.State.PENDING, **asked)
    (entry,) = entries(client)
    assert {
        name: str(entry[name]) for name in ("SUMMARY", "SEQUENCE", "STATUS", "DESCRIPTION")
    } == {
        "SUMMARY": "Jornada",
        "SEQUENCE": "2",
        "STATUS": "CONFIRMED",
        "DESCRIPTION": "Cambió: del 4 al 11 de febrero.\n\nDe qué trata.\n\n"
        f"http://testserver{event.get_absolute_url()}",
    }
    assert [entry.start, entry["DTSTAMP"].dt, entry["LAST-MODIFIED"].dt] == [
        starts_at,
        moved_at,
        moved_at,
    ]


def test_a_cancelled_event_stays_and_says_so(client):
    event = make_event(title="Jornada", status=Event.Status.CANCELLED)
    Change.objects.create(
        event=event,
        kind=Change.Kind.CANCELLED,
        what="El evento se canceló.",
        asked_by="La institución",
        asked_on=date(2026, 1, 5),
    )
    (entry,) = entries(client)
    assert [str(entry[name]) for name in ("SUMMARY", "STATUS", "TRANSP")] == [
        "Se canceló: Jornada",
        "CANCELLED",
        "TRANSPARENT",
    ]
    assert str(entry["DESCRIPTION"]).startswith("El evento se canceló.\n\n")


def test_accents_and_long_lines_survive(client):
    title = "Tercera Jornada: ñandú, «protección»; y «transparencia» — " + "á" * 130
    make_event(title=title)
    answer = client.get(ALL)
    assert titles(client) == [title]
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"


# ── Looking again ────────────────────────────────────────────────────────────────────────────────


def test_where_nothing_changed_the_file_is_the_same_and_is_not_sent_again(client):
    make_event()
    now = timezone.now()
    first = feeds.everything(now)
    later = feeds.everything(now + timedelta(hours=5))
    assert [later.digest, later.changed_at, bytes(later.body)] == [first.digest, now, first.body]
    answer = client.get(ALL)
    assert answer["Cache-Control"] == "public, max-age=300"
    for condition in (
        {"if-none-match": answer["ETag"]},
        {"if-modified-since": answer["Last-Modified"]},
    ):
        again = client.get(ALL, headers=condition)
        assert [again.status_code, again.content] == [304, b""]
        assert again["ETag"] == answer["ETag"]
    assert client.get(ALL, headers={"if-none-match": '"otro"'}).status_code == 200


def test_the_file_of_one_event_is_a_feed_too(client):
    event = make_event(title="Taller", kind=Event.Kind.TALLER, slug="uno")
    answer = client.get("/talleres/uno.ics")
    assert [answer["Content-Disposition"], answer["Cache-Control"]] == [
        'inline; filename="uno.ics"',
        "public, max-age=300",
    ]
    again = client.get("/talleres/uno.ics", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    Event.objects.filter(pk=event.pk).update(status=Event.Status.CANCELLED)
    feeds.forget_all()
    assert titles(client, "/talleres/uno.ics") == ["Se canceló: Taller"]


def test_head_says_the_same_without_the_file(client):
    make_event()
    whole, head = client.get(ALL), client.head(ALL)
    assert [head.status_code, head["ETag"], head["Last-Modified"], head.content] == [
        200,
        whole["ETag"],
        whole["Last-Modified"],
        b"",
    ]
    assert client.post(ALL).status_code == 405


def test_a_change_is_seen_within_a_minute_and_dates_the_file(client):
    event = make_event(title="Antes")
    now = timezone.now()
    before = feeds.everything(now)
    Event.objects.filter(pk=event.pk).update(title="Después")
    still = feeds.everything(now + timedelta(seconds=59))
    after = feeds.everything(now + timedelta(seconds=61))
    assert [still.digest == before.digest, after.digest == before.digest] == [True, False]
    assert after.changed_at == now + timedelta(seconds=61)
    assert "SUMMARY:Después".encode() in after.body


def test_what_staff_change_is_seen_at_once_by_whoever_has_the_old_file(client):
    event = make_event(title="Antes")
    answer = client.get(ALL)
    Event.objects.filter(pk=event.pk).update(title="Después")
    assert titles(client) == ["Antes"]
    feeds.forget_all()
    again = client.get(ALL, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 200
    assert titles(client) == ["Después"]


def test_one_that_was_built_while_the_change_was_written_does_not_stay(
    django_capture_on_commit_callbacks,
):
    event, now = make_event(title="Antes"), timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        feeds.forget_all(now - timedelta(seconds=9))
        feeds.everything(now - timedelta(seconds=4))  # its transaction did not see the change yet
        Event.objects.filter(pk=event.pk).update(title="Después")
    assert "Después".encode() in feeds.everything(now).body


def test_two_may_build_the_same_feed_at_once():
    now = timezone.now()

    def build():
        feeds.kept("todos", lambda: b"uno", now)  # somebody else was faster
        return b"uno"

    assert feeds.kept("todos", build, now).body == b"uno"
    assert [bytes(feed.body) for feed in Feed.objects.all()] == [b"uno"]


def test_a_kept_feed_takes_one_question_and_a_new_one_as_many_for_three_events_as_for_one(
    client, django_assert_num_queries
):
    group = make_group()
    venue = Venue.objects.create(name="Auditorio")

    def add_event():
        event = make_event(program=group.program, groups=[group], sessions=2)
        event.sessions.update(venue=venue)

    add_event()
    with django_assert_num_queries(7):
        client.get(group.get_calendar_url())
    with django_assert_num_queries(2):
        client.get(group.get_calendar_url())
    add_event()
    add_event()
    Feed.objects.all().delete()
    with django_assert_num_queries(7):
        client.get(group.get_calendar_url())


# ── Other programs, and names ────────────────────────────────────────────────────────────────────


def test_programs_that_are_not_ours_read_the_same_hours_in_summer_time_too(client):
    event = make_event(title="Jornada de prueba", sessions=0)
    hours = [
        (datetime(2021, 10, 28, 16, 0, tzinfo=UTC), datetime(2021, 10, 28, 18, 0, tzinfo=UTC)),
        (datetime(2021, 11, 4, 19, 30, tzinfo=UTC), datetime(2021, 11, 4, 21, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 16, 0, tzinfo=UTC), datetime(2026, 7, 1, 18, 0, tzinfo=UTC)),
    ]
    for number, (start, end) in enumerate(hours, start=1):
        day = timezone.localdate(start)
        Session.objects.create(event=event, number=number, day=day, starts_at=start, ends_at=end)
    ics = client.get(event.get_calendar_url()).content
    assert [(one["start"], one["end"]) for one in icaljs_events(ics)] == [
        ("2021-10-28T16:00:00.000Z", "2021-10-28T18:00:00.000Z"),
        ("2021-11-04T19:30:00.000Z", "2021-11-04T21:00:00.000Z"),
        ("2026-07-01T16:00:00.000Z", "2026-07-01T18:00:00.000Z"),
    ]
    assert [(one["start"], one["end"]) for one in khal_after_each(ics)[0]] == [
        ("2021-10-28 11:00", "2021-10-28 13:00"),
        ("2021-11-04 13:30", "2021-11-04 15:00"),
        ("2026-07-01 10:00", "2026-07-01 12:00"),
    ]


def test_the_rules_of_the_clock_are_those_of_the_zone():
    rules = icalendar.Timezone.from_ical(ZONE_RULES).to_tz()
    zone = ZoneInfo("America/Mexico_City")
    noons = [datetime(2002, 1, 1, 12) + timedelta(days=day) for day in range(40 * 365)]
    assert [noon for noon in noons if rules.utcoffset(noon) != zone.utcoffset(noon)] == []


def test_no_group_takes_the_name_of_another_calendar():
    assert [free_slug(Group, name) for name in ("Todos", "Personal")] == ["todos-2", "personal-2"]
    with pytest.raises(ValidationError):
        make_group(slug="todos").full_clean()


# ── The page ─────────────────────────────────────────────────────────────────────────────────────


def test_the_page_gives_each_address_as_it_is_and_for_a_phone(client, settings):
    settings.SITE_URL = "https://jornadas.example"
    make_group(name="Grupo 1", slug="grupo-1")
    make_group(make_program(ends_on="2022-02-17"), name="De antes", slug="de-antes")
    make_group(make_program(is_published=False), name="Oculto", slug="oculto")
    page = client.get("/calendario/")
    assert [(one.url, one.webcal) for one in page.context["addresses"]] == [
        (
            "https://jornadas.example/calendario/grupo-1.ics",
            "webcal://jornadas.example/calendario/grupo-1.ics",
        ),
        (
            "https://jornadas.example/calendario/todos.ics",
            "webcal://jornadas.example/calendario/todos.ics",
        ),
    ]
    html = page.content.decode()
    assert 'value="https://jornadas.example/calendario/grupo-1.ics"' in html
    assert 'href="webcal://jornadas.example/calendario/grupo-1.ics"' in html


@pytest.mark.parametrize("kind", ["calendar", "event"])
def test_calendar_and_event_lead_there(client, kind):
    path = "/jornadas/" if kind == "calendar" else make_event().get_absolute_url()
    assert 'href="/calendario/"' in client.get(path).content.decode()
