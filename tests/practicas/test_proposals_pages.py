"""The pages of proposals, as the enlace, the authors, the staff and a recused seat find them."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bitacora.models import Entry
from padron.roles import Role
from practicas import conflicts, drafts
from practicas.csv_preview import preview
from practicas.models import Evidence, Proposal, Receipt
from talleres import fichas
from tests.make import make_body, make_enlace, make_person, make_user, sign_in
from tests.practicas.make import make_call, make_proposal, recuse, seat_user
from tests.practicas.test_proposals import finished_ficha

pytestmark = pytest.mark.django_db

CSV = b"municipio,comedores\nToluca,<script>alert(1)</script>\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def body():
    return make_body("Ayuntamiento de Toluca")


@pytest.fixture
def call():
    return make_call()


@pytest.fixture
def enlace(body):
    return sign_in(Client(), make_user(make_enlace(body)))


@pytest.fixture
def draft(call, body):
    proposal = make_proposal(call, body, state="draft", title="Mapa de comedores")
    proposal.authors.create(person=make_person(body), added_by="prueba")
    return proposal


def at(name, *args):
    return reverse(name, args=args)


def csv():
    return SimpleUploadedFile("datos.csv", CSV)


def test_from_a_ficha_to_a_draft_in_one_step(client, call, body):
    ana = make_person(body)
    ficha = finished_ficha(body, ana)
    sign_in(client, make_user(ana))
    page = client.get(ficha.get_absolute_url()).content.decode()
    address = at("proposal_from_ficha", call.slug, ficha.pk)
    assert f'action="{address}"' in page
    answer = client.post(address)
    assert answer.url == Proposal.objects.get().get_absolute_url()
    assert Proposal.objects.get().title == "Mapa de comedores"
    # The button is there for nobody else, and for no ficha that still grows.
    neighbour = sign_in(Client(), make_user(make_enlace(make_body())))
    assert neighbour.post(address).status_code == 404
    fichas.reopen(ficha=ficha, by=ana)
    assert address not in client.get(ficha.get_absolute_url()).content.decode()
    assert client.post(address).status_code == 404


def test_an_enlace_begins_writes_adds_and_sends(enlace, call, body):
    assert at("proposal_new", call.slug) in enlace.get(at("mine_proposals")).content.decode()
    address = enlace.post(at("proposal_new", call.slug)).url
    proposal = Proposal.objects.get()
    answers = {"title": "Mapa", "summary": "Un mapa."}
    answers |= {f"criterion-{number}": f"Así, {number}." for number in range(1, 7)}
    assert enlace.post(address, answers).url == address
    upload = {"upload": csv(), "criterion": call.criteria.get(number=2).pk, "note": "Los datos"}
    assert enlace.post(at("proposal_evidence_add", proposal.pk), upload).status_code == 302
    page = enlace.get(at("proposal_send", proposal.pk))
    assert page.context["is_ready"]
    sent = enlace.post(at("proposal_send", proposal.pk), follow=True)
    receipt = Receipt.objects.get()
    assert receipt.folio in sent.content.decode()
    pdf = enlace.get(at("proposal_receipt", proposal.pk, receipt.pk))
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Disposition"].startswith("attachment")
    # Sent again, it stays one; and nothing is changed any more.
    enlace.post(at("proposal_send", proposal.pk))
    enlace.post(address, answers | {"title": "Otro"})
    assert Receipt.objects.count() == 1
    assert Proposal.objects.get().title == "Mapa"


def test_one_answer_is_saved_as_it_is_typed_and_a_conflict_is_told(enlace, draft):
    save = at("proposal_save", draft.pk)
    first = {"field": "title", "seen": "Mapa de comedores", "value": "Mapa"}
    answer = enlace.post(save, first)
    assert (answer.status_code, answer.json()["revision"]) == (200, 1)
    answer = enlace.post(save, first | {"value": "Directorio"})
    assert (answer.status_code, answer.json()["theirs"]) == (409, "Mapa")
    answer = enlace.post(save, {"field": "url", "seen": "", "value": "hola"})
    assert answer.status_code == 422
    assert answer.json()["sentence"] == "Escribe la dirección completa, como https://…"
    state = enlace.get(at("proposal_state", draft.pk)).json()
    assert (state["is_open"], state["answers"]["title"]) == (True, "Mapa")


def test_without_a_script_a_conflict_shows_both_and_errors_stand_beside_the_field(enlace, draft):
    drafts.save_answer(
        proposal=draft, field="summary", value="Lo de ella", seen=draft.summary, by="Ella"
    )
    posted = {
        "summary": "Lo mío",
        "seen-summary": draft.summary,
        "url": "hola",
        "seen-url": "",
        "criterion-1": "Nueva",
    }
    page = enlace.post(draft.get_absolute_url(), posted)
    text = page.content.decode()
    assert "Lo de ella" in text
    assert "Lo mío" in text
    assert page.context["form"].errors == {"url": ["Escribe la dirección completa, como https://…"]}
    assert drafts.answer(Proposal.objects.get(), "criterion-1") == "Nueva"


def test_an_author_writes_and_only_the_enlace_sends_and_withdraws(client, call, body, draft):
    author = draft.authors.get().person
    sign_in(client, make_user(author))
    assert client.get(draft.get_absolute_url()).context["form"] is not None
    assert client.post(at("proposal_send", draft.pk)).status_code == 403
    assert client.post(at("proposal_withdraw", draft.pk)).status_code == 403
    page = client.get(at("proposal_send", draft.pk)).content.decode()
    assert "La envía el enlace de Ayuntamiento de Toluca" in page
    # Somebody else of the body learns nothing.
    sign_in(client, make_user(make_person(body)))
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_what_is_missing_is_told_before_sending(enlace, draft):
    draft.answers.filter(criterion__number=4).delete()
    page = enlace.get(at("proposal_send", draft.pk)).content.decode()
    assert "pregunta-criterion-4" in page
    assert "Enviar la propuesta" not in page
    told = enlace.post(at("proposal_send", draft.pk), follow=True).content.decode()
    assert "Antes de enviar falta: Criterio 4" in told
    assert Proposal.objects.get().state == "draft"


def test_a_draft_is_withdrawn_after_a_question(enlace, draft):
    page = enlace.get(at("proposal_withdraw", draft.pk)).content.decode()
    assert "¿Retirar este borrador?" in page
    assert Proposal.objects.get().state == "draft"
    enlace.post(at("proposal_withdraw", draft.pk))
    assert Proposal.objects.get().state == "withdrawn"


def test_files_are_opened_by_whoever_may_and_by_no_recused_seat(client, call, body, enlace):
    proposal = make_proposal(call, body, state="draft")
    one = drafts.add_evidence(proposal=proposal, upload=csv(), by="prueba")
    address = at("proposal_evidence", proposal.pk, one.pk)
    staff = sign_in(Client(), make_user(None, Role.STAFF))
    assert staff.get(address).status_code == 404  # a draft is nobody's business
    Proposal.objects.update(state="admitted", number=1, sent_at=timezone.now())
    seat, recused = seat_user(call, 1), seat_user(call, 2)
    # It opens a file once it has said that it has no conflict.
    proposal.scoresheets.create(seat=call.seats.get(number=1), holder_name="Jurado 1")
    recuse(proposal, call.seats.get(number=2))
    both = make_user(None, Role.STAFF, "jury")
    seat_user(call, 3, both)
    recuse(proposal, call.seats.get(number=3))
    # Before it opens anything, a seat says that it has no conflict.
    conflicts.state_none(proposal=proposal, holder=conflicts.holder_of(seat, call), by=seat)
    for user, status in ((seat, 200), (recused, 404), (both, 404)):
        for name in ("proposal_evidence", "proposal_evidence_look"):
            answer = sign_in(Client(), user).get(at(name, proposal.pk, one.pk))
            answer.close()
            assert (name, answer.status_code) == (name, status)
    answer = staff.get(address)
    assert b"".join(answer.streaming_content) == CSV
    assert Entry.objects.filter(action="proposal.evidence_read").count() == 3


def test_a_csv_is_shown_as_text(enlace, draft):
    one = drafts.add_evidence(proposal=draft, upload=csv(), by="prueba")
    page = enlace.get(at("proposal_evidence_look", draft.pk, one.pk)).content.decode()
    assert '<td data-label="comedores">&lt;script&gt;alert(1)&lt;/script&gt;</td>' in page
    assert '<th scope="col">comedores</th>' in page
    text = SimpleUploadedFile("notas.txt", b"Hola")
    other = drafts.add_evidence(proposal=draft, upload=text, by="prueba")
    assert enlace.get(at("proposal_evidence_look", draft.pk, other.pk)).status_code == 404


def test_the_first_rows_of_a_csv_are_few_and_as_wide_as_the_widest():
    rows = "\n".join(f"{n};a,b" + ";x" * 30 for n in range(50))
    table = preview(SimpleUploadedFile("a.csv", f"\ufeffuno;dos\n{rows}".encode()))
    assert (table.heading[:2], len(table.heading)) == (["uno", "dos"], 12)
    assert (len(table.rows), table.rows[0][:2], table.is_cut) == (20, ["0", "a,b"], True)
    short = preview(SimpleUploadedFile("a.csv", b"a\n"))
    assert (short.heading, short.rows, short.is_cut) == (["a"], [], False)
    assert preview(SimpleUploadedFile("a.csv", b"x" * 200_000)).heading == ["x" * 200]


def test_a_prevention_is_answered_on_its_page(enlace, call, body):
    proposal = make_proposal(call, body, state="prevented")
    proposal.preventions.create(
        text="Falta el anexo.", due_on=timezone.localdate(), made_by="prueba"
    )
    address = at("proposal_prevention", proposal.pk)
    assert address in enlace.get(proposal.get_absolute_url()).content.decode()
    bad = SimpleUploadedFile("a.svg", b"<svg/>")
    page = enlace.post(address, {"text": "Va.", "uploads": [csv(), bad]})
    assert page.context["form"].errors["uploads"][0].startswith("«a.svg»: Es una página")
    assert enlace.post(address, {"text": "Va.", "uploads": [csv()]}).status_code == 302
    assert Proposal.objects.get().state == "sent"
    assert Evidence.objects.get().stage == "prevention"
    assert enlace.get(address).status_code == 404


def test_staff_capture_what_came_on_paper(call, body):
    staff = sign_in(Client(), make_user(None, Role.STAFF))
    page = staff.post(at("panel_proposal_capture", call.slug), {"title": ""})
    assert set(page.context["form"].errors) == {"body", "channel", "day", "hour", "title"}
    posted = {
        "body": body.pk,
        "channel": "paper",
        "day": timezone.localdate().isoformat(),
        "hour": "00:00",
        "title": "Radio",
        "criterion-3": "En la radio.",
        "uploads": [csv()],
    }
    answer = staff.post(at("panel_proposal_capture", call.slug), posted)
    receipt = Receipt.objects.get()
    assert answer.url == at("panel_proposal_captured", receipt.pk)
    assert receipt.folio in staff.get(answer.url).content.decode()
    assert staff.get(at("panel_receipt", receipt.pk)).content.startswith(b"%PDF")


def test_pages_cost_the_same_for_one_and_for_three(
    enlace, call, body, draft, django_assert_max_num_queries
):
    def fill():
        drafts.add_author(proposal=draft, person=make_person(body), by="prueba")
        drafts.add_evidence(proposal=draft, upload=csv(), by="prueba")
        make_proposal(call, body, state="sent")

    def cost(address) -> int:
        with django_assert_max_num_queries(60) as asked:
            assert enlace.get(address).status_code == 200
        return len(asked)

    addresses = [at("mine_proposals"), draft.get_absolute_url(), at("proposal_send", draft.pk)]
    fill()
    before = [cost(address) for address in addresses]
    fill()
    fill()
    assert [cost(address) for address in addresses] == before


def test_the_state_is_plain_json(enlace, draft):
    told = json.loads(enlace.get(at("proposal_state", draft.pk)).content)
    assert sorted(told) == ["answers", "is_open", "revision"]
