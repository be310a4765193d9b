"""What a proposal is asked, and what an answer to each of its questions means."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from padron.refusal import Refusal
from talleres.fichas import LONGEST
from talleres.models import PopulationGroup

from .models import Criterion, Proposal

GROUP, URL, CRITERION = "population_group", "url", "criterion-"
OWN = ["title", "summary", GROUP, URL]


def answer(proposal: Proposal, field: str) -> str:
    """What an answer says, as a text; the group of the population by its number."""
    if field.startswith(CRITERION):
        number = field.removeprefix(CRITERION)
        found = [one.text for one in proposal.answers.all() if str(one.criterion.number) == number]
        return found[0] if found else ""
    held = getattr(proposal, "population_group_id" if field == GROUP else field)
    return "" if held is None else str(held)


def fields(proposal: Proposal) -> list[str]:
    """Everything a proposal is asked, in order."""
    return [*OWN, *(f"{CRITERION}{one.number}" for one in proposal.call.criteria.all())]


def criterion_of(proposal: Proposal, field: str) -> Criterion | None:
    """The criterion that a field answers; None for the others. Raises Refusal for a strange one."""
    if field in OWN:
        return None
    number = field.removeprefix(CRITERION)
    if field.startswith(CRITERION) and number.isascii() and number.isdecimal():
        found = proposal.call.criteria.filter(number=int(number[:4])).first()
        if found is not None and str(found.number) == number:
            return found
    raise Refusal("Esa pregunta no es de la propuesta.")


def meant(field: str, value: str):
    """What a text means for its field; raises Refusal where it means nothing."""
    if field == GROUP:
        return _group(value) if value else None
    refuse_if_long(value, Proposal._meta.get_field(field).max_length or LONGEST)
    if field == URL and value:
        try:
            URLValidator(schemes=["http", "https"])(value)
        except ValidationError as error:
            raise Refusal("Escribe la dirección completa, como https://…") from error
    return value


def refuse_if_long(value: str, longest: int) -> None:
    if len(value) > longest:
        raise Refusal(f"Es demasiado largo: usa hasta {longest:,} letras.")


def _group(value: str) -> PopulationGroup:
    fits = value.isascii() and value.isdecimal() and len(value) < 10
    group = PopulationGroup.objects.filter(pk=value, is_active=True).first() if fits else None
    if group is None:
        raise Refusal("Elige un grupo de la lista.")
    return group
