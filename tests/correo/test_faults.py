"""Staff read what a server said, and what they can do about it."""

import smtplib

import pytest

from correo.faults import is_for_good, sentence


def refused(*answers):
    return smtplib.SMTPRecipientsRefused(
        {f"p{n}@example.org": answer for n, answer in enumerate(answers)}
    )


@pytest.mark.parametrize(
    ("fault", "for_good", "words"),
    [
        (
            refused((550, b"5.1.1 No such\r\nuser")),
            True,
            "El servidor de correo rechazó la dirección: 550 5.1.1 No such user",
        ),
        (
            refused((450, b"greylisted")),
            False,
            "El servidor de correo no aceptó por ahora la dirección: 450 greylisted",
        ),
        (
            refused((550, b"no"), (450, b"later")),
            False,
            "El servidor de correo no aceptó por ahora la dirección: 550 no; 450 later",
        ),
        (
            smtplib.SMTPDataError(554, "contenido prohibido: \xf1".encode()),
            True,
            "El servidor de correo rechazó el mensaje: 554 contenido prohibido: ñ",
        ),
        (
            smtplib.SMTPDataError(452, b"full"),
            False,
            "El servidor de correo no aceptó por ahora el mensaje: 452 full",
        ),
        (
            smtplib.SMTPSenderRefused(550, b"not yours", "jornadas@example.org"),
            False,
            "El servidor de correo no aceptó al remitente (DEFAULT_FROM_EMAIL): 550 not yours",
        ),
        (
            smtplib.SMTPAuthenticationError(535, b"bad"),
            False,
            "El servidor de correo no aceptó el usuario o la contraseña (EMAIL_URL): 535 bad",
        ),
        (
            smtplib.SMTPServerDisconnected("closed"),
            False,
            "No se pudo hablar con el servidor de correo: SMTPServerDisconnected: closed",
        ),
        (
            TimeoutError("timed out"),
            False,
            "No se pudo hablar con el servidor de correo: TimeoutError: timed out",
        ),
        (KeyError("event"), False, "El mensaje no se pudo redactar: KeyError: 'event'"),
    ],
)
def test_a_fault_says_what_happened_and_whether_to_try_again(fault, for_good, words):
    assert (is_for_good(fault), sentence(fault)) == (for_good, words)


def test_a_long_answer_fits_its_column():
    assert len(sentence(smtplib.SMTPDataError(554, b"x" * 900))) == 300
