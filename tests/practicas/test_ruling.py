"""The jury in session: quorum, rulings, ties, the dictamen, and that nothing changes after it."""

from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from bitacora.models import Entry
from padron.refusal import Refusal
from practicas import acta, dictamen, ruling, scoring
from practicas.models import (
    Call,
    Corrigendum,
    Dictamen,
    JurySession,
    Recognition,
    Ruling,
    SeatHolder,
)
from tests.make import make_body
from tests.practicas.jury_story import decide, give, judged, make_jury, meet, sign
from tests.practicas.make import make_call, make_proposal, recuse

pytestmark = pytest.mark.django_db


def signed_call(*, body=None, **fields):
    """A call whose dictamen was signed off: one recognised, one not."""
    call = make_jury(**fields)
    yes = judged(call, 4, 3, 3, body=body)
    no = judged(call, 1, 1, 0)
    session = meet(call)
    decide(yes, session)
    decide(no, session, False, "No llegó a nadie.")
    ruling.close_session(session=session, by="prueba")
    sign(call)
    return call


def text(pdf: bytes) -> str:
    found = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(found.replace("\u200b", "").split())


# ── The session ──────────────────────────────────────────────────────────────────────────────────


def test_without_quorum_there_is_no_session():
    call = make_jury()
    with pytest.raises(Refusal, match="hacen falta 3 asientos y hay 2"):
        meet(call, 1, 2)
    with pytest.raises(Refusal, match="Nadie ocupaba ese día el asiento «Titular 4»"):
        meet(call, 1, 2, 3, 4)
    with pytest.raises(Refusal, match="otra convocatoria"):
        ruling.open_session(
            call=call, held_at=timezone.now(), present=make_call().seats.all(), by="prueba"
        )
    assert JurySession.objects.count() == 0
    meet(call)
    with pytest.raises(Refusal, match="Ya hay una sesión abierta"):
        meet(call)


def test_somebody_arrives_and_nobody_goes_below_the_quorum():
    call = make_jury(seats=4)
    session = meet(call, 1, 2, 3)
    ruling.change_session(
        session=session, present=call.seats.filter(number__lte=4), place="Sala", by="prueba"
    )
    assert sorted(session.present.values_list("number", flat=True)) == [1, 2, 3, 4]
    with pytest.raises(Refusal, match="hay 2"):
        ruling.change_session(
            session=session, present=call.seats.filter(number__lte=2), by="prueba"
        )
    assert JurySession.objects.get().place == "Sala"


def test_nothing_is_ruled_while_scores_are_sealed():
    call = make_jury()
    proposal = make_proposal(call)
    give(proposal, 1, 3)
    session = meet(call)
    with pytest.raises(Refusal, match="siguen selladas"):
        decide(proposal, session)
    give(proposal, 2, 3)
    give(proposal, 3, 1)
    made = decide(proposal, session, reasons=" Sirve a quien la pide. ")
    assert (made.score, made.reasons) == (Decimal("75.00"), "Sirve a quien la pide.")


def test_the_jury_thinks_again_until_the_session_closes():
    call = make_jury()
    proposal = judged(call, 3, 3, 3)
    session = meet(call)
    with pytest.raises(Refusal, match="Escribe los motivos"):
        decide(proposal, session, reasons=" ")
    decide(proposal, session)
    decide(proposal, session, False, "Pensándolo bien, no.")
    assert Ruling.objects.get().is_recognised is False
    told = Entry.objects.filter(action__startswith="ruling").order_by("pk")
    assert list(told.values_list("action", flat=True)) == ["ruling.made", "ruling.changed"]
    with pytest.raises(Refusal, match="no puede terminar antes"):
        ruling.close_session(
            session=session, ended_at=session.held_at - timedelta(minutes=1), by="prueba"
        )
    ruling.close_session(session=session, by="prueba")
    for refused in (
        lambda: decide(proposal, session),
        lambda: ruling.close_session(session=session, by="prueba"),
        lambda: ruling.change_session(session=session, present=call.seats.all(), by="prueba"),
    ):
        with pytest.raises(Refusal, match="Esta sesión ya se cerró"):
            refused()
    # Nor in another one: what a session closed with stays.
    with pytest.raises(Refusal, match="una sesión que se cerró"):
        decide(proposal, meet(call))
    assert Ruling.objects.get().reasons == "Pensándolo bien, no."


def test_where_the_term_left_too_few_sheets_the_jury_decides_and_the_acta_tells_it():
    call = make_jury(scores_due_at=timezone.now() + timedelta(seconds=60))
    proposal = judged(call, 4, 4)
    session, later = meet(call), call.scores_due_at
    assert decide(proposal, session, now=later).score == Decimal("100.00")
    (told,) = acta.facts(session)["rulings"]
    assert (told["sheets"], told["due"]) == (2, 3)
    assert "Cédulas 2 de 3; no alcanzan el quórum de 3" in text(
        acta.as_pdf(acta.facts(session), draft=True)
    )


def test_where_seats_are_recused_the_jury_decides_with_what_there_is():
    call = make_jury()
    alone, few = make_proposal(call), make_proposal(call)
    for seat in call.seats.all():
        recuse(alone, seat)
    recuse(few, call.seats.get(number=3))
    give(few, 1, 3)
    give(few, 2, 4)
    session = meet(call)
    assert decide(alone, session, False, "No hay quien la califique.").score is None
    assert decide(few, session).score == Decimal("87.50")


def test_below_the_minimum_nothing_is_recognised():
    call = make_jury(minimum_score=Decimal("60"))
    low, high = judged(call, 2, 2, 2), judged(call, 3, 3, 3)
    session = meet(call)
    with pytest.raises(Refusal, match=r"al menos 60.00 de 100 .* esta tiene 50.00"):
        decide(low, session)
    decide(low, session, False)
    decide(high, session)
    assert Ruling.objects.filter(is_recognised=True).count() == 1


# ── Ties ─────────────────────────────────────────────────────────────────────────────────────────


def tied(**fields):
    call = make_jury(**fields)
    return call, judged(call, 3, 3, 3), judged(call, 3, 3, 3)


def test_a_tie_is_broken_in_words():
    call, first, second = tied()
    session = meet(call)
    decide(first, session)
    with pytest.raises(Refusal, match="otro modo: escribe cómo se desempató"):
        decide(second, session, False)
    decide(second, session, False, tie_broken="Por mayoría: la primera llega a más personas.")
    assert Ruling.objects.get(proposal=second).tie_broken.startswith("Por mayoría")


def test_alike_in_a_tie_nothing_has_to_be_broken():
    call, first, second = tied()
    session = meet(call)
    decide(first, session)
    decide(second, session)
    assert Ruling.objects.filter(is_recognised=True, tie_broken="").count() == 2


def test_all_who_are_tied_are_decided_alike_where_the_call_says_so():
    call, first, second = tied(tie_rule=Call.TieRule.ALL)
    session = meet(call)
    decide(first, session)
    with pytest.raises(Refusal, match="todas las empatadas reciben la misma resolución"):
        decide(second, session, False, tie_broken="Porque sí.")
    decide(second, session)


def test_the_heaviest_criterion_binds_the_jury():
    call = make_jury(tie_rule=Call.TieRule.HEAVIEST)
    call.criteria.filter(number=1).update(weight=2)
    less = judged(call, *[[1, 4, 1, 1, 1, 1]] * 3)
    more = judged(call, *[[3, 1, 1, 1, 1, 0]] * 3)
    session = meet(call)
    decide(more, session, False)
    with pytest.raises(Refusal, match="gana quien tiene más en el criterio de mayor peso"):
        decide(less, session, tie_broken="Nos gusta más.")
    decide(more, session)
    decide(less, session, False)  # the rule has settled it: no words are asked for
    assert Ruling.objects.get(is_recognised=True).proposal == more


# ── The dictamen ─────────────────────────────────────────────────────────────────────────────────


def test_what_is_missing_before_signing_off_is_told():
    call = make_jury()
    proposal = judged(call, 3, 3, 3)
    waiting = make_proposal(call, state="sent")
    make_proposal(call, state="sent", is_late=True)
    steps = []

    def refused():
        with pytest.raises(Refusal) as reason:
            sign(call)
        steps.append(str(reason.value))

    refused()
    session = meet(call)
    refused()
    ruling.close_session(session=session, by="prueba")
    refused()
    waiting.state = "rejected"
    waiting.save()
    refused()
    session = meet(call)
    decide(proposal, session)
    ruling.close_session(session=session, by="prueba")
    assert steps == [
        "Falta la sesión del jurado.",
        "Hay una sesión abierta: ciérrala antes de firmar el dictamen.",
        "Falta verificar 1 propuesta.",
        "Falta resolver 1 propuesta.",
    ]
    with pytest.raises(Refusal, match="ya pasó"):
        sign(call, published_at=timezone.now() - timedelta(minutes=2))
    assert Dictamen.objects.count() == 0
    sign(call)
    assert Recognition.objects.get().proposal == proposal


def test_not_before_the_day_that_the_call_has_told():
    told = timezone.now() + timedelta(days=3)
    call = make_jury(results_at=told)
    ruling.close_session(session=meet(call), by="prueba")
    with pytest.raises(Refusal, match="los resultados se dan a conocer el"):
        sign(call, published_at=told - timedelta(seconds=1))
    assert sign(call, published_at=told).published_at == told


def test_nothing_is_public_a_microsecond_before_its_moment():
    call = signed_call()
    call.refresh_from_db()
    moment = call.dictamen.published_at
    assert call.results_at == moment
    before = moment - timedelta(microseconds=1)
    for now, count in [(before, 0), (moment, 1)]:
        assert Call.objects.with_results(now).count() == count
        assert Recognition.objects.public(now).count() == count


def test_after_signing_off_nothing_changes():
    call = signed_call()
    proposal = call.proposals.get(number=2)
    session = call.jury_sessions.get()
    before = list(Ruling.objects.order_by("pk").values()), Dictamen.objects.values().get()
    refusals = [
        lambda: decide(proposal, session),
        lambda: meet(call),
        lambda: ruling.close_session(session=session, by="prueba"),
        lambda: ruling.change_session(session=session, present=call.seats.all(), by="prueba"),
        lambda: sign(call),
        lambda: give(proposal, 1, 4),
        lambda: scoring.save_note(
            proposal=proposal, seat=call.seats.get(number=1), note="Otra.", by="prueba"
        ),
    ]
    for refused in refusals:
        with pytest.raises(Refusal, match="ya se firmó"):
            refused()
    assert (list(Ruling.objects.order_by("pk").values()), Dictamen.objects.values().get()) == before


def test_two_calls_of_a_year_have_consecutive_folios():
    first, second = signed_call(year=2026), signed_call(year=2026)
    folios = [Dictamen.objects.get(call=call).folio for call in (first, second)]
    assert [folio.rsplit("/", 3)[1:] for folio in folios] == [
        ["DICTAMEN", "2026", "1"],
        ["DICTAMEN", "2026", "2"],
    ]


def test_the_documents_say_what_was_frozen_whatever_changes_later():
    call = signed_call(title="Reconocimiento 2026", body=make_body("Ayuntamiento de Ñ"))
    made = Dictamen.objects.get(call=call)
    before = text(dictamen.as_pdf(made))
    for part in [
        "Dictamen del Jurado Calificador",
        made.folio,
        "definitivo e inapelable",
        "1. Práctica",
        "Ayuntamiento de Ñ",
        "Procedente",
        "75.00 de 100 (setenta y cinco)",
        "No llegó a nadie.",
        "Jurado 3",
        "la mitad hacia arriba",
        "Las bases no piden un puntaje mínimo.",
    ]:
        assert part in before
    Call.objects.update(title="Otro nombre", legal_basis="Otra ley")
    SeatHolder.objects.update(name="Otra persona")
    call.proposals.update(title="Otro título")
    assert text(dictamen.as_pdf(Dictamen.objects.get())) == before
    said, is_draft = acta.of_session(call.jury_sessions.get())
    assert not is_draft
    assert "Jurado 1" in text(acta.as_pdf(said))


def test_the_acta_tells_who_was_there_who_was_excused_and_what_was_ruled():
    call = make_jury(seats=4)
    proposal = make_proposal(call, title="Mapa de servicios")
    recuse(proposal, call.seats.get(number=2), reason="Es mi cuñada, Rosa.")
    for number in (1, 3, 4):
        give(proposal, number, 4)
    session = ruling.open_session(
        call=call,
        held_at=timezone.make_aware(datetime(2026, 8, 20, 11, 4)),
        present=call.seats.filter(number__in=[1, 2, 3]),
        place="la Sala de Pleno",
        notes="Se leyó el orden del día.",
        by="prueba",
    )
    decide(proposal, session, reasons="Llega a quien la necesita.")
    ended = timezone.make_aware(datetime(2026, 8, 20, 13, 0))
    session = ruling.close_session(session=session, ended_at=ended, by="prueba")
    said, is_draft = acta.of_session(session)
    pdf = acta.as_pdf(said, draft=is_draft)
    told = text(pdf)
    for part in [
        "BORRADOR",
        "Siendo las once horas con cuatro minutos del veinte de agosto de dos mil veintiséis, en "
        "la Sala de Pleno",
        "3 asientos de 5",
        "Titular 4 Jurado 4 Ausente",
        "Titular 5 Vacante Ausente",
        "Se leyó el orden del día.",
        "Propuesta 1, «Mapa de servicios»: Titular 2 (lo declaró).",
        "100.00 de 100 (cien)",
        "Llega a quien la necesita.",
        "concluyó a las trece horas",
    ]:
        assert part in told
    # Why somebody was excused is theirs.
    assert "cuñada" not in told
    root = PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "es-MX"


def test_a_session_without_rulings_and_with_strange_names_is_printed():
    call = make_jury(title="#strong[Convocatoria] $x$ \\ 中")
    session = meet(call)
    said, _ = acta.of_session(session)
    assert "#strong[Convocatoria]" in text(acta.as_pdf(said, draft=True))


# ── Fe de erratas ────────────────────────────────────────────────────────────────────────────────


def correct(call, **more):
    words = {"said": "Ñ", "should_say": "N", "reason": "Error de captura."} | more
    return ruling.corrigendum(call=call, by="prueba", **words)


def test_a_correction_stands_beside_the_first_words():
    call = signed_call()
    # That a date of the call was moved, long before, is told on its page and not here.
    moved = {"said": "Hasta el 1.", "should_say": "Hasta el 2.", "reason": "Prórroga."}
    before = timezone.now() - timedelta(days=30)
    Corrigendum.objects.create(call=call, made_at=before, made_by="prueba", **moved)
    facts = Dictamen.objects.get().facts
    correct(
        call,
        proposal=call.proposals.get(number=2),
        said="No llegó a nadie.",
        should_say="Llegó a pocas personas.",
    )
    assert Dictamen.objects.get().facts == facts
    told = text(dictamen.as_pdf(Dictamen.objects.get()))
    assert told.count("No llegó a nadie.") == 2  # where it stood, and in the correction
    assert "Llegó a pocas personas." in told
    assert "Prórroga" not in told
    assert Entry.objects.filter(action="corrigendum.made").count() == 1


def test_what_a_correction_needs():
    call = signed_call()
    other = make_jury()
    for words, reason in [
        ({"said": " "}, "Escribe qué dice"),
        ({"reason": ""}, "Escribe qué dice"),
        ({"should_say": "Ñ"}, "es igual a lo que dice"),
        ({"proposal": make_proposal(other)}, "es de otra convocatoria"),
    ]:
        with pytest.raises(Refusal, match=reason):
            correct(call, **words)
    with pytest.raises(Refusal, match="Todavía no hay dictamen"):
        correct(other)
    assert Corrigendum.objects.count() == 0


def test_the_reasons_of_the_seats_are_the_first_words_of_a_ruling():
    call = make_jury()
    proposal = make_proposal(call)
    give(proposal, 1, 3, reason="Se ve.")
    give(proposal, 2, 3, reason="Se ve.")
    give(proposal, 3, 3, reason="Con datos.")
    lines = ruling.draft_reasons(proposal).splitlines()
    assert len(lines) == 6
    assert lines[0] == "1. Identificación de información útil: Se ve. Con datos."
    recuse(proposal, call.seats.get(number=3))
    assert "Con datos" not in ruling.draft_reasons(proposal)
