"""Keys that several processes make or replace at once."""

import os
import time

from documentos.models import SealingKey
from documentos.sealing import keys, seals


def seal(at: float) -> dict:
    """Seal at this moment of the clock, whether there is a key or not."""
    _wait(at)
    sealed = seals.seal("hola")
    return {"key_id": sealed.key_id, "signature": sealed.signature}


def settle(at: float) -> dict:
    """What a process does at its start."""
    _wait(at)
    keys.settle()
    return {"key_id": keys.standing("snapshot").key_id}


def rotate(at: float) -> dict:
    _wait(at)
    return {"key_id": keys.rotate("snapshot", by="prueba").key_id}


def told() -> dict:
    """The published keys, and whose files there are."""
    from django.conf import settings

    found = SealingKey.objects.filter(use="snapshot")
    return {
        "standing": [key.key_id for key in found if not key.retired_at],
        "retired": sorted(key.key_id for key in found if key.retired_at),
        "files": sorted(
            name.removesuffix(".pem").rsplit("-", 1)[1]
            for name in os.listdir(settings.DATA_DIR / "keys")
            if name.startswith("seal-snapshot-")
        ),
    }


def check(sealed: list) -> dict:
    """Whether each seal holds by the half that is published under its key."""
    publics = dict(SealingKey.objects.values_list("key_id", "public"))
    return {
        "holds": [
            seals.is_sealed("hola", one["signature"], publics[one["key_id"]]) for one in sealed
        ]
    }


def _wait(at: float) -> None:
    time.sleep(max(0, at - time.time()))
