"""The dictamen: its facts as they are frozen when it is signed off, and the PDF made from them."""

from datetime import datetime

from django.utils import timezone

from documentos.numerals import day_in_letters, hour_in_letters
from documentos.spanish import counted, moment_in_words
from documentos.typesetting import typeset

from . import acta
from .models import Call, Corrigendum, Dictamen, Proposal, Ruling
from .table import ROUNDING


def folio(call: Call) -> str:
    """ "INFOEM/DGTAIPGA/DICTAMEN/2023/1": a dictamen per call, counted by institution and year."""
    day = timezone.localdate()
    identity = call.organizer.identity(day)
    beginning = f"{identity.folio_prefix}/" if identity and identity.folio_prefix else ""
    series = f"{beginning}DICTAMEN/{call.year}/"
    return f"{series}{Dictamen.objects.filter(folio__startswith=series).count() + 1}"


def facts(call: Call, *, published_at: datetime, made_at: datetime) -> dict:
    """Everything the dictamen and the actas of its sessions say, as plain JSON."""
    rulings = Ruling.objects.filter(proposal__call=call).select_related("proposal__body")
    sent = call.proposals.sent()
    rejected = sent.filter(state=Proposal.State.REJECTED).select_related("body", "verification")
    return {
        **acta.head(call, made_at),
        "folio": folio(call),
        "year": call.year,
        "legal_basis": call.legal_basis,
        "made_on": day_in_letters(made_at),
        "made_at": hour_in_letters(made_at),
        "published": moment_in_words(published_at),
        "published_on": day_in_letters(published_at),
        "criteria": [
            [str(one.number), one.name, f"{one.weight.normalize():f}"]
            for one in call.criteria.all()
        ],
        "quorum": call.quorum,
        "minimum": None if call.minimum_score is None else f"{call.minimum_score:.2f}",
        "tie_rule": call.get_tie_rule_display(),
        "rounding": ROUNDING,
        "received": sent.count(),
        "late": sent.filter(is_late=True).count(),
        "rulings": acta.told(call, rulings.order_by("-is_recognised", "proposal__number")),
        "rejected": [
            {
                "number": one.number,
                "title": one.title,
                "body": one.body.name,
                "reasons": one.verification.reasons if hasattr(one, "verification") else "",
            }
            for one in rejected.order_by("number")
        ],
        "actas": [acta.facts(one) for one in call.jury_sessions.all()],
    }


def as_pdf(dictamen: Dictamen) -> bytes:
    """What was frozen; and behind it, never in its place, what was corrected since."""
    said = dictamen.facts
    return typeset(
        "jury",
        {
            **{name: said[name] for name in ("institution", "acronym", "area", "address")},
            "title": "Dictamen del Jurado Calificador",
            "subtitle": said["call"],
            "head": _unbroken(said["folio"]),
            "draft": False,
            "blocks": _blocks(said) + _corrections(list(corrections(dictamen))),
        },
    )


def corrections(dictamen: Dictamen):
    """What was corrected of it. What was moved in the call before is no matter of the jury's."""
    told = dictamen.call.corrigenda.filter(made_at__gte=dictamen.made_at)
    return told.select_related("proposal")


def _blocks(said: dict) -> list[list]:
    yes = [one for one in said["rulings"] if one["is_recognised"]]
    no = [one for one in said["rulings"] if not one["is_recognised"]]
    judged = counted(len(said["rulings"]), "propuesta", "propuestas")
    opening = (
        f"El {said['made_on']}, a las {said['made_at']}, se emite el presente dictamen sobre las "
        f"propuestas de la convocatoria «{said['call']}». Se recibieron "
        f"{counted(said['received'], 'propuesta', 'propuestas')}; el jurado conoció de {judged}. "
        "De acuerdo con las bases, es definitivo e inapelable."
    )
    told = f"Se da a conocer el {said['published_on']} ({said['published']})."
    blocks: list[list] = [
        ["facts", [["Folio", _unbroken(said["folio"])]]],
        ["par", opening],
        ["par", told],
    ]
    if said["legal_basis"]:
        blocks += [["section", "Fundamento"], *acta.paragraphs(said["legal_basis"])]
    blocks += _rules(said)
    blocks.append(["section", "Prácticas que se reconocen"])
    blocks += _rulings(yes, "El jurado no reconoció ninguna práctica.")
    blocks.append(["section", "Propuestas no procedentes"])
    blocks += _rulings(no, "Ninguna de las propuestas que conoció el jurado.")
    if said["rejected"]:
        blocks.append(["section", "Propuestas que no se admitieron"])
        for one in said["rejected"]:
            blocks.append(["item", f"{one['number']}. {one['title']}"])
            blocks.append(["facts", [["Sujeto obligado", one["body"]]]])
            blocks += acta.paragraphs(one["reasons"])
    blocks.append(["section", "Jurado Calificador"])
    there = {
        (one["holder"], one["post"]): None
        for session in said["actas"]
        for one in session["seats"]
        if one["present"]
    }
    blocks.append(["signatures", [list(one) for one in there]])
    return blocks


def _unbroken(folio: str) -> list[str]:
    """In pieces, which the template joins: a long word would get places to break it."""
    *before, last = folio.split("/")
    return [*(f"{piece}/" for piece in before), last]


def _rules(said: dict) -> list[list]:
    minimum = "Las bases no piden un puntaje mínimo."
    if said["minimum"] is not None:
        minimum = f"El puntaje mínimo es de {said['minimum']} de 100."
    columns = {"columns": ["No.", "Criterio", "Peso"], "widths": [1, 10, 2]}
    return [
        ["section", "Cómo se calificó"],
        ["table", {**columns, "rows": said["criteria"]}],
        ["par", said["rounding"]],
        ["par", f"{minimum} Quórum: {said['quorum']}. En caso de empate: {said['tie_rule']}."],
    ]


def _rulings(rulings: list[dict], none: str) -> list[list]:
    if not rulings:
        return [["par", none]]
    return [block for one in rulings for block in acta.ruling_blocks(one)]


def _corrections(corrections: list[Corrigendum]) -> list[list]:
    if not corrections:
        return []
    blocks: list[list] = [["section", "Fe de erratas"]]
    for one in corrections:
        about = f"Propuesta {one.proposal.number}. " if one.proposal else ""
        blocks.append(["item", f"{about}{moment_in_words(one.made_at).capitalize()}"])
        pairs = [["Dice", one.said], ["Debe decir", one.should_say], ["Motivo", one.reason]]
        blocks.append(["facts", pairs])
    return blocks
