"""What is made out of signed sheets: read by a process with limits, as a job, kept row by row."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from threading import Timer

from django.conf import settings
from django.db import transaction

from asistencia.models import SheetRow, SignedSheet
from jornadas.models import Event, PrintedList
from trabajos.models import Job, enqueue
from trabajos.registry import job

from . import problems

KIND = "asistencia.read_sheets"
# Longer than the reader's own limits: the machine may be busy.
PATIENCE = 400
SLOW = "Tarda demasiado en leerse. Toma la foto con menos resolución, o di tú qué página es."
WORDS = {
    problems.NO_CODE: "No se encontraron los códigos de las esquinas.",
    problems.SEVERAL: "Hay más de una hoja en la imagen. Toma una foto de cada hoja, por favor.",
    problems.FOREIGN: "Es de otra lista, que no es de este evento.",
    problems.CROOKED: "La hoja está muy doblada o le faltan esquinas: no se ven sus cuadros.",
}


def ask(sheets: list[SignedSheet], *, by) -> Job:
    """Have the files of these sheets read, when the caller's transaction is committed."""
    return enqueue(KIND, by=by, event=sheets[0].event_id, sheets=[one.pk for one in sheets])


def latest(event: Event) -> Job | None:
    """The last job that read, or reads, sheets of this event."""
    return Job.objects.filter(kind=KIND, payload__event=event.pk).order_by("-pk").first()


@job(KIND)
def run(job: Job) -> dict:
    """Read what is still unread; begun anew, it goes on with what is left."""
    waiting = SignedSheet.objects.filter(pk__in=job.payload["sheets"]).unread().order_by("pk")
    done, total = 0, len(waiting)
    for left, sheet in zip(range(len(waiting) - 1, -1, -1), waiting, strict=True):
        for pages in _read(sheet):
            total = done + pages + left
            job.progress(done, total)
            done += 1
        job.progress(min(done, total), total)
    return {"pages": done}


def _read(sheet: SignedSheet) -> Iterator[int]:
    """Keep what each page of a file says; tells before each how many are left in the file."""
    pages = 1
    try:
        for said in listen(sheet.file.path, lists_of(sheet.event)):
            if "pages" in said:
                pages = said["pages"]
                continue
            yield pages - said["part"] + 1
            keep(sheet, said)
    except (problems.Unreadable, FileNotFoundError) as reason:
        yield 1
        sentence = str(reason) if isinstance(reason, problems.Unreadable) else problems.DAMAGED
        SignedSheet.objects.filter(pk=sheet.pk).unread().update(problem=sentence)


def lists_of(event: Event) -> dict[str, list]:
    """The layouts of all lists that were printed of an event, by their codes."""
    return dict(event.printed_lists.values_list("code", "pages"))


def listen(path: str, lists: dict[str, list]) -> Iterator[dict]:
    """What the reader says of a file, line by line. Raises Unreadable with a sentence."""
    with _started({"path": path, "want": "rows", "lists": lists}) as child:
        for line in child.stdout:
            said = json.loads(line)
            if "error" in said:
                raise problems.Unreadable(said["error"])
            if "end" in said:
                return
            yield said
    raise problems.Unreadable(SLOW)


def picture(sheet: SignedSheet) -> bytes:
    """The page of a sheet as a JPEG to be looked at. Raises Unreadable."""
    order = {
        "path": sheet.file.path,
        "want": "picture",
        "part": sheet.part,
        "lists": {sheet.printed.code: sheet.printed.pages} if sheet.printed else {},
    }
    with _started(order) as child:
        said = child.stdout.read()
    if not said.startswith(b"\xff\xd8"):
        raise problems.Unreadable(problems.DAMAGED)
    return said


class _started:  # noqa: N801 — used as a function is
    """A reader at work, ended with the block or when its time is over."""

    def __init__(self, order: dict):
        self.order = order

    def __enter__(self):
        self.child = subprocess.Popen(
            [sys.executable, "-m", "asistencia.paper.reader"],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.watch = Timer(PATIENCE, self.child.kill)
        self.watch.daemon = True
        self.watch.start()
        with suppress(BrokenPipeError):
            self.child.stdin.write(json.dumps(self.order).encode())
            self.child.stdin.close()
        return self.child

    def __exit__(self, *failed):
        self.watch.cancel()
        self.child.kill()
        self.child.stdout.close()
        self.child.wait()


@transaction.atomic
def keep(first: SignedSheet, said: dict) -> None:
    """What was made out of one page of a file whose first page is `first`."""
    sheet = first
    if said["part"] > 1:
        sheet, _ = SignedSheet.objects.get_or_create(
            event=first.event,
            sha256=first.sha256,
            part=said["part"],
            withdrawn_at=None,
            defaults={
                "file": first.file.name,
                "uploaded_at": first.uploaded_at,
                "uploaded_by": first.uploaded_by,
            },
        )
    sheet = SignedSheet.objects.select_for_update().get(pk=sheet.pk)
    if not sheet.is_unread:
        return
    sheet.problem = WORDS.get(said["problem"], "")
    if said["marks"]:
        printed = PrintedList.objects.get(event=first.event, code=said["code"])
        place(sheet, printed, said["page"], said["marks"])
    sheet.save()


def place(sheet: SignedSheet, printed: PrintedList, page: int, marks: list[str] | None) -> None:
    """Give a sheet its page and its rows; without `marks` every row is asked."""
    sheet.printed, sheet.page = printed, page
    sheet.session = printed.session or _only_session(sheet.event)
    known = printed.pages[page - 1]["rows"]
    alive = set(
        sheet.event.registrations.filter(pk__in=[row[0] for row in known if row[0]]).values_list(
            "pk", flat=True
        )
    )
    SheetRow.objects.bulk_create(
        SheetRow(
            sheet=sheet,
            number=number,
            registration_id=row[0] if row[0] in alive else None,
            mark=mark,
        )
        for number, (row, mark) in enumerate(
            zip(known, marks or [SheetRow.Mark.UNSURE] * len(known), strict=True), start=1
        )
    )


def _only_session(event: Event):
    sessions = list(event.sessions.all()[:2])
    return sessions[0] if len(sessions) == 1 else None
