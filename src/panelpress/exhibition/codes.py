"""What is printed as a code: the ISBN of the book, the web address of a panel."""

from __future__ import annotations

import re

_GROUPS = re.compile(r"[0-9]+(?:[ -][0-9]+)*")
_OLD = re.compile(r"(?:[0-9][ -]?){9}[0-9Xx]")
_ADDRESS = re.compile(
    r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]{1,5})?(?:[/?#][a-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?", re.IGNORECASE
)
_EXAMPLE = "such as `https://www.example.org/miners`"


def isbn_figures(isbn: str) -> str:
    """Return the thirteen figures of an ISBN, without its hyphens: what the barcode says."""
    return re.sub(r"[^0-9]", "", isbn)


def check_figure(figures: str) -> int:
    """Return the figure that makes twelve others an EAN-13 (ISO/IEC 15420): every second one counts three times."""
    weighed = sum(int(figure) * (3 if place % 2 else 1) for place, figure in enumerate(figures[:12]))
    return -weighed % 10


def sound_isbn(text: str) -> str:
    """Refuse what is no ISBN of thirteen figures (ISO 2108); hyphens stay where the agency puts them.

    Raises:
        ValueError: with what it must be.
    """
    text = text.strip()
    figures = isbn_figures(text)
    if new := _of_thirteen(text):
        raise ValueError(f"must be an ISBN of 13 figures: the one of 10, as it was before 2007, is now {new}")
    if not _GROUPS.fullmatch(text) or len(figures) != 13 or not figures.startswith(("978", "979")):
        raise ValueError("must be an ISBN of 13 figures that begins with 978 or 979, with or without hyphens")
    if int(figures[12]) != (last := check_figure(figures)):
        raise ValueError(f"must end in {last} if its other figures are right: look it up in the agency's letter")
    return text


def _of_thirteen(text: str) -> str | None:
    """Return an ISBN of ten figures as one of thirteen; None for what is none, or has a wrong last figure."""
    figures = re.sub(r"[ -]", "", text).upper()
    if not _OLD.fullmatch(text):
        return None
    weighed = sum((10 - place) * (10 if figure == "X" else int(figure)) for place, figure in enumerate(figures))
    return f"978-{text[:-1]}{check_figure('978' + figures[:-1])}" if weighed % 11 == 0 else None


def web_address(text: str) -> str:
    """Refuse what a telephone would not open as a web page.

    Raises:
        ValueError: with what it must be.
    """
    text = text.strip()
    if not text.lower().startswith("https://"):
        raise ValueError(f"must begin with `https://`, {_EXAMPLE}")
    if not _ADDRESS.fullmatch(text):
        raise ValueError(f"must be a web address without spaces and accented letters, {_EXAMPLE}")
    return text


def readable(address: str) -> str:
    """Return a web address as people read and type it."""
    bare = address[len("https://") :]
    return bare.removesuffix("/") if bare.count("/") == 1 else bare
