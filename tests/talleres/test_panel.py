"""What a workshop says of itself, written in the panel."""

import pytest
from django.urls import reverse

from bitacora.models import Entry
from padron.roles import Role
from talleres.models import Material, Workshop
from talleres.panel_urls import urlpatterns
from tests.make import make_event, make_person, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event(kind="taller", slug="taller")


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(None, Role.STAFF))


def address(name, *args):
    return reverse(name, args=["taller", *args])


def test_only_staff_write_it(client, event):
    workshop = Workshop.objects.create(event=event)
    material = Material.objects.create(workshop=workshop, title="Guía", url="https://a.example/")
    pages = [
        address(p.name, *([material.pk] if "pk" in p.pattern.converters else []))
        for p in urlpatterns
        if (getattr(p, "name", None) or "").startswith(("panel_workshop", "panel_material"))
    ]
    assert len(pages) == 5
    assert {client.get(page).status_code for page in pages} == {302}
    sign_in(client, make_user(make_person()))
    assert {client.get(page).status_code for page in pages} == {404}
    sign_in(client, make_user(None, Role.STAFF))
    assert {client.get(page).status_code for page in pages} == {200}


def test_a_jornada_is_no_workshop(staff):
    make_event(slug="taller")
    assert staff.get(address("panel_workshop")).status_code == 404


def test_objective_and_materials_are_written_changed_and_removed(staff, event):
    assert staff.get(address("panel_workshop")).status_code == 200
    assert Workshop.objects.count() == 0
    staff.post(
        address("panel_material_add"), {"title": "Guía", "url": "https://guia.example/lee.pdf"}
    )
    staff.post(address("panel_workshop_edit"), {"objective": "Aprender", "what_to_bring": "Nada"})
    workshop = Workshop.objects.get()
    assert (workshop.event, workshop.objective, workshop.what_to_bring) == (
        event,
        "Aprender",
        "Nada",
    )
    material = workshop.materials.get()
    page = staff.get(event.get_absolute_url()).content.decode()
    assert "https://guia.example/lee.pdf" in page
    data = {"title": "Guía nueva", "url": "https://guia.example/"}
    staff.post(address("panel_material", material.pk), data)
    material.refresh_from_db()
    assert str(material) == "Guía nueva"
    staff.post(address("panel_material_remove", material.pk))
    assert Material.objects.count() == 0
    actions = Entry.objects.filter(action__startswith="workshop").order_by("pk")
    assert [entry.action for entry in actions] == [
        "workshop.material_added",
        "workshop.changed",
        "workshop.material_changed",
        "workshop.material_removed",
    ]


@pytest.mark.parametrize("url", ["", "guia", "javascript:alert(1)", "ftp:/x"])
def test_an_address_that_leads_nowhere_is_told(staff, event, url):
    page = staff.post(address("panel_material_add"), {"title": "Guía", "url": url})
    assert list(page.context["form"].errors) == ["url"]
    assert Material.objects.count() == 0
