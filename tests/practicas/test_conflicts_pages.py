"""What a seat says before it opens a proposal, and what the panel shows of recusals."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bitacora.models import Entry
from padron.roles import Role
from practicas import conflicts
from practicas.models import Recusal
from tests.make import make_body, make_person, make_user, sign_in
from tests.practicas.make import make_call, make_proposal, recuse, seat_user

pytestmark = pytest.mark.django_db

COST = 11


@pytest.fixture
def call():
    return make_call(slug="llamado")


@pytest.fixture
def proposal(call):
    return make_proposal(call, make_body("Ayuntamiento de Prueba"), title="Mapa")


def statement(proposal) -> str:
    return f"/panel/jurado/propuestas/{proposal.pk}/conflicto/"


def told(answer) -> list[str]:
    return [str(one) for one in answer.wsgi_request._messages]


def test_at_first_a_seat_sees_title_and_body_and_says_that_it_has_no_conflict(
    client, call, proposal
):
    user = seat_user(call, 1)
    juror = sign_in(client, user)
    page = juror.get(statement(proposal)).content.decode()
    assert "Mapa" in page
    assert "Ayuntamiento de Prueba" in page
    assert proposal.summary not in page
    answer = juror.post(statement(proposal), {"none": "1"})
    assert (answer.status_code, answer.url) == (302, f"/panel/jurado/propuestas/{proposal.pk}/")
    assert conflicts.has_stated(proposal, conflicts.holder_of(user, call))


def test_its_files_open_once_the_seat_has_said_so_and_again_for_a_successor(client, call, proposal):
    user = seat_user(call, 1)
    juror = sign_in(client, user)
    file = proposal.evidence.create(
        name="a.csv", mime="text/csv", size=1, sha256="a", added_by="x",
        file=SimpleUploadedFile("a.csv", b"a"),
    )  # fmt: skip
    address = f"/propuestas/{proposal.pk}/soportes/{file.pk}/"
    assert juror.get(address).status_code == 404
    juror.post(statement(proposal), {"none": "1"})
    assert b"".join(juror.get(address).streaming_content) == b"a"
    # Somebody else on the seat says it for themselves.
    call.seats.get(number=1).holders.update(name="Quien sigue")
    assert juror.get(address).status_code == 404


def test_declaring_asks_why_and_then_nothing_of_it_opens(client, call, proposal):
    juror = sign_in(client, seat_user(call, 1))
    answer = juror.post(statement(proposal), {"declare": "1", "reason": " "})
    assert answer.context["form"].errors == {"reason": ["Escribe el motivo del conflicto."]}
    assert not Recusal.objects.exists()
    answer = juror.post(statement(proposal), {"declare": "1", "reason": "Es mi hermana."})
    assert (answer.status_code, answer.url) == (302, "/panel/jurado/")
    kept = Recusal.objects.get()
    assert (kept.kind, kept.reason, kept.seat.number) == ("declared", "Es mi hermana.", 1)
    assert juror.get(statement(proposal)).status_code == 404
    assert juror.post(statement(proposal), {"none": "1"}).status_code == 404


def test_a_recused_seat_gets_nothing_at_any_address_it_guesses(client, call, proposal):
    person = make_person(proposal.body)
    juror = sign_in(client, seat_user(call, 1, person=person))
    file = proposal.evidence.create(
        name="a.csv", mime="text/csv", size=1, sha256="a", added_by="x", file="propuestas/a.csv"
    )
    pk = proposal.pk
    addresses = [
        statement(proposal),
        f"/panel/propuestas/{pk}/",
        f"/panel/propuestas/{pk}/soportes/{file.pk}/",
        f"/panel/propuestas/{pk}/admitir/",
        f"/panel/jurado/propuestas/{pk}/",
        f"/propuestas/{pk}/",
        f"/propuestas/{pk}/soportes/{file.pk}/",
        "/panel/convocatorias/llamado/propuestas/",
        "/panel/convocatorias/llamado/propuestas/hoja/",
        "/panel/convocatorias/llamado/excusas/",
    ]
    assert {address: juror.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 404
    )


def test_a_recused_seat_that_is_also_staff_opens_it_by_no_other_door(client, call, proposal):
    user = seat_user(call, 1, make_user(None, "jury", "staff", "verifier"))
    declared = recuse(proposal, call.seats.get(number=1))
    file = proposal.evidence.create(
        name="a.csv", mime="text/csv", size=1, sha256="a", added_by="x", file="propuestas/a.csv"
    )
    pk = proposal.pk
    staff = sign_in(client, user)
    for address in (
        f"/panel/propuestas/{pk}/",
        f"/panel/propuestas/{pk}/soportes/{file.pk}/",
        f"/propuestas/{pk}/soportes/{file.pk}/",
        # Nor do they take back what they declared themselves.
        f"/panel/excusas/{declared.pk}/retirar/",
    ):
        assert staff.get(address).status_code == 404
    # That it is there, they know; others of the call they open.
    for address in (
        "/panel/convocatorias/llamado/propuestas/",
        "/panel/convocatorias/llamado/excusas/",
    ):
        page = staff.get(address).content.decode()
        assert "Mapa" in page
        assert f"/panel/propuestas/{pk}/" not in page
        assert "/retirar/" not in page
    other = make_proposal(call)
    assert staff.get(f"/panel/propuestas/{other.pk}/").status_code == 200


def test_who_held_a_seat_before_is_staff_like_any_other(client, call, proposal):
    user = seat_user(call, 1, make_user(None, "jury", "staff"))
    call.seats.get(number=1).holders.update(ends_on="2020-12-31")
    recuse(proposal, call.seats.get(number=1))
    assert sign_in(client, user).get(f"/panel/propuestas/{proposal.pk}/").status_code == 200


def test_the_panel_shows_recusals_with_their_cause(client, call, proposal):
    seat_user(call, 1, person=make_person(proposal.body))
    conflicts.recompute([proposal])
    recuse(proposal, call.seats.get(number=2), reason="Es mi hermana.")
    make_proposal(call, title="Sin excusas")
    verifier = sign_in(client, make_user(None, "verifier"))
    page = verifier.get("/panel/convocatorias/llamado/excusas/").content.decode()
    assert "Titular 1: es de su sujeto obligado. Tiene un cargo ahí." in page
    assert "Titular 2: lo declaró. Es mi hermana." in page
    assert "Sin excusas" not in page
    # Taking one back is for staff.
    assert "Retirar" not in page
    declared = Recusal.objects.get(kind="declared")
    assert verifier.get(f"/panel/excusas/{declared.pk}/retirar/").status_code == 404


def test_staff_take_back_a_declared_one_with_a_reason(client, call, proposal):
    declared = recuse(proposal, call.seats.get(number=2), reason="Es mi hermana.")
    staff = sign_in(client, make_user(None, Role.STAFF))
    address = f"/panel/excusas/{declared.pk}/retirar/"
    assert address in staff.get("/panel/convocatorias/llamado/excusas/").content.decode()
    answer = staff.post(address, {"reason": ""})
    assert answer.context["form"].errors == {"reason": ["Escribe por qué se retira la excusa."]}
    assert staff.post(address, {"reason": "Era otra."}).status_code == 302
    assert not proposal.recusals.standing().exists()
    assert Entry.objects.about(proposal).get(action="recusal.withdrawn").detail["reason"] == (
        "Era otra."
    )


def test_one_and_three_recused_cost_the_same(client, call, django_assert_num_queries):
    verifier = sign_in(client, make_user(None, "verifier"))
    address = "/panel/convocatorias/llamado/excusas/"
    recuse(make_proposal(call), call.seats.get(number=1))
    verifier.get(address)
    with django_assert_num_queries(COST):
        verifier.get(address)
    for _ in range(2):
        recuse(make_proposal(call), call.seats.get(number=1))
    with django_assert_num_queries(COST):
        verifier.get(address)
