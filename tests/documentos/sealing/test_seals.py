"""The seal of a text: of exactly this text, by exactly that key."""

from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documentos.models import SealingKey
from documentos.sealing import keys, seals

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed():
    text = '{"name":"Ñandú"}'
    seal = seals.seal(text)
    return text, seal, SealingKey.objects.get(pk=seal.key_id).public


def test_what_was_sealed_is_told_by_the_published_half(sealed):
    text, seal, public = sealed
    assert seals.is_sealed(text, seal.signature, public) is True


def test_any_other_text_is_not(sealed):
    text, seal, public = sealed
    others = [text + " ", text.replace("Ñ", "N"), text[:-1], ""]
    assert [seals.is_sealed(other, seal.signature, public) for other in others] == [False] * 4


def test_any_flipped_bit_of_the_signature_is_told(sealed):
    text, seal, public = sealed
    raw = b64decode(seal.signature)
    for place in range(len(raw)):
        bent = bytearray(raw)
        bent[place] ^= 1
        assert not seals.is_sealed(text, b64encode(bent).decode(), public)


def test_another_key_has_not_sealed_it(sealed):
    text, seal, _ = sealed
    other = keys.rotate("snapshot", by="prueba").public
    assert seals.is_sealed(text, seal.signature, other) is False


@given(st.text(), st.text(), st.text())
def test_rubbish_is_no_seal(text, signature, public):
    assert seals.is_sealed(text, signature, public) is False


def test_the_certificate_of_pdfs_seals_no_text(sealed):
    text, seal, _ = sealed
    assert not seals.is_sealed(text, seal.signature, keys.standing("pdf").public)


def test_the_same_text_has_the_same_seal_until_the_key_changes():
    first, again = seals.seal("hola"), seals.seal("hola")
    keys.rotate("snapshot", by="prueba")
    assert first == again != seals.seal("hola")
