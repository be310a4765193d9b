"""A mail server that takes everything, and remembers who got which mail in which order."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller

from .site import free_port


class MailServer:
    """`arrived`: recipient and Message-ID of each copy, in the order they came; `last`: the last.

    `on_arrival` is called before the sender is answered, with the number of copies so far; the
    answer takes so many seconds as `takes` says.
    """

    def __init__(self, takes: float = 0):
        self.takes = takes
        self.port = free_port()
        self.on_arrival: Callable[[int], None] = lambda count: None
        self.arrived: list[tuple[str, str]] = []
        self.last = b""

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 — aiosmtpd's name
        self.last = envelope.content
        head = self.last.split(b"\r\n\r\n", 1)[0].decode("ascii")
        [line] = [one for one in head.split("\r\n") if one.lower().startswith("message-id:")]
        message_id = line.split(":", 1)[1].strip()
        self.arrived += [(to, message_id) for to in envelope.rcpt_tos]
        self.on_arrival(len(self.arrived))
        await asyncio.sleep(self.takes)
        return "250 OK"


@contextmanager
def mail_server(takes: float = 0) -> Iterator[MailServer]:
    server = MailServer(takes)
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
