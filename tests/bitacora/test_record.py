"""The record: who did what; it outlives its things and nobody rewrites it."""

import pytest
from django.db import DatabaseError, transaction

from bitacora.models import Entry
from bitacora.record import record
from tests.make import make_event, make_user

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_to_which():
    user, event = make_user(email="ana@example.org"), make_event(title="Primera")
    entry = record("event.published", event, by=user, reason="Acuerdo")
    assert (entry.actor_label, entry.actor_id) == ("ana@example.org", str(user.pk))
    assert (entry.thing_type, entry.thing_id, entry.thing_label) == (
        "jornadas.event",
        str(event.pk),
        "Primera",
    )
    assert entry.detail == {"reason": "Acuerdo"}


def test_an_entry_outlives_what_it_tells_of():
    event = make_event()
    record("event.deleted", event, by="sistema")
    event.delete()
    assert list(Entry.objects.values_list("action", flat=True)) == ["event.deleted"]


def test_the_database_refuses_to_rewrite_an_entry():
    entry = record("event.published", by="sistema")
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(actor_label="otra persona")
    entry.refresh_from_db()
    assert entry.actor_label == "sistema"
