"""The pages of a call: what everybody reads, and what staff and verifiers write."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bitacora.models import Entry
from practicas import calls
from practicas.call_page import content, how_long, state
from practicas.historic import create_call_2023
from practicas.models import Call
from tests.make import make_organizer, make_user, sign_in
from tests.practicas.make import make_call, seat_user, tell_results

pytestmark = pytest.mark.django_db

MEXICO = ZoneInfo("America/Mexico_City")


@pytest.fixture
def staff(client):
    user = make_user(None, "staff")
    return sign_in(client, user)


def page(name, call, *more):
    return reverse(name, args=[call.slug, *more])


def html(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


TYPED = {
    "title": "Reconocimiento de prácticas",
    "year": "2026",
    "purpose": "Reconocer prácticas.",
    "who_may": "Los sujetos obligados.",
    "bases": "Primera. Participar.",
    "closes_on": "2099-04-30",
}


# ── What everybody reads ─────────────────────────────────────────────────────────────────────────


def test_nobody_reads_a_draft_nor_one_whose_moment_has_not_come(client):
    draft = make_call(title="Borrador secreto", published_at=None)
    coming = make_call(title="Para mañana", published_at=timezone.now() + timedelta(seconds=60))
    for call in (draft, coming):
        assert client.get(call.get_absolute_url()).status_code == 404
        assert call.title not in html(client, reverse("calls"))
    assert "Todavía no hay convocatorias" in html(client, reverse("calls"))

    Call.objects.filter(pk=coming.pk).update(published_at=timezone.now())

    assert "Para mañana" in html(client, coming.get_absolute_url())
    assert "Para mañana" in html(client, reverse("calls"))


def test_the_page_says_all_that_was_published(client):
    call = make_call(
        who_may="Los sujetos obligados.", legal_basis="Artículo 56.",
        contact="Calle 1\nuna@example.org\notra@example.org",
        silences="Peso: no se dice. Pesan igual.\n\nQuórum: no se dice.",
        minimum_score=60, results_at=datetime(2099, 8, 25, tzinfo=MEXICO),
    )  # fmt: skip
    user = seat_user(call, 1)

    said = html(client, call.get_absolute_url())

    for words in (
        "Reconocer prácticas.",
        "Primera. Participar.",
        "Artículo 56.",
        "Requisito 2",
        "Todos los criterios pesan igual.",
        "Se ve 4 de 4.",
        "Titular 5",
        "Jurado 1",
        "Sin persona titular registrada.",
        "60 de 100",
        "Decide el jurado en sesión",
        "<li>Peso: no se dice. Pesan igual.</li><li>Quórum: no se dice.</li>",
        'href="mailto:una@example.org"',
        "Martes 25 de agosto de 2099</dd>",
    ):
        assert words in said, words
    # Who holds a seat is public; the account with which they enter is not.
    assert user.email not in said
    assert f'href="{page("proposal_new", call)}"' in said


def test_criteria_of_different_weight_say_what_each_counts(client):
    call = make_call()
    call.criteria.filter(number=1).update(weight=5)

    said = html(client, call.get_absolute_url())

    assert "pesan igual" not in said
    assert "Cuenta 50.0 de 100." in said or "Cuenta 50,0 de 100." in said
    assert [float(share) for _, share in content(call)["criteria"]] == [50, 10, 10, 10, 10, 10]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (
            datetime(2026, 4, 20, 12, tzinfo=MEXICO),
            "Recibe propuestas hasta el jueves 30 de abril de 2026: quedan 10 días.",
        ),
        # In London it is the 29th already.
        (
            datetime(2026, 4, 28, 23, tzinfo=MEXICO),
            "Recibe propuestas hasta el jueves 30 de abril de 2026: quedan 2 días.",
        ),
        (
            datetime(2026, 4, 29, 23, 59, tzinfo=MEXICO),
            "Cierra mañana, jueves 30 de abril de 2026, al terminar el día.",
        ),
        (
            datetime(2026, 4, 30, 18, 30, tzinfo=MEXICO),
            "Hoy es el último día: cierra a las 24:00, hora del centro; quedan 5 horas.",
        ),
        (
            datetime(2026, 4, 30, 23, 59, 59, tzinfo=MEXICO),
            "Hoy es el último día: cierra a las 24:00, hora del centro; queda poco tiempo.",
        ),
    ],
)
def test_it_says_how_long_it_is_still_open(now, words):
    call = make_call(published_at=datetime(2026, 3, 1, tzinfo=MEXICO), closes_on=date(2026, 4, 30))
    assert how_long(call, now) == words
    assert state(call, now).sentence == words


def test_closed_it_says_when_the_results_are_told_and_not_that_there_are_any(client):
    today = timezone.localdate()
    call = make_call(
        published_at=timezone.now() - timedelta(days=60),
        closes_on=today - timedelta(days=1),
        results_at=timezone.now() + timedelta(days=1),
    )
    assert state(call).key == "closed"
    assert "Los resultados se dan a conocer el" in html(client, call.get_absolute_url())
    assert "Proponer una práctica" not in html(client, call.get_absolute_url())


def test_with_results_it_leads_to_them():
    call = make_call(
        published_at=timezone.now() - timedelta(days=60),
        closes_on=timezone.localdate() - timedelta(days=30),
    )
    tell_results(call)
    call = Call.objects.select_related("dictamen").get(pk=call.pk)
    assert state(call).key == "results"
    before = call.dictamen.published_at - timedelta(microseconds=1)
    assert state(call, before).key == "closed"
    assert Call.objects.with_results().get() == call
    assert not Call.objects.with_results(before).exists()


def test_what_was_moved_is_read_beside_what_it_said(client):
    call = make_call(closes_on=date(2099, 4, 30))
    calls.move(call=call, closes_on=date(2099, 5, 15), reason="El sitio falló.", by="Ana")

    said = html(client, call.get_absolute_url())

    assert "<del>Último día para enviar: jueves 30 de abril de 2099</del>" in said
    assert "<ins>Último día para enviar: viernes 15 de mayo de 2099</ins>" in said
    assert "Motivo: El sitio falló." in said
    # Who moved it is for the office.
    assert "Ana" not in said


def test_what_was_corrected_in_the_dictamen_is_not_told_before_the_results():
    call = make_call(results_at=timezone.now() + timedelta(days=30))
    call.corrigenda.create(said="A", should_say="B", reason="C", made_by="Ana")
    tell_results(call, at=timezone.now() + timedelta(days=30))
    call.corrigenda.create(said="X", should_say="Y", reason="Z", made_by="Ana")
    call = Call.objects.select_related("dictamen").get(pk=call.pk)
    assert [one.said for one in content(call)["moves"]] == ["A"]


def test_the_call_of_2023_is_read_as_it_was(client):
    call = create_call_2023(make_organizer())

    said = html(client, call.get_absolute_url())

    assert "Ya no recibe propuestas." in said
    assert "Viernes 30 de junio de 2023, hasta que termina el día" in said
    assert "Viernes 25 de agosto de 2023</dd>" in said
    assert said.count("Sin persona titular registrada.") == 5
    assert 'href="mailto:adriana.cardenas@infoem.org.mx"' in said
    # The day of its publication is not in the paper, so the page does not state one.
    assert "Abrió" not in said


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_and_for_three(client, django_assert_num_queries, count):
    made = [make_call() for _ in range(count)]
    for call in made[:1]:
        for number in range(1, 1 + count):
            seat_user(call, number)
    client.get(reverse("calls"))
    with django_assert_num_queries(3):
        client.get(reverse("calls"))
    with django_assert_num_queries(9):
        client.get(made[0].get_absolute_url())


# ── What staff and verifiers write ───────────────────────────────────────────────────────────────


def test_from_the_first_line_to_publication(staff, client):
    assert "Todavía no hay convocatorias" in html(staff, reverse("panel_calls"))
    organizer = make_organizer()
    answer = staff.post(reverse("panel_call_add"), {**TYPED, "organizer": organizer.pk})
    call = Call.objects.get()
    assert answer.url == page("panel_call", call)
    assert "Falta al menos un requisito." in html(staff, answer.url)

    # What it lacks, it says; and then it is added.
    assert "Falta al menos un asiento" in html(staff, page("panel_call_publish", call))
    staff.post(page("panel_call_publish", call), {"at": ""})
    rules = {
        "closes_on": "2099-04-30", "scores_due_at": "2099-06-01T12:00",
        "results_at": "2099-06-30T12:00", "prevention_days": "5", "quorum": "1",
        "minimum_score": "60", "tie_rule": "jury", "validity_months": "12",
        "validity_from": "results", "validity_day": "",
    }  # fmt: skip
    assert staff.post(page("panel_call_rules", call), rules).status_code == 302
    staff.post(page("panel_call_requirement_add", call), {"text": "El formulario."})
    staff.post(page("panel_call_seat_add", call), {"post": "Titular de Archivo"})
    first = call.criteria.first()
    levels = {"level-0": "Nada.", "level-4": "Todo."}
    staff.post(
        page("panel_call_criterion", call, first.pk), {"name": "Uno", "weight": "2", **levels}
    )
    assert list(first.levels.values_list("value", "anchor")) == [(0, "Nada."), (4, "Todo.")]
    call.refresh_from_db()
    assert (call.published_at, calls.missing(call)) == (None, [])
    assert "El formulario." in html(staff, page("panel_call_preview", call))

    answer = staff.post(page("panel_call_publish", call), {"at": ""})

    assert answer.url == page("panel_call", call)
    assert "Uno" in html(Client(), call.get_absolute_url())
    # From now on, nothing but its dates.
    for name, more in (
        ("panel_call_texts", []), ("panel_call_rules", []), ("panel_call_publish", []),
        ("panel_call_criterion", [first.pk]), ("panel_call_criterion_remove", [first.pk]),
        ("panel_call_seat_add", []),
    ):  # fmt: skip
        assert staff.get(page(name, call, *more)).url == page("panel_call", call)
        assert staff.post(page(name, call, *more), TYPED).url == page("panel_call", call)
    assert first.levels.count() == 2
    assert page("panel_call_texts", call) not in html(staff, page("panel_call", call))


def test_it_may_wait_for_its_moment_and_be_taken_back_until_then(staff):
    call = make_call(
        published_at=None,
        closes_on=date(2099, 4, 30),
        results_at=datetime(2099, 6, 30, tzinfo=MEXICO),
    )
    said = staff.post(page("panel_call_publish", call), {"at": "2020-01-01T10:00"})
    assert "Ese momento ya pasó" in said.content.decode()

    staff.post(page("panel_call_publish", call), {"at": "2099-03-01T10:00"})

    call.refresh_from_db()
    assert call.published_at == datetime(2099, 3, 1, 10, tzinfo=MEXICO)
    assert "Se publica el domingo 1 de marzo de 2099, 10:00 h." in html(
        staff, page("panel_call", call)
    )
    assert Client().get(call.get_absolute_url()).status_code == 404
    assert staff.get(page("panel_call_withdraw", call)).status_code == 200
    staff.post(page("panel_call_withdraw", call))
    call.refresh_from_db()
    assert call.published_at is None


def test_a_copy_begins_with_what_the_earlier_one_had(staff):
    earlier = make_call(bases="Las de siempre.", minimum_score=70)
    seat_user(earlier, 1)

    staff.post(
        page("panel_call_copy", earlier),
        {"title": "La siguiente", "year": "2027", "closes_on": "2099-04-30"},
    )

    made = Call.objects.get(title="La siguiente")
    assert (made.bases, made.minimum_score, made.published_at, made.results_at) == (
        "Las de siempre.", 70, None, None,
    )  # fmt: skip
    assert (made.criteria.count(), made.requirements.count(), made.seats.count()) == (6, 2, 5)
    assert not made.seats.filter(holders__isnull=False).exists()


def test_a_date_is_moved_with_its_reason_and_what_was_typed_is_kept_where_it_is_refused(staff):
    call = make_call(
        closes_on=date(2099, 4, 30), results_at=datetime(2099, 6, 30, 12, tzinfo=MEXICO)
    )
    typed = {
        "closes_on": "2099-07-15", "scores_due_at": "", "results_at": "2099-06-30T12:00",
        "reason": "El sitio falló.",
    }  # fmt: skip
    refused = staff.post(page("panel_call_move", call), {**typed, "reason": ""}).content.decode()
    assert "Escribe el motivo." in refused
    refused = staff.post(page("panel_call_move", call), typed).content.decode()
    assert "Los resultados no pueden darse a conocer antes de que termine el plazo." in refused
    assert "El sitio falló." in refused
    assert not call.corrigenda.exists()

    staff.post(page("panel_call_move", call), {**typed, "closes_on": "2099-05-15"})

    call.refresh_from_db()
    assert call.closes_on == date(2099, 5, 15)
    assert call.corrigenda.get().reason == "El sitio falló."


def test_who_sits_in_the_jury_is_changed_after_publication_too(staff):
    call = make_call()
    jury = make_user(None, "jury")
    other = make_user(None, "staff")
    seat = call.seats.get(number=1)
    typed = {"name": "Ana Ruiz", "user": jury.pk, "starts_on": "2026-01-01", "ends_on": ""}

    assert "Nadie lo ocupa." in html(staff, page("panel_call_seats", call))
    said = staff.post(page("panel_holder_add", call, seat.pk), {**typed, "user": other.pk})
    assert "Elige una cuenta de la lista." in said.content.decode()
    staff.post(page("panel_holder_add", call, seat.pk), typed)
    holder = seat.holders.get()
    assert (holder.name, holder.user) == ("Ana Ruiz", jury)
    assert jury.email in html(staff, page("panel_call_seats", call))
    assert Entry.objects.filter(action="people.listed", people=1).count() == 1

    # Where the role has ended, the account stays tied and its days may still be changed.
    jury.role_grants.update(starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1))
    staff.post(page("panel_holder", call, holder.pk), {**typed, "ends_on": "2026-02-01"})
    holder.refresh_from_db()
    assert (holder.user, holder.ends_on) == (jury, date(2026, 2, 1))
    staff.post(page("panel_holder_remove", call, holder.pk))
    assert not seat.holders.exists()


def test_a_call_of_another_institution_is_not_there(staff):
    call = make_call(organizer=make_organizer("otro"))
    seat = call.seats.first()
    seat_user(call, 1)
    holder = seat.holders.get()
    for name, more in (
        ("panel_call", []), ("panel_call_copy", []), ("panel_call_move", []),
        ("panel_call_preview", []), ("panel_call_seats", []), ("panel_holder", [holder.pk]),
        ("panel_holder_add", [seat.pk]), ("panel_holder_remove", [holder.pk]),
        ("panel_call_criterion", [call.criteria.first().pk]),
    ):  # fmt: skip
        assert staff.get(page(name, call, *more)).status_code == 404
    # Nor a part of one under the address of one's own.
    mine = make_call(published_at=None)
    assert staff.get(page("panel_call_seat", mine, seat.pk)).status_code == 404
    assert staff.post(page("panel_holder_remove", mine, holder.pk)).status_code == 404
    assert call.title not in html(staff, reverse("panel_calls"))


def test_a_verifier_writes_calls_and_does_not_seat_the_jury(client):
    verifier = sign_in(client, make_user(None, "verifier"))
    call = make_call(published_at=None)
    assert page("panel_call_texts", call) in html(verifier, page("panel_call", call))
    assert "Quién ocupa cada asiento" not in html(verifier, page("panel_call", call))
    assert "Convocatorias" in html(verifier, reverse("panel"))
    assert verifier.get(page("panel_call_seats", call)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_of_the_panel_cost_the_same(staff, django_assert_num_queries, count):
    made = [make_call() for _ in range(count)]
    for number in range(1, 1 + count):
        seat_user(made[0], number)
    staff.get(reverse("panel_calls"))
    with django_assert_num_queries(6):
        staff.get(reverse("panel_calls"))
    with django_assert_num_queries(12):
        staff.get(page("panel_call", made[0]))
    with django_assert_num_queries(9):
        staff.get(page("panel_call_seats", made[0]))
