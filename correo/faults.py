"""What went wrong with a mail, in a sentence for staff, and whether another try could help."""

import smtplib

LONGEST = 300


def is_for_good(fault: BaseException) -> bool:
    """Whether the server refused this address or this mail, and will again (RFC 5321, 4.2.1)."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in fault.recipients.values())
    return isinstance(fault, smtplib.SMTPDataError) and fault.smtp_code >= 500


def sentence(fault: BaseException) -> str:
    """What happened, and what the server answered."""
    return f"{_beginning(fault)}: {_answer(fault)}"[:LONGEST]


def _beginning(fault: BaseException) -> str:
    match fault:
        case smtplib.SMTPRecipientsRefused() if is_for_good(fault):
            return "El servidor de correo rechazó la dirección"
        case smtplib.SMTPRecipientsRefused():
            return "El servidor de correo no aceptó por ahora la dirección"
        case smtplib.SMTPDataError() if is_for_good(fault):
            return "El servidor de correo rechazó el mensaje"
        case smtplib.SMTPSenderRefused():
            return "El servidor de correo no aceptó al remitente (DEFAULT_FROM_EMAIL)"
        case smtplib.SMTPAuthenticationError():
            return "El servidor de correo no aceptó el usuario o la contraseña (EMAIL_URL)"
        case smtplib.SMTPResponseException():
            return "El servidor de correo no aceptó por ahora el mensaje"
        case OSError():
            return "No se pudo hablar con el servidor de correo"
    return "El mensaje no se pudo redactar"


def _answer(fault: BaseException) -> str:
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return "; ".join(_reply(code, said) for code, said in fault.recipients.values())
    if isinstance(fault, smtplib.SMTPResponseException):
        return _reply(fault.smtp_code, fault.smtp_error)
    return f"{type(fault).__name__}: {fault}"


def _reply(code: int, said: bytes | str) -> str:
    """The answer in one line, its code first."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join([str(code), *words.split()])
