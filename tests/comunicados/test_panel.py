"""The pages: write, review, confirm, follow; each button its round."""

import pytest
from django.urls import reverse
from django.utils import timezone

from bitacora.models import Entry
from comunicados import sending
from comunicados.models import Announcement, Letterhead, Oficio
from comunicados.panel_urls import urlpatterns
from correo.models import Message
from padron.models import Organizer
from padron.roles import Role
from tests.comunicados.test_oficios import invite
from tests.jornadas.reading import heading, words
from tests.make import (
    make_body,
    make_enlace,
    make_event,
    make_person,
    make_registration,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db

POST_ONLY = {
    "panel_announcement_test",
    "panel_announcement_pause",
    "panel_announcement_resume",
    "panel_announcement_duplicate",
}


@pytest.fixture
def event():
    event = make_event(slug="jornada", title="Primera Jornada")
    for name, email in [("Ana", "ana@example.org"), ("Beto", "beto@example.org"), ("Caro", "")]:
        make_registration(event, make_person(given_names=name, first_surname=name, email=email))
    Message.objects.all().delete()
    return event


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(None, Role.STAFF, email="yo@example.org"))


def draft(event, **fields) -> Announcement:
    facts = {"audience": "confirmed", "subject": "Aviso", "text": "Hola, {nombre}."} | fields
    return Announcement.objects.create(event=event, **facts)


def at(name: str, announcement=None) -> str:
    return reverse(name, args=["jornada", *([announcement.pk] if announcement else [])])


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def addresses(event) -> dict[str, str]:
    known = {"slug": event.slug, "pk": draft(event, audience="enlaces").pk, "number": 1}
    return {
        one.name: reverse(one.name, kwargs={name: known[name] for name in one.pattern.converters})
        for one in urlpatterns
    }


def test_nobody_but_staff_of_the_organizer_learns_of_it(client, event):
    def answers() -> set[int]:
        return {
            (client.post if name in POST_ONLY else client.get)(page).status_code
            for name, page in pages.items()
        }

    pages = addresses(event)
    assert answers() == {302}
    sign_in(client, make_user(make_person()))
    assert answers() == {404}
    stranger = make_user(None, Role.STAFF)
    stranger.role_grants.update(organizer=Organizer.objects.create(slug="otro"))
    sign_in(client, stranger)
    assert answers() == {404}


def test_what_does_something_is_asked_for_by_post_alone(staff, event):
    pages = addresses(event)
    assert {staff.get(pages[name]).status_code for name in POST_ONLY} == {405}


def test_an_announcement_is_written_reviewed_tested_and_sent(staff, event):
    staff.get(at("panel_announcement_add"))
    typed = {"subject": "Trae tu equipo", "text": "Hola, {nombre}.", "audience": "confirmed"}
    review = staff.post(at("panel_announcement_add"), typed, follow=True)
    announcement = Announcement.objects.get()
    assert heading(review) == "Trae tu equipo"
    said = words(review)
    for part in [
        "2 personas lo reciben",
        "1 sin correo: ver quiénes",
        "1 de 3: Ana Ana Trae tu equipo Hola, Ana.",
        "Seguir: enviar a 2 personas",
    ]:
        assert part in said
    tested = staff.post(at("panel_announcement_test", announcement), follow=True)
    assert told(tested) == ["La prueba va en camino a tu correo."]
    question = staff.get(at("panel_announcement_send", announcement))
    assert heading(question) == "¿Enviar a 2 personas?"
    sent = staff.post(at("panel_announcement_send", announcement), {"expected": "3"}, follow=True)
    assert told(sent) == ["Empezó el envío."]
    sending.write_next()
    followed = words(staff.get(at("panel_announcement", announcement)))
    assert "2 de 3 mensajes escritos" in followed
    assert "2 en la fila del correo" in followed
    assert "1 sin correo" in followed
    to = Message.objects.filter(kind="comunicados.announcement").values_list("to", flat=True)
    assert sorted(to) == ["ana@example.org", "beto@example.org", "yo@example.org"]


def test_the_review_goes_from_one_person_to_the_next_and_leaves_a_record(staff, event):
    announcement = draft(event)
    page = staff.get(at("panel_announcement", announcement), {"n": "2"})
    assert "2 de 3: Beto Beto Aviso Hola, Beto. Anterior Siguiente" in words(page)
    beyond = staff.get(at("panel_announcement", announcement), {"n": "99"})
    assert "3 de 3: Caro Caro Aviso Hola, Caro. Anterior" in words(beyond)
    looks = Entry.objects.about(announcement).looks().values_list("action", "people")
    assert list(looks) == [("people.listed", 1)] * 2


def test_who_has_no_mailbox_is_named_and_the_look_recorded(staff, event):
    announcement = draft(event)
    page = staff.get(at("panel_announcement_without_mailbox", announcement))
    body = event.registrations.get(person__given_names="Caro").body
    assert page.context["rows"] == [f"Caro, Caro, {body}"]
    assert Entry.objects.about(announcement).get().people == 1


def test_a_list_that_changed_is_not_sent_and_says_so(staff, event):
    announcement = draft(event)
    make_registration(event)
    page = staff.post(at("panel_announcement_send", announcement), {"expected": "3"}, follow=True)
    assert told(page) == [
        "La lista cambió mientras la revisabas: ahora son 4 y no 3. Revísala y confirma otra vez."
    ]
    announcement.refresh_from_db()
    assert announcement.state == "draft"


def test_its_page_leads_to_its_own_messages_and_no_others(staff, event):
    announcement, other = draft(event), draft(event)
    for one in (announcement, other):
        sending.start(announcement=one, expected=3, by="prueba")
    sending.write_next()
    about = f"{reverse('panel_messages')}?sobre=comunicados.announcement:{announcement.pk}"
    html = staff.get(at("panel_announcement", announcement)).content.decode()
    assert f'href="{about}&amp;estado=queued"' in html
    listed = staff.get(f"{about}&estado=queued").context["page_obj"]
    assert {message.about_id for message in listed} == {str(announcement.pk)}
    assert sorted(message.to for message in listed) == ["ana@example.org", "beto@example.org"]


def test_pause_go_on_stop_each_say_what_they_did_or_why_not(staff, event):
    announcement = draft(event)
    said = [
        told(staff.post(at(f"panel_announcement_{name}", announcement), data, follow=True))
        for name, data in [
            ("pause", {}), ("send", {"expected": "3"}), ("resume", {}), ("pause", {}),
            ("resume", {}), ("stop", {}), ("resume", {}),
        ]
    ]  # fmt: skip
    assert said == [
        ["Ya no se está enviando."],
        ["Empezó el envío."],
        ["No está en pausa."],
        ["En pausa: no se escribe a nadie más."],
        ["El envío sigue donde se quedó."],
        ["Envío detenido."],
        ["No está en pausa."],
    ]


def test_only_a_draft_is_changed_or_deleted(staff, event):
    announcement = draft(event)
    staff.post(
        at("panel_announcement_edit", announcement),
        {"subject": "Otro", "text": "Adiós", "audience": "waitlisted"},
    )
    announcement.refresh_from_db()
    assert (announcement.subject, announcement.text, announcement.audience) == (
        "Otro",
        "Adiós",
        "waitlisted",
    )
    Announcement.objects.update(state="done", started_at=timezone.now(), finished_at=timezone.now())
    for name in ("edit", "delete"):
        page = at(f"panel_announcement_{name}", announcement)
        assert (staff.get(page).status_code, staff.post(page).status_code) == (404, 404)
    copied = staff.post(at("panel_announcement_duplicate", announcement))
    copy = Announcement.objects.first()
    assert (copied.url, copy.state) == (at("panel_announcement", copy), "draft")
    staff.post(at("panel_announcement_delete", copy))
    assert list(Announcement.objects.all()) == [announcement]


def test_an_oficio_asks_first_what_it_says_then_its_number_and_signature(staff, event):
    event.bodies.set([make_body("Ayuntamiento de Ozumba"), make_body("Morena")])
    make_enlace(event.bodies.first())
    asked = staff.post(
        at("panel_oficio_add"), {"subject": "Invitación", "text": "Se invita."}, follow=True
    )
    announcement = Announcement.objects.get()
    assert heading(asked) == "Datos del oficio"
    typed = {
        "place": "Metepec, Estado de México",
        "dated_on": "2027-10-26",
        "prefix": "INPRU/DP/",
        "first_number": "219",
        "signatory_name": "Adriana Peña",
        "signatory_post": "Directora",
    }
    review = words(staff.post(at("panel_letterhead", announcement), typed, follow=True))
    assert "2 sujetos obligados invitados 1 por correo a su enlace 1 para imprimir" in review
    assert "Números INPRU/DP/219/2027 al 220" in review
    pdf = staff.get(at("panel_oficio_draft", announcement))
    assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    staff.post(at("panel_announcement_send", announcement), {"expected": "2"})
    listed = staff.get(at("panel_oficios", announcement))
    assert [one.folio for one in listed.context["page_obj"]] == [
        "INPRU/DP/219/2027",
        "INPRU/DP/220/2027",
    ]
    one = reverse("panel_oficio", args=["jornada", announcement.pk, 219])
    for page, people in [(one, 1), (at("panel_oficios_print", announcement), 1)]:
        assert staff.get(page).content[:5] == b"%PDF-"
        assert (
            Entry.objects.filter(action="oficio.downloaded").order_by("pk").last().people == people
        )


def test_a_number_that_was_used_is_told_before_it_is_confirmed(staff, event):
    event.bodies.set([make_body("Morena")])
    sending.start(announcement=invite(event), expected=1, by="prueba")
    page = words(staff.get(at("panel_announcement", invite(event))))
    assert "El número 219 de 2027 ya es del oficio INPRU/DP/219/2027." in page
    assert "Seguir: enviar" not in page


def test_without_letters_or_data_there_is_nothing_to_print(staff, event):
    bare, begun = draft(event, audience="enlaces"), draft(event)
    assert staff.get(at("panel_oficio_draft", bare)).status_code == 404
    assert staff.get(at("panel_oficios_print", bare)).status_code == 404
    assert staff.get(at("panel_oficios", begun)).status_code == 404
    assert staff.get(at("panel_letterhead", begun)).status_code == 404
    assert staff.get(at("panel_announcement", bare)).url == at("panel_letterhead", bare)
    assert (Letterhead.objects.count(), Oficio.objects.count()) == (0, 0)


def test_the_list_costs_as_much_for_one_as_for_three(staff, event, django_assert_num_queries):
    for _ in (1, 2):
        draft(event)
        with django_assert_num_queries(9):
            staff.get(at("panel_announcements"))
        draft(event)


def test_the_oficios_cost_as_much_for_one_as_for_three(staff, event, django_assert_num_queries):
    for first, count in [(1, 1), (10, 3)]:
        event.bodies.set([make_body() for _ in range(count)])
        announcement = invite(event, first_number=first)
        sending.start(announcement=announcement, expected=count, by="prueba")
        with django_assert_num_queries(9):
            staff.get(at("panel_oficios", announcement))
