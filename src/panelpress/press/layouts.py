"""Page layouts: the boxes, in mm, that a template gives to its texts and pictures, fixed before anything is laid out.

A layout is two files beside each other: ``NAME.yml`` says where things stand, ``NAME.html`` what stands there.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from panelpress.ground.diagnostics import PanelpressError, did_you_mean, error
from panelpress.ground.geometry import Box
from panelpress.ground.yamlsource import read_yaml, validate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from panelpress.ground.diagnostics import Span

Size = Annotated[float, Field(gt=0)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Place(_Shape):
    """A box, mm from the trim's top-left corner."""

    left: float
    """Distance from the left trim edge, mm"""
    top: float
    """Distance from the top trim edge, mm"""
    width: Size
    """Width, mm"""
    height: Size
    """Height, mm"""

    @property
    def box(self) -> Box:
        """The box."""
        return Box(self.left, self.top, self.left + self.width, self.top + self.height)


class CaptionPlace(_Shape):
    """Where a picture's caption stands: below the picture, as wide as the slot or narrower."""

    gap: float = 8
    """Distance below the picture, mm"""
    width: Size
    """Width, mm"""
    height: Size
    """Height, mm"""
    align: Literal["left", "picture"] = "picture"
    """Starts at the slot's or at the picture's left edge"""


Share = Annotated[float, Field(ge=0, le=1)]


class Slot(Place):
    """A place for a picture, which is shown whole inside it unless its author permits more."""

    align: Literal["left", "centre", "right"] = "left"
    """Where a picture narrower than the slot stands"""
    rise: Literal["top", "middle", "bottom"] = "top"
    """Where a picture lower than the slot stands"""
    caption: CaptionPlace | None = None
    """The caption's place; none: no caption on this page"""
    kind: Literal["photograph", "drawing"] = "photograph"
    """What the slot takes"""
    show: Literal["whole", "fill"] = "whole"
    """`fill` crops a photograph to the slot's shape; its caption must say `crop: allowed`"""
    flip: bool = False
    """Mirrors a photograph left for right; its caption must say `flip: allowed`"""
    tint: tuple[Share, Share, Share] | None = None
    """Shares of cyan, magenta and yellow printed with a photograph's black; its caption must say `tint: allowed`"""

    def fit(self, ratio: float) -> Box:
        """Return the box of a picture of this width / height ratio: shown whole inside the slot, or all of the slot."""
        if self.show == "fill" and self.kind == "photograph":
            return self.box
        width = min(self.width, self.height * ratio)
        height = width / ratio
        left = self.left + {"left": 0.0, "centre": 0.5, "right": 1.0}[self.align] * (self.width - width)
        top = self.top + {"top": 0.0, "middle": 0.5, "bottom": 1.0}[self.rise] * (self.height - height)
        return Box(left, top, left + width, top + height)


class Layout(_Shape):
    """Where everything of a page stands."""

    size: tuple[Size, Size]
    """The trimmed page it is drawn for, mm"""
    frames: dict[str, Place]
    """Text frames, by name"""
    slots: tuple[Slot, ...] = ()
    """Picture slots, in the order in which a text names its figures"""
    verso_shift: float = 0
    """How far everything moves on a left-hand page, mm: its inner margin is on the other side"""
    yields: float | None = None
    """Where a panel gives room to a strip at its foot, mm from the top: what this line crosses gets lower, the rest moves up"""

    def photographs(self) -> list[Slot]:
        """Return the slots for photographs."""
        return [slot for slot in self.slots if slot.kind == "photograph"]

    def drawings(self) -> list[Slot]:
        """Return the slots for drawings."""
        return [slot for slot in self.slots if slot.kind == "drawing"]


@dataclass(frozen=True)
class LayoutFiles:
    """A layout and the template beside it."""

    name: str
    layout: Layout
    geometry: Path
    template: Path


def find_layout(name: str, folders: Sequence[Path], span: Span) -> LayoutFiles:
    """Return the layout called ``name`` from the first folder that has it.

    Raises:
        PanelpressError: when no folder has it (``span`` is where it was asked for) or its file is wrong.
    """
    for folder in folders:
        geometry, template = folder / f"{name}.yml", folder / f"{name}.html"
        if geometry.is_file() and template.is_file():
            try:
                text = geometry.read_text("utf-8")
            except UnicodeDecodeError:
                raise PanelpressError(
                    [error("config/encoding", f"the layout {geometry.name} is not UTF-8 text", "save it as UTF-8")]
                ) from None
            return LayoutFiles(name, _layout(text, f"{folder.name}/{geometry.name}"), geometry, template)
    names = {path.stem for folder in folders if folder.is_dir() for path in folder.glob("*.yml")}
    raise PanelpressError(
        [error("config/layout", f"there is no layout `{name}`", did_you_mean(name, names), span=span)]
    )


@functools.lru_cache(maxsize=128)
def _layout(text: str, shown: str) -> Layout:
    """Return a layout from its file's text; each page of a book asks for its own again.

    Raises:
        PanelpressError: with everything that is wrong in it.
    """
    layout, problems = validate(read_yaml(text, shown), Layout)
    if layout is None or problems:
        raise PanelpressError(problems)
    return layout
