"""Oficios de invitación: one letter to each body, with a number that nobody else has."""

import io
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader

from comunicados import oficios, paper, previewing, sending, writing
from comunicados.forms import usual_letterhead
from comunicados.models import Announcement, Letterhead, Oficio
from correo.models import Message
from correo.sending import send_due
from jornadas.models import Event
from jornadas.refusal import Refusal
from padron.models import OrganizerIdentity
from tests.comunicados.reading import part
from tests.make import make_body, make_enlace, make_event, make_user

pytestmark = pytest.mark.django_db

BY = "prueba"


@pytest.fixture
def bodies():
    names = ["Ayuntamiento de Acambay de Ruíz Castañeda", "Secretaría de Salud", "Ñandú"]
    return [make_body(name) for name in names]


@pytest.fixture
def event(bodies):
    event = make_event(
        title="Primera Jornada de Sensibilización", slug="primera", bodies=bodies, modality="online"
    )
    event.sessions.update(day=date(2027, 11, 4), starts_at=None, ends_at=None)
    Event.objects.filter(pk=event.pk).update(registration_closes_at=None)
    make_enlace(bodies[0], given_names="María", first_surname="Núñez", title="Lic.")
    make_enlace(bodies[2], email="")
    return event


def invite(event, first_number=219, dated_on=date(2027, 10, 26), **fields) -> Announcement:
    announcement = Announcement.objects.create(
        event=event,
        audience="enlaces",
        subject="Invitación: {evento}",
        text="Se invita al personal de {sujeto_obligado}.",
        **fields,
    )
    Letterhead.objects.create(
        announcement=announcement,
        place="Metepec, Estado de México",
        dated_on=dated_on,
        prefix="INPRU/DP",
        first_number=first_number,
        basis="Con fundamento en el artículo 56.",
        signatory_name="Adriana Peña",
        signatory_post="Directora General",
        copies="Archivo.\nMinutario.",
    )
    return announcement


def begin(announcement, expected=3) -> Announcement:
    return sending.start(announcement=announcement, expected=expected, by=BY)


def words(pdf: bytes) -> list[str]:
    """The text of each page, as one line."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_each_body_gets_the_next_number_in_spanish_order(event):
    announcement = begin(invite(event))
    assert [(one.folio, one.body.name, one.is_mailed) for one in Oficio.objects.with_mailing()] == [
        ("INPRU/DP/219/2027", "Ayuntamiento de Acambay de Ruíz Castañeda", True),
        ("INPRU/DP/220/2027", "Ñandú", False),
        ("INPRU/DP/221/2027", "Secretaría de Salud", False),
    ]
    assert [one.folio for one in announcement.oficios.to_print()] == [
        "INPRU/DP/220/2027",
        "INPRU/DP/221/2027",
    ]


def test_a_number_is_never_used_twice_not_even_after_stopping(event):
    first = begin(invite(event))
    sending.stop(announcement=first, by=BY)
    with pytest.raises(Refusal) as refused:
        begin(invite(event, first_number=221))
    assert str(refused.value) == (
        "El número 221 de 2027 ya es del oficio INPRU/DP/221/2027. Ningún número se usa dos veces; "
        "el siguiente libre es 222."
    )
    begin(invite(event, first_number=221, dated_on=date(2028, 1, 10)))  # another year's series
    begin(invite(event, first_number=222))
    assert list(Oficio.objects.values_list("year", "number")) == [
        (2027, 219), (2027, 220), (2027, 221), (2027, 222), (2027, 223), (2027, 224),
        (2028, 221), (2028, 222), (2028, 223),
    ]  # fmt: skip


def test_the_database_refuses_a_number_that_was_given(event):
    begin(invite(event))
    twin = Oficio.objects.first()
    twin.pk, twin.announcement = None, invite(event)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_a_copy_takes_the_next_free_number_of_this_year(event):
    year = timezone.localdate().year
    announcement = begin(invite(event, dated_on=date(year, 1, 1)))
    copy = writing.duplicate(announcement=announcement, by=BY)
    assert str(copy.letterhead) == f"INPRU/DP/222/{year}"


def test_the_letter_says_all_that_custom_asks_for(event, settings):
    settings.SITE_URL = "https://jornadas.example"
    begin(invite(event))
    (page,) = words(paper.as_pdf([Oficio.objects.first().facts]))
    assert page == (
        "Instituto de Prueba Dirección de Prueba "
        "Asunto: Invitación: Primera Jornada de Sensibilización "
        "Oficio: INPRU/DP/219/2027 Metepec, Estado de México, a 26 de octubre de 2027 "
        "LIC. MARÍA NÚÑEZ TITULAR DE LA UNIDAD DE TRANSPARENCIA DEL AYUNTAMIENTO DE ACAMBAY DE "
        "RUÍZ CASTAÑEDA P R E S E N T E Con fundamento en el artículo 56. "
        "Se invita al personal de Ayuntamiento de Acambay de Ruíz Castañeda. "
        "Cuándo Jueves 4 de noviembre de 2027, hora por confirmar Modalidad Virtual "
        "Inscripción https://jornadas.example/jornadas/primera/ "
        "Sin otro particular, reciba un cordial saludo. ATENTAMENTE Adriana Peña Directora General "
        "c.c.p. Archivo. c.c.p. Minutario. INPRU/DP/219/2027 Página 1 de 1"
    )


def test_several_letters_in_one_file_have_each_their_own_pages(event):
    begin(invite(event))
    short, long, last = Oficio.objects.values_list("facts", flat=True)
    long["paragraphs"] = ["Se invita."] * 80
    pages = words(paper.as_pdf([short, long, last]))
    assert [page[-29:] for page in pages] == [
        "PRU/DP/219/2027 Página 1 de 1",
        "PRU/DP/220/2027 Página 1 de 3",
        "PRU/DP/220/2027 Página 2 de 3",
        "PRU/DP/220/2027 Página 3 de 3",
        "PRU/DP/221/2027 Página 1 de 1",
    ]


def test_what_a_letter_says_is_frozen_when_sending_begins(event, bodies):
    begin(invite(event))
    before = Oficio.objects.first().facts
    Event.objects.filter(pk=event.pk).update(title="Otro título")
    OrganizerIdentity.objects.update(name="Otro nombre")
    bodies[0].name = "Ayuntamiento renombrado"
    bodies[0].save()
    assert Oficio.objects.first().facts == before
    sending.write_next()
    assert Message.objects.get().context["letter"] == before


def test_the_enlace_gets_it_attached_and_the_others_are_for_paper(event, mailoutbox):
    announcement = begin(invite(event))
    assert sending.write_next() == 1
    send_due()
    (mail,) = mailoutbox
    enlace = announcement.recipients.get(state="written").person
    assert (mail.to, mail.subject) == (
        [enlace.email],
        "Invitación: Primera Jornada de Sensibilización",
    )
    letter = part(mail, "application/pdf")
    assert letter.get_filename() == "oficio-inpru-dp-219-2027.pdf"
    assert words(letter.get_content()) == words(paper.as_pdf([Oficio.objects.first().facts]))
    announcement.refresh_from_db()
    assert announcement.state == "done"


def test_the_enlace_of_two_bodies_gets_the_oficio_of_each(event, bodies):
    person = bodies[0].enlaces.get().person
    person.enlaces.create(body=bodies[1], starts_on="2020-01-01")
    begin(invite(event))
    sending.write_next()
    told = Message.objects.order_by("context__folio").values_list("to", "context__folio")
    assert list(told) == [
        (person.email, "INPRU/DP/219/2027"),
        (person.email, "INPRU/DP/221/2027"),
    ]


def test_a_test_is_a_draft_that_takes_no_number(event, mailoutbox):
    announcement = invite(event)
    user = make_user(None, "staff", email="yo@example.org")
    previewing.send_test(announcement=announcement, event=sending.read_event(announcement), by=user)
    send_due()
    (mail,) = mailoutbox
    assert (mail.subject, Oficio.objects.count()) == (
        "[Prueba] Invitación: Primera Jornada de Sensibilización",
        0,
    )
    (page,) = words(part(mail, "application/pdf").get_content())
    assert page.startswith("BORRADOR ")


def test_it_needs_its_data_and_an_event_that_people_can_open(event):
    bare = Announcement.objects.create(event=event, audience="enlaces", subject="A", text="B")
    with pytest.raises(Refusal, match="Faltan los datos del oficio"):
        begin(bare)
    Event.objects.filter(pk=event.pk).update(status=Event.Status.DRAFT)
    with pytest.raises(Refusal, match="Publica el evento"):
        begin(invite(event))
    assert Oficio.objects.count() == 0


def test_the_form_begins_with_what_the_data_say(event):
    OrganizerIdentity.objects.update(
        address="Carretera Toluca-Ixtapan # 111,\nColonia La Michoacana; Metepec, Estado de México",
        legal_basis="Artículo 56 de la Ley.\nPolítica Novena.",
    )
    begin(invite(event))
    today = date(2027, 10, 27)
    assert usual_letterhead(sending.read_event(invite(event)), today) == {
        "place": "Metepec, Estado de México",
        "dated_on": today,
        "prefix": "INPRU/DP",
        "first_number": 222,
        "basis": "Con fundamento en: Artículo 56 de la Ley; Política Novena.",
    }
    assert oficios.next_number(event.program.organizer, 2028) == 1
