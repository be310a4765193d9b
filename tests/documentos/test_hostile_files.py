"""Files that nobody should send: each is told clearly, nothing is kept, memory stays bounded."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from padron.refusal import Refusal
from practicas import supports
from practicas.models import Evidence
from tests.documentos import hostile
from tests.make import make_body, make_enlace, make_user, sign_in
from tests.practicas.make import make_proposal

pytestmark = pytest.mark.django_db

# A word of 20 MB within a mark of XML is held whole, and grows by doubling; all else is pieces.
BOUND_MB = 90


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "llegan")
    for folder in ("media", "llegan"):
        (tmp_path / folder).mkdir()
    return tmp_path


def kept(disk: Path) -> list[Path]:
    return [path for path in disk.rglob("*") if path.is_file()]


@pytest.fixture
def draft():
    return make_proposal(body=make_body("Ayuntamiento de Toluca"), state="draft")


@pytest.fixture
def enlace(client, draft):
    return sign_in(client, make_user(make_enlace(draft.body)))


def send(client, draft, name: str, content: bytes):
    upload = SimpleUploadedFile(name, content, content_type="text/html")
    return client.post(reverse("proposal_evidence_add", args=[draft.pk]), {"upload": upload})


def test_two_hundred_hostile_uploads_are_each_told_and_none_is_kept(enlace, draft, disk):
    sent = hostile.uploads()
    assert len(sent) >= 200
    wrong = {}
    for number, one in enumerate(sent):
        page = send(enlace, draft, one.name, one.content)
        told = page.context["form"].errors.get("upload", []) if page.context else ["kept"]
        if len(told) != 1 or not told[0].startswith(one.told):
            wrong[f"{number} {one.name}"] = (told, one.told)
    assert wrong == {}
    assert Evidence.objects.count() == 0
    assert kept(disk) == []


def test_each_sentence_is_plain_and_says_what_to_do():
    told = {one.told for one in hostile.uploads()} - {hostile.OTHER} | {supports.SENTENCE}
    for sentence in told:
        assert sentence.endswith("."), sentence
        # Without the words of those who make such files.
        for word in ("ZIP", "XSS", "MIME", "payload", "None", "Error"):
            assert word not in sentence


def test_memory_stays_bounded_whatever_is_sent(tmp_path):
    """In a process of its own, which looks at all of them and at what is allowed to be large."""
    tmp_path /= "enviados"
    tmp_path.mkdir()
    for number, one in enumerate(hostile.uploads()):
        (tmp_path / f"{number:03}-{one.name.lstrip('.')}").write_bytes(one.content)
    # As large as is allowed: text without a single line, and a page of markup of one word.
    large = supports.LIMIT - 100
    (tmp_path / "largo.csv").write_bytes(b"a" * large)
    (tmp_path / "largo.xml").write_bytes(b"<a b='" + b"c" * large + b"'/>")
    (tmp_path / "largo.json").write_bytes(b"[" * (large // 2) + b"]" * (large // 2))
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=site.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["files"] >= 203
    assert told["mb"] < BOUND_MB


LOOK = """
import json, resource, sys
from pathlib import Path
from django.core.files import File
from documentos import evidence

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

before, looked = peak(), 0
for path in sorted(Path(sys.argv[1]).iterdir()):
    with path.open("rb") as file:
        try:
            evidence.check(
                File(file, name=path.name), allowed=evidence.SUPPORT, limit=20 * 1024 * 1024
            )
        except evidence.NotEvidenceError:
            pass
    looked += 1
print(json.dumps({"files": looked, "mb": peak() - before}))
"""

NAMES = {
    "../../etc/passwd.csv": "passwd.csv",
    "..\\..\\windows\\system.ini.csv": "system.ini.csv",
    "/etc/cron.d/tarea.csv": "tarea.csv",
    "C:\\Users\\ana\\datos.csv": "datos.csv",
    "datos.csv\r\nSet-Cookie: a=b.csv": None,
    "a\u202efdp.csv": "afdp.csv",
    '"><script>alert(1)</script>.csv': None,
    "....csv": "archivo.csv",
    "pagina.html": "pagina.txt",
    "tarea.php": "tarea.txt",
    "x" * 240 + ".csv": "x" * 120 + ".csv",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_elsewhere_is_no_more_than_a_name(enlace, draft, disk, name):
    send(enlace, draft, name, b"a,b\n1,2\n")
    one = Evidence.objects.get()
    if NAMES[name]:
        assert one.name == NAMES[name]
    assert "/" not in one.name
    assert one.name.isprintable()
    (path,) = kept(disk)
    assert path.parent.parent == disk / "media" / "propuestas"
    assert path.suffix in (".csv", ".txt")
    answer = enlace.get(reverse("proposal_evidence", args=[draft.pk, one.pk]))
    answer.close()
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox"
    assert answer["Content-Type"] in ("text/csv", "text/plain")
    page = enlace.get(draft.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page


TOKEN = "a" * 32


class Body(BytesIO):
    """A body that comes until somewhere, and then the connection is gone."""

    def __init__(self, content: bytes, breaks: bool):
        super().__init__(content)
        self.breaks, self.asked = breaks, 0

    def read(self, *size):
        self.asked += 1
        piece = super().read(*size)
        if not piece and self.breaks:
            raise ConnectionResetError
        return piece


def body_of() -> bytes:
    lines = b"municipio,comedores\n" + b"Toluca,12\n" * 400_000
    head = (
        '--corte\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
        f"{TOKEN}\r\n--corte\r\n"
        'Content-Disposition: form-data; name="upload"; filename="datos.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    return head.encode() + lines + b"\r\n--corte--\r\n"


def post(client, draft, body: Body, length: int):
    """As a browser does: with its token, which is asked for by reading the form."""
    client.handler.enforce_csrf_checks = True
    client.cookies[site.CSRF_COOKIE_NAME] = TOKEN
    return client.generic(
        "POST",
        reverse("proposal_evidence_add", args=[draft.pk]),
        **{
            "wsgi.input": body,
            "CONTENT_LENGTH": str(length),
            "CONTENT_TYPE": "multipart/form-data; boundary=corte",
        },
    )


@pytest.mark.parametrize("breaks", [True, False], ids=["reset", "closed"])
@pytest.mark.parametrize("share", [0.01, 0.5, 0.9, 0.999])
def test_cut_in_the_middle_nothing_is_half_kept(enlace, draft, disk, share, breaks):
    whole = body_of()
    body = Body(whole[: int(len(whole) * share)], breaks)
    answer = post(enlace, draft, body, len(whole))
    assert answer.status_code == 403
    assert (Evidence.objects.count(), kept(disk)) == (0, [])


def test_whole_it_is_kept(enlace, draft, disk):
    whole = body_of()
    assert post(enlace, draft, Body(whole, breaks=False), len(whole)).status_code == 302
    assert Evidence.objects.get().size == 400_000 * 10 + 20
    assert len(kept(disk)) == 1


def test_two_gigabytes_that_are_announced_are_not_even_read(enlace, draft, disk):
    body = Body(body_of(), breaks=True)
    answer = post(enlace, draft, body, 2 * 1024**3)
    assert answer.status_code == 413
    assert "pesa más de 64 MB y no se guardó nada" in answer.content.decode()
    assert body.asked == 0
    assert kept(disk) == []


@pytest.mark.parametrize(
    ("name", "content", "kind", "is_open"),
    [
        ("a.csv", b"a;b\n1;2\n", "text/csv", True),
        ("a.txt", "Información".encode(), "text/plain", True),
        ("a.json", b'{"a": [1, 2]}', "application/json", True),
        ("a.json", b'{"type": "FeatureCollection"}', "application/geo+json", True),
        ("a.xml", b"<?xml version='1.0'?><datos><a/></datos>", "application/xml", True),
        (
            "a.xml",
            b"<kml xmlns='http://www.opengis.net/kml/2.2'/>",
            "application/vnd.google-earth.kml+xml",
            True,
        ),
        ("a.odt", hostile.archive({"mimetype": hostile.ODT}), hostile.ODT.decode(), True),
        ("a.pdf", hostile.PDF, "application/pdf", False),
        ("a.jpg", hostile.JPEG, "image/jpeg", False),
    ],
)
def test_what_is_well_is_kept_and_open_formats_are_marked(draft, name, content, kind, is_open):
    looked = supports.look(ContentFile(content, name=name))
    assert (looked.kind.media_type, looked.kind.is_open) == (kind, is_open)


def test_a_refusal_of_several_names_which():
    files = [ContentFile(b"a,b", name="a.csv"), ContentFile(b"", name="C:\\x\\b.csv")]
    with pytest.raises(Refusal, match=r"^«b.csv»: El archivo está vacío\.$"):
        supports.look_at_all(files)
