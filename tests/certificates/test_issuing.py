"""Constancias are issued where due, once each, with folios in a row, and told of by mail."""

from datetime import date

import pytest
from django.utils import timezone

from bitacora.models import Entry
from certificates import drawing, issuing, jobs, notices, papers
from certificates.candidates import candidates
from certificates.issuing import issue, issue_event
from certificates.models import Certificate, FolioSeries
from correo.models import Message
from documentos.models import SealingKey
from documentos.sealing import seals
from jornadas.models import Event
from jornadas.refusal import Refusal
from tests.certificates.attended import make_absent, make_attended, make_past, make_speaker
from tests.make import make_event, make_registration, make_user
from trabajos.models import Job, run_next

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


def outcome(event, **fields):
    done = issue_event(event, by="prueba", **fields)
    return done.issued, done.already, [one.reason for one in done.not_due]


def folios() -> list[str]:
    return list(Certificate.objects.order_by("pk").values_list("folio", flat=True))


def test_everything_due_of_an_event_is_issued_drawn_and_told():
    event = make_past()
    ana, eva = (
        make_attended(event, given_names=name, first_surname=surname, email=f"{name}@example.org")
        for name, surname in [("Ana", "Alfa"), ("Eva", "Beta")]
    )
    make_absent(event, given_names="Zoe", first_surname="Zeta")
    speaker = make_speaker(event)
    assert outcome(event) == (3, 0, ["No se registró su asistencia."])
    assert [
        (one.registration, one.speaker, one.kind, one.folio, bool(one.pdf_sha256))
        for one in Certificate.objects.order_by("number")
    ] == [
        (None, speaker, "speaker", f"INPRU/DP/0001/{YEAR}", True),
        (ana, None, "attendance", f"INPRU/DP/0002/{YEAR}", True),
        (eva, None, "attendance", f"INPRU/DP/0003/{YEAR}", True),
    ]
    mails = Message.objects.filter(kind="certificates.ready").order_by("pk")
    assert [one.to for one in mails] == ["ana@example.org", "eva@example.org"]
    found = Entry.objects.filter(action="certificates.issued").order_by("pk")
    assert list(found.values_list("people", flat=True)) == [1, 2]


def test_again_nothing_is_doubled_and_the_newly_due_get_theirs():
    event = make_past()
    make_attended(event)
    assert outcome(event) == (1, 0, [])
    before = list(Certificate.objects.values())
    late = make_attended(event)
    assert outcome(event) == (1, 1, [])
    assert outcome(event) == (0, 2, [])
    assert list(Certificate.objects.exclude(registration=late).values()) == before
    assert folios() == [f"INPRU/DP/0001/{YEAR}", f"INPRU/DP/0002/{YEAR}"]
    assert Message.objects.filter(kind="certificates.ready").count() == 2


def test_the_snapshot_is_sealed_byte_by_byte():
    event = make_past()
    one = issue(registration=make_attended(event), by="prueba")
    public = SealingKey.objects.get(key_id=one.key_id).public
    assert seals.is_sealed(one.snapshot, one.signature, public)
    assert not seals.is_sealed(one.snapshot.replace("CONSTANCIA", "DIPLOMA"), one.signature, public)


def test_one_is_issued_and_asked_again_the_same_is_given_back():
    event = make_past()
    registration = make_attended(event)
    one = issue(registration=registration, by="prueba")
    assert issue(registration=registration, by="prueba") == one
    assert Certificate.objects.count() == 1


def test_one_that_is_not_due_is_refused_with_the_reason_and_costs_no_folio():
    event = make_past()
    with pytest.raises(Refusal, match=r"No le corresponde constancia\. No se registró"):
        issue(registration=make_absent(event), by="prueba")
    assert list(FolioSeries.objects.all()) == []


def test_nothing_is_issued_before_the_event_is_over():
    """Who attended the first of two days may have earned it; it would tell of a day to come."""
    event = make_past(sessions=2)
    make_attended(event)
    first = event.sessions.get(number=1)
    assert outcome(event, now=first.ends_at) == (
        0,
        0,
        ["El evento todavía no termina; las constancias se emiten después."],
    )


def test_a_cancelled_event_gives_none_not_even_to_speakers():
    event = make_past()
    make_attended(event)
    make_speaker(event)
    Event.objects.filter(pk=event.pk).update(status=Event.Status.CANCELLED)
    assert outcome(event) == (0, 0, ["El evento se canceló.", "El evento se canceló."])


def test_workshops_have_a_kind_of_their_own():
    one = issue(registration=make_attended(make_past(kind="taller")), by="prueba")
    assert (one.kind, one.facts["wording"]["text"][:34]) == (
        "workshop",
        "Por haber participado en el taller",
    )


def test_folios_go_on_from_event_to_event_and_begin_anew_with_the_year():
    first, second = make_past(), make_past()
    one = issue(registration=make_attended(first), by="prueba")
    other = issue(registration=make_attended(second), by="prueba")
    next_year = timezone.make_aware(timezone.datetime(YEAR + 1, 1, 2, 12))
    third = issue(registration=make_attended(second), by="prueba", now=next_year)
    assert [one.folio, other.folio, third.folio] == [
        f"INPRU/DP/0001/{YEAR}",
        f"INPRU/DP/0002/{YEAR}",
        f"INPRU/DP/0001/{YEAR + 1}",
    ]


def test_what_fails_after_a_folio_was_taken_gives_it_back(monkeypatch):
    event = make_past()
    registration = make_attended(event)

    def fail(text):
        raise OSError("no key")

    with monkeypatch.context() as broken:
        broken.setattr(seals, "seal", fail)
        with pytest.raises(OSError, match="no key"):
            issue(registration=registration, by="prueba")
    assert issue(registration=registration, by="prueba").number == 1


def test_a_revoked_one_is_not_issued_again_with_all_only_when_asked_for():
    event = make_past()
    registration = make_attended(event)
    one = issue(registration=registration, by="prueba")
    Certificate.objects.filter(pk=one.pk).update(
        revoked_at=timezone.now(), revoked_by="prueba", reason="Prestó su pase."
    )
    assert outcome(event) == (0, 0, ["Se revocó su constancia: Prestó su pase."])
    assert issue(registration=registration, by="prueba").number == 2


def test_the_institution_is_that_of_the_events_last_day():
    event = make_past()
    registration = make_attended(event)
    organizer = event.program.organizer
    today = timezone.localdate()
    organizer.identities.create(
        name="Instituto Nuevo", acronym="NUEVO", area="Otra", area_acronym="O",
        folio_prefix="NUEVO/O", starts_on=today,
    )  # fmt: skip
    then = {"starts_on": date(2016, 1, 1), "ends_on": event.sessions.get().day}
    organizer.signatories.create(name="Firmante de entonces", post="Directora", **then)
    organizer.signatories.create(name="Firmante de hoy", starts_on=today)
    one = issue(registration=registration, by="prueba")
    assert (one.folio, one.facts["issuer"]["acronym"], one.facts["signatories"]) == (
        f"INPRU/DP/0001/{YEAR}",
        "INPRU",
        [{"name": "Firmante de entonces", "post": "Directora"}],
    )


def test_the_job_shows_how_far_it_is_and_what_came_of_it():
    event = make_past()
    make_attended(event)
    make_absent(event)
    user = make_user(None, "staff")
    job = jobs.start(event=event, expected=1, by=user)
    assert run_next()
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result) == (
        "done",
        1,
        1,
        {"issued": 1, "already": 0, "not_due": 1},
    )
    assert Certificate.objects.get().issued_by == str(user)


def test_a_job_that_takes_long_lets_the_mail_go_first(monkeypatch):
    event = make_past()
    for _ in range(3):
        make_attended(event)
    monkeypatch.setattr(jobs, "SECONDS", 0)
    job = jobs.start(event=event, expected=3, by=make_user(None, "staff"))
    assert run_next()
    assert Job.objects.get(pk=job.pk).result == {"issued": 3, "already": 0, "not_due": 0}
    assert Certificate.objects.without_document().count() == 3
    monkeypatch.setattr(jobs, "SECONDS", 60)
    assert [run_next(), run_next()] == [True, False]
    assert jobs.latest(event).result == {"issued": 3, "already": 0, "not_due": 0}
    assert Certificate.objects.without_document().count() == 0


def test_only_the_first_and_the_last_job_look_at_everybody(monkeypatch):
    """In between they only draw; who has become due meanwhile gets theirs all the same."""
    event = make_past()
    make_attended(event)
    looked = []
    monkeypatch.setattr(
        issuing, "candidates", lambda *given: looked.append(given) or candidates(*given)
    )
    monkeypatch.setattr(jobs, "SECONDS", 0)
    jobs.start(event=event, expected=1, by=make_user(None, "staff"))
    assert [run_next(), run_next(), run_next(), len(looked)] == [True, True, True, 1]
    assert jobs.latest(event).payload["counted"] == {"standing": 1, "not_due": 0}
    make_attended(event)
    monkeypatch.setattr(jobs, "SECONDS", 60)
    assert [run_next(), run_next(), len(looked)] == [True, False, 2]
    assert jobs.latest(event).result == {"issued": 2, "already": 0, "not_due": 0}
    assert Certificate.objects.without_document().count() == 0


def test_the_first_are_drawn_while_the_others_are_written(monkeypatch):
    event = make_past()
    for _ in range(5):
        make_attended(event)
    told = []

    def documents(ones):
        for one in ones:
            told.append(one.number)
            yield from ()

    monkeypatch.setattr(issuing, "BATCH", 2)
    monkeypatch.setattr(papers, "SHARE", 1)
    monkeypatch.setattr(drawing, "documents", documents)
    monkeypatch.setattr(notices, "ready", lambda made, frame: told.append(f"{len(made)} more"))
    issue_event(event, by="prueba")
    assert told == ["2 more", 1, "2 more", 2, "1 more", 3, 4, 5]


@pytest.mark.parametrize(
    ("expected", "words"), [(2, "ahora son 1 y no 2"), (1, "Ya se están emitiendo")]
)
def test_what_is_confirmed_is_what_was_seen_and_once(expected, words):
    event = make_past()
    make_attended(event)
    if expected == 1:
        jobs.start(event=event, expected=1, by=make_user(None, "staff"))
    with pytest.raises(Refusal, match=words):
        jobs.start(event=event, expected=expected, by=make_user(None, "staff"))
    assert Job.objects.count() == 2 - expected


def test_what_an_interrupted_issuing_left_undrawn_is_drawn_by_the_chore():
    event = make_past()
    make_attended(event)
    issue_event(event, by="prueba", until=0)
    assert jobs.draw_left_over() == 0  # whoever issued it may be drawing it
    Certificate.objects.update(issued_at=timezone.now() - jobs.papers.PAUSE * 2)
    assert jobs.draw_left_over() == 1
    assert Certificate.objects.get().pdf_sha256


def test_the_registration_of_another_event_is_nobody_here():
    registration = make_registration(make_event())
    with pytest.raises(Refusal, match="No está entre quienes"):
        issue(speaker=make_speaker(make_past()), event=registration.event, by="prueba")
