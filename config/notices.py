"""/panel/avisos/: privacy notices, for administrators."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from padron.access import requires
from padron.roles import Role
from privacidad.models import Notice
from privacidad.publishing import publish


class NoticeForm(forms.ModelForm):
    class Meta:
        model = Notice
        fields = ["purpose", "approved_on", "summary", "body"]
        labels = {"purpose": "Finalidad", "approved_on": "Aprobado el"}
        help_texts = {
            "purpose": "Una palabra; «inscripcion» es la que se muestra al inscribirse.",
            "summary": "Se muestra completo antes de inscribirse: dilo en pocas frases.",
            "body": "El texto completo. Deja un renglón vacío entre párrafos.",
        }
        widgets = {
            "approved_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "summary": forms.Textarea(attrs={"rows": 5}),
            "body": forms.Textarea(attrs={"rows": 18}),
        }
        error_messages = {
            "purpose": {
                "required": "Escribe la finalidad.",
                "invalid": "Usa letras sin acento, números o guiones, sin espacios.",
            },
            "approved_on": {"required": "Escribe la fecha.", "invalid": "Escribe una fecha."},
            "summary": {"required": "Escribe el aviso simplificado."},
            "body": {"required": "Escribe el aviso integral."},
        }

    def clean_approved_on(self):
        day = self.cleaned_data["approved_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("No puede estar aprobado en una fecha que no ha llegado.")
        return day


@require_safe
@requires(Role.ADMINISTRATOR)
def index(request):
    return render(request, "privacidad/panel/list.html", {"notices": Notice.objects.all()})


@require_http_methods(["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def new(request):
    purpose = request.GET.get("finalidad", "inscripcion")
    last = Notice.objects.filter(purpose=purpose).order_by("-revision").first()
    initial = {"purpose": purpose}
    if last:
        initial |= {"summary": last.summary, "body": last.body}
    form = NoticeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        notice = publish(by=request.user, **form.cleaned_data)
        messages.success(request, f"Publicada la revisión {notice.revision:02d}.")
        return redirect("panel_notices")
    return render(request, "privacidad/panel/new.html", {"form": form, "last": last})
