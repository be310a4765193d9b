"""A USB scanner for tests: presses real keys in Chromium, the way a scanner set to one keyboard
presses them at a computer set to another."""

# The keys of a keyboard of the United States: what stands on them, without and with Shift.
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
UNITED_STATES = {
    **{f"Key{c.upper()}": (c, c.upper()) for c in _LETTERS},
    **{f"Digit{c}": (c, shifted) for c, shifted in zip("1234567890", "!@#$%^&*()", strict=True)},
    "Minus": ("-", "_"),
    "Semicolon": (";", ":"),
    "Comma": (",", "<"),
    "Period": (".", ">"),
    "Slash": ("/", "?"),
}
# Latin American and Spanish keyboards have these keys alike.
SPANISH = UNITED_STATES | {
    **{f"Digit{c}": (c, shifted) for c, shifted in zip("1234567890", '!"#$%&/()=', strict=True)},
    "Minus": ("'", "?"),
    "Semicolon": ("ñ", "Ñ"),
    "Comma": (",", ";"),
    "Period": (".", ":"),
    "Slash": ("-", "_"),
}
GERMAN = UNITED_STATES | {
    **{f"Digit{c}": (c, shifted) for c, shifted in zip("1234567890", '!"§$%&/()=', strict=True)},
    "KeyY": ("z", "Z"),
    "KeyZ": ("y", "Y"),
    "Minus": ("ß", "?"),
    "Semicolon": ("ö", "Ö"),
    "Comma": (",", ";"),
    "Period": (".", ":"),
    "Slash": ("-", "_"),
}
FRENCH = UNITED_STATES | {
    **{f"Digit{digit}": (c, digit) for digit, c in zip("1234567890", "&é\"'(-è_çà", strict=True)},
    "KeyQ": ("a", "A"),
    "KeyA": ("q", "Q"),
    "KeyW": ("z", "Z"),
    "KeyZ": ("w", "W"),
    "KeyM": (",", "?"),
    "Semicolon": ("m", "M"),
    "Comma": (";", "."),
    "Period": (":", "/"),
    "Slash": ("!", "§"),
    "Minus": (")", "°"),
}
SHIFT = 8


class Scanner:
    """`page` is a browser of Chromium. `ends` are the keys after a reading."""

    def __init__(self, page, *, scanner=UNITED_STATES, computer=UNITED_STATES, caps=False):
        self.page = page
        self.session = page.context.new_cdp_session(page)
        self.keys = {c: (k, n == 1) for k, pair in scanner.items() for n, c in enumerate(pair)}
        self.computer, self.caps = computer, caps

    def read(self, text, *ends, pause=0):
        """Type a text at once, without waiting for the page between two keys."""
        if self.caps:
            self._press("CapsLock", "CapsLock", "")
        for number, character in enumerate(text):
            if pause and number:
                self.page.wait_for_timeout(pause)
            place, is_shifted = self.keys[character]
            made = self.computer[place][is_shifted]
            if self.caps and made.isalpha():
                made = made.swapcase()
            self._press(made, place, made, SHIFT if is_shifted else 0)
        for end in ends:
            self._press(end, end, "\r" if end == "Enter" else "")

    def _press(self, key, code, text, modifiers=0):
        for kind in ("keyDown", "keyUp"):
            self.session.send(
                "Input.dispatchKeyEvent",
                {
                    "type": kind,
                    "key": key,
                    "code": code,
                    "modifiers": modifiers,
                    **({"text": text} if kind == "keyDown" and text else {}),
                    **_NUMBER.get(key, {}),
                },
            )


_NUMBER = {
    "Enter": {"windowsVirtualKeyCode": 13},
    "Tab": {"windowsVirtualKeyCode": 9},
    "CapsLock": {"windowsVirtualKeyCode": 20},
}
