"""A Zoom report between its arrival and somebody's yes: kept a day at most, for who sent it."""

import json
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from .models import ZoomReport

FOLDER = "zoom"
LASTS = timedelta(days=1)
NAME_LENGTH = ZoomReport._meta.get_field("file_name").max_length


@dataclass(frozen=True)
class Waiting:
    """What was sent and with which words; `session` by its key, None for all of the event."""

    event: int
    user: int
    file_name: str
    session: int | None
    time_zone: str
    content: bytes = b""


def keep(waiting: Waiting) -> str:
    """Keep the file; return the token by which its sender finds it again."""
    token = secrets.token_urlsafe(18)
    facts = {name: value for name, value in asdict(waiting).items() if name != "content"}
    packed = json.dumps(facts).encode() + b"\n" + waiting.content
    default_storage.save(_path(token), ContentFile(packed))
    return token


def fetch(token: str, *, event, user, now=None) -> Waiting | None:
    """The file of this token; None where it is gone, too old or somebody else's."""
    now = now or timezone.now()
    try:
        if default_storage.get_modified_time(_path(token)) < now - LASTS:
            return None
        with default_storage.open(_path(token)) as file:
            head, _, content = file.read().partition(b"\n")
    except FileNotFoundError:
        return None
    waiting = Waiting(**json.loads(head), content=content)
    return waiting if (waiting.event, waiting.user) == (event.pk, user.pk) else None


def forget(token: str) -> None:
    default_storage.delete(_path(token))


def forget_old(now=None) -> int:
    """Destroy the files that nobody said yes or no to within a day."""
    now = now or timezone.now()
    forgotten = 0
    with suppress(FileNotFoundError):  # nothing was ever sent, or another worker was here first
        for token in default_storage.listdir(FOLDER)[1]:
            if default_storage.get_modified_time(_path(token)) < now - LASTS:
                forget(token)
                forgotten += 1
    return forgotten


def tidy_name(name: str) -> str:
    """The name of a file as it is shown: its last part, not longer than the column."""
    return PurePath(name).name[-NAME_LENGTH:] or "reporte"


def _path(token: str) -> str:
    return f"{FOLDER}/{token}"
