"""A call from draft to publication, and what may still be changed afterwards."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from bitacora.models import Entry
from padron.refusal import Refusal
from practicas import calls, criteria
from practicas.historic import create_call_2023
from practicas.models import Call, Requirement, Seat
from tests.make import make_organizer
from tests.practicas.make import CRITERIA, make_call, seat_user

pytestmark = pytest.mark.django_db

MEXICO = ZoneInfo("America/Mexico_City")
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=MEXICO)


def written(**fields):
    """What a form has written about a new call, not kept yet."""
    fields = {
        "organizer": make_organizer(),
        "title": "Reconocimiento de prácticas",
        "year": 2026,
        "purpose": "Reconocer prácticas.",
        "who_may": "Los sujetos obligados.",
        "bases": "Primera. Participar.",
        "closes_on": date(2026, 4, 30),
        "results_at": datetime(2026, 6, 30, 12, 0, tzinfo=MEXICO),
    } | fields
    return Call(**fields)


def complete(**fields):
    """A draft that lacks nothing."""
    call = calls.create(call=written(**fields), by="prueba")
    calls.save_part(part=Requirement(call=call, text="El formulario."), by="prueba")
    for number in range(1, 4):
        calls.save_part(part=Seat(call=call, post=f"Titular {number}"), by="prueba")
    return call


def test_a_new_call_begins_with_the_six_criteria_of_equal_weight_and_anchored_levels():
    call = calls.create(call=written(), by="prueba")

    assert call.slug == "reconocimiento-de-practicas-2026"
    assert call.published_at is None
    assert [(one.number, one.name, one.weight) for one in call.criteria.all()] == [
        (number, one.name, 1) for number, one in enumerate(criteria.standard(), start=1)
    ]
    assert [one.levels.count() for one in call.criteria.all()] == [5] * 6
    assert list(Entry.objects.values_list("action", "detail")) == [("call.created", {"like": ""})]


def test_a_copy_takes_over_requirements_criteria_and_seats_but_not_who_sat_there():
    earlier = make_call()
    earlier.criteria.filter(number=2).update(weight=3)
    seat_user(earlier, 1)

    call = calls.create(call=written(title=earlier.title), by="prueba", like=earlier)

    assert call.slug != earlier.slug
    assert [one.name for one in call.criteria.all()] == CRITERIA
    assert [one.weight for one in call.criteria.all()] == [1, 3, 1, 1, 1, 1]
    assert [level.anchor for level in call.criteria.first().levels.all()] == [
        level.anchor for level in earlier.criteria.first().levels.all()
    ]
    assert [(one.number, one.text) for one in call.requirements.all()] == [
        (1, "Requisito 1"),
        (2, "Requisito 2"),
    ]
    assert [one.post for one in call.seats.all()] == [f"Titular {n}" for n in range(1, 6)]
    assert not call.seats.filter(holders__isnull=False).exists()
    # Changing the copy leaves the earlier one as it was.
    calls.remove_part(part=call.requirements.get(number=1), by="prueba")
    assert [one.number for one in call.requirements.all()] == [1]
    assert earlier.requirements.count() == 2


def test_what_is_missing_is_named_before_it_can_be_published():
    call = calls.create(call=written(closes_on=date(2026, 3, 1), results_at=None), by="prueba")
    call.criteria.get(number=4).levels.all().delete()
    call.seats.create(number=1, post="Titular")

    with pytest.raises(Refusal) as refused:
        calls.publish(call=call, by="prueba", now=NOW)

    assert str(refused.value) == (
        "El último día para enviar es anterior a la publicación. "
        "Falta decir cuándo se dan a conocer los resultados. "
        "Falta al menos un requisito. "
        "Falta la escala, con al menos 2 niveles, en: criterio 4. "
        "El quórum es de 3 y solo hay 1 asiento en el jurado."
    )
    call.refresh_from_db()
    assert call.published_at is None


@pytest.mark.parametrize(
    ("moments", "sentence"),
    [
        (
            {"scores_due_at": datetime(2026, 4, 30, 12, 0, tzinfo=MEXICO)},
            "El plazo para calificar no puede terminar antes que el de enviar.",
        ),
        (
            {"results_at": datetime(2026, 4, 30, 23, 59, tzinfo=MEXICO)},
            "Los resultados no pueden darse a conocer antes de que termine el plazo.",
        ),
        (
            {"scores_due_at": datetime(2026, 7, 1, tzinfo=MEXICO)},
            "Los resultados no pueden darse a conocer antes de que el jurado termine.",
        ),
    ],
)
def test_its_moments_stand_in_order(moments, sentence):
    with pytest.raises(Refusal, match=sentence):
        calls.publish(call=complete(**moments), by="prueba", now=NOW)


def test_published_at_a_moment_it_is_read_and_open_from_then_on():
    call = complete()
    at = NOW + timedelta(days=1)

    calls.publish(call=call, at=at, by="prueba", now=NOW)

    before = at - timedelta(microseconds=1)
    assert [Call.objects.published(when).count() for when in (NOW, before, at)] == [0, 0, 1]
    assert [call.is_open(when) for when in (before, at)] == [False, True]
    # Until then it may be taken back, and from then on no more.
    with pytest.raises(Refusal, match="ya se publicó"):
        calls.withdraw(call=call, by="prueba", now=at)
    calls.withdraw(call=call, by="prueba", now=before)
    call.refresh_from_db()
    assert call.published_at is None


def test_before_its_moment_a_date_is_changed_as_in_a_draft_not_moved_with_a_reason():
    call = complete()
    calls.publish(call=call, at=NOW + timedelta(days=1), by="prueba", now=NOW)

    with pytest.raises(Refusal, match="Todavía no se publica"):
        calls.move(call=call, closes_on=date(2026, 5, 15), reason="Más.", by="p", now=NOW)

    assert not call.corrigenda.exists()


def test_it_is_not_published_in_the_past():
    with pytest.raises(Refusal, match="Ese momento ya pasó"):
        calls.publish(call=complete(), at=NOW - timedelta(minutes=1), by="prueba", now=NOW)


def test_published_its_bases_criteria_requirements_and_seats_stay_as_they_are():
    call = complete()
    calls.publish(call=call, by="prueba", now=NOW)
    call.bases = "Otras."

    for refused in (
        lambda: calls.change(call=call, changed=["bases"], by="prueba"),
        lambda: calls.save_part(part=call.criteria.first(), levels={0: "Nada."}, by="prueba"),
        lambda: calls.save_part(part=Requirement(call=call, text="Otro."), by="prueba"),
        lambda: calls.remove_part(part=call.requirements.get(), by="prueba"),
        lambda: calls.remove_part(part=call.seats.first(), by="prueba"),
        lambda: calls.publish(call=call, by="prueba", now=NOW),
        lambda: calls.discard(call=call, by="prueba"),
    ):
        with pytest.raises(Refusal, match="sus bases no cambian"):
            refused()

    call.refresh_from_db()
    assert call.bases == "Primera. Participar."
    assert (call.requirements.count(), call.seats.count()) == (1, 3)
    assert call.criteria.first().levels.count() == 5


def test_a_later_closing_day_bears_its_reason_and_everybody_sees_both():
    call = complete()
    calls.publish(call=call, by="prueba", now=NOW)

    calls.move(
        call=call, closes_on=date(2026, 5, 15), results_at=call.results_at,
        reason=" El sitio estuvo sin servicio. ", by="Ana", now=NOW,
    )  # fmt: skip

    call.refresh_from_db()
    assert call.closes_at == datetime(2026, 5, 16, tzinfo=MEXICO)
    assert list(call.corrigenda.values_list("said", "should_say", "reason", "made_by")) == [
        (
            "Último día para enviar: jueves 30 de abril de 2026",
            "Último día para enviar: viernes 15 de mayo de 2026",
            "El sitio estuvo sin servicio.",
            "Ana",
        )
    ]
    entry = Entry.objects.get(action="call.moved")
    assert entry.detail == {"fields": ["closes_on"], "reason": "El sitio estuvo sin servicio."}


@pytest.mark.parametrize(
    ("days", "change", "sentence"),
    [
        (0, {"reason": " ", "closes_on": date(2026, 5, 1)}, "Escribe el motivo"),
        (0, {}, "Ninguna fecha cambió"),
        (0, {"closes_on": date(2026, 3, 1)}, "no puede ser un día que ya pasó"),
        (0, {"closes_on": date(2026, 7, 1)}, "antes de que termine el plazo"),
        (60, {"closes_on": date(2026, 5, 15)}, "no se puede abrir otra vez"),
        (0, {"results_at": None}, "debe ser un momento por venir"),
        (130, {"results_at": NOW + timedelta(days=300)}, "ya pasó; no se puede mover"),
        (130, {"results_at": NOW + timedelta(days=1)}, "ya pasó; no se puede mover"),
    ],
)
def test_dates_are_not_moved_without_a_reason_nor_too_late_nor_out_of_order(days, change, sentence):
    call = complete()
    calls.publish(call=call, by="prueba", now=NOW)

    with pytest.raises(Refusal, match=sentence):
        calls.move(
            call=call, by="prueba", now=NOW + timedelta(days=days), **{"reason": "Porque."} | change
        )

    call.refresh_from_db()
    assert (call.closes_on, call.corrigenda.count()) == (date(2026, 4, 30), 0)


def test_a_draft_is_discarded_with_all_that_was_written_for_it():
    calls.discard(call=complete(), by="prueba")

    assert not Call.objects.exists()
    assert not Requirement.objects.exists()


# ── The end of the last day ──────────────────────────────────────────────────────────────────────

LAST_MOMENT = datetime(2026, 5, 1, 5, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize("server", ["UTC", "America/Mexico_City", "Asia/Tokyo"])
def test_the_window_closes_at_the_end_of_the_day_in_mexico_whatever_the_servers_zone(
    settings, server
):
    call = make_call(published_at=NOW, closes_on=date(2026, 4, 30))
    settings.TIME_ZONE = server
    with timezone.override(server):
        too_late = LAST_MOMENT + timedelta(microseconds=1)
        assert call.closes_at == too_late
        for moment, is_open in ((LAST_MOMENT, True), (too_late, False)):
            assert call.is_open(moment) is is_open
            assert call.is_closed(moment) is not is_open
            assert Call.objects.open(moment).exists() is is_open


ASK = """
import django; django.setup()
from datetime import UTC, date, datetime
from practicas.models import Call
call = Call(published_at=datetime(2023, 4, 1, tzinfo=UTC), closes_on=date.fromisoformat("{day}"))
print(call.closes_at.astimezone(UTC).isoformat())
"""


@pytest.mark.parametrize("zone", ["UTC", "America/Mexico_City"])
@pytest.mark.parametrize(
    ("day", "closes_at"),
    [
        ("2023-06-30", "2023-07-01T06:00:00+00:00"),
        # Daylight saving was in force until October 2022.
        ("2022-06-30", "2022-07-01T05:00:00+00:00"),
    ],
)
def test_nor_does_the_zone_of_the_machine_matter(zone, day, closes_at):
    environment = {**os.environ, "TZ": zone, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    told = subprocess.run(
        [sys.executable, "-c", ASK.format(day=day)],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == closes_at


# ── 2023 ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_call_of_2023_is_as_its_paper_says():
    call = create_call_2023(make_organizer())

    assert call.closes_at == datetime(2023, 7, 1, tzinfo=MEXICO)
    assert timezone.localdate(call.results_at, MEXICO) == date(2023, 8, 25)
    assert call.validity_months == 12
    assert [one.name for one in call.criteria.all()] == [
        "Procedimientos utilizados para la identificación de información útil",
        "Calidad de la información publicada",
        "La diversificación y el uso de medios alternativos, para la difusión de la información",
        "Consulta y/o reutilización de la información publicada",
        "Participación ciudadana efectiva e informada durante el proceso de construcción de "
        "información",
        "Los efectos positivos generados a partir de la información difundida",
    ]
    # It gives neither weights nor a scale nor names, and the page says so.
    assert {one.weight for one in call.criteria.all()} == {1}
    assert not call.criteria.filter(levels__isnull=False).exists()
    assert call.seats.count() == 5
    assert not call.seats.filter(holders__isnull=False).exists()
    for unsaid in ("Peso de cada criterio", "Escala", "Quórum", "Titulares", "Hora en que cierra"):
        assert unsaid in call.silences
    # The two mailboxes stand apart, though the paper's copy has them glued together.
    assert call.contact.splitlines()[-2:] == [
        "priscila.gomez@infoem.org.mx",
        "adriana.cardenas@infoem.org.mx",
    ]
    assert call.is_closed()
