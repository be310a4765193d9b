"""Two workers at one outbox: every message once, and each stream in its order."""

import time
from collections import Counter
from email import message_from_bytes

import pytest

pytestmark = pytest.mark.slow

PEOPLE = 60
PATIENCE = 60


def test_two_workers_send_each_message_once_and_each_stream_in_order(site):
    written = site.scene("streams", people=PEOPLE)["streams"]
    stream_of = dict(written)
    folder = site.folder / "data" / "mail"
    with site.working(2):
        deadline = time.monotonic() + PATIENCE
        while len(list(folder.glob("*.eml"))) < len(written) and time.monotonic() < deadline:
            time.sleep(0.2)
        time.sleep(1)  # long enough for a second copy, if one were to come
    # File names sort by time.
    sent = [
        message_from_bytes(path.read_bytes())["Message-ID"] for path in sorted(folder.glob("*.eml"))
    ]
    assert Counter(sent) == Counter(message_id for message_id, _ in written)
    assert len(set(stream_of.values())) == PEOPLE
    for stream in set(stream_of.values()):
        in_order = [message_id for message_id, of in written if of == stream]
        assert [message_id for message_id in sent if stream_of[message_id] == stream] == in_order
    assert {(one["state"], one["attempts"]) for one in site.scene("messages")} == {("sent", 1)}
