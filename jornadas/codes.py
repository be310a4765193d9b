"""Codes for passes: random, spoken easily, safe from keyboards, wrong ones told at once.

Thirteen characters of Crockford's base32 (no I, L, O, U): twelve random ones, 60 bits, and one that
checks them. Upper case and digits only, so a QR code is small (alphanumeric mode) and no keyboard
layout or caps lock changes it.

A door is tried out with practice passes: codes of the same shape that begin with a word no pass
begins with, so that nobody's pass can be one and no list of them need be kept.

For Zoom there is a shorter one, made from the pass: put before one's name it says whose presence it
is, and it opens nothing.
"""

import secrets
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 13
ONLINE_LENGTH = 7
# "PRÁCTICA", as a code writes it; a number of four digits and the check character follow.
PRACTICE = "PRACT1CA"
# What nobody writes for a letter, nor a letter for it.
PLAIN_DIGITS = set("23456789")
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
# What people write for what they read.
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def make_code(choice=secrets.choice) -> str:
    """A new random code with its check character. Only the demonstration gives its own `choice`."""
    body = PRACTICE
    while body.startswith(PRACTICE):
        body = "".join(choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + _check(body)


def practice_code(number: int) -> str:
    """The code of a practice pass, `number` from 0 to 9999."""
    body = f"{PRACTICE}{number:04}"
    return body + _check(body)


def is_practice(code: str) -> bool:
    """Whether a normalised code is a practice pass's, whole and with its check character."""
    return code.startswith(PRACTICE) and code[len(PRACTICE) : -1].isdecimal() and is_valid(code)


def normalise(typed: str) -> str:
    """What somebody typed, scanned or dictated, as a code is written; no check is made."""
    return "".join(c for c in typed.upper().translate(_LOOK_ALIKES) if c in _VALUE)


def is_valid(code: str) -> bool:
    """Whether a normalised code is whole: right length and check character."""
    return len(code) == LENGTH and all(c in _VALUE for c in code) and _check(code[:-1]) == code[-1]


def spoken(code: str) -> str:
    """The code in groups, as it is printed and read aloud: "7K3M 9QXT 2WVAC"."""
    return f"{code[:4]} {code[4:8]} {code[8:]}"


def online_code(pass_code: str) -> str:
    """The code to put before one's name in Zoom: six characters of the pass's SHA-256, one check.

    It does not reveal the pass. Each has a digit that no letter looks like, so that no name is read
    as a code.
    """
    digest = sha256(pass_code.encode()).digest()
    while True:
        number = int.from_bytes(digest[:4]) >> 2
        body = "".join(ALPHABET[number >> shift & 31] for shift in range(25, -1, -5))
        code = body + _check(body)
        if PLAIN_DIGITS & set(code):
            return code
        digest = sha256(digest).digest()


def is_online_code(code: str) -> bool:
    """Whether a normalised text is a whole code for Zoom."""
    return (
        len(code) == ONLINE_LENGTH
        and all(c in _VALUE for c in code)
        and bool(PLAIN_DIGITS & set(code))
        and _check(code[:-1]) == code[-1]
    )


def spoken_online(code: str) -> str:
    """The code for Zoom as it is printed and typed: "K7M-3QX2"."""
    return f"{code[:3]}-{code[3:]}"


def _check(body: str) -> str:
    """Check character: the characters as a polynomial over GF(32), evaluated by Horner's rule.

    The weights are different powers of a generator, so any one wrong character and any two
    swapped ones change the result (fewer than 31 characters).
    """
    total = 0
    for character in body:
        total = _double(total ^ _VALUE[character])
    return ALPHABET[total]


def _double(value: int) -> int:
    """Multiply by the generator x in GF(2)[x] / (x⁵ + x² + 1)."""
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value
