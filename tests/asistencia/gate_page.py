"""The gate's page as a person at the door handles it, in a browser: pairing, reading, its PIN."""

import base64
import contextlib
import socket
import threading

from asistencia.devices import invite, pairing_url
from documentos.qr import qr_png

# A film for the camera: what this page shows next is drawn on a canvas, twenty times a second.
FAKE_CAMERA = """
  const canvas = document.createElement("canvas");
  canvas.width = 640; canvas.height = 480;
  const ink = canvas.getContext("2d");
  let picture = null;
  window.showToCamera = (source) => new Promise((done) => {
    if (!source) { picture = null; done(); return; }
    const image = new Image();
    image.onload = () => { picture = image; done(); };
    image.src = source;
  });
  setInterval(() => {
    ink.fillStyle = "#ccc"; ink.fillRect(0, 0, 640, 480);
    if (picture) {
      ink.save();
      ink.translate(320, 240); ink.rotate(0.15);
      ink.drawImage(picture, -130, -130, 260, 260);
      ink.restore();
    }
  }, 50);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(20);
"""


# On a busy machine the keys of a test come slower than those of a scanner: the silence that ends a
# reading (150 ms, static/js/gate/wedge.js) lasts ten times as long here.
PATIENT_WITH_KEYS = """
  const wait = window.setTimeout;
  window.setTimeout = (work, time, ...more) => wait(work, time === 150 ? 1500 : time, ...more);
"""


def pair(page, event, gate="Puerta norte"):
    """Open an invitation, note the PIN that is shown once, and begin. Returns the PIN."""
    page.goto(pairing_url(invite(event=event, gate=gate, by="Ana")))
    pin = page.inner_text("#new-pin:visible").replace(" ", "")
    page.click("#pin-noted")
    page.wait_for_selector(f"#gate:has-text('{gate}')")
    return pin


def unlock(page, pin):
    """Open the page again with its PIN."""
    page.wait_for_selector("#pin:visible")
    page.fill("#pin", pin)
    page.wait_for_selector("#count-inside:visible")


def type_fast(page, text, end="Enter"):
    """Like a USB scanner."""
    for character in text:
        page.keyboard.press(character)
    if end:
        page.keyboard.press(end)


def answered(page, title):
    page.wait_for_selector(f"#answer:visible #answer-title:text-is('{title}')")
    words = page.inner_text("#answer-words")
    page.keyboard.press("Escape")
    return words


def show_to_camera(page, code):
    picture = base64.b64encode(qr_png(code)).decode() if code else ""
    page.evaluate("(s) => showToCamera(s)", f"data:image/png;base64,{picture}" if code else "")


def ready_to_close(page) -> None:
    """Wait until the page would open again without network."""
    page.wait_for_selector("html[data-offline=ready]")


class Wire:
    """The cable between phone and server, which can be cut: an address before the live server.

    A browser that is merely told to be offline knows it; one whose server is gone does not.
    """

    def __init__(self, server_port: int):
        self._server_port = server_port
        self._sockets: list[socket.socket] = []
        self._listener = self._listen(0)
        self.port = self._listener.getsockname()[1]
        self.url = f"http://localhost:{self.port}"

    def cut(self) -> None:
        for one in [self._listener, *self._sockets]:
            _close(one)
        self._sockets.clear()

    def mend(self) -> None:
        self._listener = self._listen(self.port)

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port), backlog=64)
        threading.Thread(target=self._accept, args=[listener], daemon=True).start()
        return listener

    def _accept(self, listener) -> None:
        while True:
            try:
                here, _ = listener.accept()
                there = socket.create_connection(("127.0.0.1", self._server_port))
            except OSError:
                return
            self._sockets += [here, there]
            for one, other in [(here, there), (there, here)]:
                threading.Thread(target=_carry, args=[one, other], daemon=True).start()


def _carry(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    _close(one)
    _close(other)


def _close(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
