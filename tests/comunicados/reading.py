"""The parts of a mail, as who gets it reads them."""

from email import message_from_bytes, policy


def part(mail, mime: str):
    """The first part of this type."""
    whole = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
    return next(one for one in whole.walk() if one.get_content_type() == mime)
