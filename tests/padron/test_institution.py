"""The institution's logo and who signs for it, on the pages of administrators."""

import io
from datetime import date

import png
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bitacora.models import Entry
from padron import logos
from padron.models import OrganizerIdentity, Signatory
from padron.refusal import Refusal
from tests.make import make_organizer, make_user, sign_in

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h2v2H0z"/></svg>'


def picture(side=8) -> bytes:
    out = io.BytesIO()
    png.Writer(side, side, greyscale=True, bitdepth=1).write(out, [[1] * side] * side)
    return out.getvalue()


@pytest.fixture
def administrator(client):
    organizer = make_organizer()
    sign_in(client, make_user(None, "administrator"))
    return organizer


@pytest.mark.parametrize("content", [picture(), SVG], ids=["png", "svg"])
def test_a_logo_is_kept_by_its_fingerprint_and_can_be_taken_away(client, administrator, content):
    url = f"/panel/institucion/identidades/{administrator.identities.get().pk}/logotipo/"
    # The name lies, the content decides.
    client.post(url, {"logo": SimpleUploadedFile("logo.gif", content)})
    kept = OrganizerIdentity.objects.get().logo
    assert logos.read(logos.sha256_of(kept)) == content
    client.post(url, {})
    assert not OrganizerIdentity.objects.get().logo
    assert logos.read(logos.sha256_of(kept)) == content  # what was issued with it goes on having it
    assert Entry.objects.filter(action="institution.logo_changed").count() == 2


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a",
        picture()[:-20],
        b"<svg xmlns='http://www.w3.org/2000/svg'><g></svg>",
        b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        SVG + b" " * logos.MAX_BYTES,
    ],
    ids=["another kind", "cut off", "broken", "entities", "script", "too big"],
)
def test_what_cannot_be_printed_is_no_logo(client, administrator, content):
    with pytest.raises(Refusal):
        logos.keep(content)
    url = f"/panel/institucion/identidades/{administrator.identities.get().pk}/logotipo/"
    answer = client.post(url, {"logo": SimpleUploadedFile("logo.png", content)})
    assert list(answer.context["form"].errors) == ["logo"]


def test_a_new_identity_goes_on_with_the_logo(client, administrator):
    identity = administrator.identities.get()
    identity.logo = logos.keep(SVG)
    identity.save()
    page = client.get(f"/panel/institucion/{administrator.pk}/nueva/")
    said = {name: value or "" for name, value in page.context["form"].initial.items()}
    client.post(page.request["PATH_INFO"], said | {"starts_on": "2026-12-01", "name": "Otro"})
    assert [one.logo.name for one in administrator.identities.all()] == [identity.logo.name] * 2


def test_who_signs_is_added_and_ends(client, administrator):
    facts = {"name": "Lic. Ana Firma", "post": "Directora", "order": 1, "starts_on": "2026-01-01"}
    client.post(f"/panel/institucion/{administrator.pk}/firmantes/", facts)
    one = Signatory.objects.get()
    end = f"/panel/institucion/firmantes/{one.pk}/terminar/"
    answer = client.post(end, {"last_day": "2025-12-31"})
    assert list(answer.context["form"].errors) == ["last_day"]
    client.post(end, {"last_day": "2026-06-30"})
    assert list(Signatory.objects.values_list("name", "starts_on", "ends_on")) == [
        ("Lic. Ana Firma", date(2026, 1, 1), date(2026, 6, 30))
    ]


def test_who_stops_before_starting_is_told_at_the_field(client, administrator):
    facts = {"name": "A", "post": "B", "order": 1, "starts_on": "2026-01-02"}
    url = f"/panel/institucion/{administrator.pk}/firmantes/"
    answer = client.post(url, facts | {"ends_on": "2026-01-01"})
    assert (list(answer.context["form"].errors), Signatory.objects.count()) == (["ends_on"], 0)
