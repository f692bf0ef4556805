"""Colour spaces of a PDF down to the last alternate (ISO 32000-2, 8.6)."""

from __future__ import annotations

from typing import Any

import pikepdf

from panelpress.facts.paint import Colour, ColourSpace
from panelpress.ground.files import digest
from panelpress.inspect.objects import name_of, number_of

GRAY = ColourSpace("DeviceGray", 1)
RGB = ColourSpace("DeviceRGB", 3)
CMYK = ColourSpace("DeviceCMYK", 4)
PATTERN = ColourSpace("Pattern")
UNKNOWN = ColourSpace("Unknown")
BLACK = Colour(GRAY, (0.0,))

_DEVICE = {
    "DeviceGray": GRAY,
    "G": GRAY,
    "DeviceRGB": RGB,
    "RGB": RGB,
    "DeviceCMYK": CMYK,
    "CMYK": CMYK,
    "Pattern": PATTERN,
    "CalGray": ColourSpace("CalGray", 1),
    "CalRGB": ColourSpace("CalRGB", 3),
    "CalCMYK": CMYK,
    "Lab": ColourSpace("Lab", 3),
}
_DEFAULTS = {"DeviceGray": "/DefaultGray", "DeviceRGB": "/DefaultRGB", "DeviceCMYK": "/DefaultCMYK"}
_MAX_CHAIN = 8  # Indexed over Separation over ICCBased over its alternate is 4: anything deeper goes in circles


class ColourSpaces:
    """Reads colour spaces and remembers those that stand in the file as objects of their own."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], ColourSpace] = {}
        self._profiles: dict[tuple[int, int], str] = {}

    def named(self, name: str, resources: Any) -> ColourSpace:
        """Return what a name means: a device space, what a Default space makes of it, or a resource."""
        spaces = resources.get("/ColorSpace") if isinstance(resources, pikepdf.Dictionary) else None
        if not isinstance(spaces, pikepdf.Dictionary):
            spaces = None
        if device := _DEVICE.get(name):
            remap = spaces.get(_DEFAULTS.get(device.kind, "/-")) if spaces is not None else None
            if remap is None:
                return device
            return ColourSpace(device.kind, device.components, base=self.read(remap, None))
        found = spaces.get("/" + name) if spaces is not None else None
        return UNKNOWN if found is None else self.read(found, resources)

    def read(self, space: Any, resources: Any, depth: int = 0) -> ColourSpace:
        """Return the facts of a colour space object: a name, or an array and whatever it refers to."""
        if depth > _MAX_CHAIN:
            return UNKNOWN
        if isinstance(space, pikepdf.Name):
            return self.named(name_of(space), resources)
        if not isinstance(space, pikepdf.Array) or len(space) == 0:
            return UNKNOWN
        key = space.objgen
        if key != (0, 0) and key in self._known:
            return self._known[key]
        facts = self._array(space, resources, depth)
        if key != (0, 0):
            self._known[key] = facts
        return facts

    def _array(self, space: pikepdf.Array, resources: Any, depth: int) -> ColourSpace:
        kind = name_of(space[0])
        if kind == "ICCBased" and len(space) > 1 and isinstance(space[1], pikepdf.Stream):
            stream = space[1]
            components = int(number_of(stream.get("/N")))
            return ColourSpace("ICCBased", components, profile=self._profile(stream))
        if kind in ("Indexed", "I") and len(space) > 1:
            return ColourSpace("Indexed", 1, base=self.read(space[1], resources, depth + 1))
        if kind in ("Separation", "DeviceN") and len(space) > 2:
            names = list(space[1]) if isinstance(space[1], pikepdf.Array) else [space[1]]
            alternate = self.read(space[2], resources, depth + 1)
            full = _full_tint(space[3]) if kind == "Separation" and len(space) > 3 else ""
            return ColourSpace(kind, len(names), tuple(name_of(n) for n in names), alternate, full=full)
        if kind == "Pattern" and len(space) > 1:
            return ColourSpace("Pattern", base=self.read(space[1], resources, depth + 1))
        return _DEVICE.get(kind, UNKNOWN) if len(space) > 1 else self.named(kind, resources)

    def _profile(self, stream: pikepdf.Stream) -> str:
        key = stream.objgen
        if key not in self._profiles:
            self._profiles[key] = digest(stream.read_bytes())
        return self._profiles[key]


def _full_tint(transform: Any) -> str:
    """Return what a Separation's full tint is in its alternate, as figures, or else which function makes it."""
    import numpy as np  # noqa: PLC0415 - few files have inks of their own

    from panelpress.inspect.functions import UnreadableError, evaluated  # noqa: PLC0415

    try:
        return "/".join(f"{100 * v:.3g}" for v in evaluated(transform, np.ones(1))[0])
    except (UnreadableError, AttributeError, IndexError, TypeError, ValueError, pikepdf.PdfError):
        return f"function {digest(transform.read_bytes())[:12]}" if isinstance(transform, pikepdf.Stream) else ""


def initial(space: ColourSpace) -> Colour:
    """Return the colour a space starts with after ``cs``: black, or full tint for inks (ISO 32000-2, table 73)."""
    if space.kind == "DeviceCMYK" or (space.kind == "ICCBased" and space.model == "cmyk"):
        return Colour(space, (0.0, 0.0, 0.0, 1.0))
    if space.kind in ("Separation", "DeviceN"):
        return Colour(space, (1.0,) * space.components)
    return Colour(space, (0.0,) * space.components)
