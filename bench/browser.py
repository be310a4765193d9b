"""What a browser does with a page, as far as a registration needs it."""

import re
from html import unescape
from urllib.parse import urlencode

from .clients import Answer, Client

_FIELD = re.compile(r"<input[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


def signed_in(port: int, session: str) -> Client:
    return Client(port, cookies={"sessionid": session})


def fields(page: str) -> dict[str, str]:
    """Names and values of the form of a page, its CSRF token among them; the last form counts."""
    form = page[page.rindex("<form") :]
    found = {}
    for tag in _FIELD.findall(form):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if "name" in attributes and attributes.get("type") not in ("checkbox", "radio", "submit"):
            found[attributes["name"]] = unescape(attributes.get("value", ""))
    return found


def all_fields(page: str) -> list[tuple[str, str]]:
    """The same as pairs, in their order, also where several have one name."""
    form = page[page.rindex("<form") :]
    found = [dict(_ATTRIBUTE.findall(tag)) for tag in _FIELD.findall(form)]
    return [
        (one["name"], unescape(one.get("value", "")))
        for one in found
        if "name" in one and one.get("type") not in ("checkbox", "radio", "submit")
    ]


def submit(client: Client, path: str, page: str) -> Answer:
    """Send the form of `page` as it stands, as who presses its button."""
    origin = {"Origin": f"http://127.0.0.1:{client.port}"}
    client.headers |= origin
    return client.post(path, urlencode(fields(page)).encode())
