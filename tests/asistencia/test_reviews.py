"""Presence by hand, and requests to look again: what may be done, and what is said."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from asistencia.manual import withdraw_presence
from asistencia.models import ManualPresence, PresenceReview
from asistencia.reviews import answer_review, ask_review
from bitacora.models import Entry
from correo.models import Message
from correo.sending import send_due
from documentos.evidence import LIMIT
from jornadas.models import Event, Registration
from tests.asistencia.presence_story import (
    PDF,
    add,
    begin,
    make_past_registration,
    percent,
    refused,
)
from tests.make import make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return make_past_registration()


# ── By hand ─────────────────────────────────────────────────────────────────────────────────────


def test_the_whole_session_or_some_hours_count_and_the_record_says_why(one):
    add(one, from_=30, until=60)
    assert percent(one) == 25
    add(one)
    assert percent(one) == 100
    found = Entry.objects.filter(action="presence.added").values_list("thing_id", "detail")
    told = {"session": 1, "reason": "Firmó la lista impresa."}
    assert list(found) == [(str(one.pk), told)] * 2


def test_withdrawn_it_stops_counting_and_stays(one):
    made = add(one)
    assert refused(withdraw_presence, presence=made, reason=" ", by="x").startswith("Escribe")
    withdraw_presence(presence=made, reason="Era otra persona.", by="prueba")
    made.refresh_from_db()
    assert (percent(one), made.withdrawn_by, made.withdrawn_reason) == (
        0,
        "prueba",
        "Era otra persona.",
    )
    assert refused(withdraw_presence, presence=made, reason="Otra vez", by="x") == (
        "Esta asistencia ya estaba retirada."
    )


def test_what_may_not_be_added_is_refused_in_words(one):
    def no(**arguments):
        return refused(add, one=one, **arguments)

    assert no(reason="  ") == "Escribe el motivo: queda junto a la asistencia."
    assert no(from_=30).startswith("Di desde y hasta qué hora")
    assert no(from_=30, until=30) == "Debe terminar después de empezar."
    assert no(from_=-60, until=0) == (
        "Ese tiempo queda fuera del horario de la sesión (10:00–12:00)."
    )
    assert no(session=make_event().sessions.get()) == "Esa sesión es de otro evento."
    add(one)
    assert no() == "La sesión completa ya está registrada a mano."
    begin(one.event, timedelta(days=2))
    assert no() == "Esta sesión todavía no empieza."
    one.event.status = Event.Status.CANCELLED
    assert no() == "El evento se canceló: no se registra asistencia."
    one.status = Registration.Status.CANCELLED
    assert no() == "La inscripción está cancelada: no se le registra asistencia."
    assert ManualPresence.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "kept"),
    [(PDF, "pdf"), (b"\xff\xd8\xff\xe0 foto", "jpg"), (b"\x89PNG\r\n\x1a\n foto", "png")],
)
def test_evidence_is_kept_under_a_name_of_chance_by_what_it_is(one, content, kept):
    made = add(one, proof=SimpleUploadedFile("Ana Pérez.exe", content))
    assert made.evidence.name.endswith(f".{kept}")
    assert "Ana" not in made.evidence.name
    with made.evidence.open("rb") as file:
        assert file.read() == content


@pytest.mark.parametrize("content", [b"<html><script>", b"MZ\x90", b"GIF89a", b""])
def test_what_is_no_evidence_is_refused_whatever_its_name(one, content):
    file = SimpleUploadedFile("lista.pdf", content)
    if not content:
        file.size = 1  # a form refuses an empty file by itself
    assert refused(add, one=one, proof=file) == "Sube un PDF o una imagen JPEG o PNG."
    assert not ManualPresence.objects.exists()


def test_a_file_too_large_is_refused(one):
    file = SimpleUploadedFile("lista.pdf", PDF)
    file.size = LIMIT + 1
    assert refused(add, one=one, proof=file).startswith("El archivo pesa más de 10 MB.")


# ── Asking ──────────────────────────────────────────────────────────────────────────────────────


def test_one_request_at_a_time_from_the_end_until_thirty_days_after(one):
    def ask(now=None):
        return ask_review(registration=one, text="Estuve por Zoom.", by="prueba", now=now)

    end = one.event.sessions.get().ends_at
    assert refused(ask, now=end - timedelta(minutes=1)) == (
        "Podrás pedir una revisión cuando termine la sesión."
    )
    ask(end)
    assert refused(ask) == "Ya pediste una revisión y está por contestarse."
    PresenceReview.objects.all().delete()
    ask(end + timedelta(days=30))
    PresenceReview.objects.all().delete()
    assert refused(ask, now=end + timedelta(days=31)) == (
        "El plazo para pedir una revisión era de 30 días después del evento y ya pasó."
    )


def test_a_request_says_what_happened_and_is_about_something(one):
    assert refused(ask_review, registration=one, text=" ", by="x").startswith("Cuéntanos qué pasó")
    Event.objects.update(status=Event.Status.CANCELLED)
    assert refused(ask_review, registration=one, text="Estuve", by="x").startswith("El evento se")
    Registration.objects.update(status="cancelled", cancelled_at=timezone.now(), cancelled_by="x")
    assert refused(ask_review, registration=one, text="Estuve", by="x").startswith("Tu inscripción")


# ── Answering ───────────────────────────────────────────────────────────────────────────────────


def plain(kind="asistencia.review_answered"):
    while send_due():
        pass
    (message,) = Message.objects.filter(kind=kind)
    (sent,) = [one for one in mail.outbox if one.subject == message.subject]
    return message.to, sent.subject, " ".join(sent.body.split())


def test_accepted_it_adds_the_presence_and_tells_the_person(one):
    review = ask_review(registration=one, text="Estuve toda la sesión.", by=one.person)
    answer_review(
        review=review,
        accept=True,
        answer="Encontramos tu firma en la lista.",
        session=one.event.sessions.get(),
        proof=SimpleUploadedFile("lista.pdf", PDF),
        by="Ana Personal",
    )
    review.refresh_from_db()
    assert (review.state, review.decided_by, percent(one)) == ("accepted", "Ana Personal", 100)
    made = ManualPresence.objects.get()
    assert made.reason == "Revisión que pidió la persona. Encontramos tu firma en la lista."
    to, subject, text = plain()
    assert (to, subject) == (
        one.person.email,
        f"Tu asistencia quedó corregida: {one.event}",
    )
    assert "Pediste una revisión y procedió. Encontramos tu firma en la lista." in text
    assert "Con esto cumples la asistencia que el evento pide para la constancia." in text


def test_rejected_it_says_why_and_what_is_missing(one):
    review = ask_review(registration=one, text="Estuve toda la sesión.", by=one.person)
    answer_review(review=review, accept=False, answer="No está tu firma.", by="Ana Personal")
    _, subject, text = plain()
    assert subject == f"Revisamos tu asistencia: {one.event}"
    assert "no procedió. No está tu firma. No se registró tu asistencia." in text
    assert (percent(one), ManualPresence.objects.count()) == (0, 0)


def test_it_is_answered_once_with_words_and_wholly_or_not_at_all(one):
    review = ask_review(registration=one, text="Estuve.", by=one.person)
    session = one.event.sessions.get()

    def answer(**more):
        arguments = {"accept": True, "answer": "Sí.", "session": session, "by": "x"} | more
        return answer_review(review=review, **arguments)

    assert refused(answer, answer=" ").startswith("Escribe la respuesta")
    outside = {"starts_at": session.ends_at, "ends_at": session.ends_at + timedelta(hours=1)}
    assert refused(answer, **outside).startswith("Ese tiempo queda fuera")
    review.refresh_from_db()
    assert (review.state, Message.objects.filter(kind__contains="review").count()) == ("open", 0)
    answer()
    assert refused(answer) == "Esta solicitud ya se había contestado."
    assert ManualPresence.objects.count() == 1


def test_who_has_no_mailbox_reads_it_in_their_page(one):
    one.person.email = ""
    one.person.save()
    review = ask_review(registration=one, text="Estuve.", by="x")
    answer_review(review=review, accept=False, answer="No.", by="x")
    assert not Message.objects.filter(kind="asistencia.review_answered").exists()
