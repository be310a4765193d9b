"""The acta of a session: who was there, who was excused, and what was ruled on each proposal.

Its facts are plain JSON. Until the dictamen is signed off they are reckoned anew and printed as a
draft; from then on they stand frozen in the dictamen.
"""

from django.utils import timezone

from documentos.numerals import day_in_letters, hour_in_letters, hundredths_in_letters
from documentos.spanish import counted
from documentos.typesetting import typeset

from . import scoring
from .models import Call, Dictamen, JurySession, Recusal, Ruling, SeatHolder

YES, NO = "Procedente", "No procedente"


def head(call: Call, day) -> dict:
    """The institution as it was called on that day."""
    identity = call.organizer.identity(timezone.localdate(day))
    return {
        "institution": identity.name if identity else "",
        "acronym": identity.acronym if identity else "",
        "area": identity.area if identity else "",
        "address": " ".join(identity.address.split()) if identity else "",
        "folio_prefix": identity.folio_prefix if identity else "",
        "call": call.title,
    }


def facts(session: JurySession) -> dict:
    """Everything the acta says. Excusas are told by their cause, without the private motive."""
    call = session.call
    there = set(session.present.values_list("pk", flat=True))
    names = _names(call, timezone.localdate(session.held_at))
    seats = [
        {"post": seat.post, "holder": names.get(seat.pk, ""), "present": seat.pk in there}
        for seat in call.seats.all()
    ]
    rulings = session.rulings.select_related("proposal__body").order_by("made_at", "pk")
    return {
        **head(call, session.held_at),
        "held_on": day_in_letters(session.held_at),
        "held_at": hour_in_letters(session.held_at),
        "ended_at": hour_in_letters(session.ended_at) if session.ended_at else "",
        "ended_on": day_in_letters(session.ended_at) if session.ended_at else "",
        "place": session.place,
        "notes": session.notes,
        "quorum": call.quorum,
        "tie_rule": call.get_tie_rule_display(),
        "seats": seats,
        "rulings": told(call, rulings),
    }


def told(call: Call, rulings) -> list[dict]:
    """Each ruling with its proposal, how many sheets it rests on, and which seats were excused."""
    found, duties = list(rulings), scoring.duties(call)
    excused: dict[int, list[str]] = {}
    standing = Recusal.objects.standing().filter(proposal__in=[one.proposal_id for one in found])
    for one in standing.select_related("seat").order_by("seat__number", "pk"):
        words = f"{one.seat.post} ({one.get_kind_display().lower()})"
        excused.setdefault(one.proposal_id, []).append(words)
    return [
        {
            **_told(one),
            "excused": excused.get(one.proposal_id, []),
            "sheets": len(duties.given.get(one.proposal_id, ())),
            "due": len(duties.due.get(one.proposal_id, ())),
            "quorum": call.quorum,
        }
        for one in found
    ]


def _told(ruling: Ruling) -> dict:
    proposal = ruling.proposal
    return {
        "number": proposal.number,
        "title": proposal.title,
        "body": proposal.body.name,
        "is_recognised": ruling.is_recognised,
        "score": None if ruling.score is None else f"{ruling.score:.2f}",
        "score_in_letters": "" if ruling.score is None else hundredths_in_letters(ruling.score),
        "reasons": ruling.reasons,
        "tie_broken": ruling.tie_broken,
    }


def _names(call: Call, day) -> dict[int, str]:
    held = SeatHolder.objects.on(day).filter(seat__call=call)
    return dict(held.values_list("seat", "name"))


def of_session(session: JurySession) -> tuple[dict, bool]:
    """Its facts, and whether they are a draft: frozen ones where the dictamen was signed off."""
    dictamen = Dictamen.objects.filter(call=session.call).first()
    if dictamen is None:
        return facts(session), True
    order = list(session.call.jury_sessions.values_list("pk", flat=True))
    return dictamen.facts["actas"][order.index(session.pk)], False


def as_pdf(said: dict, *, draft: bool = False) -> bytes:
    return typeset(
        "jury",
        {
            **{name: said[name] for name in ("institution", "acronym", "area", "address")},
            "title": "Acta de la sesión del jurado",
            "subtitle": said["call"],
            "head": ["Acta del jurado"],
            "draft": draft,
            "blocks": _blocks(said),
        },
    )


def _blocks(said: dict) -> list[list]:
    there = [seat for seat in said["seats"] if seat["present"]]
    missing = [seat for seat in said["seats"] if not seat["present"]]
    where = f", en {said['place']}" if said["place"] else ""
    opening = (
        f"Siendo las {said['held_at']} del {said['held_on']}{where}, se reunió el Jurado "
        f"Calificador de la convocatoria «{said['call']}», con la asistencia de "
        f"{counted(len(there), 'asiento', 'asientos')} de {len(said['seats'])}. El quórum es de "
        f"{said['quorum']}, por lo que la sesión quedó legalmente instalada."
    )
    blocks: list[list] = [["par", opening], ["section", "Asistencia"]]
    rows = [[one["post"], one["holder"] or "Vacante", _presence(one)] for one in said["seats"]]
    columns = ["Asiento", "Titular", "Asistencia"]
    blocks.append(["table", {"columns": columns, "widths": [5, 4, 2], "rows": rows}])
    if missing:
        blocks.append(["par", "No asistieron: " + "; ".join(one["post"] for one in missing) + "."])
    if said["notes"]:
        blocks += [["section", "Desarrollo"], *paragraphs(said["notes"])]
    blocks += [["section", "Excusas"], *_excused(said["rulings"])]
    blocks.append(["section", "Resoluciones"])
    if not said["rulings"]:
        blocks.append(["par", "En esta sesión no se resolvió sobre ninguna propuesta."])
    for one in said["rulings"]:
        blocks += ruling_blocks(one)
    if said["ended_at"]:
        closing = (
            f"No habiendo otro asunto que tratar, la sesión concluyó a las {said['ended_at']} del "
            f"{said['ended_on']}. Firman quienes estuvieron presentes."
        )
        blocks += [["section", "Cierre"], ["par", closing]]
    blocks.append(["signatures", [[one["holder"], one["post"]] for one in there]])
    return blocks


def _presence(seat: dict) -> str:
    return "Presente" if seat["present"] else "Ausente"


def _excused(rulings: list[dict]) -> list[list]:
    lines = [
        f"Propuesta {one['number']}, «{one['title']}»: {'; '.join(one['excused'])}."
        for one in rulings
        if one["excused"]
    ]
    if not lines:
        return [["par", "Ningún asiento se excusó de las propuestas que se resolvieron."]]
    before = "No conocieron de estas propuestas, ni las calificaron, los asientos que se indican."
    return [["par", before], ["list", lines]]


def ruling_blocks(one: dict) -> list[list]:
    """A ruling as the acta and the dictamen print it."""
    score = "Sin puntaje"
    if one["score"] is not None:
        score = f"{one['score']} de 100 ({one['score_in_letters']})"
    few = f"; no alcanzan el quórum de {one['quorum']}" if one["sheets"] < one["quorum"] else ""
    pairs = [
        ["Sujeto obligado", one["body"]],
        ["Resolución", YES if one["is_recognised"] else NO],
        ["Puntaje", score],
        ["Cédulas", f"{one['sheets']} de {one['due']}{few}"],
    ]
    if one["tie_broken"]:
        pairs.append(["Desempate", one["tie_broken"]])
    if one["excused"]:
        pairs.append(["Excusas", "; ".join(one["excused"])])
    return [
        ["item", f"{one['number']}. {one['title']}"],
        ["facts", pairs],
        *paragraphs(one["reasons"]),
    ]


def paragraphs(text: str) -> list[list]:
    return [["par", line.strip()] for line in text.splitlines() if line.strip()]
