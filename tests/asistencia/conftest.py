"""What the gate's tests share: a device that scans."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.make import make_device, make_event

TOKEN = "token-de-prueba"


@dataclass
class Gate:
    """A phone at the door. `at` counts minutes from the start of the event's first session."""

    event: object
    token: str = TOKEN
    name: str = "Puerta norte"
    client: Client = field(default_factory=Client)

    def __post_init__(self):
        self.device = make_device(self.event, token=self.token, gate=self.name)
        self.headers = {"Authorization": f"Bearer {self.token}"}

    def reading(self, code, *, at=5, direction="entry", **more):
        moment = self.event.sessions.order_by("starts_at").first().starts_at
        moment += timedelta(minutes=at)
        return {
            "id": str(uuid.uuid4()),
            "code": code,
            "scanned_at": moment.isoformat(),
            "direction": direction,
        } | more

    def post(self, path, body, **more):
        return self.client.post(
            f"/api/v1/checkin/{path}",
            body,
            content_type="application/json",
            headers=self.headers,
            **more,
        )

    def get(self, path, **query):
        return self.client.get(f"/api/v1/checkin/{path}", query, headers=self.headers)

    def send(self, *readings):
        response = self.post("scans", {"scans": list(readings)})
        assert response.status_code == 200, response.content
        return response.json()["results"]

    def scan(self, code, **more):
        return self.send(self.reading(code, **more))[0]


def begin(event):
    """Let the event's only session have begun half an hour ago."""
    now = timezone.now()
    event.sessions.update(
        starts_at=now - timedelta(minutes=30),
        ends_at=now + timedelta(minutes=30),
        day=timezone.localdate(now - timedelta(minutes=30)),
    )


@pytest.fixture
def event(db):
    return make_event(seats_in_person=2)


@pytest.fixture
def gate(event):
    return Gate(event)
