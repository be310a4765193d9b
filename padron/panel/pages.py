"""What the pages about the padrón share."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

# A page with a form: shown, then sent.
form_page = require_http_methods(["GET", "HEAD", "POST"])


def show_form(request, form, title: str, back: str, action: str = "Guardar", **context):
    """One form on a page of its own; `back` is where one goes without sending it."""
    context |= {"form": form, "title": title, "back": back, "action": action}
    return render(request, "padron/form.html", context, status=422 if form.errors else 200)


def show_confirm(request, **context):
    """The question before something ends; with `form`, also when."""
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    return render(request, "components/confirm.html", context, status=status)
