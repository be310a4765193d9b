"""Run as a process of its own by `printing`: sets and signs documents, one order after another.

An order is a line of JSON on standard input; the answer is a line {"size"} and so many bytes of
PDF, or a line {"error"}. It ends when nobody has asked for a while: pyHanko and typst hold 70 MB.
"""

import gc
import json
import select
import sys
from base64 import b64decode
from functools import cache

from documentos import qr_long, setter

# Also after a long pause the next document comes within a second; meanwhile the memory is free.
IDLE = 120
# PDF/UA-1 for everybody, PDF/A-2a so that it can still be read in thirty years.
STANDARDS = ["ua-1", "a-2a"]

_compiler = cache(setter.compiler)


def answer(order: dict) -> bytes:
    """The PDF that an order asks for. Raises setter.Unset."""
    pdf = b64decode(order["pdf"]) if "pdf" in order else _drawn(order)
    return _signed(pdf, order["reason"], **order["signer"]) if "signer" in order else pdf


def _drawn(order: dict) -> bytes:
    data = order["data"] | {"qr": qr_long.qr_drawing(order["qr"])}
    one = _compiler(order["template"], order["root"], order["fonts"])
    return setter.set_document(one, json.dumps(data, ensure_ascii=False), STANDARDS)


def _signed(pdf: bytes, reason: str, **material: str) -> bytes:
    # Read only where something is signed: it takes longer than all the rest.
    from documentos.sealing.pdf_signer import signer

    return signer(**material).sign(pdf, reason)


def main() -> None:
    # What lives as long as the process need not be looked at after every document.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    while select.select([sys.stdin], [], [], IDLE)[0]:
        line = sys.stdin.buffer.readline()
        if not line:
            return
        try:
            pdf = answer(json.loads(line))
        except setter.Unset as reason:
            _say({"error": str(reason)})
        else:
            _say({"size": len(pdf)}, pdf)


def _say(head: dict, body: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
