"""What is missing before a proposal may be sent, and what would make it better."""

from dataclasses import dataclass

from .models import Proposal


@dataclass(frozen=True)
class Line:
    """One thing to have. `anchor`: where on the page one sees to it."""

    words: str
    is_done: bool
    anchor: str = ""
    is_needed: bool = True


def checklist(proposal: Proposal) -> list[Line]:
    """Everything looked at, in the order of the page; needed things first of each part."""
    answered = {one.criterion_id for one in proposal.answers.all() if one.text.strip()}
    standing = list(proposal.evidence.standing())
    return [
        Line("El nombre de la práctica", bool(proposal.title.strip()), "pregunta-title"),
        Line("De qué se trata", bool(proposal.summary.strip()), "pregunta-summary"),
        *(
            Line(
                f"Criterio {one.number}: {one.name}",
                one.pk in answered,
                f"pregunta-criterion-{one.number}",
            )
            for one in proposal.call.criteria.all()
        ),
        Line("Al menos una autora o un autor", proposal.authors.exists(), "autoria"),
        Line(
            "El grupo de la población al que sirve",
            proposal.population_group_id is not None,
            "pregunta-population_group",
            is_needed=False,
        ),
        Line("La dirección donde se consulta", bool(proposal.url), "pregunta-url", is_needed=False),
        Line("Soportes de la práctica", bool(standing), "soportes", is_needed=False),
        Line(
            "Algún soporte en formato abierto",
            any(one.is_open for one in standing),
            "soportes",
            is_needed=False,
        ),
    ]


def missing(proposal: Proposal) -> list[Line]:
    """What has to be there before it is sent and is not."""
    return [line for line in checklist(proposal) if line.is_needed and not line.is_done]
