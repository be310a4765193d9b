"""Writing the record: always in the transaction of what it tells of."""

from consultas import insert

from .models import Entry


def record(action: str, thing=None, *, by, people: int = 0, **detail) -> Entry:
    """Tell that `by` did `action` to `thing`.

    `by` is a user or a device (anything with a primary key and `__str__`), or a text such as
    "sistema". `people` says how many people's data were shown. `detail` is plain JSON and holds no
    personal data beyond what the action is about.
    """
    entry = Entry(action=action, people=people, detail=detail, **_actor(by), **_thing(thing))
    insert(entry)
    return entry


def _actor(by) -> dict:
    if isinstance(by, str):
        return {"actor_type": "text", "actor_label": by}
    if not getattr(by, "pk", None):
        return {"actor_type": "visitor", "actor_label": "visitante"}
    return {
        "actor_type": by._meta.label_lower,
        "actor_id": str(by.pk),
        "actor_label": str(by)[:200],
    }


def _thing(thing) -> dict:
    if thing is None:
        return {}
    return {
        "thing_type": thing._meta.label_lower,
        "thing_id": str(thing.pk),
        "thing_label": str(thing)[:200],
    }
