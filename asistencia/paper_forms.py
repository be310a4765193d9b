"""What is typed about signed sheets."""

from django import forms

from documentos.spanish import moment_in_words
from jornadas.models import PrintedList

from .models import SheetRow
from .paper import sheets
from .session_field import SessionChoice

YES, NO = "si", "no"


class _SeveralInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    widget = _SeveralInput

    def clean(self, data, initial=None):
        return [super(SeveralFiles, self).clean(one, initial) for one in data or [None]]


class SendForm(forms.Form):
    use_required_attribute = False

    pictures = SeveralFiles(
        label="Fotos o escaneos",
        help_text=(
            "JPEG, PNG o PDF de hasta 25 MB; puedes elegir varios. Una hoja por foto, completa, "
            "con sus cuatro esquinas y buena luz."
        ),
        widget=_SeveralInput(attrs={"accept": ".jpg,.jpeg,.png,.pdf"}),
        error_messages={
            "required": "Elige al menos un archivo.",
            "empty": "Uno de los archivos está vacío.",
            "invalid": "Elige un archivo.",
        },
    )

    def clean_pictures(self):
        files = self.cleaned_data["pictures"]
        if len(files) > sheets.MOST:
            raise forms.ValidationError(f"Sube hasta {sheets.MOST} archivos a la vez.")
        return files


class _ListChoice(forms.ModelChoiceField):
    def label_from_instance(self, printed: PrintedList) -> str:
        pages = len(printed.pages)
        told = "1 página" if pages == 1 else f"{pages} páginas"
        return f"Inscripciones hasta el {moment_in_words(printed.made_at)} ({told})"


class PageForm(forms.Form):
    """Which page of which list a picture is."""

    use_required_attribute = False

    printed = _ListChoice(
        PrintedList.objects.none(),
        label="Lista",
        help_text="La fecha está al pie de la hoja.",
        empty_label="Elige la lista",
        error_messages={
            "required": "Elige la lista.",
            "invalid_choice": "Elige una lista de las que se imprimieron.",
        },
    )
    page = forms.IntegerField(
        label="Página",
        min_value=1,
        max_value=1000,
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"],
            "Escribe el número de página que dice al pie.",
        ),
    )

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["printed"].queryset = event.printed_lists.all()


class ConfirmForm(forms.Form):
    """For each row of a sheet whether somebody came; what was not made out has to be answered."""

    use_required_attribute = False

    session = SessionChoice()

    def __init__(self, *args, sheet, rows: list[SheetRow], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sheet.event.sessions.all()
        self.fields["session"].initial = sheet.session_id
        self.rows = rows
        for row in rows:
            self.fields[f"r{row.number}"] = self._asked(row)

    @staticmethod
    def _asked(row: SheetRow) -> forms.Field:
        if row.mark != SheetRow.Mark.UNSURE:
            return forms.BooleanField(
                required=False, initial=row.mark == SheetRow.Mark.MARKED, label="Asistió"
            )
        return forms.ChoiceField(
            label=f"Renglón {row.number}",
            choices=[(YES, "Sí asistió"), (NO, "No asistió")],
            widget=forms.RadioSelect,
            error_messages={"required": "Di si asistió."},
        )

    def present(self) -> dict[int, bool]:
        said = ((row.number, self.cleaned_data[f"r{row.number}"]) for row in self.rows)
        return {number: value in (True, YES) for number, value in said}
