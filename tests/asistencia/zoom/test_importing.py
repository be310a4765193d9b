"""A report becomes presence: whole, once, and only of those who were there as guests."""

import json

import pytest
from django.core.management import CommandError, call_command

from asistencia.models import ZoomAttendee, ZoomReport, ZoomStay
from asistencia.presence import presences
from asistencia.zoom.importing import import_report, preview, withdraw
from asistencia.zoom.reading import Unreadable
from bitacora.models import Entry
from jornadas.refusal import Refusal

from .scene import at, code_of, online_event, registered, report, row, sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return online_event()


@pytest.fixture
def ana(event):
    return registered(event, given_names="Ana", first_surname="Ruiz", email="ana@example.org")


def bring(event, *rows: str, **more):
    """Import a report with these rows."""
    words = {"content": report(*rows), "file_name": "participants.csv", "by": "prueba"}
    return import_report(event=event, **(words | more))


def minutes(registration) -> int:
    """What counts of one registration in its whole event."""
    event = registration.event
    (presence,) = presences(event, [registration]).values()
    return presence.minutes


def everything() -> list:
    """All that reports left, row by row."""
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (ZoomReport, ZoomAttendee, ZoomStay, Entry)
    ]


# ── Presence ─────────────────────────────────────────────────────────────────────────────────────


def test_stays_are_one_union_within_the_official_hours(event, ana):
    bring(
        event,
        row("Ana", "ana@example.org", "09:30", "10:30"),
        row("Ana", "ana@example.org", "10:20", "11:00"),
        row(f"Tableta {code_of(ana)}", "", "10:40", "11:10"),
        row("Ana", "ana@example.org", "11:30", "13:00"),
    )
    assert minutes(ana) == 70 + 30


def test_a_restarted_meeting_adds_and_what_two_files_both_tell_counts_once(event, ana):
    bring(event, row("Ana", "ana@example.org", "10:00", "10:30"))
    bring(
        event,
        row("Ana", "ana@example.org", "10:00", "10:30"),
        row("Ana", "ana@example.org", "10:45", "11:15"),
    )
    assert minutes(ana) == 60
    assert (ZoomAttendee.objects.count(), ZoomStay.objects.count()) == (1, 3)


def test_one_report_counts_for_each_session_it_touches_or_for_the_one_said():
    event = online_event(("10:00", "11:00"), ("12:00", "13:00"))
    ana = registered(event, email="ana@example.org")
    second = event.sessions.get(number=2)
    stay = row("Ana", "ana@example.org", "10:30", "12:30")
    first = bring(event, stay)
    assert (first.minutes, minutes(ana)) == (60, 60)
    withdraw(report=first.report, reason="Era de la segunda.", by="prueba")
    only = bring(event, stay, session=second)
    assert (only.minutes, minutes(ana), only.report.session) == (30, 30, second)


def test_the_minutes_are_those_of_the_people_identified(event, ana):
    outcome = bring(
        event,
        row("Ana", "ana@example.org", "10:00", "10:30"),
        row("Ana (iPhone)", "ana@example.org", "10:20", "10:40"),
        row("Alguien", "", "10:00", "12:00"),
        row("Otter.ai", "", "10:00", "12:00"),
    )
    assert (outcome.matched, outcome.to_confirm, outcome.ignored, outcome.minutes) == (2, 1, 1, 40)


# ── Once, and whole ──────────────────────────────────────────────────────────────────────────────


def test_the_same_file_again_changes_nothing(event, ana):
    stay = row("Ana", "ana@example.org", "10:00", "10:30")
    first = bring(event, stay)
    before = everything()
    again = bring(event, stay, file_name="otro nombre.csv")
    assert (again.already, again.report, again.minutes) == (True, first.report, 30)
    assert everything() == before
    assert (minutes(ana), first.already) == (30, False)


def test_a_preview_says_the_same_and_leaves_nothing(event, ana):
    before = everything()
    rows = [row("Ana", "ana@example.org"), row("Alguien"), row("Otter.ai"), row("", left="")]
    words = {"event": event, "content": report(*rows), "file_name": "x.csv"}
    shown = preview(**words)
    assert (shown.report, everything()) == (None, before)
    done = import_report(**words, by="prueba")
    assert shown.summary() == done.summary()
    assert preview(**words).summary() == {**done.summary(), "already": True}


def test_nothing_is_kept_of_what_cannot_be_read(event):
    before = everything()
    with pytest.raises(Unreadable):
        bring(event, content=b"nada")
    assert everything() == before


def test_a_withdrawn_report_counts_no_more_and_may_come_again(event, ana):
    stay = row("Ana", "ana@example.org", "10:00", "10:30")
    made = bring(event, stay).report
    with pytest.raises(Refusal, match="por qué"):
        withdraw(report=made, reason="  ", by="prueba")
    withdraw(report=made, reason="No era de este evento.", by="prueba")
    assert minutes(ana) == 0
    made.refresh_from_db()
    assert (made.withdrawn_by, made.withdrawn_reason) == ("prueba", "No era de este evento.")
    with pytest.raises(Refusal, match="ya se había retirado"):
        withdraw(report=made, reason="Otra vez.", by="prueba")
    again = bring(event, stay)
    assert (again.already, minutes(ana)) == (False, 30)


def test_it_is_written_down_without_names(event, ana):
    made = bring(event, row("Ana", "ana@example.org"), row("Alguien"), row("", left="")).report
    (entry,) = Entry.objects.about(made)
    assert (entry.action, entry.people, entry.detail) == (
        "zoom.imported",
        2,
        {"matched": 1, "to_confirm": 1, "ignored": 0, "problems": 1},
    )
    assert (made.kind, made.file_name, made.time_zone, made.rows) == (
        "meeting",
        "participants.csv",
        "America/Mexico_City",
        2,
    )


def test_a_session_of_another_event_is_refused(event):
    other = online_event().sessions.get()
    with pytest.raises(Refusal, match="otro evento"):
        bring(event, row("Ana"), session=other)


# ── Those who hold it ────────────────────────────────────────────────────────────────────────────

WEBINAR = """\
Attendee Report
{panelists}Attendee Details
Attended,User Name (Original Name),Email,Join Time,Leave Time
{attendees}
"""
PANELISTS = """\
Panelist Details
Attended,User Name (Original Name),Email,Join Time,Leave Time
{rows}
"""


def webinar(panelists=(), attendees=()) -> bytes:
    def lines(stays):
        return "\n".join(
            f"Yes,Ana,ana@example.org,{at(a):%Y-%m-%d %H:%M},{at(b):%Y-%m-%d %H:%M}"
            for a, b in stays
        )

    above = PANELISTS.format(rows=lines(panelists)) if panelists else ""
    return WEBINAR.format(panelists=above, attendees=lines(attendees)).encode()


def test_who_was_a_panelist_for_a_while_counts_while_a_guest(event, ana):
    bring(event, content=webinar([("10:00", "10:40")], [("10:40", "11:00")]))
    assert minutes(ana) == 20


def test_a_panelist_of_one_webinar_is_a_guest_of_the_next_in_either_order(ana, event):
    as_panelist = webinar([("10:00", "10:40")])
    as_guest = webinar([], [("11:00", "11:30")])
    bring(event, content=as_panelist)
    assert minutes(ana) == 0
    assert ZoomAttendee.objects.get().how == "host"
    bring(event, content=as_guest)
    assert (minutes(ana), ZoomAttendee.objects.get().how) == (30, "email")

    other = online_event()
    guest = registered(other, email="otra@example.org")
    for content in (as_guest, as_panelist):
        bring(other, content=content.replace(b"ana@", b"otra@"))
    assert minutes(guest) == 30


def test_somebody_who_registers_later_is_matched_by_the_next_file(event):
    bring(event, row("Eva", "eva@example.org", "10:00", "10:30"))
    eva = registered(event, email="eva@example.org")
    assert minutes(eva) == 0
    bring(event, row("Eva", "eva@example.org", "11:00", "11:30"))
    assert minutes(eva) == 60


def test_a_second_file_asks_the_database_no_more(event, django_assert_num_queries):
    counts = []
    for people in (1, 40):
        rows = [row(f"N{n} {people}", registered(event).person.email) for n in range(people)]
        with django_assert_num_queries(20, exact=False) as asked:
            bring(event, *rows)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# ── The command ──────────────────────────────────────────────────────────────────────────────────


def command(event, tmp_path, capsys, content: bytes, *options) -> dict:
    file = tmp_path / "reporte.csv"
    file.write_bytes(content)
    call_command("import_zoom", event.slug, str(file), *options)
    return json.loads(capsys.readouterr().out)


def test_the_command_says_what_it_did(event, ana, tmp_path, capsys):
    content = report(
        row("Ana", "ana@example.org", "10:00", "10:30"), row("Alguien"), row("Otter.ai"), row("")
    )
    expected = {
        "matched": 1,
        "unmatched": 1,
        "ignored": 1,
        "minutes": 30,
        "absent": 0,
        "already": False,
        "problems": [{"row": 5, "reason": "Falta el nombre."}],
    }
    dry = command(event, tmp_path, capsys, content, "--dry-run")
    assert (dry, ZoomReport.objects.count()) == ({**expected, "dry_run": True}, 0)
    assert command(event, tmp_path, capsys, content) == {**expected, "dry_run": False}
    again = command(event, tmp_path, capsys, content, "--session", "1")
    assert again == {**expected, "already": True, "dry_run": False}
    assert minutes(ana) == 30


def test_the_command_takes_the_order_and_the_zone(ana, event, tmp_path, capsys):
    event.sessions.update(day=None, starts_at=None, ends_at=None)
    content = report(row("Ana", "ana@example.org"))
    with pytest.raises(CommandError, match="--day-first o --month-first"):
        command(event, tmp_path, capsys, content)
    command(event, tmp_path, capsys, content, "--month-first", "--time-zone", "America/Cancun")
    stay = ZoomStay.objects.get()
    assert stay.joined_at == at("09:00")
    assert ZoomReport.objects.get().time_zone == "America/Cancun"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["no-hay", "FILE"], "No hay un evento con la clave «no-hay»."),
        (["SLUG", "/no/hay.csv"], "No existe el archivo /no/hay.csv."),
        (["SLUG", "FILE", "--session", "7"], "El evento no tiene una sesión 7."),
        (["SLUG", "FILE", "--time-zone", "Marte"], "No existe la zona horaria «Marte»."),
        (["SLUG", "FILE"], "No se encontró la tabla de participantes"),
    ],
)
def test_the_command_says_why_not(event, tmp_path, arguments, sentence):
    file = tmp_path / "x.csv"
    file.write_text("nada")
    names = {"FILE": str(file), "SLUG": event.slug}
    with pytest.raises(CommandError, match=sentence.split("«")[0]):
        call_command("import_zoom", *(names.get(one, one) for one in arguments))


# ── The samples, to the end ──────────────────────────────────────────────────────────────────────


def test_the_meeting_of_2021_from_file_to_presence():
    event = online_event(("13:30", "15:30"), day="2021-11-04")
    ingrid = registered(event, given_names="Íngrid", email="ingrid@example.org")
    jose = registered(event, given_names="José", first_surname="Peña", email="jose@example.org")
    away = registered(event)
    outcome = bring(event, content=sample("meeting_en_2021"))
    assert [(one.shown_name, one.state, one.how) for one in outcome.attendees] == [
        ("Anfitrión Prueba", "ignored", "host"),
        ("Ñúñez Ávila, Íngrid", "matched", "email"),
        ("José Peña", "to_confirm", ""),
    ]
    suggested = outcome.attendees[2].suggestions
    assert [(one.registration, one.why) for one in suggested] == [(jose, "Tiene el mismo nombre.")]
    # From 13:31:10 to 15:30: her two devices overlap by five minutes.
    assert (minutes(ingrid), minutes(jose), minutes(away)) == (118, 0, 0)


def test_the_two_meetings_in_spanish_are_one_presence():
    event = online_event(("10:00", "12:00"), day="2022-02-10")
    sofia = registered(event, email="sofia@example.org")
    bring(event, content=sample("meeting_es_actual"))
    bring(event, content=sample("meeting_es_excel_cp1252_puntoycoma"))
    assert (minutes(sofia), ZoomReport.objects.count(), ZoomAttendee.objects.count()) == (120, 2, 1)


def test_the_webinar_from_file_to_presence():
    event = online_event(("10:00", "12:00"), day="2022-02-17")
    sofia = registered(event, email="sofia@example.org")
    raul = registered(event, email="raul@example.org")
    outcome = bring(event, content=sample("webinar_en"))
    assert (outcome.report.kind, outcome.topic, outcome.absent) == ("webinar", "Foro de prueba", 1)
    assert (minutes(sofia), minutes(raul)) == (118, 0)
