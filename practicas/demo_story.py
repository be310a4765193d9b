"""The demonstration's last edition, from the first draft to the register: done by the actions that
people use, with their moments set back. Every person and practice is invented.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.core.files.base import ContentFile

from correo.models import Message
from jornadas.working_days import opening
from padron.models import Adscripcion
from talleres.models import PopulationGroup

from . import conflicts, drafts, recognising, ruling, scoring, sending, verifying
from .demo import NOON, REQUIREMENTS, edition
from .demo_practices import PRACTICES, Practice
from .models import Call, Proposal

BY = "Demostración"
LOCAL = ("ayuntamiento", "dif_municipal")
MORNING = time(10, 0)
# Days before the results at which each step was done.
PUBLISHED, SENT, CLOSED, CHECKED, SCORED, SESSION, SIGNED = 115, 70, 55, 50, 20, 10, 9
FIRST_CSV = b"servicio,colonia,horario\nTaller de lectura,Centro,16:00\nVacunas,San Miguel,9:00\n"


def create_last_edition(present: Call, posts: Sequence[Adscripcion], today: date) -> Call:
    """The edition before the present one, whose results everybody may read."""
    organizer, year = present.organizer, present.year - 1
    results = min(date(year, 12, 10), today - timedelta(days=5))
    call = edition(
        organizer,
        published=results - timedelta(days=PUBLISHED),
        closes=results - timedelta(days=CLOSED),
        scored=results - timedelta(days=SCORED),
        results=results,
        seated=date(year - 1, 1, 1),
    )
    made = {}
    for practice, post in zip(PRACTICES, _of_distinct_bodies(posts), strict=False):
        made[practice.slug] = _propose(call, practice, post, results)
    _judge(call, made, results)
    _write_to_nobody()
    return call


def create_present_proposals(call: Call, posts: Sequence[Adscripcion], now: datetime) -> None:
    """What the present call has received: one to check, one to complete, two before the jury."""
    chosen = _of_distinct_bodies(posts)
    for practice, post in zip(PRACTICES, chosen[len(PRACTICES) :], strict=False):
        moment = now - timedelta(days=4)
        proposal = _written(call, practice, post, moment)
        sending.send(proposal=proposal, by=post.person, now=moment)
        if practice.slug == "calendario":
            _prevent(proposal, now - timedelta(days=2))
        elif practice.slug in ("mapa", "datos"):
            _admit(proposal, now - timedelta(days=2))
    _write_to_nobody()


def _write_to_nobody() -> None:
    """No mail about what the demonstration did."""
    Message.objects.filter(kind__startswith="practicas.").delete()


def _at(results: date, days_before: int, hour: time = MORNING) -> datetime:
    return opening(results - timedelta(days=days_before), hour)


def _of_distinct_bodies(posts: Sequence[Adscripcion]) -> list[Adscripcion]:
    """One post of each town hall or family service, in their order."""
    found: dict[int, Adscripcion] = {}
    for post in posts:
        if post.body.municipality_id and post.body.sector.slug in LOCAL:
            found.setdefault(post.body_id, post)
    return list(found.values())


def _propose(call: Call, practice: Practice, post: Adscripcion, results: date) -> Proposal:
    """Written, sent or delivered, and verified as the story tells."""
    if practice.is_late:
        return _deliver_late(call, practice, post, results)
    proposal = _written(call, practice, post, _at(results, SENT))
    sending.send(proposal=proposal, by=post.person, now=_at(results, SENT, time(17, 42)))
    checked = _at(results, CHECKED)
    if practice.slug == "mapa":
        prevention = _prevent(proposal, checked)
        sending.answer_prevention(
            prevention=prevention,
            text="Adjuntamos la tabla del mapa en CSV, con fecha de cada dato.",
            uploads=[ContentFile(FIRST_CSV, "mapa_servicios.csv")],
            by=post.person,
            now=checked + timedelta(days=1),
        )
    if practice.is_admitted:
        _admit(proposal, checked + timedelta(days=2))
    else:
        unmet = call.requirements.get(number=len(REQUIREMENTS))
        verifying.find(
            proposal=proposal, requirement=unmet, is_met=False, by=BY, now=checked,
            text="La dirección que se indica no abre y no hay otra.",
        )  # fmt: skip
        verifying.decide(
            proposal=proposal, is_admitted=False, by=BY, now=checked,
            reasons="La práctica no puede consultarse hoy, como piden las bases.",
        )  # fmt: skip
    return proposal


def _written(call: Call, practice: Practice, post: Adscripcion, moment: datetime) -> Proposal:
    proposal = drafts.begin(
        call=call, body=post.body, person=post.person, by=post.person, now=moment
    )
    group = PopulationGroup.objects.get(slug=practice.group)
    answers = {
        "title": practice.title,
        "summary": practice.summary,
        "population_group": str(group.pk),
        "url": f"https://ejemplo.example/{practice.slug}",
        **{f"criterion-{number}": text for number, text in enumerate(practice.answers, start=1)},
    }
    for field, value in answers.items():
        drafts.save_answer(
            proposal=proposal, field=field, value=value, seen="", by=post.person, now=moment
        )
    drafts.add_evidence(
        proposal=proposal,
        upload=ContentFile(FIRST_CSV, f"{practice.slug}.csv"),
        by=post.person,
        note="Los datos de la práctica",
        now=moment,
    )
    proposal.refresh_from_db()
    return proposal


def _deliver_late(call: Call, practice: Practice, post: Adscripcion, results: date) -> Proposal:
    came = _at(results, CLOSED - 2)
    receipt = sending.capture(
        call=call,
        body=post.body,
        channel=Proposal.Channel.PAPER,
        received_at=came,
        title=practice.title,
        summary=practice.summary,
        answers=dict(enumerate(practice.answers, start=1)),
        uploads=[],
        by=BY,
        now=came,
    )
    verifying.decide(
        proposal=receipt.proposal, is_admitted=False, by=BY, now=came + timedelta(days=3),
        reasons="Llegó después del último día para enviar.",
    )  # fmt: skip
    return receipt.proposal


def _prevent(proposal: Proposal, moment: datetime):
    return verifying.prevent(
        proposal=proposal,
        text="Falta el conjunto de datos en un formato que se pueda reutilizar (por ejemplo CSV).",
        legal_reference="Bases, cuarta",
        by=BY,
        now=moment,
    )


def _admit(proposal: Proposal, moment: datetime) -> None:
    for requirement in proposal.call.requirements.all():
        verifying.find(
            proposal=proposal, requirement=requirement, is_met=True, text="Se revisó.", by=BY,
            now=moment,
        )  # fmt: skip
    verifying.decide(
        proposal=proposal, is_admitted=True, reasons="Cumple los requisitos.", by=BY, now=moment
    )


def _judge(call: Call, made: dict[str, Proposal], results: date) -> None:
    """One seat declares a conflict; two practices are tied, and the jury says which one wins."""
    judged = [one for one in PRACTICES if one.slug in made and one.is_admitted and not one.is_late]
    seats = list(call.seats.all())
    if judged:
        conflicts.declare(
            proposal=made[judged[0].slug],
            seat=seats[-1],
            reason="Colaboré con esa área el año pasado.",
            by=BY,
            now=_at(results, SCORED + 8),
        )
    for practice in judged:
        for seat in seats:
            if not (practice is judged[0] and seat == seats[-1]):
                _score(made[practice.slug], seat, practice, _at(results, SCORED + 5))
    held_at = _at(results, SESSION)
    session = ruling.open_session(
        call=call, held_at=held_at, present=seats, place="Sala de juntas, Metepec", by=BY
    )
    for practice in judged:
        ruling.rule(
            proposal=made[practice.slug],
            session=session,
            is_recognised=practice.is_recognised,
            reasons=practice.reasons,
            tie_broken=practice.tie_broken,
            by=BY,
            now=held_at + timedelta(minutes=40),
        )
    over = held_at + timedelta(hours=2)
    ruling.close_session(session=session, by=BY, ended_at=over, now=over)
    for practice in judged:
        recognising.write_feedback(
            proposal=made[practice.slug], criterion=None, text=practice.feedback, by=BY,
            now=_at(results, SIGNED),
        )  # fmt: skip
    ruling.sign_off(call=call, published_at=opening(results, NOON), by=BY, now=_at(results, SIGNED))


def _score(proposal: Proposal, seat, practice: Practice, moment: datetime) -> None:
    for criterion, value in zip(proposal.call.criteria.all(), practice.levels, strict=True):
        scoring.score(
            proposal=proposal,
            seat=seat,
            criterion=criterion,
            level=criterion.levels.get(value=value),
            reason="Se ve en los soportes." if value > 1 else "No se ve en los soportes.",
            by=BY,
            now=moment,
        )
    scoring.hand_in(proposal=proposal, seat=seat, by=BY, now=moment)
