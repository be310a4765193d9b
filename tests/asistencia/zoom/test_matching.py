"""Whose presence it is: certain, or left to a person; never somebody else's."""

import pytest

from asistencia.models import ZoomMemory
from asistencia.zoom.importing import preview
from asistencia.zoom.names import bot, codes_in, name_key
from jornadas.codes import make_code, online_code, spoken_online
from jornadas.registration import cancel
from padron.models import BodyAlias
from tests.make import make_body, make_person

from .scene import code_of, online_event, registered, report, row

pytestmark = pytest.mark.django_db


def whose(event, *rows: str) -> list[tuple[str, str, object]]:
    """State, how and whose registration, of each attendee in the order of the report."""
    outcome = preview(event=event, content=report(*rows), file_name="reporte.csv")
    return [(one.state, one.how, one.registration) for one in outcome.attendees]


OPEN = ("to_confirm", "", None)


@pytest.fixture
def event():
    return online_event()


@pytest.fixture
def sofia(event):
    body = make_body("Sistema Municipal DIF de Prueba", acronym="DIF Prueba")
    return registered(
        event,
        body,
        given_names="Sofía",
        first_surname="Muñoz",
        second_surname="Peña",
        email="sofia@example.org",
    )


# ── By the personal code ─────────────────────────────────────────────────────────────────────────


def ways_to_write(code: str) -> list[str]:
    plain = code.replace("-", "")
    return [
        f"{code} Sofía",
        f"Sofía {code}",
        f"{plain} Sofía",
        f"{code.lower()} sofía",
        f"{plain[:3]} {plain[3:]} Sofía",
        f"{plain[:3]} - {plain[3:]} - Sofía",
        f"{plain[:3]}–{plain[3:]}_Sofía",
        f"({code}) Sofía",
        f"{code.replace('0', 'O').replace('1', 'l')} Sofía",
        f"iPhone ({code} Sofía)",
        f"DIF: {code}",
    ]


def test_by_the_code_wherever_and_however_it_is_written(event, sofia):
    for name in ways_to_write(code_of(sofia)):
        assert whose(event, row(name)) == [("matched", "code", sofia)], name


def test_a_code_goes_before_the_mailbox_of_somebody_else(event, sofia):
    other = registered(event)
    assert whose(event, row(f"{code_of(sofia)} Sofía", other.person.email)) == [
        ("matched", "code", sofia)
    ]


def test_two_codes_are_nobodys(event, sofia):
    other = registered(event)
    assert whose(event, row(f"{code_of(sofia)} {code_of(other)}")) == [OPEN]
    assert whose(event, row(f"{code_of(sofia)} ({code_of(other)})")) == [OPEN]


def test_a_code_mistyped_or_of_another_event_is_none(event, sofia):
    code = code_of(sofia)
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    elsewhere = code_of(registered(online_event()))
    rows = [row(f"{wrong} Sofía"), row(f"{elsewhere} Sofía"), row(f"9{code} Sofía")]
    assert whose(event, *rows) == [OPEN] * 3


def test_a_code_that_two_share_is_nobodys(event, sofia):
    other = registered(event)
    # Two passes whose codes for Zoom are the same: about one in a thousand millions.
    for registration, code in ((sofia, "8MG5T0AXJP2WV"), (other, "G3MVGXFTGHSDT")):
        registration.code = code
        registration.save()
    assert code_of(sofia) == code_of(other) == "M46-3EFW"
    assert whose(event, row("M46-3EFW Sofía")) == [OPEN]


def test_no_name_is_taken_for_a_code():
    for name in ("Ana Peña", "ANA LOLA", "LUZ IBÁÑ", "Eva Olid Gil Cobo", "UTE SOLO", "Zoé Boli"):
        assert codes_in(name, name.upper()) == set()
    code = online_code(make_code())
    assert codes_in(f"x {spoken_online(code)} y") == {code}


# ── By the mailbox ───────────────────────────────────────────────────────────────────────────────


def test_by_the_mailbox_whatever_the_name(event, sofia):
    rows = [row("iPhone", "sofia@example.org"), row("Sofi", " Sofia@Example.ORG ")]
    assert whose(event, *rows) == [("matched", "email", sofia)] * 2


def test_a_mailbox_of_two_registered_people_is_nobodys(event, sofia):
    registered(event, email="sofia@example.org")
    assert whose(event, row("Sofía Muñoz Peña", "sofia@example.org")) == [OPEN]


def test_a_mailbox_shared_with_somebody_who_is_not_registered_is_nobodys(event, sofia):
    make_person(email="sofia@example.org")
    assert whose(event, row("DIF Prueba", "sofia@example.org")) == [OPEN]


def test_a_colleague_in_somebodys_account_is_not_that_person(event, sofia):
    raul = registered(event, sofia.body, given_names="Raúl", first_surname="Ibáñez")
    rows = [row("Raúl Ibáñez", "sofia@example.org"), row("Raúl I", "sofia@example.org")]
    assert whose(event, *rows) == [OPEN, ("matched", "email", sofia)]
    assert raul.body == sofia.body


def test_who_cancelled_is_matched_no_more(event, sofia):
    sofia.event.sessions.update(day=None, starts_at=None, ends_at=None)
    cancel(registration=sofia, by="prueba")
    event.sessions.update(day="2022-02-08")
    assert whose(event, row("Sofía Muñoz Peña", "sofia@example.org")) == [OPEN]


# ── By name and body ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name",
    [
        "Sofía Muñoz Peña - DIF Prueba",
        "SOFIA MUNOZ PEÑA | dif prueba",
        "Muñoz Peña, Sofía (DIF Prueba)",
        "DIF Prueba: Sofía Muñoz Peña",
        "Sofía Muñoz Peña Sistema Municipal DIF de Prueba",
        "Sofía Muñoz Peña (DIF Prueba)",
        "iPhone (Sofía Muñoz Peña – DIF Prueba)",
        "Sofía Muñoz Peña / dif de prueba",
    ],
)
def test_by_the_whole_name_and_the_body_written_beside_it(event, sofia, name):
    BodyAlias.objects.create(body=sofia.body, spelling="DIF de Prueba")
    assert whose(event, row(name)) == [("matched", "name", sofia)]


@pytest.mark.parametrize(
    "name",
    [
        "Sofía Muñoz Peña",
        "Sofía Muñoz - DIF Prueba",
        "Sofía Muñoz Peñas - DIF Prueba",
        "Sofía Muñoz Peña - DIF",
        "Sofía Muñoz Peña - DIF Prueba - iPhone",
        "Sofía Muñoz Peña - Ayuntamiento de Otro",
        "DIF Prueba",
    ],
)
def test_less_or_other_than_that_is_left_to_a_person(event, sofia, name):
    make_body("Ayuntamiento de Otro")
    assert whose(event, row(name)) == [OPEN]


def test_two_of_the_same_name_and_body_are_left_to_a_person(event, sofia):
    same = {"given_names": "Sofia", "first_surname": "Munoz", "second_surname": "Pena"}
    assert whose(event, row("Sofía Muñoz Peña - DIF Prueba")) == [("matched", "name", sofia)]
    # Not registered, but it might have been her.
    make_person(sofia.body, **same)
    assert whose(event, row("Sofía Muñoz Peña - DIF Prueba")) == [OPEN]


def test_two_of_the_same_name_in_two_bodies_are_told_apart_by_the_body(event, sofia):
    other = registered(
        event,
        make_body("Ayuntamiento de Otro"),
        given_names="Sofía",
        first_surname="Muñoz",
        second_surname="Peña",
    )
    rows = [
        row("Sofía Muñoz Peña - DIF Prueba"),
        row("Sofía Muñoz Peña - Ayuntamiento de Otro"),
        row("Sofía Muñoz Peña"),
    ]
    assert whose(event, *rows) == [("matched", "name", sofia), ("matched", "name", other), OPEN]


def test_an_acronym_that_two_bodies_share_is_no_body(event, sofia):
    make_body("Otro DIF", acronym="DIF Prueba")
    assert whose(event, row("Sofía Muñoz Peña - DIF Prueba")) == [OPEN]


# ── Nobody's presence ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name",
    [
        "Otter.ai",
        "Fireflies.ai Notetaker",
        "Sofía's Notetaker (Otter.ai)",
        "read.ai meeting notes",
        "AI Notetaker",
        "Zoom AI Companion",
        "OtterPilot de Sofía",
    ],
)
def test_programs_that_take_notes_are_nobody_whatever_their_mailbox(event, sofia, name):
    rows = [row(name, "sofia@example.org"), row(name)]
    assert whose(event, *rows) == [("ignored", "bot", None)] * 2


@pytest.mark.parametrize("name", ["Ana Otero", "Jamie Read", "Luz Notario", "Fredo Fathom"])
def test_a_name_is_no_program(name):
    assert bot(name) == ""


def test_whom_zoom_calls_host_is_nobody(event, sofia):
    rows = [row("Sofía (Host)", "sofia@example.org"), row("Sofía (Anfitrión)")]
    assert whose(event, *rows) == [("ignored", "host", None)] * 2


# ── As it was decided before ─────────────────────────────────────────────────────────────────────


def remember(name: str, email: str, person):
    ZoomMemory.objects.create(
        name_key=name_key(name, ""), email=email, person=person, decided_by="prueba"
    )


def test_what_was_settled_of_this_name_and_mailbox_holds(event, sofia):
    remember("Sofi", "sofi@example.com", sofia.person)
    remember("Sala de juntas", "sala@example.com", None)
    rows = [
        row("SOFI", "sofi@example.com"),
        row("Sala de Juntas", "sala@example.com"),
        row("Sofi", "otra@example.com"),
        row("Sofi B", "sofi@example.com"),
    ]
    assert whose(event, *rows) == [
        ("matched", "remembered", sofia),
        ("ignored", "remembered", None),
        OPEN,
        OPEN,
    ]


def test_without_a_mailbox_it_is_only_suggested(event, sofia):
    remember("Sofi", "", sofia.person)
    outcome = preview(event=event, content=report(row("Sofi")), file_name="x.csv")
    (seen,) = outcome.attendees
    assert seen.state == "to_confirm"
    assert [(one.registration, one.why) for one in seen.suggestions] == [
        (sofia, "En otro reporte se decidió que es esta persona.")
    ]


def test_who_was_settled_and_is_not_registered_here_is_nobody_else(event, sofia):
    remember("Sofi", "sofia@example.org", make_person())
    assert whose(event, row("Sofi", "sofia@example.org")) == [OPEN]


def test_a_program_by_name_that_a_person_said_is_somebody_is(event, sofia):
    remember("Meeting Notes", "sofi@example.com", sofia.person)
    assert whose(event, row("Meeting Notes", "sofi@example.com")) == [
        ("matched", "remembered", sofia)
    ]


# ── Names ────────────────────────────────────────────────────────────────────────────────────────


def test_one_name_in_two_spellings_is_one_and_names_in_any_script_stay_apart():
    assert name_key("JOSÉ  Peña.", "") == name_key("Jose Pena", "")
    apart = ["李明", "王芳", "🙂", "🙃", "Ana", "Ана", "-", "Ana 李"]
    assert len({name_key(name, "") for name in apart}) == len(apart)
    long = ["x" * 900 + "a", "x" * 900 + "b"]
    keys = {name_key(name, name) for name in long}
    assert (len(keys), {len(key) for key in keys}) == (2, {420})


def test_matching_asks_the_same_of_one_and_of_thirty(event, django_assert_num_queries):
    for people in (1, 30):
        rows = []
        for n in range(people):
            one = registered(event)
            rows += [row(code_of(one)), row(f"N{n}", one.person.email), row(f"Alguien {n}")]
        content = report(*rows)
        # The sessions (twice), an earlier report, the members, two of what is shared, memories,
        # two of bodies, the attendees known; the registrations suggested are none here.
        with django_assert_num_queries(10):
            outcome = preview(event=event, content=content, file_name="x.csv")
            assert [one.suggestions for one in outcome.attendees if one.state == "to_confirm"]
