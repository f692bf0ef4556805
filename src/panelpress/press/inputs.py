"""What an item is made from: the digest of every input, and one digest of all of them."""

from __future__ import annotations

import functools
import re
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from panelpress import __version__
from panelpress.exhibition.root import CAPTIONS
from panelpress.ground.files import canonical, digest, digest_file
from panelpress.press.fonts import font_files

if TYPE_CHECKING:
    from panelpress.press.recipe import Recipe

_CAPTION_LINE = re.compile(rf"{re.escape(CAPTIONS)}:\d+")
"""Where a caption stands moves with every line above it and prints nothing: reports look it up anew."""
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


def inputs_of(recipe: Recipe) -> dict[str, str]:
    """Return every input of an item with its SHA-256; a missing picture counts as "absent"."""

    def file(path: object) -> str:
        try:
            return digest_file(path)  # type: ignore[arg-type]
        except OSError:
            return "absent"

    found = {f"photos/{wanted.file}": file(wanted.path) for wanted in recipe.pictures}
    found |= {f"photos/{drawing.file}": file(drawing.path) for drawing in recipe.drawings}
    found |= {f"css:{name}": digest(text.encode()) for name, text in recipe.css}
    found["html"] = digest(_CAPTION_LINE.sub(CAPTIONS, recipe.html).encode())
    found[f"profile:{recipe.condition}"] = file(recipe.profile)
    found["fonts"] = fonts_digest()
    return dict(sorted(found.items()))


def recipe_digest(recipe: Recipe, inputs: dict[str, str]) -> str:
    """Return one digest of everything the item's bytes depend on."""
    pictures = [[w.key, w.ppi, w.quality, repr(w.treatment)] for w in recipe.pictures]
    whole = {
        "inputs": inputs,
        "pictures": pictures,
        "sheet": repr(recipe.sheet),
        "job": repr(recipe.job),
        "standard": recipe.standard,
        "keep": recipe.keep,
        "label": recipe.name.label,
        "versions": package_versions(),
    }
    return digest(canonical(whole))
