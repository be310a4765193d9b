"""A file that is looked at and forgotten: read into memory, never written to a disk."""

from functools import wraps

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from documentos.sealing.pdfs import MAX_BYTES

# What a form adds around its file.
AROUND = 64 * 1024


class MemoryOnly(MemoryFileUploadHandler):
    """Django's, for files of any size: `in_memory` has refused what is too large."""

    def handle_raw_input(self, *args, **kwargs):
        self.activated = True


def in_memory(view):
    """Let `view(request, too_big=…)` read its upload in memory; what is too large is not read.

    The form's token is asked for once the handler stands: asking for it reads the form.
    """
    protected = csrf_protect(view)

    @wraps(view)
    def reading(request, *args, **kwargs):
        if _size(request) > MAX_BYTES + AROUND:
            return view(request, *args, too_big=True, **kwargs)
        request.upload_handlers = [MemoryOnly(request)]
        return protected(request, *args, too_big=False, **kwargs)

    return csrf_exempt(reading)


def _size(request) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0
