"""Findings, the prevención and its working days, and the decision; who is written to."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from bitacora.models import Entry
from correo.models import Message
from correo.registry import COMPOSERS
from jornadas.models import NonWorkingDay
from padron.refusal import Refusal
from practicas import sending, verifying
from practicas.models import Dictamen, Proposal
from practicas.verify_terms import term
from tests.make import make_body, make_enlace, make_organizer
from tests.practicas.make import make_call, make_proposal

pytestmark = pytest.mark.django_db

State = Proposal.State
# A Friday, before a weekend and the Monday of rest of November.
FRIDAY = timezone.make_aware(datetime(2026, 11, 13, 18, 30))


def rest(*days, reason="Descanso"):
    for day in days:
        NonWorkingDay.objects.create(organizer=make_organizer(), day=day, reason=reason)


def sent(**fields):
    return make_proposal(state=State.SENT, **fields)


def check(proposal, *met):
    """A finding for each requirement in turn: met or not."""
    for requirement, is_met in zip(proposal.call.requirements.all(), met, strict=True):
        text = "" if is_met else "Falta la firma."
        verifying.find(
            proposal=proposal, requirement=requirement, is_met=is_met, text=text, by="Vera"
        )


def state(proposal) -> str:
    return Proposal.objects.get(pk=proposal.pk).state


def refused(action, **fields) -> str:
    with pytest.raises(Refusal) as reason:
        action(by="Vera", **fields)
    return str(reason.value)


def decide(proposal, is_admitted, now=None):
    return verifying.decide(
        proposal=proposal, is_admitted=is_admitted, reasons="Por esto.", by="Vera", now=now
    )


# ── The term ─────────────────────────────────────────────────────────────────────────────────────


def test_a_term_leaves_out_the_weekend_and_the_days_of_rest():
    call = make_call(prevention_days=3)
    rest(date(2026, 11, 16), reason="Revolución Mexicana")
    span = term(call, FRIDAY)
    assert (span.starts_on, span.due_on) == (date(2026, 11, 17), date(2026, 11, 19))
    assert span.skipped == [
        (date(2026, 11, 14), "Fin de semana"),
        (date(2026, 11, 15), "Fin de semana"),
        (date(2026, 11, 16), "Revolución Mexicana"),
    ]
    assert span.unknown_years == []


def test_a_term_counts_from_the_day_after_whatever_the_hour():
    call = make_call(prevention_days=1)
    for hour in (0, 23):
        monday = timezone.make_aware(datetime(2026, 11, 9, hour, 59))
        assert term(call, monday).due_on == date(2026, 11, 10)


def test_a_term_into_a_year_without_a_table_says_so():
    call = make_call(prevention_days=5)
    rest(date(2026, 12, 25))
    span = term(call, timezone.make_aware(datetime(2026, 12, 28, 9)))
    assert (span.due_on, span.unknown_years) == (date(2027, 1, 4), [2027])


def test_days_of_rest_of_another_institution_do_not_count():
    call = make_call(prevention_days=1)
    other = make_organizer("otra")
    NonWorkingDay.objects.create(organizer=other, day=date(2026, 11, 17), reason="Suyo")
    assert term(call, timezone.make_aware(datetime(2026, 11, 16, 9))).due_on == date(2026, 11, 17)


def test_a_day_of_rest_added_later_does_not_move_a_term_that_was_told():
    proposal = sent(call=make_call(prevention_days=1))
    made = verifying.prevent(proposal=proposal, text="Falta.", by="Vera", now=FRIDAY)
    rest(made.due_on)
    made.refresh_from_db()
    assert made.due_on == date(2026, 11, 16)
    entry = Entry.objects.about(proposal).get(action="proposal.prevented")
    assert entry.detail == {
        "days": 1,
        "due_on": "2026-11-16",
        "skipped": [["2026-11-14", "Fin de semana"], ["2026-11-15", "Fin de semana"]],
    }


def test_the_last_day_counts_to_its_last_second_in_the_institutions_zone():
    proposal = sent(call=make_call(prevention_days=1))
    made = verifying.prevent(proposal=proposal, text="Falta.", by="Vera", now=FRIDAY)
    midnight = timezone.make_aware(datetime(2026, 11, 17))
    assert made.due_at == midnight
    before = midnight - timedelta(seconds=1)
    assert (made.is_running(before), made.is_expired(before)) == (True, False)
    assert (made.is_running(midnight), made.is_expired(midnight)) == (False, True)


# ── Findings ─────────────────────────────────────────────────────────────────────────────────────


def test_a_finding_is_kept_once_by_requirement_and_says_who_looked_last():
    proposal = sent()
    first = proposal.call.requirements.first()
    about = {"proposal": proposal, "requirement": first}
    verifying.find(**about, is_met=False, text="Falta la firma.", by="Vera")
    verifying.find(**about, is_met=False, text="Falta la firma.", by="Otra")
    verifying.find(**about, is_met=True, text="", legal_reference="Bases, tercera", by="Vico")
    kept = proposal.findings.get()
    assert (kept.is_met, kept.text, kept.legal_reference, kept.made_by) == (
        True, "", "Bases, tercera", "Vico",
    )  # fmt: skip
    checked = Entry.objects.about(proposal).filter(action="proposal.checked")
    assert [entry.actor_label for entry in checked.order_by("pk")] == ["Vera", "Vico"]


def test_a_requirement_that_is_not_met_says_why_and_is_of_this_call():
    proposal = sent()
    first = proposal.call.requirements.first()
    other = make_call().requirements.first()
    find = verifying.find
    assert refused(find, proposal=proposal, requirement=first, is_met=False, text=" ") == (
        "Escribe qué falta o qué no se cumple."
    )
    assert refused(find, proposal=proposal, requirement=other, is_met=True, text="") == (
        "Ese requisito es de otra convocatoria."
    )
    assert not proposal.findings.exists()


@pytest.mark.parametrize("which", [State.DRAFT, State.ADMITTED, State.REJECTED])
def test_nothing_is_checked_before_it_is_sent_or_after_it_is_decided(which):
    proposal = make_proposal(state=which)
    requirement = proposal.call.requirements.first()
    refused(verifying.find, proposal=proposal, requirement=requirement, is_met=True, text="")
    refused(verifying.prevent, proposal=proposal, text="Falta.")
    refused(verifying.decide, proposal=proposal, is_admitted=True, reasons="Sí.")
    assert (state(proposal), proposal.findings.count()) == (which, 0)


# ── The decision ─────────────────────────────────────────────────────────────────────────────────


def test_it_is_admitted_when_every_requirement_was_looked_at_and_is_met():
    proposal = sent()
    assert verifying.why_not_admitted(proposal) == "Falta revisar los requisitos 1 y 2."
    check(proposal, True, False)
    assert refused(verifying.decide, proposal=proposal, is_admitted=True, reasons="Sí.") == (
        "No se admite mientras no se cumpla el requisito 2."
    )
    check(proposal, True, True)
    made = decide(proposal, True)
    assert (made.is_admitted, state(proposal)) == (True, State.ADMITTED)


def test_it_is_not_admitted_for_a_requirement_that_is_not_met_and_never_for_nothing():
    proposal = sent()
    check(proposal, True, True)
    assert "hace falta un requisito que no se cumpla" in refused(
        verifying.decide, proposal=proposal, is_admitted=False, reasons="No me gusta."
    )
    check(proposal, True, False)
    decide(proposal, False)
    assert state(proposal) == State.REJECTED


def test_nobody_decides_twice():
    proposal = sent()
    check(proposal, True, False)
    decide(proposal, False)
    assert refused(verifying.decide, proposal=proposal, is_admitted=True, reasons="Sí.") == (
        "Ya se decidió sobre esta propuesta, y no se decide dos veces."
    )
    assert proposal.verification.is_admitted is False


def test_a_decision_says_why():
    proposal = sent()
    check(proposal, True, True)
    assert refused(verifying.decide, proposal=proposal, is_admitted=True, reasons=" \n") == (
        "Escribe los motivos de la decisión."
    )


def test_what_came_late_is_kept_but_never_admitted_nor_asked_to_be_completed():
    proposal = sent(is_late=True)
    check(proposal, True, True)
    assert "extemporánea" in refused(
        verifying.decide, proposal=proposal, is_admitted=True, reasons="Sí."
    )
    assert "fuera de plazo" in refused(verifying.prevent, proposal=proposal, text="Falta.")
    decide(proposal, False)
    assert state(proposal) == State.REJECTED


def test_nothing_is_decided_while_the_term_runs_and_silence_is_decided_after_it():
    proposal = sent(call=make_call(prevention_days=1))
    check(proposal, True, False)
    made = verifying.prevent(proposal=proposal, text="Falta.", by="Vera", now=FRIDAY)
    assert state(proposal) == State.PREVENTED
    last = made.due_at - timedelta(seconds=1)
    for is_admitted in (True, False):
        assert "Corre el plazo de la prevención" in refused(
            verifying.decide, proposal=proposal, is_admitted=is_admitted, reasons="Ya.", now=last
        )
    assert "Corre el plazo" in refused(
        verifying.prevent, proposal=proposal, text="Falta más.", now=last
    )
    assert "no contestaron" in refused(
        verifying.prevent, proposal=proposal, text="Falta más.", now=made.due_at
    )
    decide(proposal, False, now=made.due_at)
    assert state(proposal) == State.REJECTED


def test_an_answer_in_the_last_second_is_verified_again_and_one_second_later_is_too_late():
    rest(date(2026, 11, 16))
    call = make_call(prevention_days=1)
    in_time, late = (sent(call=call) for _ in range(2))
    asked = []
    for proposal in (in_time, late):
        check(proposal, True, False)
        asked.append(
            verifying.prevent(proposal=proposal, text="Falta la firma.", by="Vera", now=FRIDAY)
        )
    # Tuesday: neither the weekend nor the Monday of rest count.
    midnight = timezone.make_aware(datetime(2026, 11, 18))
    answer = {"text": "Va firmada.", "uploads": [], "by": "Eva"}
    sending.answer_prevention(prevention=asked[0], now=midnight - timedelta(seconds=1), **answer)
    with pytest.raises(Refusal, match="terminó"):
        sending.answer_prevention(prevention=asked[1], now=midnight, **answer)
    assert (state(in_time), state(late)) == (State.SENT, State.PREVENTED)
    # What was answered may be admitted once it is met; silence may only be rejected.
    check(in_time, True, True)
    decide(in_time, True, now=midnight)
    check(late, True, False)
    decide(late, False, now=midnight)
    assert (state(in_time), state(late)) == (State.ADMITTED, State.REJECTED)


def test_silence_is_enough_to_reject_even_where_no_requirement_was_marked():
    proposal = sent(call=make_call(prevention_days=1))
    made = verifying.prevent(proposal=proposal, text="Falta.", by="Vera", now=FRIDAY)
    decide(proposal, False, now=made.due_at)
    assert state(proposal) == State.REJECTED


def test_nothing_is_admitted_behind_the_back_of_a_signed_dictamen():
    proposal = sent()
    check(proposal, True, True)
    Dictamen.objects.create(
        call=proposal.call, folio="D-1", facts={}, made_by="x", published_at=timezone.now()
    )
    assert refused(verifying.decide, proposal=proposal, is_admitted=True, reasons="Sí.") == (
        "El dictamen de esta convocatoria ya está firmado."
    )


# ── Mail ─────────────────────────────────────────────────────────────────────────────────────────


def mails() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("kind", "to"))


def test_the_enlaces_of_the_body_are_told_what_is_missing_and_until_when():
    body = make_body("Ayuntamiento de Prueba")
    make_enlace(body, email="enlace@example.org", given_names="Eva")
    make_enlace(make_body(), email="ajeno@example.org")
    rest(date(2026, 11, 16), reason="Revolución Mexicana")
    proposal = sent(body=body, call=make_call(prevention_days=1), title="Mapa")
    verifying.prevent(
        proposal=proposal, text="Falta la firma.", by="Vera", now=FRIDAY, legal_reference="Bases, 3"
    )
    assert mails() == [("practicas.prevented", "enlace@example.org")]
    message = Message.objects.get()
    mail = COMPOSERS[message.kind](message.context)
    assert mail.subject == "Hay que completar la propuesta: Mapa"
    for part in (mail.text, mail.html):
        assert "Falta la firma." in part
        assert "Fundamento: Bases, 3" in part
        assert "1 día hábil, hasta el final del martes 17 de noviembre de 2026" in part
        assert "lunes 16 de noviembre de 2026 (revolución mexicana)" not in part
        assert "lunes 16 de noviembre de 2026 (Revolución Mexicana)" in part
        assert proposal.get_absolute_url() in part


@pytest.mark.parametrize("is_admitted", [True, False])
def test_the_enlaces_are_told_the_decision_with_its_reasons(is_admitted):
    proposal = sent(title="Mapa")
    make_enlace(proposal.body, email="enlace@example.org")
    check(proposal, True, is_admitted)
    decide(proposal, is_admitted)
    message = Message.objects.get()
    mail = COMPOSERS[message.kind](message.context)
    words = "Propuesta admitida: Mapa" if is_admitted else "Propuesta no admitida: Mapa"
    assert (message.to, mail.subject) == ("enlace@example.org", words)
    assert "Por esto." in mail.text
    assert "Por esto." in mail.html


def test_nobody_is_written_to_where_something_is_refused():
    proposal = sent()
    make_enlace(proposal.body)
    refused(verifying.decide, proposal=proposal, is_admitted=True, reasons="Sí.")
    refused(verifying.prevent, proposal=proposal, text=" ")
    assert mails() == []
