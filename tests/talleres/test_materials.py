"""Materials that are files: told by their content, given to be kept, never shown as a page."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from documentos.evidence import PDF, called
from padron.roles import Role
from talleres import materials
from talleres.models import Material, Workshop
from tests.make import make_event, make_person, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def event():
    return make_event(kind="taller", slug="taller")


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(None, Role.STAFF))


def at(name, *args):
    return reverse(name, args=["taller", *args])


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.pdf", b"%PDF-1.7")


def sheet() -> bytes:
    book, file = Workbook(), BytesIO()
    book.active["A1"] = "Comedor"
    book.save(file)
    return file.getvalue()


def archive(**parts) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


ODT = archive(mimetype="application/vnd.oasis.opendocument.text", content_xml="<a/>")

FILES = {
    "Guía.pdf": (b"%PDF-1.7\n", "Guía.pdf", "application/pdf", "PDF"),
    "foto.PNG": (b"\x89PNG\r\n\x1a\n" + b"0" * 20, "foto.png", "image/png", "PNG"),
    "tabla.xlsx": (
        sheet(),
        "tabla.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "XLSX",
    ),
    "notas.odt": (ODT, "notas.odt", "application/vnd.oasis.opendocument.text", "ODT"),
    "datos.csv": ("municipio,año\nTeoloyucan,2026\n".encode(), "datos.csv", "text/plain", "CSV"),
    # A name that lies is corrected; one with a path loses it.
    "foto.html": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "foto.jpg", "image/jpeg", "JPG"),
    "..\\..\\secreto.txt": (b"Hola", "secreto.txt", "text/plain", "TXT"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_kept_by_what_it_is_and_given_to_be_kept(staff, client, event, media, name):
    content, shown, mime, kind = FILES[name]
    upload = SimpleUploadedFile(name, content, content_type="text/html")
    staff.post(at("panel_material_add"), {"title": "Formato", "upload": upload})
    material = Material.objects.get()
    assert (material.file_name, material.mime, material.size) == (shown, mime, len(content))
    assert Path(material.file.path).is_relative_to(media)
    assert "Formato" not in material.file.name
    client.logout()
    page = client.get(event.get_absolute_url()).content.decode()
    assert f"({kind}, " in page
    answer = client.get(reverse("talleres:material", args=["taller", material.pk]))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["Content-Type"] == mime
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox"


HOSTILE = {
    "dibujo.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "guia.pdf": b"<!doctype html><script>alert(1)</script>",
    "espacios.txt": b"\xef\xbb\xbf  \n<html><script>alert(1)</script>",
    "programa.pdf": b"MZ\x90\x00" + b"\x00" * 100,
    "latino.csv": "año".encode("latin-1"),
    "nulo.txt": b"Hola\x00",
    "roto.docx": b"PK\x03\x04" + b"\x00" * 50,
    "otro.zip": archive(a_txt="hola"),
    "falso.odt": archive(mimetype="text/html"),
}


# What it is, where that can be said; otherwise what may be sent.
WHY = {
    "dibujo.svg": "Es una página web",
    "guia.pdf": "Es una página web",
    "espacios.txt": "Es una página web",
    "latino.csv": "El texto no está en UTF-8.",
    "roto.docx": "El archivo está incompleto o dañado.",
    "otro.zip": "Es una carpeta comprimida.",
    "falso.odt": "Es una carpeta comprimida.",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_document_is_told_whatever_its_name(staff, event, media, name):
    upload = SimpleUploadedFile(name, HOSTILE[name], content_type="application/pdf")
    page = staff.post(at("panel_material_add"), {"title": "Formato", "upload": upload})
    why = WHY.get(name, "Sube un archivo de estos: PDF")
    assert page.context["form"].errors["upload"][0].startswith(why)
    assert Material.objects.count() == 0
    assert list(media.rglob("*.*")) == []


def test_empty_and_too_large_files_are_told(staff, event):
    data = {"title": "Formato", "upload": SimpleUploadedFile("a.pdf", b"")}
    page = staff.post(at("panel_material_add"), data)
    assert page.context["form"].errors["upload"] == ["El archivo está vacío."]
    large = SimpleUploadedFile("a.pdf", b"%PDF-1.7" + b"0" * materials.LIMIT)
    page = staff.post(at("panel_material_add"), {"title": "Formato", "upload": large})
    assert page.context["form"].errors["upload"] == [
        "El archivo pesa más de 20 MB. Sube uno más ligero."
    ]


def test_a_material_is_a_file_or_an_address(
    staff, event, media, django_capture_on_commit_callbacks
):
    both = {"title": "Guía", "url": "https://guia.example/", "upload": pdf()}
    page = staff.post(at("panel_material_add"), both)
    assert list(page.context["form"].errors) == ["upload"]
    staff.post(at("panel_material_add"), {"title": "Guía", "upload": pdf()})
    material = Material.objects.get()
    # A change of title keeps the file; an address takes its place, and the disk is tidied.
    staff.post(at("panel_material", material.pk), {"title": "Guía nueva", "url": ""})
    material.refresh_from_db()
    assert (material.title, bool(material.file)) == ("Guía nueva", True)
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(
            at("panel_material", material.pk), {"title": "Guía", "url": "https://guia.example/"}
        )
    material.refresh_from_db()
    assert (material.url, bool(material.file), material.size) == ("https://guia.example/", False, 0)
    assert list(media.rglob("*.pdf")) == []
    assert staff.get(reverse("talleres:material", args=["taller", material.pk])).status_code == 404


def test_removing_a_material_takes_its_file(
    staff, event, media, django_capture_on_commit_callbacks
):
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    staff.post(at("panel_material_add"), {"title": "Guía", "upload": upload})
    assert len(list(media.rglob("*.pdf"))) == 1
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(at("panel_material_remove", Material.objects.get().pk))
    assert list(media.rglob("*.pdf")) == []


def test_a_file_is_for_those_who_may_see_the_workshop(client, event):
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    workshop = Workshop.objects.create(event=event)
    given = {"workshop": workshop, "title": "Guía", "url": "", "upload": upload, "by": "prueba"}
    material = materials.add(**given)
    address = reverse("talleres:material", args=["taller", material.pk])

    def answers():
        answer = client.get(address)
        if answer.streaming:
            answer.close()
        return answer.status_code

    assert answers() == 200
    event.status = "draft"
    event.save()
    assert answers() == 404
    sign_in(client, make_user(make_person()))
    assert answers() == 404
    sign_in(client, make_user(None, Role.STAFF))
    assert answers() == 200
    other = make_event(kind="taller", slug="otro")
    assert client.get(f"/talleres/{other.slug}/materiales/{material.pk}/").status_code == 404


def test_a_file_that_the_disk_lost_is_not_found(client, event):
    workshop = Workshop.objects.create(event=event)
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    given = {"workshop": workshop, "title": "Guía", "url": "", "upload": upload, "by": "prueba"}
    material = materials.add(**given)
    Path(material.file.path).unlink()
    assert client.get(f"/talleres/taller/materiales/{material.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", "archivo.pdf"),
        ("...", "archivo.pdf"),
        ("/etc/passwd", "passwd.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("x" * 400 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_no_name_is_dangerous(name, shown):
    assert called(name, PDF) == shown
