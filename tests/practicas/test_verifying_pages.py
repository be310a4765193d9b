"""The panel's pages of verification: list, sheet, one proposal, its files, and the decisions."""

import io
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from bitacora.models import Entry
from jornadas.models import NonWorkingDay
from padron.models import RoleGrant
from practicas import verifying
from practicas.models import Proposal
from tests.make import make_body, make_organizer, make_person, make_user, sign_in
from tests.practicas.make import make_call, make_proposal, recuse, seat_user

pytestmark = pytest.mark.django_db

State = Proposal.State


@pytest.fixture
def call():
    return make_call(slug="llamado")


@pytest.fixture
def verifier(client):
    return sign_in(client, make_user(None, "verifier"))


@pytest.fixture
def sent(call):
    return make_proposal(call, make_body("Ayuntamiento de Prueba"), state=State.SENT, title="Mapa")


def at(proposal, *more) -> str:
    return "/".join(["/panel/propuestas", str(proposal.pk), *more, ""])


def told(answer) -> list[str]:
    return [str(one) for one in answer.context["messages"]]


def titles(client, **query) -> list[str]:
    page = client.get("/panel/convocatorias/llamado/propuestas/", query)
    return [one.title for one in page.context["page"]]


def evidence(proposal, name="datos.csv", **fields):
    fields = {"mime": "text/csv", "size": 6, "sha256": "a" * 64, "added_by": "prueba"} | fields
    return proposal.evidence.create(file=SimpleUploadedFile(name, b"a,b\n1,"), name=name, **fields)


def rows(page) -> dict:
    """What a browser without scripts would send back if nothing was typed."""
    given = {}
    for row in page.context["form"].rows():
        n = row["requirement"].number
        for part in ("met", "text", "reference"):
            given[f"{part}-{n}"] = row[part].value() or ""
        given[f"seen-{n}"] = row["seen"]
    return given


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


def test_the_list_tells_states_and_finds_by_body_and_title(verifier, call, sent):
    toluca = make_body("Ayuntamiento de Toluca", acronym="TOL")
    make_proposal(call, toluca, state=State.ADMITTED, title="Árboles")
    make_proposal(call, toluca, state=State.REJECTED, title="Tarde", is_late=True)
    make_proposal(call, state=State.DRAFT, title="Borrador")
    make_proposal(state=State.SENT, title="De otra convocatoria")
    assert titles(verifier) == ["Mapa", "Árboles", "Tarde"]
    assert titles(verifier, q="arboles") == ["Árboles"]
    assert titles(verifier, q="toluca tarde") == ["Tarde"]
    assert titles(verifier, q="tol") == ["Árboles", "Tarde"]
    assert titles(verifier, estado="sent") == ["Mapa"]
    assert titles(verifier, plazo="extemporaneas") == ["Tarde"]
    assert titles(verifier, plazo="a-tiempo", estado="admitted") == ["Árboles"]
    page = verifier.get("/panel/convocatorias/llamado/propuestas/")
    assert {one["words"]: one["count"] for one in page.context["counts"]} == {
        "por revisar": 1, "con prevención": 0, "admitidas": 1, "no admitidas": 1,
        "fuera de plazo": 1,
    }  # fmt: skip


def test_the_list_finds_terms_that_passed_without_an_answer(verifier, call, sent):
    other = make_proposal(call, state=State.SENT, title="Otra")
    verifying.prevent(proposal=other, text="Falta.", by="Vera")
    long_ago = timezone.now() - timedelta(days=60)
    verifying.prevent(proposal=sent, text="Falta.", by="Vera", now=long_ago)
    assert titles(verifier, estado="prevented") == ["Mapa", "Otra"]
    assert titles(verifier, estado="vencida") == ["Mapa"]
    assert "Venció el" in verifier.get("/panel/convocatorias/llamado/propuestas/").content.decode()


def test_an_empty_list_says_so(verifier, call):
    page = verifier.get("/panel/convocatorias/llamado/propuestas/").content.decode()
    assert "Todavía no llega ninguna propuesta" in page
    page = verifier.get("/panel/convocatorias/llamado/propuestas/?q=nada").content.decode()
    assert "Ninguna propuesta coincide" in page


def test_the_sheet_is_what_the_filters_show(verifier, call, sent):
    recuse(sent, call.seats.get(number=1))
    recuse(sent, call.seats.get(number=1), kind="author", reason="")
    for number, is_met in ((1, True), (2, False)):
        verifying.find(
            proposal=sent, requirement=call.requirements.get(number=number), is_met=is_met,
            text="=Falta", by="Vera",
        )  # fmt: skip
    verifying.decide(proposal=sent, is_admitted=False, reasons="Falta.", by="Vera")
    make_proposal(call, state=State.SENT, title="Otra")
    answer = verifier.get("/panel/convocatorias/llamado/propuestas/hoja/?estado=rejected")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert len(lines) == 1
    assert lines[0][:3] == [1, "Mapa", "Ayuntamiento de Prueba"]
    assert lines[0][7:11] == ["No", "No admitida", 1, 1]
    assert lines[0][14:] == ["Falta.", 1]
    entry = Entry.objects.get(action="proposals.downloaded")
    assert (entry.detail, entry.people) == ({"proposals": 1}, 0)


def test_one_and_three_cost_the_same(verifier, call, django_assert_num_queries):
    address = "/panel/convocatorias/llamado/propuestas/"
    make_proposal(call, state=State.SENT)
    verifier.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        verifier.get(address)
    for _ in range(2):
        recuse(make_proposal(call, state=State.SENT), call.seats.get(number=1))
    with django_assert_num_queries(len(one)):
        verifier.get(address)
    assert len(one) <= 10


# ── One ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_everything_it_says(verifier, sent):
    sent.authors.create(person=make_person(given_names="Ana Autora"), added_by="prueba")
    criterion = sent.call.criteria.first()
    evidence(sent, criterion=criterion, is_open=True)
    sent.receipts.create(folio="ACUSE/1", issued_at=timezone.now(), facts={})
    page = verifier.get(at(sent)).content.decode()
    for words in (
        "Mapa", "Ayuntamiento de Prueba", "Un mapa de los servicios que se usan más.",
        "Así fue con calidad de la información.", "Ana Autora", "datos.csv", "6", "a" * 64,
        "Formato abierto", "ACUSE/1", "Requisito 2", "0 de 2",
    ):  # fmt: skip
        assert words in page
    entry = Entry.objects.about(sent).get(action="people.listed")
    assert entry.people == 1
    # Verifiers see no padrón, and no way into it.
    assert "/panel/personas/" not in page
    assert "/panel/sujetos/" not in page


def test_a_page_costs_the_same_with_one_and_three_of_everything(
    verifier, sent, django_assert_num_queries
):
    def grow():
        sent.authors.create(person=make_person(sent.body), added_by="prueba")
        evidence(sent, criterion=sent.call.criteria.first())
        recuse(sent, sent.call.seats.filter(recusals=None).first())
        sent.receipts.create(folio=f"A/{sent.receipts.count()}", issued_at=timezone.now(), facts={})

    grow()
    verifier.get(at(sent))
    with CaptureQueriesContext(connection) as one:
        verifier.get(at(sent))
    grow()
    grow()
    with django_assert_num_queries(len(one)):
        verifier.get(at(sent))


def test_findings_are_saved_one_by_one_and_what_is_refused_holds_up_no_other(verifier, sent):
    typed = rows(verifier.get(at(sent))) | {
        "met-1": "no", "text-1": "", "met-2": "si", "text-2": "Viene firmada.",
    }  # fmt: skip
    answer = verifier.post(at(sent), typed)
    assert answer.context["form"].errors == {"text-1": ["Escribe qué falta o qué no se cumple."]}
    kept = sent.findings.get()
    assert (kept.requirement.number, kept.is_met, kept.text, kept.legal_reference) == (
        2, True, "Viene firmada.", "Bases",
    )  # fmt: skip
    # What was typed is still there, and is kept once it is complete.
    again = rows(answer) | {"text-1": "Falta la firma."}
    assert verifier.post(at(sent), again).status_code == 302
    assert list(sent.findings.values_list("requirement__number", "is_met", "text")) == [
        (1, False, "Falta la firma."),
        (2, True, "Viene firmada."),
    ]
    checked = Entry.objects.about(sent).filter(action="proposal.checked")
    assert checked.count() == 2


def test_saving_without_having_changed_anything_keeps_nothing(verifier, sent):
    typed = rows(verifier.get(at(sent)))
    assert verifier.post(at(sent), typed).status_code == 302
    assert not sent.findings.exists()


def test_two_who_verify_at_once_do_not_undo_each_others_findings(verifier, sent):
    first, second = sent.call.requirements.all()
    typed = rows(verifier.get(at(sent)))
    for requirement in (first, second):
        verifying.find(
            proposal=sent, requirement=requirement, is_met=False, text="Falta.", by="Vico"
        )
    # One they both looked at; the other was left alone on this page.
    answer = verifier.post(at(sent), typed | {"met-1": "si", "text-1": "Está."})
    (error,) = answer.context["form"].errors["text-1"]
    assert error.startswith("Mientras escribías, Vico guardó otra cosa: no se cumple, «Falta.»")
    assert set(answer.context["form"].errors) == {"text-1"}
    assert list(sent.findings.values_list("is_met", flat=True)) == [False, False]
    # Knowing it, one may insist.
    insisted = rows(answer) | {"met-2": "no", "text-2": "Falta."}
    assert verifier.post(at(sent), insisted).status_code == 302
    assert list(sent.findings.values_list("is_met", "text")) == [(True, "Está."), (False, "Falta.")]


def test_a_file_is_given_to_be_kept_and_recorded(verifier, sent):
    one = evidence(sent)
    gone = evidence(sent, removed_at=timezone.now())
    answer = verifier.get(at(sent, "soportes", str(one.pk)))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="datos.csv"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == b"a,b\n1,"
    assert Entry.objects.about(sent).filter(action="proposal.evidence_read").count() == 1
    assert verifier.get(at(sent, "soportes", str(gone.pk))).status_code == 404
    other = make_proposal(sent.call, state=State.SENT)
    assert verifier.get(at(other, "soportes", str(one.pk))).status_code == 404


# ── Deciding ─────────────────────────────────────────────────────────────────────────────────────


def check(proposal, *met):
    for requirement, is_met in zip(proposal.call.requirements.all(), met, strict=True):
        verifying.find(
            proposal=proposal, requirement=requirement, is_met=is_met,
            text="" if is_met else "Falta la firma.", by="Vera", legal_reference="Bases, 3",
        )  # fmt: skip


def test_preventing_shows_the_term_before_and_after(client, sent, monkeypatch):
    friday = timezone.make_aware(datetime(2026, 11, 13, 10))
    monkeypatch.setattr("django.utils.timezone.now", lambda: friday)
    verifier = sign_in(client, make_user(None, "verifier"))
    NonWorkingDay.objects.create(
        organizer=make_organizer(), day=date(2026, 11, 16), reason="Revolución Mexicana"
    )
    sent.call.prevention_days = 2
    sent.call.save()
    check(sent, True, False)
    page = verifier.get(at(sent, "prevenir"))
    assert page.context["form"].initial == {
        "text": "Requisito 2: Falta la firma.", "legal_reference": "Bases, 3",
    }  # fmt: skip
    words = page.content.decode()
    assert "2 días hábiles: hasta el final del miércoles 18 de noviembre de 2026" in words
    assert "Se cuenta desde el martes 17 de noviembre de 2026" in words
    assert "lunes 16 de noviembre de 2026: Revolución Mexicana" in words
    answer = verifier.post(
        at(sent, "prevenir"), {"text": "Falta la firma.", "legal_reference": ""}, follow=True
    )
    assert told(answer) == [
        "Se previno a Ayuntamiento de Prueba. Puede contestar hasta el final del miércoles 18 de "
        "noviembre de 2026."
    ]
    words = answer.content.decode()
    assert "2 días hábiles, hasta el final del miércoles 18 de noviembre de 2026" in words
    assert "sábado 14 de noviembre de 2026: Fin de semana" in words
    assert "lunes 16 de noviembre de 2026: Revolución Mexicana" in words
    assert "Previno a un sujeto obligado" in words
    # Once is enough.
    answer = verifier.get(at(sent, "prevenir"), follow=True)
    assert "Corre el plazo de la prevención" in told(answer)[0]


def test_a_year_without_a_table_is_said_before_preventing(verifier, sent):
    assert (
        "No hay ningún día inhábil anotado" in verifier.get(at(sent, "prevenir")).content.decode()
    )


def test_admitting_asks_once_more_and_is_not_done_by_looking(verifier, sent):
    check(sent, True, True)
    page = verifier.get(at(sent, "admitir")).content.decode()
    assert "No se puede deshacer" in page
    assert Proposal.objects.get(pk=sent.pk).state == State.SENT
    answer = verifier.post(at(sent, "admitir"), {"reasons": " "})
    assert answer.context["form"].errors == {"reasons": ["Escribe los motivos de la decisión."]}
    answer = verifier.post(at(sent, "admitir"), {"reasons": "Cumple."}, follow=True)
    assert told(answer) == ["«Mapa» quedó admitida y pasa al jurado."]
    assert "Admitida: está con el jurado" in answer.content.decode()
    # What was decided is read, not changed.
    assert answer.context["form"] is None
    answer = verifier.post(at(sent), {"met-1": "no", "text-1": "Ya no."}, follow=True)
    assert told(answer) == ["Ya se decidió sobre esta propuesta, y no se decide dos veces."]
    answer = verifier.post(at(sent, "no-admitir"), {"reasons": "No."}, follow=True)
    assert told(answer) == ["Ya se decidió sobre esta propuesta, y no se decide dos veces."]


def test_not_admitting_begins_with_what_is_not_met(verifier, sent):
    answer = verifier.get(at(sent, "no-admitir"), follow=True)
    assert "hace falta un requisito que no se cumpla" in told(answer)[0]
    check(sent, False, True)
    page = verifier.get(at(sent, "no-admitir"))
    assert page.context["form"].initial == {"reasons": "Requisito 1: Falta la firma."}
    answer = verifier.post(at(sent, "no-admitir"), {"reasons": "No la firmaron."}, follow=True)
    assert told(answer) == ["«Mapa» no se admitió."]
    assert sent.verification.reasons == "No la firmaron."


def test_the_page_says_why_a_late_one_cannot_be_admitted(verifier, call):
    late = make_proposal(call, state=State.SENT, is_late=True)
    page = verifier.get(at(late)).content.decode()
    assert "se conserva como extemporánea y no se admite" in page
    assert at(late, "admitir") not in page
    assert at(late, "no-admitir") in page


# ── Who ──────────────────────────────────────────────────────────────────────────────────────────


def test_verifiers_look_after_the_calls_of_their_institution_and_nothing_unsent(client, sent):
    user = make_user(None)
    RoleGrant.objects.create(user=user, role="verifier", organizer=make_organizer("otra"))
    stranger = sign_in(client, user)
    for address in (
        "/panel/convocatorias/llamado/propuestas/", "/panel/convocatorias/llamado/excusas/",
        "/panel/convocatorias/llamado/propuestas/hoja/", at(sent), at(sent, "admitir"),
        at(sent, "no-admitir"), at(sent, "prevenir"),
    ):  # fmt: skip
        assert stranger.get(address).status_code == 404


def test_drafts_are_nobodys_in_the_panel(verifier, call):
    draft = make_proposal(call, state=State.DRAFT)
    assert [verifier.get(at(draft, *more)).status_code for more in ((), ("admitir",))] == [404, 404]


def test_a_juror_verifies_nothing(client, sent):
    juror = sign_in(client, seat_user(sent.call, 1))
    assert juror.get(at(sent)).status_code == 404
    assert juror.post(at(sent, "admitir"), {"reasons": "Sí."}).status_code == 404


# ── The panel's first page ───────────────────────────────────────────────────────────────────────


def test_the_panel_says_how_many_wait_and_leads_to_them(verifier, call, sent):
    long_ago = timezone.now() - timedelta(days=60)
    for now in (long_ago, timezone.now()):
        asked = make_proposal(call, state=State.SENT)
        verifying.prevent(proposal=asked, text="Falta.", by="Vera", now=now)
    make_proposal(call, state=State.ADMITTED)
    matters = verifier.get("/panel/").context["matters"]
    assert [(one.count, one.words, one.url) for one in matters] == [
        (2, "propuestas por verificar", "/panel/convocatorias/llamado/propuestas/")
    ]
