"""A list that is printed to be signed is remembered: its code, and where whose box is."""

from django.db import transaction

from bitacora.record import record

from . import list_sheet
from .lists import AttendanceList
from .models import PrintedList


def print_list(made: AttendanceList, *, by) -> bytes:
    """The PDF of `made`. One to be signed is kept, so that its pages are known when they return."""
    printed = None
    # Set before anything is written: 2,000 people take a second, in which doors go on reading.
    if made.options.public:
        pdf = list_sheet.as_pdf(made)
    else:
        printed = PrintedList(
            event=made.event,
            session=made.options.session,
            made_at=made.made_at,
            made_by=str(by)[:200],
        )
        pdf, printed.pages = list_sheet.to_sign(made, printed.code)
    with transaction.atomic():
        if printed:
            printed.save()
        record("list.printed", made.event, by=by, people=made.people, format="pdf")
    return pdf
