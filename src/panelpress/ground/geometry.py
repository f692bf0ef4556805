"""Boxes and matrices on paper.

A :class:`Box` is in millimetres, x to the right and **y downwards** from a stated origin (usually the top-left corner of
the trim): what a person measures with a ruler. A :class:`Matrix` is the six numbers of ISO 32000-2, 8.3.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in mm: left, top, right, bottom, with left <= right and top <= bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in mm."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in mm."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Area in square mm."""
        return self.width * self.height

    def grown(self, edges: Edges) -> Box:
        """Return the box moved outwards by each edge's distance in mm (inwards where negative)."""
        return Box(self.left - edges.left, self.top - edges.top, self.right + edges.right, self.bottom + edges.bottom)

    def shrunk(self, mm: float) -> Box:
        """Return the box moved inwards by ``mm`` on every edge."""
        return self.grown(Edges.all(-mm))

    def contains(self, other: Box, tolerance: float = 0.0) -> bool:
        """Tell whether ``other`` lies inside this box, allowing ``tolerance`` mm over each edge."""
        return (
            other.left >= self.left - tolerance
            and other.top >= self.top - tolerance
            and other.right <= self.right + tolerance
            and other.bottom <= self.bottom + tolerance
        )

    def overlap(self, other: Box) -> Box | None:
        """Return the shared part of two boxes, or None where they share no area."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(left, top, right, bottom) if left < right and top < bottom else None

    def moved(self, dx: float, dy: float) -> Box:
        """Return the box moved by ``dx``, ``dy`` mm."""
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    @staticmethod
    def around(points: Iterable[tuple[float, float]]) -> Box:
        """Return the smallest box around the points.

        Raises:
            ValueError: when there is no point.
        """
        xs, ys = zip(*points, strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class Edges:
    """One distance in mm for each edge of a page."""

    top: float
    right: float
    bottom: float
    left: float

    @staticmethod
    def all(mm: float) -> Edges:
        """Return the same distance on all four edges."""
        return Edges(mm, mm, mm, mm)

    @property
    def named(self) -> tuple[tuple[str, float], ...]:
        """The four edges with their names, clockwise from the top."""
        return (("top", self.top), ("right", self.right), ("bottom", self.bottom), ("left", self.left))


@dataclass(frozen=True, slots=True)
class Matrix:
    """A transformation [a b c d e f]: x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def __matmul__(self, outer: Matrix) -> Matrix:
        """Return the matrix that applies ``self`` first, then ``outer`` (as ``cm`` does with the current matrix)."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Return the image of a point."""
        return (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)

    @property
    def scale_x(self) -> float:
        """Length of the image of the unit vector along x: what a width is multiplied by, however rotated."""
        return hypot(self.a, self.b)

    @property
    def scale_y(self) -> float:
        """Length of the image of the unit vector along y."""
        return hypot(self.c, self.d)

    @property
    def determinant(self) -> float:
        """Signed area of the image of the unit square."""
        return self.a * self.d - self.b * self.c
