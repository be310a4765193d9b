"""Who has earned a constancia of an event, and in words why somebody has not.

The rule is the event's own (`Event.minimum_rule`) and is applied in `asistencia/presence.py`; the
words are those of `asistencia/standing.py`. Pages, sheets and issuing ask here, so that list and
document never disagree.
"""

from dataclasses import dataclass

from asistencia.presence import Presence, presences
from asistencia.standing import may_still, why_not
from jornadas.models import Event, Registration, Session


@dataclass(frozen=True)
class Standing:
    """How somebody stands: `reason` says what is missing; it is empty where a constancia is due."""

    registration: Registration
    presence: Presence
    reason: str = ""
    # Whether the sessions to come, or a report of Zoom, may still change it.
    is_open: bool = False

    @property
    def is_due(self) -> bool:
        return not self.reason

    @property
    def attended(self) -> list[Session]:
        return self.presence.attended


def standings(event: Event, registrations=None, now=None) -> list[Standing]:
    """Everybody with a registration that was not cancelled, in list order.

    `registrations` narrows whom to look at. Constant queries, however many people there are.
    """
    if registrations is None:
        registrations = Registration.objects.filter(event=event)
    everybody = list(registrations.active().select_related("person", "body").in_list_order())
    found = presences(event, everybody, now)
    return [_standing(found[one.pk], now) for one in everybody]


def _standing(presence: Presence, now) -> Standing:
    reason = why_not(presence, now)
    return Standing(presence.registration, presence, reason, may_still(presence, now))
