"""The `archive:` of `catalogue.yml`: where released editions are kept."""

from __future__ import annotations

_TAKEN = {
    "out": "which is always safe to delete",
    "record": "which git keeps, and it would grow large",
    "panels": "where texts are",
    "photos": "where pictures are",
    "styles": "where style sheets are",
}


def archive_place(said: str) -> str:
    """Return a place for the archive.

    Raises:
        ValueError: when it lies where something else does.
    """
    parts = [part for part in said.replace("\\", "/").split("/") if part not in ("", ".")]
    if not parts or not said.strip():
        raise ValueError("names no folder of its own")
    if not said.startswith("/") and parts[0] in _TAKEN:
        raise ValueError(f"lies in {parts[0]}/, {_TAKEN[parts[0]]}")
    return said
