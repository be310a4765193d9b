"""What a person reads on a page: its words, without what only machines see."""

import html
import re


def words(response) -> str:
    """The text of the page's content, as one line."""
    page = response.content.decode()
    page = page[page.index("<main") : page.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def heading(response) -> str:
    """The words of the one <h1>."""
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)
    (only,) = found
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", only)).split())


def titles(response) -> list[str]:
    """The titles of the cards of a list, in order."""
    return [card.event.title for card in response.context["page"].cards]
