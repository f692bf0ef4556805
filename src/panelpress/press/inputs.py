"""What an item is made from: the digest of every input, and one digest of all of them."""

from __future__ import annotations

import functools
import re
from dataclasses import fields, replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from panelpress import __version__
from panelpress.exhibition.root import CAPTIONS
from panelpress.ground.files import canonical, digest, digest_file
from panelpress.ground.seen import stamp
from panelpress.press.fonts import ADDRESS as FONTS
from panelpress.press.fonts import font_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from panelpress.press.recipe import Recipe

_CAPTION_LINE = re.compile(rf"{re.escape(CAPTIONS)}:\d+")
"""Where a caption stands moves with every line above it and prints nothing: reports look it up anew."""
_READS_FILES = re.compile(rf"url\(\s*[\"']?(?!{re.escape(FONTS)}|#|data:)|@import|file:", re.IGNORECASE)
"""A style sheet or page that has more than the shipped fonts read: a font of the project's own, another sheet."""
_PACKAGES = (
    "weasyprint",
    "pydyf",
    "fonttools",
    "pillow",
    "simplejpeg",
    "pi-heif",
    "numpy",
    "jinja2",
    "markdown-it-py",
    "mdit-py-plugins",
    "pyyaml",
    "tinyhtml5",
    "cssselect2",
    "pikepdf",
    "tinycss2",
    "pyphen",
    "segno",
)


@functools.cache
def package_versions() -> dict[str, str]:
    """Return the versions of the packages that can change a press file."""
    found = {"panelpress": __version__}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # vendored by a distribution: the file digests still tell
            found[name] = "unknown"
    return found


@functools.cache
def fonts_digest() -> str:
    """Return one digest of every font file that ships."""
    return digest(canonical({name: digest_file(path) for name, path in font_files().items()}))


def inputs_of(recipe: Recipe, known: Mapping[Path, str] | None = None) -> dict[str, str]:
    """Return every input of an item with its SHA-256; a missing picture counts as "absent".

    Where its style sheets read files of their own, every file of the styles folder is one: what a sheet reads that another
    one imports is only known once it is read.

    Args:
        recipe: the item.
        known: the digests of files that were read already.
    """

    def file(path: Path) -> str:
        try:
            return (known or {}).get(path) or digest_file(path)
        except OSError:
            return "absent"

    found = {name: file(path) for name, path in files_of(recipe).items()}
    found |= {f"css:{name}": digest(text.encode()) for name, text in recipe.css}
    found["html"] = digest(_CAPTION_LINE.sub(CAPTIONS, recipe.html).encode())
    found["fonts"] = fonts_digest()
    return dict(sorted(found.items()))


def files_of(recipe: Recipe) -> dict[str, Path]:
    """Return every file of the project that an item's bytes are made from, by its name among the inputs."""
    found = {f"photos/{wanted.file}": wanted.path for wanted in recipe.pictures}
    found |= {f"photos/{drawing.file}": drawing.path for drawing in recipe.drawings}
    if recipe.fonts_root and any(_READS_FILES.search(text) for text in (recipe.html, *(css for _, css in recipe.css))):
        found |= {f"styles/{name}": path for name, path in _below(recipe.fonts_root)}
    found[f"profile:{recipe.condition}"] = recipe.profile
    return found


def stamp_of(recipe: Recipe) -> tuple[tuple[int, ...], ...]:
    """Return what tells, without reading them, whether an item's files are still what they were: size, times, inode."""
    return tuple(tuple(stamp(path) or ()) for path in files_of(recipe).values())


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield every file in a folder and below it, with its path in it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path


_TOLD_OTHERWISE = {
    "html", "css", "profile", "pictures", "drawings", "blocks", "codes", "problems",
    "bare", "fonts_root", "sources", "file_name",
}  # fmt: skip
"""What of a recipe goes into its digest by content or without the places it comes from; the last three change nothing in it"""


def recipe_digest(recipe: Recipe, inputs: dict[str, str]) -> str:
    """Return one digest of everything the item's bytes and layout depend on, wherever the project lies.

    Lines of the project's files are no part of it: text that moves down prints as it did.
    """
    whole = {
        "inputs": inputs,
        "pictures": [[w.id, w.key, w.ppi, w.quality, repr(w.treatment)] for w in recipe.pictures],
        "drawings": [
            [d.id, repr(d.alt), repr(d.credit), d.min_width_mm, d.clear_mm, d.black_only] for d in recipe.drawings
        ],
        "blocks": [[_CAPTION_LINE.sub(CAPTIONS, b.id), b.text, b.source.file, b.frame, b.pages] for b in recipe.blocks],
        "codes": [[digest(code.svg), repr(replace(code, svg=b"", span=None))] for code in recipe.codes],  # type: ignore[arg-type]
        "problems": [[d.id, d.level, d.message, d.help, repr(d.place)] for d in recipe.problems],
        "bare": recipe_digest(recipe.bare, inputs) if recipe.bare else None,
        "versions": package_versions(),
    }
    # whatever else a recipe may hold one day is part of it, unless it is named here
    whole |= {f.name: repr(getattr(recipe, f.name)) for f in fields(recipe) if f.name not in _TOLD_OTHERWISE}
    return digest(canonical(whole))
