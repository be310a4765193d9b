"""Writing a proposal: begun by a body, from a ficha or anew, saved as one types until it is sent.

`save_answer` keeps answers as fichas do: whoever writes what another has changed meanwhile is told,
and nothing is lost.
"""

from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bitacora.record import record
from padron.models import Body, Person
from padron.refusal import Refusal
from talleres.fichas import LONGEST, Saved, plain
from talleres.models import Ficha

from . import supports
from .models import Answer, Author, Call, Criterion, Evidence, Proposal, Recognition
from .proposal_fields import answer, criterion_of, meant, refuse_if_long

MOST_AUTHORS = 20
# What a ficha already says, by the number of the criterion (Lineamientos, trigésimo primero).
FROM_FICHA = {1: ["need", "information", "location"], 2: ["form"], 3: ["reach"], 4: ["reuse"]}

NOT_OPEN = "La convocatoria no está abierta: no se pueden empezar propuestas."
SENT = "La propuesta ya se envió: no se puede cambiar."
WITHDRAWN = "La propuesta se retiró: no se puede cambiar."
CLOSED = "La convocatoria cerró: el borrador ya no se puede cambiar ni enviar."


@transaction.atomic
def begin(
    *,
    call: Call,
    body: Body,
    by,
    person: Person | None = None,
    ficha: Ficha | None = None,
    renews: Recognition | None = None,
    now=None,
) -> Proposal:
    """A draft of `body`. From a ficha it has its answers and its team as authors.

    A draft that nobody has touched, or the one of this ficha, is taken again. Raises Refusal where
    the call takes none, or the ficha or the practice to renew is of another body.
    """
    # Two taps on the button: the second finds the draft of the first.
    call = Call.objects.select_for_update().get(pk=call.pk)
    if not call.is_open(now):
        raise Refusal(NOT_OPEN)
    if ficha is not None:
        _check_ficha(ficha, body)
    if renews is not None and renews.body_id != body.pk:
        raise Refusal("Ese reconocimiento es de otro sujeto obligado.")
    if before := _begun_before(call, body, ficha, renews, by):
        return before
    moment = now or timezone.now()
    proposal = Proposal.objects.create(
        call=call,
        body=body,
        ficha=ficha,
        renews=renews,
        created_at=moment,
        changed_at=moment,
        created_by=_label(by),
        **_told(ficha, renews),
    )
    if ficha is not None:
        _bring_answers(proposal, ficha)
    for one in _first_authors(body, ficha, person):
        _write_author(proposal, one, by)
    record("proposal.begun", proposal, by=by)
    return proposal


@transaction.atomic
def save_answer(*, proposal: Proposal, field: str, value: str, seen: str, by, now=None) -> Saved:
    """Keep one answer: `title`, `summary`, `population_group`, `url` or `criterion-<number>`.

    `seen` is what it said when the writer began to change it. Where somebody else has changed it
    since, nothing is kept and the answer tells of theirs.
    """
    value, seen = plain(value), plain(seen)
    proposal = locked(proposal)
    criterion = criterion_of(proposal, field)
    held = answer(proposal, field)
    if value == held:
        return Saved(proposal.revision)
    refuse_unless_open(proposal, now)
    if held != seen:
        return Saved(proposal.revision, conflict=held)
    if criterion is None:
        setattr(proposal, field, meant(field, value))
    else:
        refuse_if_long(value, LONGEST)
        Answer.objects.update_or_create(
            proposal=proposal, criterion=criterion, defaults={"text": value}
        )
    proposal.revision += 1
    proposal.changed_at = now or timezone.now()
    own = [] if criterion else [field]
    proposal.save(update_fields=[*own, "revision", "changed_at"])
    return Saved(proposal.revision)


@transaction.atomic
def add_author(*, proposal: Proposal, person: Person, by, now=None) -> Author:
    """Somebody who wrote it: with a post in its body today."""
    proposal = locked(proposal)
    refuse_unless_open(proposal, now)
    already = proposal.authors.filter(person=person).first()
    if already is not None:
        return already
    if not person.adscripciones.current().filter(body=proposal.body_id).exists():
        raise Refusal(
            f"{person} no está en el padrón de {proposal.body}: las autoras y los autores son del "
            "mismo sujeto obligado."
        )
    if proposal.authors.count() >= MOST_AUTHORS:
        raise Refusal(f"Una propuesta lleva hasta {MOST_AUTHORS} autoras y autores.")
    author = _write_author(proposal, person, by)
    record("proposal.author_added", proposal, by=by, person=person.pk)
    return author


@transaction.atomic
def remove_author(*, proposal: Proposal, author: Author, by, now=None) -> None:
    proposal = locked(proposal)
    refuse_unless_open(proposal, now)
    person = author.person_id
    if proposal.authors.filter(pk=author.pk).delete()[0]:
        record("proposal.author_removed", proposal, by=by, person=person)


def add_evidence(
    *,
    proposal: Proposal,
    upload: File,
    by,
    criterion: Criterion | None = None,
    note: str = "",
    now=None,
) -> Evidence:
    """Add a file to a draft. Raises Refusal, and keeps nothing, where it is not one we take."""
    looked = supports.look(upload)
    with supports.on_disk([looked]) as (name,), transaction.atomic():
        proposal = locked(proposal)
        refuse_unless_open(proposal, now)
        if criterion is not None and criterion.call_id != proposal.call_id:
            raise Refusal("Ese criterio no es de esta convocatoria.")
        one = supports.write_row(
            proposal, looked, name, by, now, criterion=criterion, note=note.strip()[:200]
        )
        record("proposal.evidence_added", proposal, by=by, evidence=one.pk)
    return one


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by, now=None) -> None:
    """Take a file out of a draft: its row tells that it was there, the file goes."""
    proposal = locked(evidence.proposal)
    refuse_unless_open(proposal, now)
    taken = proposal.evidence.standing().filter(pk=evidence.pk)
    if taken.update(removed_at=now or timezone.now()):
        storage, name = evidence.file.storage, evidence.file.name
        transaction.on_commit(lambda: storage.delete(name))
        record("proposal.evidence_removed", proposal, by=by, evidence=evidence.pk)


@transaction.atomic
def withdraw(*, proposal: Proposal, by) -> Proposal:
    """Give a draft up: it stays, to be read, and nobody changes or sends it any more."""
    proposal = locked(proposal)
    if proposal.state == Proposal.State.WITHDRAWN:
        return proposal
    if not proposal.is_draft:
        raise Refusal("Una propuesta enviada ya no se retira en este sitio. Escribe al instituto.")
    proposal.state = Proposal.State.WITHDRAWN
    proposal.save(update_fields=["state"])
    record("proposal.withdrawn", proposal, by=by)
    return proposal


def why_closed(proposal: Proposal, now=None) -> str:
    """Why it cannot be changed, as a sentence; empty where it can."""
    if proposal.state == Proposal.State.WITHDRAWN:
        return WITHDRAWN
    if not proposal.is_draft:
        return SENT
    return "" if proposal.call.is_open(now) else CLOSED


def refuse_unless_open(proposal: Proposal, now=None) -> None:
    if reason := why_closed(proposal, now):
        raise Refusal(reason)


def locked(proposal: Proposal) -> Proposal:
    """Its row, held until the transaction ends: two who write at once take turns."""
    found = Proposal.objects.select_related("call", "body", "population_group")
    found = found.prefetch_related("answers__criterion")
    return found.select_for_update(of=("self",)).get(pk=proposal.pk)


def colleagues(proposal: Proposal):
    """Those of its body who could be added as authors."""
    people = Person.objects.in_bodies([proposal.body_id])
    return people.exclude(pk__in=proposal.authors.values("person")).order_by("sort_key", "pk")


def _check_ficha(ficha: Ficha, body: Body) -> None:
    if ficha.body_id != body.pk:
        raise Refusal("Esa ficha es de otro sujeto obligado.")
    if not ficha.is_finished:
        raise Refusal(
            "La ficha todavía no está terminada: termínala y de ahí empieza la propuesta."
        )


def _begun_before(call, body, ficha, renews, by) -> Proposal | None:
    drafts = call.proposals.filter(body=body, state=Proposal.State.DRAFT)
    if ficha is not None:
        if call.proposals.sent().filter(ficha=ficha).exists():
            raise Refusal("De esta ficha ya se envió una propuesta a esta convocatoria.")
        return drafts.filter(ficha=ficha).first()
    if renews is not None:
        return drafts.filter(renews=renews).first()
    blank = drafts.filter(ficha=None, renews=None, revision=0, created_by=_label(by))
    return blank.filter(evidence=None).first()


def _told(ficha: Ficha | None, renews: Recognition | None) -> dict:
    if ficha is not None:
        return {
            "title": ficha.title,
            "summary": ficha.need,
            "population_group_id": ficha.population_group_id,
        }
    if renews is not None:
        return {"title": renews.title, "summary": renews.summary, "url": renews.url}
    return {}


def _bring_answers(proposal: Proposal, ficha: Ficha) -> None:
    for criterion in proposal.call.criteria.filter(number__in=FROM_FICHA):
        texts = [getattr(ficha, field).strip() for field in FROM_FICHA[criterion.number]]
        text = "\n\n".join(text for text in texts if text)[:LONGEST]
        if text:
            proposal.answers.create(criterion=criterion, text=text)


def _first_authors(body: Body, ficha: Ficha | None, person: Person | None) -> list[Person]:
    """The team of a ficha; otherwise who begins, where they work there."""
    if ficha is not None:
        team = ficha.members.filter(left_at=None).select_related("person")
        return [one.person for one in team]
    if person is not None and person.adscripciones.current().filter(body=body).exists():
        return [person]
    return []


def _write_author(proposal: Proposal, person: Person, by) -> Author:
    last = proposal.authors.aggregate(last=Max("order"))["last"] or 0
    return Author.objects.create(
        proposal=proposal, person=person, order=last + 1, added_by=_label(by)
    )


def _label(by) -> str:
    return str(by)[:200]
