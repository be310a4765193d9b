"""However many processes make or replace a key at once, one stands, and every seal holds."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

pytestmark = pytest.mark.slow

PROCESSES = 4


def at_once(site, name: str) -> list[dict]:
    return site.at_once(f"sealing_scenes.{name}", [{}] * PROCESSES)


def test_the_first_seals_of_several_processes_are_of_one_key(site):
    sealed = at_once(site, "seal")
    told = site.scene("sealing_scenes.told")
    assert {one["key_id"] for one in sealed} == set(told["standing"])
    assert (len(told["standing"]), told["retired"]) == (1, [])
    assert told["files"] == told["standing"]
    assert site.scene("sealing_scenes.check", sealed=sealed)["holds"] == [True] * PROCESSES


def test_a_rotation_by_several_processes_at_once_ends_with_one_key(site):
    before = site.scene("sealing_scenes.seal", at=0)
    rotated = at_once(site, "rotate")
    told = site.scene("sealing_scenes.told")
    assert len(told["standing"]) == 1
    # Who came while another was at it finds it done; who came later has rotated once more.
    known = {*told["standing"], *told["retired"]}
    assert {one["key_id"] for one in rotated} <= known
    assert before["key_id"] in told["retired"]
    assert told["files"] == sorted(known)
    after = site.scene("sealing_scenes.seal", at=0)
    assert after["key_id"] == told["standing"][0]
    assert site.scene("sealing_scenes.check", sealed=[before, after])["holds"] == [True, True]


def test_a_new_key_of_the_settings_takes_its_place_once(site, tmp_path):
    before = site.scene("sealing_scenes.seal", at=0)
    how = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "seal.pem").write_bytes(Ed25519PrivateKey.generate().private_bytes(*how))
    site.environment["SEAL_KEY"] = str(tmp_path / "seal.pem")
    settled = at_once(site, "settle")
    told = site.scene("sealing_scenes.told")
    assert {one["key_id"] for one in settled} == set(told["standing"])
    assert (len(told["standing"]), told["retired"]) == (1, [before["key_id"]])
    assert site.scene("sealing_scenes.check", sealed=[before])["holds"] == [True]
