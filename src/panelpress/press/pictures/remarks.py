"""What an editor should know of a picture's colour, in the same words wherever it is said."""

from __future__ import annotations

from typing import NamedTuple


class Said(NamedTuple):
    """One thing: identifier, level's name, what it is (going on from "photograph `x` …"), what to do."""

    id: str
    level: str
    what: str
    help: str


def untagged(mode: str) -> Said:
    """Say what a picture without a profile is taken for."""
    taken = {"RGB": "sRGB", "L": "Gray Gamma 2.2", "CMYK": "the inks of this press"}[mode]
    return Said(
        "picture/untagged",
        "NOTE",
        f"has no colour profile: it is taken as {taken}",
        "nothing to do if it looks right; else ask for it with its profile embedded",
    )


def tinted(a: float, b: float) -> Said:
    """Say that a black-and-white picture has a tint, with its mean a* and b*."""
    return Said(
        "picture/tinted",
        "NOTE",
        f"is black and white with a tint (a* {a:+.0f}, b* {b:+.0f}): it prints in four colours",
        "if the tint is not meant, write `black: k-only` into its caption",
    )


def too_much_ink(found: float, limit: int, *, remade: bool) -> Said:
    """Say that inks we may not change carry more than the press takes, per cent."""
    return Said(
        "picture/total-ink",
        "WARNING",
        f"carries {found:.0f} % of ink, and the press takes {limit} %",
        "embed its profile, so that it can be separated anew" if remade else "ask for it separated for this press",
    )
