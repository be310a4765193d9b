"""The pages of an import, for staff and for an enlace: send, decide, confirm, fetch the rest."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from bitacora.models import Entry
from documentos.spreadsheets import write_xlsx
from padron.importing import jobs
from padron.models import BodyAlias, Person, RosterImport, RosterRow
from padron.roles import Role
from tests.make import make_body, make_enlace, make_person, make_user, sign_in
from trabajos.models import run_next

pytestmark = pytest.mark.django_db

HEADER = ["Nombre(s)", "Paterno", "Materno", "Correo", "Dependencia", "Cargo", "Teléfono"]
ANA = ["Ana", "Ruiz", "Gil", "ana@toluca.gob.mx", "Ayuntamiento de Toluca", "Analista", "722"]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def toluca():
    return make_body("Ayuntamiento de Toluca")


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(None, Role.STAFF))


def sheet(*rows, header=HEADER):
    out = io.BytesIO()
    write_xlsx(out, header, rows)
    return SimpleUploadedFile("lista.xlsx", out.getvalue())


def work():
    while run_next():
        pass


def send(client, *rows, prefix="panel_import", header=HEADER, **data) -> RosterImport:
    data = {"file": sheet(*rows, header=header), "starts_on": "2026-03-02"} | data
    response = client.post(reverse(f"{prefix}_new"), data)
    one = RosterImport.objects.latest("pk")
    assert response.url == reverse(prefix, args=[one.pk])
    work()
    one.refresh_from_db()
    return one


def confirm(client, one, prefix="panel_import"):
    client.post(reverse(f"{prefix}_confirm", args=[one.pk]), {"fingerprint": one.fingerprint})
    work()
    one.refresh_from_db()


def test_a_file_is_shown_confirmed_applied_and_forgotten(
    staff, toluca, django_capture_on_commit_callbacks
):
    one = send(staff, ANA, [*ANA[:3], "mal", *ANA[4:]])
    assert [one.state, one.counts["new"], one.counts["rejected"]] == ["review", 1, 1]
    assert Person.objects.filter(given_names="Ana").count() == 0
    page = staff.get(reverse("panel_import", args=[one.pk])).content.decode()
    assert "El correo «mal» no está bien escrito." in page
    assert "Columnas que no pasan al padrón: Teléfono." in page
    name, storage = one.file.name, one.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        confirm(staff, one)
    assert [one.state, bool(one.file), storage.exists(name)] == ["done", False, False]
    assert Person.objects.get(given_names="Ana").email == ANA[3]
    assert list(one.rows.values_list("kind", flat=True)) == ["rejected"]
    assert Entry.objects.get(action="roster.imported").actor_label == one.uploaded_by_label


def test_rows_left_out_come_back_as_they_were_with_the_reason(staff, toluca):
    one = send(staff, ANA, ["Eva", "Sol", "", "", "Toluca", "Jefa", "=1+1"])
    response = staff.get(reverse("panel_import_rejected", args=[one.pk]))
    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)
    assert rows == [
        ("Fila", "Motivo", *HEADER),
        (
            3,
            "«Toluca» no está en el catálogo: hay que decidir cuál es. Se parece a: "
            "«Ayuntamiento de Toluca».",
            "Eva", "Sol", None, None, "Toluca", "Jefa", "=1+1",
        ),
    ]  # fmt: skip


def test_a_body_is_decided_from_suggestions_and_remembered(staff, toluca):
    one = send(staff, [*ANA[:4], "H. Ayuntamiento Toluca", "", ""])
    url = reverse("panel_import_decide", args=[one.pk, "sujetos"])
    assert "Ayuntamiento de Toluca" in staff.get(url).content.decode()
    staff.post(url, {"body:h ayuntamiento toluca": toluca.pk})
    work()
    one.refresh_from_db()
    assert [one.state, one.counts["new"]] == ["review", 1]
    assert BodyAlias.objects.count() == 0
    confirm(staff, one)
    assert BodyAlias.objects.get().body == toluca


def test_a_body_may_be_looked_for_in_the_whole_catalogue(staff, toluca):
    one = send(staff, [*ANA[:4], "La capital", "", ""])
    url = reverse("panel_import_decide", args=[one.pk, "sujetos"]) + "?cual=la+capital"
    assert "Ninguno tiene esas palabras." in staff.get(url).content.decode()
    assert "Ayuntamiento de Toluca" in staff.get(url + "&q=toluca").content.decode()
    staff.post(url, {"body": toluca.pk})
    work()
    one.refresh_from_db()
    assert one.counts["new"] == 1


def test_a_taken_mailbox_is_decided(staff, toluca):
    make_person(toluca, given_names="Otra", first_surname="Persona", email=ANA[3])
    one = send(staff, ANA)
    url = reverse("panel_import_decide", args=[one.pk, "correos"])
    assert "El correo es de Otra Persona: hay que decir" in staff.get(url).content.decode()
    staff.post(url, {"mailbox:ana@toluca.gob.mx ana ruiz gil": "other"})
    work()
    one.refresh_from_db()
    assert one.counts["new"] == 1


def test_the_order_of_names_in_one_column_is_decided(staff, toluca):
    header = ["Nombre completo", "Dependencia"]
    one = send(staff, ["Ruiz Gil Ana", toluca.name], header=header)
    staff.post(reverse("panel_import_decide", args=[one.pk, "nombres"]), {"names": "surnames"})
    work()
    one.refresh_from_db()
    confirm(staff, one)
    assert Person.objects.get(given_names="Ana").list_name == "Ruiz Gil, Ana"


def test_those_who_moved_may_leave_where_they_were(staff, toluca):
    person = make_person(make_body("Ayuntamiento de Lerma"), given_names="Ana",
                         first_surname="Ruiz", second_surname="Gil", email=ANA[3])  # fmt: skip
    one = send(staff, ANA)
    staff.post(reverse("panel_import_decide", args=[one.pk, "cambios"]), {"moves": "end"})
    work()
    one.refresh_from_db()
    confirm(staff, one)
    assert [p.body.name for p in person.adscripciones.filter(ends_on=None)] == [toluca.name]


def test_where_the_padron_changed_it_is_shown_again_instead_of_applied(staff, toluca):
    one = send(staff, ANA)
    make_person(toluca, given_names="Ana", first_surname="Ruiz", second_surname="Gil", email=ANA[3])
    confirm(staff, one)
    assert [one.state, one.message, one.counts["new"]] == ["review", jobs.CHANGED, 0]
    assert "El padrón cambió" in staff.get(reverse("panel_import", args=[one.pk])).content.decode()


def test_what_was_shown_to_somebody_else_is_not_confirmed(staff, toluca):
    one = send(staff, ANA)
    staff.post(reverse("panel_import_confirm", args=[one.pk]), {"fingerprint": "otra"})
    work()
    one.refresh_from_db()
    assert one.state == "review"


def test_a_cancelled_import_leaves_nothing_even_while_it_waits(staff, toluca):
    data = {"file": sheet(ANA), "starts_on": "2026-03-02"}
    staff.post(reverse("panel_import_new"), data)
    one = RosterImport.objects.get()
    page = staff.get(reverse("panel_import", args=[one.pk])).content.decode()
    assert "En espera: empieza en unos segundos." in page
    staff.post(reverse("panel_import_cancel", args=[one.pk]))
    work()
    one.refresh_from_db()
    assert [one.state, one.rows.count(), Person.objects.filter(given_names="Ana").count()] == [
        "cancelled",
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "El archivo está vacío. Elige el que tiene las filas."),
        (None, "Elige el archivo."),
    ],
)
def test_a_form_without_a_file_says_so_at_the_field(staff, file, sentence):
    data = {"starts_on": "2026-03-02"}
    if file is not None:
        data["file"] = SimpleUploadedFile("lista.csv", file)
    response = staff.post(reverse("panel_import_new"), data)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert RosterImport.objects.count() == 0


def test_a_file_that_is_no_roster_says_why_and_is_forgotten(staff):
    data = {"file": SimpleUploadedFile("lista.xlsx", b"%PDF-1.7"), "starts_on": "2026-03-02"}
    staff.post(reverse("panel_import_new"), data)
    work()
    one = RosterImport.objects.get()
    assert [one.state, bool(one.file)] == ["failed", False]
    page = staff.get(reverse("panel_import", args=[one.pk])).content.decode()
    assert "El archivo no es una hoja de cálculo. Se leen .xlsx, .xls, .ods y .csv." in page


def test_the_jobs_may_run_again(staff, toluca):
    one = send(staff, ANA)
    job = one.job
    jobs.compare(job)
    confirm(staff, one)
    one.job.refresh_from_db()
    jobs.apply(one.job)
    assert Person.objects.filter(given_names="Ana").count() == 1


def test_what_nobody_went_on_with_is_forgotten_after_a_week(staff, toluca, monkeypatch):
    monkeypatch.setattr(jobs, "_last_sweep", None)
    one = send(staff, ANA)
    assert jobs.forget_imports(timezone.now() + timedelta(days=8)) == 1
    one.refresh_from_db()
    assert [one.state, bool(one.file), RosterRow.objects.count()] == ["cancelled", False, 0]


def test_the_review_costs_the_same_for_one_row_and_for_three(
    staff, toluca, django_assert_num_queries
):
    one = send(staff, ANA)
    three = send(
        staff, ANA, ["Eva", "Sol", "", "", "X", "", ""], ["Luz", "Mar", "", "", "", "", ""]
    )
    for shown in (one, three):
        staff.get(reverse("panel_import", args=[shown.pk]))
        with django_assert_num_queries(10):
            staff.get(reverse("panel_import", args=[shown.pk]))


# An enlace ---------------------------------------------------------------------------------


def test_an_enlace_imports_into_their_own_body(client, toluca):
    make_body("Ayuntamiento de Lerma")
    sign_in(client, make_user(make_enlace(toluca)))
    one = send(client, ANA, [*ANA[:4], "Ayuntamiento de Lerma", "", ""],
               prefix="enlace_import", body=toluca.pk)  # fmt: skip
    assert [one.body, one.counts["new"], one.counts["rejected"]] == [toluca, 1, 1]
    confirm(client, one, "enlace_import")
    assert one.state == "done"


def test_an_enlace_cannot_choose_another_body_nor_open_others_imports(client, toluca):
    lerma = make_body("Ayuntamiento de Lerma")
    sign_in(client, make_user(make_enlace(toluca)))
    data = {"file": sheet(ANA), "starts_on": "2026-03-02", "body": lerma.pk}
    assert client.post(reverse("enlace_import_new"), data).status_code == 422
    foreign = RosterImport.objects.create(file_name="x", body=lerma, uploaded_by_label="x")
    whole = RosterImport.objects.create(file_name="x", uploaded_by_label="x")
    for one in (foreign, whole):
        assert client.get(reverse("enlace_import", args=[one.pk])).status_code == 404
        assert client.get(reverse("panel_import", args=[one.pk])).status_code == 404
