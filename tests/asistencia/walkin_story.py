"""A door to which people come without a registration."""

import uuid

from django.utils import timezone

from asistencia.models import WalkIn


def arrival(of=None, **fields):
    return {
        "id": str(uuid.uuid4()),
        "given_names": "Ana",
        "first_surname": "Ruiz",
        "body": of and of.pk,
        "body_said": "" if of else "Ayuntamiento de Metepec",
        "came_at": timezone.now().isoformat(),
    } | fields


def come(gate, body=None, **fields):
    answer = gate.post("walkins", arrival(body, **fields))
    assert answer.status_code == 200, answer.content
    return WalkIn.objects.get(pk=answer.json()["id"])


def status(gate) -> dict:
    told = gate.get("status").json()
    return {name: told["counts"][name] for name in ("entered", "inside", "walkins")} | {
        "capacity": told["capacity"],
        "free": told["free"],
    }
