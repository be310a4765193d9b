"""The reports of an event in the panel: sent, shown before they change anything, withdrawn."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from asistencia import zoom_uploads
from asistencia.models import ZoomAttendee, ZoomReport
from asistencia.zoom.importing import import_report
from bitacora.models import Entry
from padron.roles import Role
from tests.make import make_event, make_person, make_registration, make_user, sign_in

from .making import csv_report, held, make_attendee, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """What is sent is kept here, so that nothing of another test is found."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def staff(client):
    client.user = make_user(None, Role.STAFF)
    return sign_in(client, client.user)


@pytest.fixture
def event():
    event = make_event(modality="online")
    person = make_person(given_names="María", first_surname="López", email="maria@example.org")
    event.maria = make_registration(event, person)
    return held(event)


MARIA = ("María", "maria@example.org", "10:00", "11:00")
IPAD = ("iPad", "", "10:30", "12:00")


def url(name, event, *more):
    return reverse(f"panel_zoom{name}", args=[event.slug, *more])


def send(staff, event, content, name="participants.csv", **more):
    return staff.post(url("", event), {"file": SimpleUploadedFile(name, content)} | more)


def kept() -> list[str]:
    return default_storage.listdir("zoom")[1] if default_storage.exists("zoom") else []


def hidden(page) -> dict:
    """What the form of the review sends along."""
    return {"seen": page.context["seen"], "orden": page.context["order"]}


def test_without_reports_the_page_says_where_to_get_one(staff, event):
    page = staff.get(url("", event)).content.decode()
    assert "Todavía no hay reportes de Zoom de este evento." in page
    assert "Informes → Uso" in page
    assert 'type="file"' in page


def test_a_report_is_shown_before_it_changes_anything_and_then_imported(staff, event):
    answer = send(staff, event, csv_report(MARIA, IPAD, ("Otter.ai", "", "10:00", "12:00")))
    (token,) = kept()
    assert answer.url == url("_review", event, token)
    page = staff.get(answer.url)
    outcome = page.context["outcome"]
    assert (outcome.matched, outcome.to_confirm, outcome.ignored, outcome.minutes) == (1, 1, 1, 60)
    shown = page.content.decode()
    assert "María López" in shown
    assert "Por su correo" in shown
    assert "Programa que toma notas" in shown
    assert not ZoomReport.objects.exists()
    assert not ZoomAttendee.objects.exists()
    done = staff.post(url("_save", event, token), hidden(page), follow=True)
    assert done.redirect_chain == [(url("", event), 302)]
    assert "1 conexión identificada, 1 por confirmar" in done.content.decode()
    report = ZoomReport.objects.get()
    assert (report.file_name, report.session, report.imported_by) == (
        "participants.csv",
        None,
        str(staff.user),
    )
    assert done.context["states"] == {"matched": 1, "to_confirm": 1, "ignored": 1}
    assert done.context["minutes"] == 60
    assert kept() == []


def test_rows_that_cannot_be_read_are_told_one_by_one(staff, event):
    content = csv_report(MARIA, ("Beto", "", "11:00", "10:00"), ("Caro", "", "a las diez", "11:00"))
    page = staff.get(send(staff, event, content).url)
    problems = page.context["outcome"].problems
    assert [row for row, _ in problems] == [3, 4]
    for _, reason in problems:
        assert reason in page.content.decode().replace("&quot;", '"')


def test_what_is_no_report_is_told_at_the_field_and_not_kept(staff, event):
    answer = send(staff, event, b"nombre,cargo\nAna,Analista\n")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "No se encontró la tabla de participantes." in page
    assert '<a href="#id_file">' in page
    assert kept() == []


def test_a_form_without_a_file_asks_for_it(staff, event):
    answer = staff.post(url("", event), {"time_zone": "UTC"})
    assert (answer.status_code, "Elige el archivo." in answer.content.decode()) == (422, True)


def both_ways(event):
    """Sessions on 3 February and on 2 March: what is "03/02/2022" only a person can say."""
    for session, day in zip(
        event.sessions.order_by("number"), (date(2022, 2, 3), date(2022, 3, 2)), strict=True
    ):
        session.starts_at = session.starts_at.replace(month=day.month, day=day.day)
        session.ends_at = session.starts_at + timedelta(hours=2)
        session.day = day
        session.save()
    return csv_report(IPAD).replace(b"10/02/2022", b"03/02/2022")


def test_the_order_of_day_and_month_is_asked_with_an_example_and_the_file_is_kept(staff):
    event = held(sessions=2)
    asked = send(staff, event, both_ways(event))
    page = staff.get(asked.url).content.decode()
    assert "El reporte dice «03/02/2022 10:30:00». ¿Qué fecha es?" in page
    assert "Jueves 3 de febrero de 2022" in page
    assert "Miércoles 2 de marzo de 2022" in page
    review = staff.get(f"{asked.url}?orden=mes")
    staff.post(url("_save", event, kept()[0]), hidden(review))
    (stay,) = ZoomAttendee.objects.get().stays.all()
    assert timezone.localdate(stay.joined_at) == date(2022, 3, 2)


def test_a_report_may_be_of_one_session(staff):
    event = held(sessions=2)
    first, second = event.sessions.order_by("number")
    for number, session in ((1, first), (2, second)):
        content = csv_report((f"iPad {number}", "", "10:00", "11:00"))
        content = content.replace(b"10/02", f"{session.day:%d/%m}".encode())
        page = staff.get(send(staff, event, content, session=number).url)
        staff.post(url("_save", event, kept()[0]), hidden(page))
    assert [one.session for one in ZoomReport.objects.order_by("pk")] == [first, second]


def test_the_time_zone_of_the_account_may_be_another(staff, event):
    content = csv_report(("María", "maria@example.org", "11:00", "12:00"))
    page = staff.get(send(staff, event, content, time_zone="America/Cancun").url)
    staff.post(url("_save", event, kept()[0]), hidden(page))
    (stay,) = ZoomAttendee.objects.get().stays.all()
    assert f"{timezone.localtime(stay.joined_at):%H:%M}" == "10:00"
    assert ZoomReport.objects.get().time_zone == "America/Cancun"


def test_the_same_file_again_is_told_and_changes_nothing(staff, event):
    content = csv_report(MARIA)
    import_report(event=event, content=content, file_name="uno.csv", by="prueba")
    page = staff.get(send(staff, event, content).url)
    assert "Este archivo ya está importado" in page.content.decode()
    staff.post(url("_save", event, kept()[0]), hidden(page))
    assert ZoomReport.objects.count() == 1


def test_what_changed_since_it_was_shown_is_shown_again(staff, event):
    page = staff.get(send(staff, event, csv_report(IPAD)).url)
    make_attendee(event, "iPad", state="matched", how="name", registration=event.maria)
    (token,) = kept()
    again = staff.post(url("_save", event, token), hidden(page))
    assert "Algo cambió mientras revisabas." in again.content.decode()
    assert ZoomReport.objects.count() == 1  # of the attendee, not of the file
    staff.post(url("_save", event, token), hidden(again))
    assert ZoomReport.objects.count() == 2


def test_a_discarded_file_is_gone(staff, event):
    send(staff, event, csv_report(MARIA))
    (token,) = kept()
    done = staff.post(url("_discard", event, token), follow=True)
    assert "El archivo se borró y nada cambió." in done.content.decode()
    assert kept() == []
    gone = staff.get(url("_review", event, token), follow=True)
    assert "El archivo ya no está aquí" in gone.content.decode()


def test_a_file_nobody_answered_for_is_forgotten_within_a_day(staff, event):
    answer = send(staff, event, csv_report(MARIA))
    now = timezone.now()
    assert zoom_uploads.forget_old(now + timedelta(hours=23)) == 0
    assert staff.get(answer.url).status_code == 200
    (token,) = kept()
    tomorrow = now + timedelta(hours=24, minutes=1)
    assert zoom_uploads.fetch(token, event=event, user=staff.user, now=tomorrow) is None
    assert zoom_uploads.forget_old(tomorrow) == 1
    assert kept() == []


def test_what_somebody_sent_is_nobody_elses_nor_another_events(staff, event):
    send(staff, event, csv_report(MARIA))
    (token,) = kept()
    other = sign_in(type(staff)(), make_user(None, Role.STAFF))
    assert other.get(url("_review", event, token)).url == url("", event)
    other.post(url("_discard", event, token))
    assert staff.get(url("_review", make_event(), token)).status_code == 302
    assert kept() == [token]


def test_a_report_is_withdrawn_with_a_reason_and_stays_in_the_list(staff, event):
    import_report(event=event, content=csv_report(MARIA), file_name="uno.csv", by="prueba")
    report = ZoomReport.objects.get()
    page = url("_withdraw", event, report.pk)
    assert "¿Retirar este reporte?" in staff.get(page).content.decode()
    assert "Escribe por qué" in staff.post(page, {"reason": " "}).content.decode()
    assert ZoomReport.objects.standing().exists()
    done = staff.post(page, {"reason": "Era de otro evento"}, follow=True)
    shown = done.content.decode()
    assert "Retirado" in shown
    assert "Era de otro evento" in shown
    assert done.context["states"] == {"matched": 0, "to_confirm": 0, "ignored": 0}
    assert done.context["minutes"] == 0
    assert staff.get(page).status_code == 404


def test_who_looked_at_a_report_is_recorded(staff, event):
    staff.get(send(staff, event, csv_report(MARIA, IPAD)).url)
    assert list(Entry.objects.looks().values_list("action", "people")) == [("people.listed", 2)]


def test_an_online_event_has_its_tab_with_how_much_is_to_be_confirmed(staff, event):
    make_attendee(event, "Uno")
    page = staff.get(reverse("panel_registrations", args=[event.slug])).content.decode()
    assert 'En línea (1<span class="visually-hidden"> por confirmar</span>)</a>' in page
    elsewhere = staff.get(reverse("panel_registrations", args=[make_event().slug]))
    assert "En línea" not in elsewhere.content.decode().partition("tabs")[2].partition("</nav>")[0]


def test_the_page_costs_the_same_for_one_report_and_for_three(
    staff, event, django_assert_num_queries
):
    for number in range(3):
        report = make_report(event)
        make_attendee(event, f"Uno {number}", report=report)
        fields = {"state": "matched", "how": "name", "registration": event.maria}
        make_attendee(event, f"Dos {number}", report=report, **fields)
        if number != 1:
            with django_assert_num_queries(12):
                staff.get(url("", event))


def test_the_review_costs_the_same_for_one_row_and_for_three(
    staff, event, django_assert_num_queries
):
    for rows in ([MARIA], [MARIA, IPAD, ("Beto", "beto@example.org", "10:00", "11:00")]):
        answer = send(staff, event, csv_report(*rows))
        with django_assert_num_queries(18):
            staff.get(answer.url)
