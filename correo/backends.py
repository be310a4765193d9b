"""How mail leaves: over a mail server, whose time is used, or as files where there is none."""

import smtplib
import uuid
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.mail.backends import smtp
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


def _nothing() -> None:
    pass


class _Thinking:
    """Calls `meanwhile` when a server has a whole message and thinks about it.

    That is where relays take their time: they may scan, store and forward before they answer (RFC
    5321, 4.5.3.2.6). `meanwhile` must not raise: the answer has not been read.
    """

    meanwhile: Callable[[], None] = staticmethod(_nothing)

    def send(self, s) -> None:
        super().send(s)
        if isinstance(s, bytes):  # commands are text: this was the body of a message
            self.meanwhile()


class _Smtp(_Thinking, smtplib.SMTP):
    pass


class _SmtpSsl(_Thinking, smtplib.SMTP_SSL):
    pass


class SmtpBackend(smtp.EmailBackend):
    """Django's, with something to do while the server thinks."""

    meanwhile: Callable[[], None] = staticmethod(_nothing)

    @property
    def connection_class(self):
        return _SmtpSsl if self.use_ssl else _Smtp

    def open(self):
        is_new = super().open()
        if is_new:
            self.connection.meanwhile = lambda: self.meanwhile()
        return is_new


class EmlFileBackend(BaseEmailBackend):
    """Write each message to `EMAIL_FILE_PATH`, named so that files sort by time."""

    def send_messages(self, email_messages) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.localtime():%Y%m%d-%H%M%S-%f}-{uuid.uuid4().hex[:8]}.eml"
            part = folder / f".{name}"
            part.touch(mode=0o600)
            part.write_bytes(message.message().as_bytes())
            part.rename(folder / name)  # a reader never sees half a message
        return len(email_messages)
