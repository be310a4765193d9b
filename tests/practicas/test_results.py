"""Results have a moment: not a second earlier, wherever one looks; and then for everybody."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from bitacora.models import Entry
from correo.models import Message
from jornadas.public.visitors import SECONDS
from jornadas.refusal import Refusal
from practicas import result_notices
from practicas.models import Call, Corrigendum, Feedback, Recognition, Scoresheet, Verification
from practicas.recognising import ends_on, recognise, write_feedback
from tests.make import make_body, make_enlace, make_person, make_user, sign_in
from tests.practicas.make import (
    make_call,
    make_proposal,
    recuse,
    rule,
    seat_user,
    tell_results,
)
from trabajos.registry import CHORES

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "results"}
SECRET = "Mapa de baches"


@pytest.fixture
def at(monkeypatch):
    """Set the site's clock; no page is kept from one moment to the next."""

    def to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    caches["pages"].clear()
    yield to
    caches["pages"].clear()


def make_ruled(**fields):
    """A proposal of a body with an enlace, ruled to be recognised."""
    body = make_body("Ayuntamiento de Calimaya")
    enlace = make_enlace(body, given_names="Eva", first_surname="Enlace")
    proposal = make_proposal(make_call(**fields), body, title=SECRET, url="https://example.org/x")
    rule(proposal)
    return proposal, enlace


# Everywhere that a visitor could learn of it: pages, filters, feeds, API, data.
def everywhere(proposal) -> dict[str, str]:
    slug = Recognition.objects.get(proposal=proposal).slug
    body, call = proposal.body.key, proposal.call
    return {
        "results": f"/convocatorias/{call.slug}/resultados/",
        "register": "/practicas/",
        "search": "/practicas/?q=baches",
        "by body": f"/practicas/?sujeto={body}",
        "by year": f"/practicas/?anio={call.year}",
        "practice": f"/practicas/{slug}/",
        "csv": "/practicas/datos.csv",
        "json": "/practicas/datos.json",
        "api": "/api/v1/practices",
        "api, searched": "/api/v1/practices?q=baches",
        "api, one": f"/api/v1/practices/{slug}",
        "feed": "/calendario/todo.ics",
        "events of the api": "/api/v1/events?q=baches",
        "home": "/",
    }


TOLD_BY = {
    "results",
    "register",
    "search",
    "by body",
    "by year",
    "practice",
    "csv",
    "json",
    "api",
    "api, searched",
    "api, one",
}


def test_nothing_is_seen_a_second_before_and_everything_at_the_moment(client, at):
    proposal, _ = make_ruled()
    moment = timezone.now() + timedelta(days=1)
    tell_results(proposal.call, moment)
    places = everywhere(proposal)

    at(moment - SECOND)
    before = {name: client.get(url) for name, url in places.items()}
    # The form says again what was searched for; beyond that no word of it.
    assert {name for name, page in before.items() if SECRET in page.text} == set()
    assert {name for name, page in before.items() if "Calimaya" in page.text} == set()
    assert (before["practice"].status_code, before["api, one"].status_code) == (404, 404)

    caches["pages"].clear()
    at(moment)
    after = {name: client.get(url) for name, url in places.items()}
    assert {name for name, page in after.items() if SECRET in page.text} == TOLD_BY
    assert {after[name].status_code for name in TOLD_BY} == {200}


def test_before_the_moment_the_page_is_the_same_with_a_dictamen_and_without(client, at):
    moment = timezone.now() + timedelta(days=1)
    proposal, _ = make_ruled(results_at=moment)
    url = f"/convocatorias/{proposal.call.slug}/resultados/"

    without = client.get(url)
    tell_results(proposal.call, moment)
    caches["pages"].clear()
    with_one = client.get(url)

    assert "Todavía no se publican." in without.text
    assert without.content == with_one.content


def test_both_clocks_must_have_struck(client, at):
    """That of the call and that of its dictamen: the later one counts."""
    proposal, _ = make_ruled()
    moment = timezone.now() + timedelta(days=1)
    tell_results(proposal.call, moment)
    proposal.call.dictamen.published_at = moment + timedelta(hours=1)
    proposal.call.dictamen.save()

    seen = [
        Recognition.objects.public(moment + timedelta(minutes=minutes)).count()
        for minutes in (0, 59, 60)
    ]
    assert seen == [0, 0, 1]


def test_no_cache_shows_them_early_or_hides_them_for_more_than_seconds(client, at, settings):
    settings.CACHES = settings.CACHES | {"pages": MEMORY}
    proposal, _ = make_ruled()
    moment = timezone.now() + timedelta(days=1)
    tell_results(proposal.call, moment)
    url = f"/convocatorias/{proposal.call.slug}/resultados/"

    at(moment - SECOND)
    page = client.get(url)
    assert page["Cache-Control"] == "no-cache"
    # What this process keeps was made of what was public then, and it forgets it in 3 seconds.
    at(moment)
    assert SECONDS <= 3
    assert SECRET not in client.get(url).text
    caches["pages"].clear()
    assert SECRET in client.get(url).text
    kept = ["/practicas/", "/practicas/datos.csv", "/practicas/datos.json", "/api/v1/practices"]
    assert [client.get(one)["Cache-Control"] for one in kept] == ["no-cache"] * 4


def test_a_call_that_is_not_published_has_no_page_of_results(client):
    call = make_call(published_at=None)
    assert client.get(f"/convocatorias/{call.slug}/resultados/").status_code == 404
    assert client.get("/convocatorias/no-hay/resultados/").status_code == 404


def test_what_was_corrected_stands_beside_the_first_words(client):
    proposal, _ = make_ruled()
    tell_results(proposal.call)
    for one, said in ((proposal, "2022"), (None, "cuatro integrantes")):
        Corrigendum.objects.create(
            call=proposal.call, proposal=one, said=said, should_say=f"no {said}",
            reason="Error de dedo.", made_by="prueba",
        )  # fmt: skip

    page = client.get(f"/convocatorias/{proposal.call.slug}/resultados/").text
    assert SECRET in page
    for words in ("<q>2022</q>", "<q>no 2022</q>", "cuatro integrantes", "no cuatro integrantes"):
        assert words in page
    practice = client.get(f"/practicas/{proposal.recognition.slug}/").text
    assert "no 2022" in practice
    assert "cuatro integrantes" not in practice


def test_the_results_of_many_take_as_many_queries_as_those_of_one(
    client, django_assert_num_queries
):
    call = make_call()
    for number in range(3):
        rule(make_proposal(call, title=f"Práctica {number}"))
    one = make_call()
    rule(make_proposal(one))
    tell_results(call)
    tell_results(one)

    for each in (one, call):
        with django_assert_num_queries(9):
            client.get(f"/convocatorias/{each.slug}/resultados/")


# What is made when the dictamen is signed off.


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        ("2023-08-25", 12, "2024-08-24"),
        ("2026-01-01", 12, "2026-12-31"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-14"),
    ],
)
def test_a_term_of_months_ends_the_day_before(first, months, last):
    assert ends_on(date.fromisoformat(first), months) == date.fromisoformat(last)


def test_validity_begins_on_the_day_of_the_results_here_or_on_the_day_that_the_call_says():
    # Half past four in the morning in UTC is still the day before in Mexico.
    moment = datetime(2026, 8, 26, 4, 30, tzinfo=UTC)
    by_results, _ = make_ruled()
    by_day = make_proposal(make_call(validity_from="day", validity_day=date(2026, 9, 1)))
    rule(by_day)

    (one,) = tell_results(by_results.call, moment)
    (other,) = tell_results(by_day.call, moment)

    assert (one.starts_on, one.ends_on) == (date(2026, 8, 25), date(2027, 8, 24))
    assert (other.starts_on, other.ends_on) == (date(2026, 9, 1), date(2027, 8, 31))


def test_only_what_was_ruled_procedente_is_recognised_each_once_under_its_own_address():
    call = make_call(year=2026)
    twins = [make_proposal(call, title="Mapa de útiles") for _ in range(2)]
    for one in twins:
        rule(one)
    rule(make_proposal(call), is_recognised=False)
    make_proposal(call)

    made = tell_results(call)
    again = recognise(call, by="prueba")

    assert made == again
    assert [one.proposal for one in made] == twins
    assert [one.slug for one in made] == ["mapa-de-utiles-2026", "mapa-de-utiles-2026-2"]
    assert Entry.objects.filter(action="practice.recognised").count() == 2


def test_reasons_are_drafted_where_nobody_wrote_any_and_name_nobody():
    proposal = make_proposal()
    call = proposal.call
    first, second = call.criteria.all()[:2]
    for number, reason in ((1, "Preguntó a quienes usan el servicio."), (2, "Falta la fecha.")):
        seat_user(call, number)
        sheet = Scoresheet.objects.create(
            proposal=proposal, seat=call.seats.get(number=number), holder_name=f"Jurado {number}",
            handed_in_at=timezone.now(),
        )  # fmt: skip
        sheet.scores.create(criterion=first, level=first.levels.last(), reason=reason)
    # A recused seat says nothing, whatever it had written.
    recuse(proposal, call.seats.get(number=2))
    write_feedback(proposal=proposal, criterion=second, text="A mano.", by="prueba")
    rule(proposal, is_recognised=False, reasons="No se consulta.")
    refused = make_proposal(call, state="rejected")
    Verification.objects.create(
        proposal=refused, is_admitted=False, reasons="Falta el formulario.", made_by="prueba"
    )

    tell_results(call)

    texts = Feedback.objects.values_list("proposal", "criterion__number", "text")
    assert set(texts) == {
        (proposal.pk, None, "No se consulta."),
        (proposal.pk, 1, "Preguntó a quienes usan el servicio."),
        (proposal.pk, 2, "A mano."),
        (refused.pk, None, "Falta el formulario."),
    }


def test_feedback_is_written_until_the_moment_and_not_a_second_after():
    proposal, _ = make_ruled()
    moment = timezone.now() + timedelta(days=1)
    tell_results(proposal.call, moment)
    whole = {"proposal": proposal, "criterion": None, "by": "prueba"}

    write_feedback(text="Se consulta cada semana.", now=moment - SECOND, **whole)
    with pytest.raises(Refusal, match="no cambia"):
        write_feedback(text="Otra cosa.", now=moment, **whole)
    other = make_call().criteria.first()
    with pytest.raises(Refusal, match="otra convocatoria"):
        write_feedback(
            proposal=proposal, criterion=other, text="x", by="prueba", now=moment - SECOND
        )

    assert Feedback.objects.get(criterion=None).text == "Se consulta cada semana."


def test_who_writes_over_somebody_else_is_told_and_loses_nothing(client):
    proposal, _ = make_ruled()
    write_feedback(proposal=proposal, criterion=None, text="La de Ana.", by="prueba")
    sign_in(client, make_user(None, "verifier"))
    url = f"/panel/propuestas/{proposal.pk}/resultado/"

    page = client.post(url, {"whole": "La mía.", "seen-whole": "", "criterion-1": "Uno."})
    assert page.status_code == 422
    assert "La de Ana." in page.text
    assert "La mía." in page.text
    assert Feedback.objects.get(criterion=None).text == "La de Ana."
    # What could be kept was.
    assert Feedback.objects.get(criterion__number=1).text == "Uno."

    again = client.post(url, {"whole": "La mía.", "seen-whole": "La de Ana.",
                              "criterion-1": "Uno.", "seen-criterion-1": "Uno."})  # fmt: skip
    assert again.status_code == 302
    assert Feedback.objects.get(criterion=None).text == "La mía."


# What each body reads of its own.


def test_a_body_reads_its_reasons_at_the_moment_and_others_never(client, at):
    proposal, enlace = make_ruled()
    author = make_person(proposal.body)
    proposal.authors.create(person=author, added_by="prueba")
    first = proposal.call.criteria.first()
    write_feedback(proposal=proposal, criterion=first, text="Escuchó a la gente.", by="prueba")
    moment = timezone.now() + timedelta(minutes=5)
    tell_results(proposal.call, moment)
    url = f"/propuestas/{proposal.pk}/resultado/"
    readers = {
        "enlace": make_user(enlace),
        "author": make_user(author),
        "colleague": make_user(make_person(proposal.body)),
        "neighbour": make_user(make_enlace(make_body())),
        "jury": seat_user(proposal.call, 1),
    }

    def statuses():
        found = {}
        for name, user in readers.items():
            sign_in(client, user)
            found[name] = client.get(url).status_code
        return found

    at(moment - SECOND)
    assert set(statuses().values()) == {404}
    sign_in(client, readers["enlace"])
    assert url not in client.get(f"/propuestas/{proposal.pk}/").text
    at(moment)
    assert url in client.get(f"/propuestas/{proposal.pk}/").text
    assert statuses() == {
        "enlace": 200, "author": 200, "colleague": 404, "neighbour": 404, "jury": 404,
    }  # fmt: skip
    sign_in(client, readers["enlace"])
    page = client.get(url)
    for words in ("Procedente", "Cumple con los criterios.", "Escuchó a la gente.", first.name):
        assert words in page.text
    assert "no-store" in page["Cache-Control"]
    client.logout()
    assert client.get(url).status_code == 302


def test_one_that_was_not_admitted_reads_which_requirement_was_missing(client):
    proposal, enlace = make_ruled()
    refused = make_proposal(proposal.call, proposal.body, state="rejected", title="Otra")
    late = make_proposal(proposal.call, proposal.body, state="sent", title="Tardía", is_late=True)
    Verification.objects.create(
        proposal=refused, is_admitted=False, reasons="No se contestó.", made_by="prueba"
    )
    refused.findings.create(
        requirement=proposal.call.requirements.first(), is_met=False, text="Falta la carta.",
        legal_reference="Bases, tercera", made_by="prueba",
    )  # fmt: skip
    tell_results(proposal.call)
    sign_in(client, make_user(enlace))

    page = client.get(f"/propuestas/{refused.pk}/resultado/").text
    for words in ("No se admitió", "No se contestó.", "Falta la carta.", "Bases, tercera"):
        assert words in page
    assert "Por criterio" not in page
    assert "extemporánea" in client.get(f"/propuestas/{late.pk}/resultado/").text


# The mail at the moment.


def test_everybody_of_a_proposal_is_written_to_at_the_moment_once():
    proposal, enlace = make_ruled()
    author = make_person(proposal.body)
    # The enlace is an author as well, and is written to once.
    for person in (author, enlace):
        proposal.authors.create(person=person, added_by="prueba")
    no_mail = make_person(proposal.body, email="")
    proposal.authors.create(person=no_mail, added_by="prueba")
    make_proposal(proposal.call, proposal.body, state="draft")
    moment = timezone.now() + timedelta(days=1)
    tell_results(proposal.call, moment)

    told = [
        result_notices.tell_due(moment + after)
        for after in (-SECOND, timedelta(0), SECOND, timedelta(days=3))
    ]

    assert told == [0, 2, 0, 0]
    mails = Message.objects.filter(kind="practicas.results")
    assert set(mails.values_list("to", flat=True)) == {author.email, enlace.email}
    mail = result_notices.compose_results(mails.first().context)
    assert mail.subject == f"Ya puedes leer el resultado: {SECRET}"
    # It says that there is something to read, not what.
    assert f"/propuestas/{proposal.pk}/resultado/" in mail.text
    assert "rocedente:" not in mail.text + mail.html
    assert Entry.objects.get(action="results.told").detail == {"messages": 2}


def test_the_worker_looks_for_results_and_for_what_ends():
    assert {"practicas.results", "practicas.ending"} <= set(CHORES)


def test_a_worker_that_was_down_for_a_week_surprises_nobody_with_old_results():
    proposal, _ = make_ruled()
    moment = timezone.now() - timedelta(days=8)
    tell_results(proposal.call, moment)

    assert result_notices.tell_due() == 0
    assert Call.objects.with_results().count() == 1
