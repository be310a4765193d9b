"""What one must attend to have earned a constancia of an event: in words, and as it begins."""

from collections.abc import Callable

from .models import Event

# What an event begins with that one may attend from afar: being connected is not being there.
ONLINE_PERCENT = 80

_tellers: list[Callable[[Event], list[str]]] = []


def minimum_in_words(event: Event) -> str:
    """As a sentence, the same on every page and in every mail."""
    count, percent = len(event.sessions.all()), event.minimum_percent
    if event.minimum_rule == Event.Minimum.PERCENT:
        of_what = "de la sesión" if count == 1 else "del tiempo de todas sus sesiones"
        return f"Para la constancia hay que estar al menos el {percent} % {of_what}."
    asked = event.minimum_sessions
    if asked > 1:
        each = f" y estar al menos el {percent} % de cada una" if percent else ""
        return f"Para la constancia hay que asistir {_so_many(asked, count)}{each}."
    if percent:
        of_what = "de la sesión" if count == 1 else "de una sesión"
        return f"Para la constancia hay que estar al menos el {percent} % {of_what}."
    which = "a la sesión" if count == 1 else "al menos a una sesión"
    return f"Para la constancia hay que asistir {which}."


def _so_many(asked: int, count: int) -> str:
    if asked < count:
        return f"al menos a {asked} de sus {count} sesiones"
    return f"a sus {count} sesiones" if asked == count else f"a {asked} sesiones"


def begin(event: Event) -> None:
    """What a new event asks once its modality is known, where nobody has said it yet."""
    untouched = (event.minimum_rule, event.minimum_sessions, event.minimum_percent) == (
        Event.Minimum.SESSIONS,
        1,
        0,
    )
    if untouched and event.modality in (Event.Modality.ONLINE, Event.Modality.HYBRID):
        event.minimum_rule = Event.Minimum.PERCENT
        event.minimum_percent = ONLINE_PERCENT


def tells(teller: Callable[[Event], list[str]]) -> Callable[[Event], list[str]]:
    """Register who has sentences to be read before the minimum of an event changes."""
    _tellers.append(teller)
    return teller


def what_stands_against(event: Event) -> list[str]:
    """What whoever changes its minimum should know first."""
    return [sentence for teller in _tellers for sentence in teller(event)]
