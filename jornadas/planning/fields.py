"""Fields that every planning form asks alike: a day, an hour, a number, a longer text."""

from datetime import date

from django import forms

BAD_DAY = "Escribe una fecha, como 04/11/2026."
BAD_HOUR = "Escribe una hora de 24 horas, como 13:30."
BAD_NUMBER = "Escribe un número entero, sin letras."


def _of_this_century(day: date) -> None:
    """A year typed wrong is nobody's programme, and no clock reckons with the year 9999."""
    if not 2000 <= day.year <= 2100:
        raise forms.ValidationError("Revisa el año: debe estar entre 2000 y 2100.")


def day_field(label: str, **more) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[_of_this_century],
        error_messages={"required": "Escribe la fecha.", "invalid": BAD_DAY},
        **more,
    )


def hour_field(label: str, **more) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": BAD_HOUR},
        **more,
    )


def area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})
