"""What is frozen: the same keys for an example and for a real one, in one canonical text."""

import json

import pytest

from certificates.designs import DESIGNS
from certificates.issuing import issue
from certificates.models import Kind
from certificates.previews import facts as preview
from certificates.snapshots import EXAMPLE, canonical, example
from certificates.wordings import by_custom
from tests.certificates.attended import make_attended, make_past
from tests.make import make_organizer

pytestmark = pytest.mark.django_db


def shape(facts):
    """Keys and kinds, without the values."""
    if isinstance(facts, dict):
        return {key: shape(value) for key, value in facts.items()}
    return [shape(one) for one in facts[:1]] if isinstance(facts, list) else type(facts).__name__


@pytest.fixture
def one():
    event = make_past()
    organizer = event.program.organizer
    organizer.signatories.create(name="Ana Firma", post="Directora", starts_on="2016-01-01")
    return issue(registration=make_attended(event), by="prueba")


def test_an_example_has_the_keys_of_a_real_one(one):
    assert shape(example()) == shape(one.facts)


def test_the_canonical_text_does_not_hang_on_the_order_of_keys(one):
    turned = dict(reversed(one.facts.items()))
    assert canonical(turned) == canonical(one.facts) == one.snapshot
    assert json.loads(one.snapshot) == turned


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("design", DESIGNS)
def test_a_preview_is_plainly_an_example(one, kind, design):
    wording = by_custom(make_organizer(), kind)
    wording.design = design
    said = preview(wording)
    assert (said["code"], EXAMPLE in said["folio"], EXAMPLE in said["holder"]["name"]) == (
        EXAMPLE,
        True,
        True,
    )
    assert "{" not in said["wording"]["text"]
