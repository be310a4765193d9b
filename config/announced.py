"""What a form announces is what it brings: one that is too large is not read, and one that was cut
off in the middle is not taken for whole.

Whoever asks for a token, as every form does, reads all of it first; an upload that is too large
would fill the disk before anybody looked. And a connection that breaks ends a file early: without
its length, half a table would be kept as if it were the table.
"""

from django.shortcuts import render

from practicas.supports import MB, TOTAL

# The largest form takes all files of a proposal at once.
LIMIT = TOTAL + 4 * MB
CUT = "The connection ended before all of it came."


class AnnouncedMiddleware:
    """After sessions, so that the page is one's own; before any view asks for the form."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Other bodies have a limit of their own (DATA_UPLOAD_MAX_MEMORY_SIZE), and say what they
        # are: a piece of JSON is no JSON.
        if request.content_type == "multipart/form-data":
            length = announced(request)
            if length > LIMIT:
                return render(request, "413.html", {"limit": LIMIT // MB}, status=413)
            request._stream = stream = Whole(request._stream, length)
            try:
                return self.get_response(request)
            finally:
                if stream.is_cut:
                    _forget(request)
        return self.get_response(request)


def _forget(request) -> None:
    """Django leaves the file it was writing when the connection broke to chance."""
    for handler in request.upload_handlers:
        handler.upload_interrupted()


class Whole:
    """A body of so many bytes, or an error: Django then tells that it could not be read."""

    def __init__(self, stream, length: int):
        self.stream, self.left = stream, length
        self.is_cut = False

    def read(self, *size) -> bytes:
        piece = self._counted(self.stream.read, *size)
        if self.left > 0 and (not size or size[0] is None or size[0] < 0):
            self._cut()
        return piece

    def readline(self, *size) -> bytes:
        return self._counted(self.stream.readline, *size)

    def _counted(self, read, size: int | None = None) -> bytes:
        try:
            piece = read() if size is None else read(size)
        except OSError:
            self.is_cut = True
            raise
        self.left -= len(piece)
        if not piece and self.left > 0 and size != 0:
            self._cut()
        return piece

    def _cut(self):
        self.is_cut = True
        raise ConnectionError(CUT)


def announced(request) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0
