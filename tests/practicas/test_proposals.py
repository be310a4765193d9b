"""Writing a proposal: begun from a ficha or anew, saved as one types, with its files."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from asistencia.models import ManualPresence
from bitacora.models import Entry
from padron.refusal import Refusal
from practicas import authorship, checklist, drafts, supports
from practicas.models import Evidence, Proposal
from talleres import fichas
from talleres.loading import load_population_groups
from talleres.models import Ficha, PopulationGroup
from tests.make import make_body, make_enlace, make_person, make_registration, make_workshop
from tests.practicas.make import make_call, make_proposal

pytestmark = pytest.mark.django_db

CSV = b"municipio,comedores\nToluca,12\nMetepec,4\n"


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


def csv(name="comedores.csv", content=CSV):
    return SimpleUploadedFile(name, content)


def kept(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def finished_ficha(body, *people) -> Ficha:
    load_population_groups()
    workshop = make_workshop(*people)
    ficha = fichas.begin(workshop=workshop, person=people[0], by=people[0])
    for person in people[1:]:
        fichas.add_member(ficha=ficha, person=person, by=people[0])
    answers = {field: f"Sobre {field}." for field in Ficha.ASKED}
    answers |= {"title": "Mapa de comedores", "population_group": PopulationGroup.objects.first()}
    for field, value in answers.items():
        text = str(value.pk) if field == "population_group" else value
        fichas.save_answer(ficha=ficha, field=field, value=text, seen="", by=people[0])
    return fichas.finish(ficha=ficha, by=people[0])


def test_a_finished_ficha_becomes_a_draft_with_its_answers_and_its_team(call, body):
    ana, beto = make_person(body), make_person(body)
    ficha = finished_ficha(body, ana, beto)
    proposal = drafts.begin(call=call, body=body, ficha=ficha, by=ana)
    assert (proposal.title, proposal.summary, proposal.population_group) == (
        "Mapa de comedores",
        "Sobre need.",
        ficha.population_group,
    )
    assert {one.criterion.number: one.text for one in proposal.answers.all()} == {
        1: "Sobre need.\n\nSobre information.\n\nSobre location.",
        2: "Sobre form.",
        3: "Sobre reach.",
        4: "Sobre reuse.",
    }
    assert [one.person for one in proposal.authors.all()] == [ana, beto]
    # A second tap finds it.
    assert drafts.begin(call=call, body=body, ficha=ficha, by=beto) == proposal
    assert Proposal.objects.count() == 1


def test_a_ficha_that_grows_or_is_of_another_body_is_no_beginning(call, body):
    ana = make_person(body)
    ficha = finished_ficha(body, ana)
    with pytest.raises(Refusal, match="otro sujeto obligado"):
        drafts.begin(call=call, body=make_body(), ficha=ficha, by=ana)
    fichas.reopen(ficha=ficha, by=ana)
    ficha.refresh_from_db()
    with pytest.raises(Refusal, match="no está terminada"):
        drafts.begin(call=call, body=body, ficha=ficha, by=ana)


def test_a_new_one_that_nobody_touched_is_taken_again(call, body):
    enlace = make_enlace(body)
    proposal = drafts.begin(call=call, body=body, person=enlace, by=enlace)
    assert drafts.begin(call=call, body=body, person=enlace, by=enlace) == proposal
    assert [one.person for one in proposal.authors.all()] == [enlace]
    drafts.save_answer(proposal=proposal, field="title", value="Mapa", seen="", by=enlace)
    assert drafts.begin(call=call, body=body, person=enlace, by=enlace) != proposal


@pytest.mark.parametrize("days", [-30, 30])
def test_nothing_is_begun_before_or_after_the_window(body, days):
    now = timezone.now()
    call = make_call(published_at=now - timedelta(days=5), closes_on=timezone.localdate(now))
    with pytest.raises(Refusal, match="no está abierta"):
        drafts.begin(call=call, body=body, by="prueba", now=now + timedelta(days=days))


def test_of_two_who_write_one_answer_one_is_kept_and_the_other_is_told(call, body):
    proposal = make_proposal(call, body, state="draft")
    held = drafts.answer(proposal, "criterion-2")
    first = {"field": "criterion-2", "seen": held, "by": "prueba"}
    saved = drafts.save_answer(proposal=proposal, value="Con datos abiertos.\r\n", **first)
    assert (saved.revision, saved.conflict) == (1, None)
    told = drafts.save_answer(proposal=proposal, value="En PDF.", **first)
    assert (told.revision, told.conflict) == (1, "Con datos abiertos.\n")
    proposal = Proposal.objects.get()
    assert drafts.answer(proposal, "criterion-2") == "Con datos abiertos.\n"
    # Another answer is no matter.
    other = drafts.save_answer(
        proposal=proposal, field="url", value="https://example.org/", seen="", by="prueba"
    )
    assert (other.revision, other.conflict) == (2, None)


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("state", "sent", "no es de la propuesta"),
        ("criterion-7", "Hola", "no es de la propuesta"),
        ("criterion-01", "Hola", "no es de la propuesta"),
        ("criterion-²", "Hola", "no es de la propuesta"),
        ("url", "javascript:alert(1)", "dirección completa"),
        ("population_group", "999", "grupo de la lista"),
        ("title", "x" * 201, "hasta 200 letras"),
        ("criterion-1", "x" * 10_001, "hasta 10,000 letras"),
    ],
)
def test_what_means_nothing_is_refused(call, body, field, value, why):
    proposal = make_proposal(call, body, state="draft", title="")
    proposal.answers.all().delete()
    with pytest.raises(Refusal, match=why):
        drafts.save_answer(proposal=proposal, field=field, value=value, seen="", by="prueba")
    assert Proposal.objects.get().revision == 0


@pytest.mark.parametrize("state", ["sent", "prevented", "admitted", "rejected", "withdrawn"])
def test_after_sending_or_withdrawing_nothing_changes(call, body, media, state):
    person = make_person(body)
    proposal = make_proposal(call, body, state="draft")
    evidence = drafts.add_evidence(proposal=proposal, upload=csv(), by="prueba")
    author = drafts.add_author(proposal=proposal, person=person, by="prueba")
    sent = {"number": 1, "sent_at": timezone.now()} if state != "withdrawn" else {}
    Proposal.objects.update(state=state, **sent)
    proposal.refresh_from_db()
    written = {"proposal": proposal, "by": "prueba"}
    for change in (
        lambda: drafts.save_answer(field="title", value="Otro", seen=proposal.title, **written),
        lambda: drafts.add_author(person=make_person(body), **written),
        lambda: drafts.remove_author(author=author, **written),
        lambda: drafts.add_evidence(upload=csv(), **written),
        lambda: drafts.remove_evidence(evidence=evidence, by="prueba"),
    ):
        with pytest.raises(Refusal, match=r"se envió|se retiró"):
            change()
    assert proposal.authors.get() == author
    assert Evidence.objects.standing().get() == evidence
    assert len(kept(media)) == 1


def test_authors_are_of_the_body(call, body):
    proposal = make_proposal(call, body, state="draft")
    ana = make_person(body)
    author = drafts.add_author(proposal=proposal, person=ana, by="prueba")
    assert drafts.add_author(proposal=proposal, person=ana, by="prueba") == author
    with pytest.raises(Refusal, match="mismo sujeto obligado"):
        drafts.add_author(proposal=proposal, person=make_person(), by="prueba")
    drafts.remove_author(proposal=proposal, author=author, by="prueba")
    assert not proposal.authors.exists()


def test_what_authors_attended_is_computed_with_constant_queries(
    call, body, django_assert_num_queries
):
    ana = make_person(body)
    ficha = finished_ficha(body, ana)
    proposal = drafts.begin(call=call, body=body, ficha=ficha, by=ana)
    (one,) = authorship.authorships(proposal)
    assert (one.person, one.attended) == (ana, [])  # a seat is not presence
    event = ficha.workshop.event
    registration = ana.registrations.get(event=event)
    for session in event.sessions.all():
        ManualPresence.objects.create(
            registration=registration, session=session, reason="Firmó.", made_by="prueba"
        )
    later = timezone.now() + timedelta(days=60)
    (one,) = authorship.authorships(proposal, later)
    (attended,) = one.attended
    assert (attended.event, attended.is_completed, attended.fichas) == (
        event,
        True,
        ["Mapa de comedores"],
    )
    assert attended.words.endswith("asistencia completa; 1 ficha")
    with django_assert_num_queries(8):
        authorship.authorships(proposal, later)
    for person in (make_person(body), make_person(body)):
        drafts.add_author(proposal=proposal, person=person, by="prueba")
        make_registration(event, person)
    with django_assert_num_queries(8):
        assert len(authorship.authorships(proposal, later)) == 3


def test_a_file_is_kept_by_what_it_is_with_its_fingerprint(call, body, media):
    proposal = make_proposal(call, body, state="draft")
    criterion = call.criteria.get(number=2)
    one = drafts.add_evidence(
        proposal=proposal,
        upload=csv("C:\\Mis documentos\\comedores.csv"),
        criterion=criterion,
        note="Los comedores",
        by="prueba",
    )
    assert (one.name, one.mime, one.size, one.is_open, one.criterion, one.note) == (
        "comedores.csv",
        "text/csv",
        len(CSV),
        True,
        criterion,
        "Los comedores",
    )
    assert one.sha256 == sha256(CSV).hexdigest()
    (path,) = kept(media)
    assert path.read_bytes() == CSV
    assert "comedores" not in path.name
    assert Entry.objects.filter(action="proposal.evidence_added").count() == 1


def test_a_file_taken_away_leaves_the_disk_and_its_row_tells(
    call, body, media, django_capture_on_commit_callbacks
):
    proposal = make_proposal(call, body, state="draft")
    one = drafts.add_evidence(proposal=proposal, upload=csv(), by="prueba")
    with django_capture_on_commit_callbacks(execute=True):
        drafts.remove_evidence(evidence=one, by="prueba")
    assert kept(media) == []
    assert Evidence.objects.get().removed_at is not None
    assert not Evidence.objects.standing().exists()


def test_where_the_row_is_refused_the_file_goes(call, body, media, monkeypatch):
    proposal = make_proposal(call, body, state="draft")
    monkeypatch.setattr(supports, "MOST", 1)
    drafts.add_evidence(proposal=proposal, upload=csv(), by="prueba")
    with pytest.raises(Refusal, match="hasta 1 archivos"):
        drafts.add_evidence(proposal=proposal, upload=csv(), by="prueba")
    monkeypatch.setattr(supports, "MOST", 9)
    monkeypatch.setattr(supports, "TOTAL", 2 * len(CSV) - 1)
    with pytest.raises(Refusal, match="juntos"):
        drafts.add_evidence(proposal=proposal, upload=csv(), by="prueba")
    strange = make_call().criteria.first()
    with pytest.raises(Refusal, match="no es de esta convocatoria"):
        drafts.add_evidence(proposal=proposal, upload=csv(), criterion=strange, by="prueba")
    assert (len(kept(media)), Evidence.objects.count()) == (1, 1)


def test_a_disk_that_fails_in_the_middle_keeps_nothing(call, body, media, monkeypatch):
    proposal = make_proposal(call, body, state="draft")
    monkeypatch.setattr(Evidence.objects, "create", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        drafts.add_evidence(proposal=proposal, upload=csv(), by="prueba")
    assert (kept(media), Evidence.objects.count()) == ([], 0)


def test_the_checklist_tells_what_is_needed_and_what_is_better(call, body):
    proposal = make_proposal(call, body, state="draft", title="", summary="")
    proposal.answers.filter(criterion__number=5).update(text=" \n")
    assert [line.words for line in checklist.missing(proposal)] == [
        "El nombre de la práctica",
        "De qué se trata",
        "Criterio 5: Participación ciudadana",
        "Al menos una autora o un autor",
    ]
    advice = [line for line in checklist.checklist(proposal) if not line.is_needed]
    assert [line.is_done for line in advice] == [False] * 4
    drafts.add_evidence(proposal=proposal, upload=csv(), by="prueba")
    advice = [line for line in checklist.checklist(proposal) if not line.is_needed]
    assert [line.is_done for line in advice] == [False, False, True, True]


def test_a_draft_is_withdrawn_and_a_sent_one_is_not(call, body):
    draft = make_proposal(call, body, state="draft")
    assert drafts.withdraw(proposal=draft, by="prueba").state == Proposal.State.WITHDRAWN
    assert drafts.withdraw(proposal=draft, by="prueba").state == Proposal.State.WITHDRAWN
    with pytest.raises(Refusal, match="ya no se retira"):
        drafts.withdraw(proposal=make_proposal(call, body, state="sent"), by="prueba")
