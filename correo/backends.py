"""Mail without a mail server: every message one .eml file."""

import uuid
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


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
