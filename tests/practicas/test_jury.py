"""The pages of the jury: the room of a seat, and the table, the session and the dictamen."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from bitacora.models import Entry
from practicas import conflicts
from practicas.models import (
    Corrigendum,
    Dictamen,
    JurySession,
    Recognition,
    Ruling,
    Score,
    Scoresheet,
)
from tests.make import make_user, sign_in
from tests.practicas.jury_story import give, judged, make_jury, meet, rule_all, sign
from tests.practicas.make import make_proposal, recuse

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return make_jury(scores_due_at=timezone.now() + timedelta(days=5))


@pytest.fixture
def proposal(call):
    return make_proposal(call, title="Mapa de comedores")


@pytest.fixture
def juror(client, call, proposal):
    """Who holds seat 1 and said that they have no conflict."""
    return enter(client, proposal, 1)


def enter(client, proposal, number):
    user = proposal.call.people[number]
    holder = conflicts.holder_of(user, proposal.call)
    conflicts.state_none(proposal=proposal, holder=holder, by=user)
    return sign_in(client, user)


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(None, "staff"))


def at(name, proposal):
    return reverse(name, args=[proposal.pk])


def on(name, call, *more):
    return reverse(name, args=[call.slug, *more])


def told(answer) -> list[str]:
    return [str(one) for one in answer.context["messages"]]


def sheet(**values) -> dict:
    """The form of a sheet as a browser sends it: `c1=(level, reason)`, the rest empty."""
    data = {"note": "", "seen_note": ""}
    for number in range(1, 7):
        level, reason = values.get(f"c{number}", ("", ""))
        data |= {f"c{number}-reason": reason, f"c{number}-seen_level": ""}
        data |= {f"c{number}-seen_reason": ""} | ({f"c{number}-level": level} if level else {})
    return data


# ── The room of a seat ───────────────────────────────────────────────────────────────────────────


def test_from_the_room_to_a_sheet_that_is_in(juror, call, proposal):
    page = juror.get(reverse("jury")).content.decode()
    assert "Mapa de comedores" in page
    assert "Sin empezar" in page
    page = juror.get(at("jury_proposal", proposal)).content.decode()
    assert "Así fue con calidad de la información." in page
    assert page.count('type="radio"') == 30
    answer = juror.post(
        at("jury_proposal", proposal),
        sheet(**{f"c{n}": ("3", "Se ve.") for n in range(1, 7)})
        | {"note": "Buena idea.", "hand_in": "1"},
    )
    assert answer.url == at("jury_hand_in", proposal)
    page = juror.get(answer.url).content.decode()
    assert "criterio 1, nivel 3" in page
    assert "Después ya no cambia" in page
    assert Scoresheet.objects.get().handed_in_at is None
    assert told(juror.post(answer.url, follow=True)) == [
        "Entregaste tu cédula de «Mapa de comedores»."
    ]
    made = Scoresheet.objects.get()
    assert (made.holder_name, made.note, made.scores.count()) == ("Jurado 1", "Buena idea.", 6)
    page = juror.get(at("jury_proposal", proposal)).content.decode()
    assert "Ya no cambia" in page
    assert '<form class="ficha"' not in page
    refused = juror.post(at("jury_proposal", proposal), sheet(c1=("0", "No.")), follow=True)
    assert told(refused) == ["Esta cédula ya se entregó: no cambia."]
    assert set(Score.objects.values_list("level__value", flat=True)) == {3}


def test_before_opening_it_a_seat_says_how_it_stands(client, call, proposal):
    sign_in(client, call.people[1])
    assert client.get(at("jury_proposal", proposal)).url == at("recusal", proposal)
    assert client.post(at("jury_proposal", proposal), sheet()).url == at("recusal", proposal)


def test_without_a_script_what_is_right_is_kept_and_what_is_wrong_is_told(juror, proposal):
    answer = juror.post(
        at("jury_proposal", proposal), sheet(c1=("4", "Sí."), c2=("", "Sin nivel todavía."))
    )
    page = answer.content.decode()
    assert "Elige un nivel: tu razón se guarda con él." in page
    assert "Sin nivel todavía." in page
    assert list(Score.objects.values_list("criterion__number", "reason")) == [(1, "Sí.")]


def test_a_page_that_was_open_elsewhere_overwrites_nothing_it_did_not_change(juror, proposal):
    """The phone still shows criterion 1 empty; the tablet gave it a level meanwhile."""
    phone = sheet(c2=("2", "Desde el teléfono."))
    juror.post(at("jury_proposal", proposal), sheet(c1=("4", "Desde la tableta.")))
    juror.post(at("jury_proposal", proposal), phone)
    assert list(Score.objects.values_list("criterion__number", "level__value", "reason")) == [
        (1, 4, "Desde la tableta."),
        (2, 2, "Desde el teléfono."),
    ]


def test_saved_as_one_goes(juror, proposal):
    def save(**data):
        answer = juror.post(at("jury_save", proposal), data)
        return answer.status_code, json.loads(answer.content)

    seen = {"c1-seen_level": "", "c1-seen_reason": ""}
    status, said = save(**{"c1-level": "4", "c1-reason": "Sí."}, **seen)
    assert (status, set(said)) == (200, {"time"})
    status, said = save(**{"c2-reason": "Sin nivel."}, **seen)
    assert (status, said) == (422, {"sentence": "Elige un nivel: tu razón se guarda con él."})
    status, said = save(**{"c1-level": "9", "c1-reason": "Sí."}, **seen)
    assert (status, said) == (422, {"sentence": "Elige uno de los niveles."})
    assert save(note="Para la sesión.", seen_note="")[0] == 200
    assert Score.objects.get().level.value == 4
    assert Scoresheet.objects.get().note == "Para la sesión."


def test_after_the_term_the_page_says_so_and_keeps_nothing(juror, call, proposal):
    call.scores_due_at = timezone.now() - timedelta(seconds=1)
    call.save()
    page = juror.get(at("jury_proposal", proposal)).content.decode()
    assert "El plazo para calificar terminó." in page
    answer = juror.post(
        at("jury_save", proposal),
        {"c1-level": "4", "c1-reason": "", "c1-seen_level": "", "c1-seen_reason": ""},
    )
    assert answer.status_code == 422
    assert "El plazo para calificar terminó." in juror.get(reverse("jury")).content.decode()
    assert Score.objects.count() == 0


def test_what_a_seat_is_recused_from_is_nowhere(juror, call, proposal):
    recuse(proposal, call.seats.get(number=1))
    assert "Mapa de comedores" not in juror.get(reverse("jury")).content.decode()
    for name in ("jury_proposal", "jury_hand_in", "recusal"):
        assert juror.get(at(name, proposal)).status_code == 404
    for name in ("jury_proposal", "jury_save", "jury_hand_in"):
        assert juror.post(at(name, proposal), {"note": "x"}).status_code == 404
    assert Scoresheet.objects.get().note == ""


def test_whoever_judges_another_call_or_nothing_is_told_nothing(client, call, proposal):
    other = make_jury()
    sign_in(client, other.people[1])
    assert client.get(at("jury_proposal", proposal)).status_code == 404
    sign_in(client, make_user(None, "jury"))
    assert client.get(at("jury_proposal", proposal)).status_code == 404
    assert "no ocupas ningún asiento" in client.get(reverse("jury")).content.decode()
    sign_in(client, call.people[1], second_factor=False)
    assert client.get(reverse("jury")).status_code == 302
    assert client.get(at("jury_proposal", proposal)).status_code == 302


def test_the_panel_says_how_much_is_to_be_scored(juror, call, proposal):
    make_proposal(call)
    recuse(make_proposal(call), call.seats.get(number=1))
    home = reverse("panel")
    assert "propuestas por calificar" in juror.get(home).content.decode()
    give(proposal, 1, 3)
    assert "propuesta por calificar" in juror.get(home).content.decode()
    call.scores_due_at = timezone.now()
    call.save()
    assert "por calificar" not in juror.get(home).content.decode()


# ── Sealed ───────────────────────────────────────────────────────────────────────────────────────

MARK = "Palabras que solo escribió el asiento dos"


def everything(call, proposal) -> str:
    """All that a seat and staff can read of scores: pages, spreadsheet and JSON."""
    seat, staff = Client(), Client()
    sign_in(seat, call.people[1])
    sign_in(staff, make_user(None, "staff"))
    seen = [seat.get(reverse("jury")), seat.get(at("jury_proposal", proposal))]
    seen.append(seat.post(at("jury_save", proposal), {"note": "", "seen_note": ""}))
    seen.append(staff.get(on("panel_jury_table", call)))
    seen += [staff.get(on("panel_jury_session", call, s.pk)) for s in call.jury_sessions.all()]
    seen.append(staff.get(on("panel_jury_rule", call, proposal.pk), follow=True))
    book = load_workbook(BytesIO(staff.get(on("panel_jury_xlsx", call)).content))
    cells = [str(value) for row in book.active.values for value in row if value is not None]
    return " | ".join([one.content.decode() for one in seen] + cells)


def test_sealed_scores_are_on_no_page_in_no_sheet_and_in_no_answer(call, proposal, client):
    meet(call)
    for number in (1, 2):
        enter(client, proposal, number)
    give(proposal, 1, 3)
    # 91.67 of a hundred, which no other number on these pages is.
    give(proposal, 2, [4, 4, 4, 4, 4, 2], reason=MARK)
    sealed = everything(call, proposal)
    assert MARK not in sealed
    assert "91.67" not in sealed
    assert "75.00" not in sealed
    assert "selladas" in sealed
    # The last sheet that is due opens them, for all.
    give(proposal, 3, 3)
    opened = everything(call, proposal)
    assert MARK in opened
    assert "91.67" in opened


def test_a_seat_that_did_not_hand_in_sees_nobody_elses_after_the_term_either(
    client, call, proposal
):
    enter(client, proposal, 1)
    give(proposal, 2, 4, reason=MARK)
    call.scores_due_at = timezone.now() - timedelta(seconds=1)
    call.save()
    assert MARK not in client.get(at("jury_proposal", proposal)).content.decode()


# ── The table, the session and the dictamen ──────────────────────────────────────────────────────


def test_the_table_on_the_screen_and_as_a_spreadsheet(staff):
    call = make_jury(title="Convocatoria de prueba")
    judged(call, 1, 2, 3)
    best = judged(call, 4, 4, 3)
    recuse(best, call.seats.get(number=4))
    page = staff.get(on("panel_jury_table", call))
    assert [row.proposal.number for row in page.context["rows"]] == [2, 1]
    assert "100.00" in page.content.decode()
    assert Entry.objects.filter(action="people.listed").get().people == 3
    book = load_workbook(BytesIO(staff.get(on("panel_jury_xlsx", call)).content))
    head, first, second = book.active.values
    told = dict(zip(head, first, strict=True))
    assert (told["Lugar"], told["Puntaje (mediana)"], told["Dispersión"]) == (1, 100, 25)
    assert [told[f"Titular {n}"] for n in range(1, 6)] == [100, 100, 75, "Excusado", None]
    assert second[1] == 1


def test_a_whole_session_by_its_pages(staff):
    call = make_jury()
    first, second = judged(call, 3, 3, 3), judged(call, 3, 3, 3)
    here = [str(seat.pk) for seat in call.seats.filter(number__lte=3)]
    begun = {"held_at": "2026-08-20T11:00", "place": "la Sala de Pleno", "notes": ""}
    answer = staff.post(on("panel_jury_open", call), begun | {"present": here[:2]})
    assert "hacen falta 3 asientos y hay 2" in answer.content.decode()
    answer = staff.post(on("panel_jury_open", call), begun | {"present": here})
    session = JurySession.objects.get()
    assert answer.url == on("panel_jury_session", call, session.pk)
    page = staff.get(on("panel_jury_rule", call, first.pk)).content.decode()
    assert "1. Identificación de información útil: Se ve en el soporte." in page
    assert "Empate." in page
    yes = {"is_recognised": "yes", "reasons": "Sirve.", "tie_broken": ""}
    no = yes | {"is_recognised": "no"}
    assert staff.post(on("panel_jury_rule", call, first.pk), yes).status_code == 302
    answer = staff.post(on("panel_jury_rule", call, second.pk), no)
    assert "escribe cómo se desempató" in answer.content.decode()
    assert "Sirve." in answer.content.decode()  # what was typed is still there
    broken = no | {"tie_broken": "Por mayoría."}
    assert staff.post(on("panel_jury_rule", call, second.pk), broken).status_code == 302
    page = staff.get(on("panel_jury_close", call, session.pk)).content.decode()
    assert "ya no cambia" in page
    staff.post(on("panel_jury_close", call, session.pk))
    acta = staff.get(on("panel_jury_acta", call, session.pk))
    assert acta.content.startswith(b"%PDF")
    assert "borrador" in acta["Content-Disposition"]
    soon = timezone.localtime() + timedelta(hours=2)
    signing = {"published_at": f"{soon:%Y-%m-%dT%H:%M}"}
    answer = staff.post(on("panel_jury_sign", call), signing)
    assert "Marca que lo revisaste." in answer.content.decode()
    assert Dictamen.objects.count() == 0
    staff.post(on("panel_jury_sign", call), signing | {"is_sure": "on"})
    assert Dictamen.objects.get().published_at == soon.replace(second=0, microsecond=0)
    assert [one.proposal for one in Recognition.objects.all()] == [first]
    assert staff.get(on("panel_jury_dictamen", call)).content.startswith(b"%PDF")
    for name, args in [
        ("panel_jury_sign", []),
        ("panel_jury_rule", [first.pk]),
    ]:
        assert staff.post(on(name, call, *args), yes).url == on("panel_jury_table", call)
    assert Ruling.objects.get(proposal=first).reasons == "Sirve."


def test_a_correction_by_its_page(staff):
    call = make_jury()
    judged(call, 4, 4, 4)
    address = on("panel_jury_corrigendum", call)
    assert staff.get(address).url == on("panel_jury_table", call)
    rule_all(call)
    sign(call)
    words = {
        "said": "Cumple.",
        "should_say": "Cumple con todo.",
        "reason": "Faltaba.",
        "proposal": "",
    }
    assert "Marca que lo entiendes." in staff.post(address, words).content.decode()
    assert Corrigendum.objects.count() == 0
    staff.post(address, words | {"is_sure": "on"})
    page = staff.get(on("panel_jury_table", call)).content.decode()
    assert "Cumple con todo." in page
    assert Corrigendum.objects.get().proposal is None


def test_the_verifier_keeps_the_session_and_does_not_sign(client):
    call = make_jury()
    sign_in(client, make_user(None, "verifier"))
    assert client.get(on("panel_jury_table", call)).status_code == 200
    assert (
        "Todavía no hay propuestas ante el jurado"
        in client.get(on("panel_jury_table", call)).content.decode()
    )
    assert client.get(on("panel_jury_sign", call)).status_code == 404
    sign_in(client, call.people[1])
    assert client.get(on("panel_jury_table", call)).status_code == 404


def asked(client, path) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_pages_ask_as_much_for_one_as_for_three(staff):
    call = make_jury()
    seat = sign_in(Client(), call.people[1])
    session = meet(call)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            judged(call, 3, 2, 1)
            make_proposal(call, state="sent")
        pages = [
            (seat, reverse("jury")),
            (staff, on("panel_jury_table", call)),
            (staff, on("panel_jury_xlsx", call)),
            (staff, on("panel_jury_session", call, session.pk)),
        ]
        counts.append([asked(who, path) for who, path in pages])
    assert counts[0] == counts[1]
