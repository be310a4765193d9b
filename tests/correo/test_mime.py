"""A mail is as simple as what it carries, and what calendars read stands where they look for it."""

from email import message_from_bytes, policy

import pytest
from django.core.mail import BadHeaderError

from correo.mime import Letter, kept_parts
from correo.registry import Attachment, CalendarObject, Mail

PICTURE = Attachment("pase.png", b"PNG", "image/png", "pase")
SHEET = Attachment("año.csv", "uno,ñ".encode(), "text/csv")


def calendar(method="REQUEST", name="evento.ics", summary="Reunión") -> CalendarObject:
    lines = ["BEGIN:VCALENDAR", f"METHOD:{method}", f"SUMMARY:{summary}", "END:VCALENDAR", ""]
    return CalendarObject(method, "\r\n".join(lines).encode(), name)


def arrived(mail: Mail, to="ana@example.org"):
    """The mail as its reader gets it."""
    letter = Letter(mail, to=to, message_id="<una@example.org>")
    return message_from_bytes(letter.message().as_bytes(linesep="\r\n"), policy=policy.default)


def shape(part):
    kind = part.get_content_type()
    if part.is_multipart():
        return {kind.removeprefix("multipart/"): [shape(one) for one in part.iter_parts()]}
    return " ".join(filter(None, [kind, part.get_param("method"), part.get_filename()]))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "text/plain"),
        ({"html": "<p>"}, {"alternative": ["text/plain", "text/html"]}),
        (
            {"html": "<p>", "attachments": [PICTURE]},
            {"alternative": ["text/plain", {"related": ["text/html", "image/png pase.png"]}]},
        ),
        ({"attachments": [PICTURE]}, {"mixed": ["text/plain", "image/png pase.png"]}),
        ({"attachments": [SHEET]}, {"mixed": ["text/plain", "text/csv año.csv"]}),
        (
            {"html": "<p>", "calendars": [calendar()]},
            {"alternative": ["text/plain", "text/html", "text/calendar REQUEST"]},
        ),
        (
            {
                "html": "<p>",
                "attachments": [PICTURE, SHEET],
                "calendars": [calendar(), calendar("CANCEL", "segunda.ics")],
            },
            {
                "mixed": [
                    {
                        "alternative": [
                            "text/plain",
                            {"related": ["text/html", "image/png pase.png"]},
                            "text/calendar REQUEST",
                        ]
                    },
                    "text/calendar CANCEL segunda.ics",
                    "text/csv año.csv",
                ]
            },
        ),
    ],
)
def test_a_mail_has_only_the_boxes_it_needs(more, expected):
    assert shape(arrived(Mail("Asunto", "Texto", **more))) == expected


def test_what_is_read_is_what_was_written_in_seven_bits():
    long = "Una línea larguísima de ñandúes: " + "ñ" * 1200
    mail = Mail("Sesión", long, f"<p>{long}</p>", [PICTURE], [calendar(summary=long)])
    letter = Letter(mail, to="ana@example.org", message_id="<una@example.org>").message()
    raw = letter.as_bytes(linesep="\r\n")
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    text, related, event = arrived(mail).iter_parts()
    page, picture = related.iter_parts()
    assert [one.get_content().strip() for one in (text, page)] == [long, f"<p>{long}</p>"]
    assert (picture.get_content(), picture["Content-ID"], picture.get_content_disposition()) == (
        b"PNG",
        "<pase>",
        "inline",
    )
    assert event.get_payload(decode=True).replace(b"\r\n", b"\n") == mail.calendars[
        0
    ].content.replace(b"\r\n", b"\n")
    assert event["Content-Type"] == 'text/calendar; charset="utf-8"; method="REQUEST"'


def test_the_headers_are_ours_and_those_of_the_mail():
    stop = f"<https://jornadas.example.org/correo/baja/{'x' * 90}/>"
    mail = Mail(
        "Tu pase: sesión\nde datos",
        "Texto",
        headers={"List-Unsubscribe": stop, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    message = arrived(mail, to="josé@ñandú.example.org")
    del message["Date"]
    # A long header begins on the next line, and its value with the blank that says so.
    assert {name: value.strip() for name, value in message.items()} == {
        "Content-Type": 'text/plain; charset="utf-8"',
        "MIME-Version": "1.0",
        "Content-Transfer-Encoding": "quoted-printable",
        "Subject": "Tu pase: sesión de datos",
        "From": "Jornadas <jornadas@testserver>",
        "To": "josé@xn--and-6ma2c.example.org",
        "Message-ID": "<una@example.org>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": stop,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_a_header_of_two_lines_is_refused():
    mail = Mail("Asunto", "Texto", headers={"X-Nota": "uno\r\nBcc: otra@example.org"})
    with pytest.raises(BadHeaderError):
        arrived(mail)


def test_a_calendar_that_says_another_method_than_its_object_is_not_made():
    with pytest.raises(ValueError, match=r"evento\.ics is no CANCEL"):
        CalendarObject("CANCEL", calendar("REQUEST").content)


def test_calendars_are_kept_in_full_and_files_by_name():
    mail = Mail("Asunto", "Texto", "<p>", [PICTURE, SHEET], [calendar("CANCEL")])
    assert kept_parts(mail) == [
        {
            "name": "evento.ics",
            "mime": "text/calendar",
            "method": "CANCEL",
            "text": "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nSUMMARY:Reunión\r\nEND:VCALENDAR\r\n",
        },
        {"name": "pase.png", "mime": "image/png", "size": 3},
        {"name": "año.csv", "mime": "text/csv", "size": 6},
    ]
