"""Keys that seal: made where there is none, given by the settings, replaced and never lost."""

import json
import logging
import stat
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from bitacora.models import Entry
from documentos.models import SealingKey
from documentos.sealing import keys, material, seals
from documentos.sealing.keys import GivenBySettings
from tests.make import make_organizer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "keys"


def pem(private, passphrase="") -> bytes:
    how = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)


def give_snapshot_key(settings, folder, name="sello.pem", passphrase=""):
    """A key of its own that the settings name; its public half."""
    private = ed25519.Ed25519PrivateKey.generate()
    path = folder / name
    path.write_bytes(pem(private, passphrase))
    settings.SEAL_KEY, settings.SEAL_PASSPHRASE = str(path), passphrase
    return material.public_pem(private)


def give_pdf_key(settings, folder, private, name="pdf", owner="Instituto con certificado"):
    certificate = material._self_made(private, owner, owner)
    (folder / f"{name}.key").write_bytes(pem(private))
    (folder / f"{name}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    settings.SEAL_PDF_KEY = str(folder / f"{name}.key")
    settings.SEAL_PDF_CERT = str(folder / f"{name}.pem")


def published(use="snapshot") -> list[tuple]:
    """Keys from the newest to the oldest, and which stand."""
    found = SealingKey.objects.filter(use=use)
    return [(key.key_id, key.retired_at is None) for key in found]


# ── Made here ────────────────────────────────────────────────────────────────────────────────────


def test_the_first_seal_makes_a_key_that_only_its_owner_can_read(own_folder):
    pair = keys.standing("snapshot")
    (path,) = own_folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert published() == [(pair.key_id, True)]
    assert SealingKey.objects.get().is_self_made


def test_asked_again_it_is_the_same_and_costs_one_query(django_assert_num_queries):
    first = keys.standing("snapshot")
    with django_assert_num_queries(1):
        assert keys.standing("snapshot") == first


def test_a_certificate_made_here_says_plainly_what_it_is():
    make_organizer()
    key = SealingKey.objects.get(pk=keys.standing("pdf").key_id)
    certificate = x509.load_pem_x509_certificate(key.public.encode())
    assert key.subject == "Sello de demostración sin validez oficial – INPRU"
    assert certificate.subject == certificate.issuer
    assert certificate.subject.rfc4514_string() == f"CN={key.subject},O=INPRU,C=MX"
    assert certificate.not_valid_after_utc > timezone.now() + timedelta(days=3_600)


def test_the_id_of_a_key_is_told_by_its_public_half():
    key = SealingKey.objects.get(pk=keys.standing("snapshot").key_id)
    assert key.key_id == material.key_id(key.public)


def test_no_private_half_reaches_the_database_or_a_log(own_folder, caplog):
    caplog.set_level(logging.DEBUG)
    for use in ("snapshot", "pdf"):
        keys.standing(use)
        keys.rotate(use, by="prueba")
    secrets = [
        line
        for path in own_folder.iterdir()
        for line in path.read_text().split("-----")[2].split()
        if "PRIVATE" in path.read_text().split("-----")[1]
    ]
    told = caplog.text + repr([keys.standing("pdf"), keys.standing("snapshot")])
    told += repr([*SealingKey.objects.values(), *Entry.objects.values()])
    assert len(secrets) >= 4
    assert [secret for secret in secrets if secret in told] == []


def test_a_key_whose_file_is_gone_is_replaced_and_stays_published(own_folder):
    first = keys.standing("snapshot")
    for path in own_folder.iterdir():
        path.unlink()
    second = keys.standing("snapshot")
    assert published() == [(second.key_id, True), (first.key_id, False)]


def test_a_key_whose_transaction_was_taken_back_is_used_the_next_time(own_folder):
    with transaction.atomic():
        keys.standing("snapshot")
        transaction.set_rollback(True)
    keys.standing("snapshot")
    assert [path.stem for path in own_folder.iterdir()] == [f"seal-snapshot-{published()[0][0]}"]


# ── Replaced ─────────────────────────────────────────────────────────────────────────────────────


def test_after_a_rotation_the_new_key_seals_and_the_old_seals_still_hold():
    old = seals.seal("hola")
    new = keys.rotate("snapshot", by="prueba")
    publics = {key.key_id: key.public for key in keys.public_keys()}
    assert seals.seal("hola").key_id == new.key_id != old.key_id
    assert seals.is_sealed("hola", old.signature, publics[old.key_id])
    assert published() == [(new.key_id, True), (old.key_id, False)]


def test_a_rotation_is_recorded():
    old = keys.standing("pdf").key_id
    new = keys.rotate("pdf", by="Ana")
    entry = Entry.objects.filter(action="sealing_key.replaced").latest("pk")
    assert (entry.actor_label, entry.thing_id, entry.detail) == ("Ana", new.key_id, {"before": old})


def test_a_rotation_touches_no_other_use():
    before = keys.standing("pdf").key_id
    keys.rotate("snapshot", by="prueba")
    assert published("pdf") == [(before, True)]


def test_the_command_rotates_and_says_so_in_json(capsys):
    old = keys.standing("snapshot").key_id
    call_command("rotate_sealing_key", "snapshot")
    said = json.loads(capsys.readouterr().out)
    assert said == {"use": "snapshot", "key_id": published()[0][0], "subject": ""}
    assert published() == [(said["key_id"], True), (old, False)]


def test_keys_of_today_come_first():
    keys.standing("pdf")
    keys.standing("snapshot")
    keys.rotate("snapshot", by="prueba")
    assert [key.retired_at is None for key in keys.public_keys()] == [True, True, False]


def test_a_second_one_who_rotates_at_the_same_moment_finds_it_done(own_folder, monkeypatch):
    keys.standing("snapshot")
    make, others = material.make, []

    def meanwhile(use, name):
        """While this one is made, another process rotates."""
        made = make(use, name)
        if not others:
            others.append(None)
            others[0] = keys.rotate(use, by="otro proceso")
        return made

    monkeypatch.setattr(material, "make", meanwhile)
    mine = keys.rotate("snapshot", by="prueba")
    assert mine == others[0]
    assert [standing for _, standing in published()] == [True, False]
    assert len(list(own_folder.iterdir())) == 2


# ── Given by the settings ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("passphrase", ["", "frase larga"])
def test_the_settings_key_takes_its_place_at_the_start(settings, tmp_path, passphrase):
    made = keys.standing("snapshot")
    public = give_snapshot_key(settings, tmp_path, passphrase=passphrase)
    keys.settle()
    keys.settle()
    assert published() == [(material.key_id(public), True), (made.key_id, False)]
    assert not SealingKey.objects.get(pk=material.key_id(public)).is_self_made
    assert seals.is_sealed("hola", seals.seal("hola").signature, public)


def test_at_the_start_nothing_is_made_that_nobody_needs(own_folder):
    keys.settle()
    assert (SealingKey.objects.count(), own_folder.exists()) == (0, False)


def test_one_key_of_the_settings_follows_another(settings, tmp_path):
    first = material.key_id(give_snapshot_key(settings, tmp_path, "uno.pem"))
    keys.settle()
    second = material.key_id(give_snapshot_key(settings, tmp_path, "dos.pem"))
    keys.settle()
    assert published() == [(second, True), (first, False)]


def test_a_process_that_runs_on_with_the_old_one_takes_no_turns(settings, tmp_path):
    give_snapshot_key(settings, tmp_path, "uno.pem")
    keys.settle()
    old_path, old = settings.SEAL_KEY, keys.standing("snapshot").key_id
    new = material.key_id(give_snapshot_key(settings, tmp_path, "dos.pem"))
    keys.settle()
    settings.SEAL_KEY = old_path
    assert seals.seal("hola").key_id == old
    assert published() == [(new, True), (old, False)]


def test_a_key_that_comes_back_after_a_restart_stands_again(settings, tmp_path, monkeypatch):
    first = material.key_id(give_snapshot_key(settings, tmp_path, "uno.pem"))
    first_path = settings.SEAL_KEY
    keys.settle()
    second = material.key_id(give_snapshot_key(settings, tmp_path, "dos.pem"))
    keys.settle()
    settings.SEAL_KEY = first_path
    monkeypatch.setattr(keys, "_settled", set())  # as a new process begins
    keys.settle()
    assert dict(published()) == {first: True, second: False}


def test_without_a_key_in_the_settings_one_made_here_follows(settings, tmp_path):
    given = material.key_id(give_snapshot_key(settings, tmp_path))
    keys.settle()
    settings.SEAL_KEY = ""
    made = keys.standing("snapshot")
    assert published() == [(made.key_id, True), (given, False)]


def test_a_key_of_the_settings_is_not_rotated_here(settings, tmp_path):
    give_snapshot_key(settings, tmp_path)
    keys.settle()
    before = published()
    with pytest.raises(GivenBySettings, match="viene de los ajustes"):
        keys.rotate("snapshot", by="prueba")
    with pytest.raises(CommandError, match="viene de los ajustes"):
        call_command("rotate_sealing_key", "snapshot")
    assert published() == before


@pytest.mark.parametrize(
    "private", [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)]
)
def test_a_certificate_of_the_settings_is_published_under_its_name(settings, tmp_path, private):
    give_pdf_key(settings, tmp_path, private)
    keys.settle()
    (key,) = SealingKey.objects.all()
    assert (key.subject, key.is_self_made) == ("Instituto con certificado", False)
    assert key.public == (tmp_path / "pdf.pem").read_text()


def test_what_cannot_be_used_stops_the_start_aloud_and_tells_no_secret(settings, tmp_path):
    give_snapshot_key(settings, tmp_path, passphrase="frase")
    settings.SEAL_PASSPHRASE = "otra"
    with pytest.raises(ImproperlyConfigured, match="SEAL_KEY no se puede leer"):
        keys.settle()
    settings.SEAL_KEY = str(tmp_path / "no-existe.pem")
    with pytest.raises(ImproperlyConfigured, match="SEAL_KEY no se puede leer"):
        keys.settle()


def test_the_wrong_kind_of_key_stops_the_start(settings, tmp_path):
    (tmp_path / "ec.pem").write_bytes(pem(ec.generate_private_key(ec.SECP256R1())))
    settings.SEAL_KEY = str(tmp_path / "ec.pem")
    with pytest.raises(ImproperlyConfigured, match="Ed25519"):
        keys.settle()


def test_key_and_certificate_that_do_not_belong_together_stop_the_start(settings, tmp_path):
    give_pdf_key(settings, tmp_path, ec.generate_private_key(ec.SECP256R1()), "uno")
    other = settings.SEAL_PDF_CERT
    give_pdf_key(settings, tmp_path, ec.generate_private_key(ec.SECP256R1()), "dos")
    settings.SEAL_PDF_CERT = other
    with pytest.raises(ImproperlyConfigured, match="no es el certificado"):
        keys.settle()
    settings.SEAL_PDF_CERT = ""
    with pytest.raises(ImproperlyConfigured, match="van juntas"):
        keys.settle()
