"""Sending: to the last second of the last day in the institution's zone, with an acuse."""

import os
import time
from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfReader

from correo.models import Message
from correo.registry import COMPOSERS
from padron.refusal import Refusal
from practicas import drafts, receipts, sending
from practicas.models import Evidence, Proposal, Receipt
from tests.make import make_body, make_enlace, make_person, make_user
from tests.practicas.make import make_call, make_proposal

pytestmark = pytest.mark.django_db

LAST_DAY = date(2023, 6, 30)
# 30 June 2023, 23:59:59 in Mexico City, which keeps no summer time since October 2022.
LAST_SECOND = datetime(2023, 7, 1, 5, 59, 59, tzinfo=ZoneInfo("UTC"))
ONE_LATER = LAST_SECOND + timedelta(seconds=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(params=["UTC", "America/Mexico_City"])
def server_zone(request, monkeypatch):
    """The zone of the machine, which is no matter."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.fixture
def body():
    return make_body("Ayuntamiento de Toluca")


@pytest.fixture
def enlace(body):
    return make_user(make_enlace(body, given_names="Eva", email="eva@example.org"))


def call_2023(**fields):
    published = datetime(2023, 5, 2, 15, tzinfo=ZoneInfo("UTC"))
    return make_call(
        slug="reconocimiento-2023", published_at=published, closes_on=LAST_DAY, **fields
    )


def whole(call, body, **fields):
    """A draft that lacks nothing."""
    proposal = make_proposal(call, body, state="draft", **fields)
    drafts_author = make_person(body)
    proposal.authors.create(person=drafts_author, added_by="prueba")
    return proposal


def csv(name="datos.csv"):
    return SimpleUploadedFile(name, b"a,b\n1,2\n")


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_in_the_last_second_it_is_sent_and_one_second_later_it_is_not(server_zone, body, enlace):
    call = call_2023()
    first, second = whole(call, body), whole(call, body)
    receipt = sending.send(proposal=first, by=enlace, now=LAST_SECOND)
    assert receipt.facts["received"] == "viernes 30 de junio de 2023, 23:59 h"
    with pytest.raises(Refusal, match="La convocatoria cerró"):
        sending.send(proposal=second, by=enlace, now=ONE_LATER)
    assert [one.state for one in Proposal.objects.order_by("pk")] == ["sent", "draft"]
    # Nor is it changed any more.
    with pytest.raises(Refusal, match="cerró"):
        drafts.save_answer(
            proposal=second, field="url", value="https://example.org", seen="", by=enlace,
            now=ONE_LATER,
        )  # fmt: skip


def test_in_years_with_summer_time_the_day_ends_an_hour_earlier_by_the_sun(server_zone, body):
    published = datetime(2022, 5, 2, 15, tzinfo=ZoneInfo("UTC"))
    call = make_call(published_at=published, closes_on=date(2022, 6, 30))
    last = datetime(2022, 7, 1, 4, 59, 59, tzinfo=ZoneInfo("UTC"))
    with pytest.raises(Refusal, match="cerró"):
        sending.send(proposal=whole(call, body), by="prueba", now=last + timedelta(seconds=1))
    assert sending.send(proposal=whole(call, body), by="prueba", now=last).folio.endswith("/0001")


def test_it_is_not_sent_before_the_call_is_published(body):
    call = call_2023()
    early = call.published_at - timedelta(seconds=1)
    with pytest.raises(Refusal, match="todavía no está publicada"):
        sending.send(proposal=whole(call, body), by="prueba", now=early)


def test_sending_gives_a_number_in_a_row_and_an_acuse_that_tells_all(body, enlace):
    call = call_2023()
    proposal = whole(call, body, title="Mapa de comedores")
    one = drafts.add_evidence(proposal=proposal, upload=csv(), by=enlace, now=LAST_SECOND)
    receipt = sending.send(proposal=proposal, by=enlace, now=LAST_SECOND)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.number, proposal.sent_at, proposal.is_late) == (
        "sent",
        1,
        LAST_SECOND,
        False,
    )
    assert receipt.folio == "RECONOCIMIENTO-2023/0001"
    assert receipt.facts["annexes"] == [
        {
            "name": "datos.csv",
            "size": 8,
            "weight": "8 bytes",
            "bytes": "8",
            "sha256": one.sha256,
            "open": True,
        }
    ]
    # A draft that is never sent takes no number.
    whole(call, body)
    again = sending.send(proposal=whole(call, body), by=enlace, now=LAST_SECOND)
    assert again.folio == "RECONOCIMIENTO-2023/0002"


def test_the_acuse_is_a_pdf_that_says_what_was_frozen(body, enlace):
    proposal = whole(call_2023(), body, title="Mapa de comedores")
    one = drafts.add_evidence(proposal=proposal, upload=csv(), by=enlace, now=LAST_SECOND)
    receipt = sending.send(proposal=proposal, by=enlace, now=LAST_SECOND)
    Proposal.objects.update(title="Otro nombre")
    text = text_of(receipts.as_pdf(Receipt.objects.get()))
    for words in (
        "Acuse de recibo",
        receipt.folio,
        "viernes 30 de junio de 2023, 23:59 h",
        "hora del centro de México",
        "Mapa de comedores",
        "Ayuntamiento de Toluca",
        "datos.csv",
        one.sha256[:8] + " " + one.sha256[8:16],
        receipt.facts["fingerprint"][-8:],
        "Eva Prueba",
    ):
        assert words in text, words
    assert "Otro nombre" not in text


def test_it_is_mailed_to_whoever_sent_it_and_to_the_enlace_once_each(body, enlace):
    second = make_enlace(body, email="otro-enlace@example.org")
    receipt = sending.send(proposal=whole(call_2023(), body), by=enlace, now=LAST_SECOND)
    messages = list(Message.objects.order_by("to"))
    assert [one.to for one in messages] == ["eva@example.org", second.email]
    mail = COMPOSERS["practicas.receipt"](messages[0].context)
    (pdf,) = mail.attachments
    assert pdf.name == "acuse-reconocimiento-2023-0001.pdf"
    assert pdf.content.startswith(b"%PDF")
    assert receipt.folio in mail.text
    assert receipt.folio in mail.html


def test_sent_twice_it_has_one_acuse_and_one_number(body, enlace):
    proposal = whole(call_2023(), body)
    receipt = sending.send(proposal=proposal, by=enlace, now=LAST_SECOND)
    # Also when the second asks after the end.
    assert sending.send(proposal=proposal, by=enlace, now=ONE_LATER) == receipt
    assert (Receipt.objects.count(), Message.objects.count()) == (1, 1)


def test_what_is_missing_is_told_and_nothing_is_sent(body, enlace):
    proposal = whole(call_2023(), body)
    proposal.answers.filter(criterion__number__in=[2, 6]).delete()
    with pytest.raises(Refusal, match=r"Criterio 2: .*Criterio 6: "):
        sending.send(proposal=proposal, by=enlace, now=LAST_SECOND)
    with pytest.raises(Refusal, match="se retiró"):
        sending.send(
            proposal=drafts.withdraw(proposal=proposal, by=enlace), by=enlace, now=LAST_SECOND
        )
    assert not Receipt.objects.exists()


def captured(call, body, **fields):
    fields = {
        "channel": "paper",
        "received_at": LAST_SECOND,
        "title": "Radio comunitaria",
        "summary": "Un programa a la semana.",
        "answers": {3: "En la radio."},
        "uploads": [csv("anexo.csv")],
        "by": "personal",
        "now": LAST_SECOND + timedelta(days=3),
    } | fields
    return sending.capture(call=call, body=body, **fields)


def test_what_arrived_on_paper_is_captured_with_its_own_acuse(body, enlace):
    call = call_2023()
    receipt = captured(call, body)
    proposal = receipt.proposal
    assert (proposal.state, proposal.channel, proposal.sent_at, proposal.is_late) == (
        "sent",
        "paper",
        LAST_SECOND,
        False,
    )
    assert [(one.criterion.number, one.text) for one in proposal.answers.all()] == [
        (3, "En la radio.")
    ]
    assert [one.name for one in proposal.evidence.all()] == ["anexo.csv"]
    assert receipt.facts["issued"].startswith("lunes 3 de julio de 2023")
    assert receipt.facts["late"] == ""
    assert [one.to for one in Message.objects.all()] == ["eva@example.org"]


def test_a_second_after_the_end_it_is_kept_as_extemporanea_and_its_acuse_says_so(
    server_zone, body, enlace
):
    receipt = captured(call_2023(), body, received_at=ONE_LATER)
    assert receipt.proposal.is_late
    text = " ".join(text_of(receipts.as_pdf(receipt)).split())
    assert "Se conserva como extemporánea y no pasa al jurado." in text
    assert "extemporánea" in COMPOSERS["practicas.receipt"](Message.objects.get().context).text


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"channel": "online"}, "en papel o por correo"),
        ({"title": " "}, "nombre de la práctica"),
        ({"received_at": LAST_SECOND + timedelta(days=4)}, "futuros"),
        ({"received_at": LAST_SECOND - timedelta(days=90)}, "no estaba publicada"),
        ({"answers": {9: "Hola"}}, "no es de esta convocatoria"),
        ({"uploads": [csv(), SimpleUploadedFile("x/../a.svg", b"<svg/>")]}, "^«a.svg»: Es una "),
    ],
)
def test_what_cannot_be_captured_leaves_nothing(body, media, fields, why):
    with pytest.raises(Refusal, match=why):
        captured(call_2023(), body, **fields)
    assert (Proposal.objects.count(), Evidence.objects.count()) == (0, 0)
    assert [path for path in media.rglob("*") if path.is_file()] == []


def prevented(body):
    """A proposal that was asked for more until 30 June 2023."""
    proposal = make_proposal(call_2023(), body, state="prevented")
    return proposal.preventions.create(text="Falta el anexo.", due_on=LAST_DAY, made_by="prueba")


def test_a_prevention_is_answered_to_the_last_second_with_its_own_acuse(server_zone, body, enlace):
    prevention = prevented(body)
    told = {"text": "Va el anexo.", "uploads": [csv("anexo.csv")], "by": enlace}
    receipt = sending.answer_prevention(prevention=prevention, now=LAST_SECOND, **told)
    prevention.refresh_from_db()
    assert (prevention.answer, prevention.answered_at, prevention.answered_by) == (
        "Va el anexo.",
        LAST_SECOND,
        str(enlace),
    )
    assert receipt.folio == "RECONOCIMIENTO-2023/0001/R1"
    assert [one["name"] for one in receipt.facts["annexes"]] == ["anexo.csv"]
    proposal = Proposal.objects.get()
    assert proposal.state == "sent"
    assert [one.stage for one in proposal.evidence.all()] == ["prevention"]
    assert "Va el anexo" not in text_of(receipts.as_pdf(receipt))
    with pytest.raises(Refusal, match="ya se contestó el viernes 30 de junio"):
        sending.answer_prevention(prevention=prevention, now=LAST_SECOND, **told)


def test_a_second_after_its_term_nothing_of_an_answer_is_kept(server_zone, body, enlace, media):
    prevention = prevented(body)
    told = {"text": "Va el anexo.", "uploads": [csv("anexo.csv")], "by": enlace}
    with pytest.raises(Refusal, match="El plazo para contestar terminó"):
        sending.answer_prevention(prevention=prevention, now=ONE_LATER, **told)
    with pytest.raises(Refusal, match="Escribe tu respuesta"):
        sending.answer_prevention(
            prevention=prevention, now=LAST_SECOND, text=" ", uploads=[], by=enlace
        )
    assert Proposal.objects.get().state == "prevented"
    assert not Evidence.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_the_fingerprint_of_the_form_changes_with_a_letter(body):
    proposal = whole(call_2023(), body)
    before = receipts.fingerprint(proposal)
    assert receipts.fingerprint(Proposal.objects.get()) == before
    proposal.answers.filter(criterion__number=1).update(text="otra")
    assert receipts.fingerprint(Proposal.objects.get()) != before
    assert timezone.get_current_timezone_name() == "America/Mexico_City"
