"""A mail server that takes everything, and remembers who got which mail in which order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller

from .site import free_port


class MailServer:
    """`arrived`: recipient and Message-ID of each copy, in the order they came.

    `on_arrival` is called before the sender is answered, with the number of copies so far.
    """

    def __init__(self):
        self.port = free_port()
        self.on_arrival: Callable[[int], None] = lambda count: None
        self.arrived: list[tuple[str, str]] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 — aiosmtpd's name
        head = envelope.content.split(b"\r\n\r\n", 1)[0].decode("ascii")
        [line] = [one for one in head.split("\r\n") if one.lower().startswith("message-id:")]
        message_id = line.split(":", 1)[1].strip()
        self.arrived += [(to, message_id) for to in envelope.rcpt_tos]
        self.on_arrival(len(self.arrived))
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
