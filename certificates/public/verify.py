"""/constancias/: a code to type, a PDF to bring. Nothing is listed, nothing is kept."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ..files import Outcome, examine
from ..verification import find
from .forms import TOO_BIG, CodeForm, FileForm
from .limits import MISS, UPLOAD, allows, too_many
from .uploads import in_memory

UNKNOWN = (
    "No encontramos una constancia con ese código. Compáralo letra por letra con el que está "
    "impreso junto al código QR."
)


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request):
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = find(form.cleaned_data["code"])
        if found:
            return redirect(found.certificate)
        if not allows(request, MISS):
            return too_many(request)
        form.add_error("code", UNKNOWN)
    return _page(request, form, FileForm())


@in_memory
@require_POST
def verify_file(request, too_big):
    if too_big:
        form = FileForm({}, {})
        form.full_clean()
        form.errors.clear()
        form.add_error("file", TOO_BIG)
        return _page(request, CodeForm(), form, status=413)
    if not allows(request, UPLOAD):
        return too_many(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, CodeForm(), form)
    answer = examine(form.content)
    context = {"answer": answer, "found": answer.found, "Outcome": Outcome, "form": FileForm()}
    return private(render(request, "certificates/public/file.html", context))


def _page(request, code_form, file_form, status=200):
    context = {"code_form": code_form, "file_form": file_form}
    return render(request, "certificates/public/verify.html", context, status=status)


def private(answer):
    """What is said of one constancia belongs in no search engine and in no shared cache."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "private, no-store"
    return answer
