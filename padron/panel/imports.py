"""Importing a roster: send, see what would change, decide, confirm, see what came of it.

The same pages serve staff (the whole padrón) and an enlace (their own body): two desks.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bitacora.record import record
from documentos.spreadsheets import Column, xlsx_response

from ..access import requires
from ..importing import jobs
from ..importing.bodies import Bodies
from ..importing.plans import LABELS, Kind
from ..importing.suggesting import SUGGESTED_TEXTS
from ..models import Body, RosterImport
from ..roles import Role
from .import_forms import UploadForm

PER_PAGE = 50
TONES = {
    Kind.NEW: "success",
    Kind.JOINS: "success",
    Kind.POST: "info",
    Kind.DATA: "info",
    Kind.UNCHANGED: "neutral",
    Kind.DECIDE: "warning",
    Kind.REJECTED: "danger",
}


class ImportDesk:
    """Where rosters are imported; `prefix` begins the names of its addresses."""

    def __init__(self, prefix: str, base: str, *roles: str):
        self.prefix, self.base = prefix, base
        safe = {"index", "progress", "rejected", "blank"}
        for name in (
            "index",
            "upload",
            "detail",
            "progress",
            "confirm",
            "cancel",
            "rejected",
            "blank",
        ):
            allow = require_safe if name in safe else require_http_methods(["GET", "HEAD", "POST"])
            setattr(self, name, allow(requires(*roles)(getattr(self, f"_{name}"))))

    # What this desk may see ------------------------------------------------------------------

    def imports(self, user):
        if self.prefix == "enlace_import":
            return RosterImport.objects.of_enlace(user)
        return RosterImport.objects.by_staff()

    def bodies(self, user):
        """The bodies a file may be for: None for the whole padrón."""
        if self.prefix == "enlace_import":
            return Body.objects.active().represented_by(user)
        return None

    def get(self, request, pk) -> RosterImport:
        return get_object_or_404(self.imports(request.user).select_related("job", "body"), pk=pk)

    def url(self, name: str = "", *args) -> str:
        return reverse(f"{self.prefix}{name}", args=args)

    def page(self, request, name: str, context: dict, status: int = 200):
        return render(
            request, f"padron/imports/{name}.html", context | {"desk": self}, status=status
        )

    @property
    def names(self) -> dict[str, str]:
        """Names of addresses, for templates: `{% url desk.names.detail pk %}`."""
        return {
            "detail": self.prefix,
            "index": f"{self.prefix}s",
            **{
                name: f"{self.prefix}_{name}"
                for name in ("new", "progress", "confirm", "cancel", "rejected", "blank", "decide")
            },
        }

    # The pages -------------------------------------------------------------------------------

    def _index(self, request):
        page = Paginator(self.imports(request.user).select_related("body"), 25).get_page(
            request.GET.get("page")
        )
        return self.page(request, "index", {"page_obj": page})

    def _upload(self, request):
        form = UploadForm(
            request.POST or None, request.FILES or None, bodies=self.bodies(request.user)
        )
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            made = RosterImport(
                file=file,
                file_name=RosterImport.tidy_name(file.name),
                starts_on=form.cleaned_data["starts_on"],
                body=form.cleaned_data.get("body"),
                uploaded_by=request.user,
                uploaded_by_label=str(request.user)[:200],
            )
            jobs.start(made, by=request.user)
            return redirect(self.url("", made.pk))
        return self.page(request, "upload", {"form": form}, status=422 if form.errors else 200)

    def _detail(self, request, pk):
        one = self.get(request, pk)
        if one.is_working:
            response = self.page(request, "working", {"one": one})
            # Without scripts the page still moves on by itself; with them it is done sooner.
            response["Refresh"] = "10"
            return response
        if one.state == RosterImport.State.REVIEW or one.rows.exists():
            return self._review(request, one)
        return self.page(request, "over", {"one": one, "counts": counts_in_words(one)})

    def _review(self, request, one):
        kinds = [k for k in Kind if one.counts.get(k)]
        kind = request.GET.get("tipo", "")
        query = request.GET.get("q", "").strip()
        found = one.rows.all()
        if kind in kinds:
            found = found.filter(kind=kind)
        elif one.state == RosterImport.State.DONE:
            found = found.filter(kind__in=[Kind.DECIDE, Kind.REJECTED])
        page = Paginator(found.search(query), PER_PAGE).get_page(request.GET.get("page"))
        record("people.listed", one, by=request.user, people=len(page))
        for row in page:
            row.label, row.tone = LABELS[Kind(row.kind)], TONES[Kind(row.kind)]
        context = {
            "one": one,
            "page_obj": page,
            "counts": counts_in_words(one),
            "kind": kind,
            "q": query,
            "matters": self.matters(one),
        }
        name = "review" if one.state == RosterImport.State.REVIEW else "over"
        return self.page(request, name, context)

    def matters(self, one) -> list[dict]:
        """What somebody has to decide, or may decide otherwise, in words."""
        if one.state != RosterImport.State.REVIEW:
            return []
        asked = one.rows.filter(kind=Kind.DECIDE)
        questions = set(asked.values_list("question", flat=True))
        bodies = sum(q.startswith("body:") for q in questions)
        mailboxes = sum(q.startswith("mailbox:") for q in questions)
        found = []
        if "names" in questions:
            found.append(("nombres", "Decir en qué orden vienen los nombres", "names" in questions))
        if bodies:
            words = "un sujeto obligado" if bodies == 1 else f"{bodies} sujetos obligados"
            found.append(
                (
                    "sujetos",
                    f"Decir cuál es {words}" if bodies == 1 else f"Decir cuáles son {words}",
                    True,
                )
            )
        if mailboxes:
            words = "un correo que ya es" if mailboxes == 1 else f"{mailboxes} correos que ya son"
            found.append(("correos", f"Decidir sobre {words} de otra persona", True))
        if one.body_id is None and one.counts.get(Kind.JOINS):
            end = one.decisions.get("moves") == "end"
            words = "termina" if end else "sigue"
            found.append(
                (
                    "cambios",
                    f"De quienes llegan de otro sujeto obligado, la adscripción anterior {words}",
                    False,
                )
            )
        return [{"slug": slug, "words": words, "needed": needed} for slug, words, needed in found]

    def _progress(self, request, pk):
        return self.page(request, "_progress", {"one": self.get(request, pk)})

    def _confirm(self, request, pk):
        one = self.get(request, pk)
        if one.state != RosterImport.State.REVIEW or not one.writes:
            return redirect(self.url("", one.pk))
        if request.method == "POST":
            if request.POST.get("fingerprint") != one.fingerprint:
                messages.warning(request, "La comparación cambió. Revísala y confirma otra vez.")
            elif not jobs.confirm(one, by=request.user):
                messages.warning(request, "Alguien más ya la confirmó o la canceló.")
            return redirect(self.url("", one.pk))
        left_out = one.count(Kind.DECIDE, Kind.REJECTED)
        return self.page(request, "confirm", {"one": one, "left_out": left_out,
                                              "counts": counts_in_words(one)})  # fmt: skip

    def _cancel(self, request, pk):
        one = self.get(request, pk)
        if request.method == "POST":
            if jobs.cancel(one):
                messages.success(request, "Importación cancelada: el padrón queda como estaba.")
            else:
                messages.error(request, "Ya se estaba aplicando o ya había terminado.")
            return redirect(self.url("s"))
        if one.state not in (RosterImport.State.READING, RosterImport.State.REVIEW):
            return redirect(self.url("", one.pk))
        return render(
            request,
            "components/confirm.html",
            {
                "title": "¿Cancelar la importación?",
                "sentence": f"El archivo «{one}» se borra y el padrón queda como está.",
                "action": "Cancelar la importación",
                "cancel_url": self.url("", one.pk),
                "confirm_base": self.base,
            },
        )

    def _rejected(self, request, pk):
        """The rows that were left out, as they came, with the reason beside each."""
        one = self.get(request, pk)
        rows = list(one.rows.filter(kind__in=[Kind.DECIDE, Kind.REJECTED]))
        if not rows:
            raise Http404
        record("people.listed", one, by=request.user, people=len(rows))
        width = max([len(one.headings), *(len(row.cells) for row in rows)])
        headings = [*one.headings, *[""] * (width - len(one.headings))]
        resembles = _resembles(rows)
        return xlsx_response(
            f"filas-no-importadas-{one.pk}",
            [Column("Fila", 8), Column("Motivo", 60), *(Column(text, 22) for text in headings)],
            (
                [row.number, row.reason + resembles.get(row.question, ""), *row.cells]
                for row in rows
            ),
            title="No importadas",
        )

    def _blank(self, request):
        return xlsx_response("padron-para-llenar", BLANK, [], title="Padrón")


BLANK = [
    Column("Nombre(s)", 24), Column("Apellido paterno", 20), Column("Apellido materno", 20),
    Column("Correo", 34), Column("Sujeto obligado", 50), Column("Cargo", 34), Column("Área", 34),
    Column("Habilitado (sí o no)", 14),
]  # fmt: skip


def counts_in_words(one) -> list[dict]:
    return [
        {"kind": kind.value, "label": LABELS[kind], "tone": TONES[kind], "count": one.counts[kind]}
        for kind in Kind
        if one.counts.get(kind)
    ]


def _resembles(rows) -> dict[str, str]:
    """For each unknown body, the ones it resembles."""
    texts = {r.question: r.body for r in rows if r.question.startswith("body:")}
    if not texts:
        return {}
    bodies = Bodies()
    found = {}
    for question, text in list(texts.items())[:SUGGESTED_TEXTS]:
        names = ", ".join(f"«{body.name}»" for body in bodies.suggest(text))
        found[question] = f" Se parece a: {names}." if names else ""
    return found


staff = ImportDesk("panel_import", "panel/base.html", Role.STAFF)
enlace = ImportDesk("enlace_import", "base.html", "enlace")
