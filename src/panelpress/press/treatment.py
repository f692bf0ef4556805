"""What may be done to a photograph in its place: nothing that its caption does not permit (house law 8).

A layout asks (``show: fill``, ``flip``, ``tint``), the captions file permits (``crop``, ``flip``, ``tint``); ``focus``
steers a crop and ``keep`` bounds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import error
from panelpress.ground.geometry import Box
from panelpress.press.recipe import Treatment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.exhibition.model import Photo
    from panelpress.exhibition.printers import CataloguePrinter, PanelPrinter
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.press.layouts import Slot

Shares = tuple[float, float, float, float]
WHOLE: Shares = (0.0, 0.0, 1.0, 1.0)
_HARDLY = 0.0005  # share of a side: a crop this small is rounding, not a crop


def treat(
    photo: Photo, slot: Slot, ratio: float, page: tuple[float, float], printer: PanelPrinter | CataloguePrinter
) -> tuple[Treatment, tuple[Diagnostic, ...]]:
    """Return how a photograph is brought to the press in a slot, and what of that its caption does not permit.

    Args:
        photo: the photograph.
        slot: its place.
        ratio: its width over its height.
        page: the trimmed page, mm.
        printer: who prints it.
    """
    box = slot.fit(ratio)
    crop = crop_to(ratio, box.width / box.height, photo.said.focus, photo.said.keep)
    cropped = crop is not None and max(abs(a - b) for a, b in zip(crop, WHOLE, strict=True)) > _HARDLY
    black = photo.said.black
    treatment = Treatment(
        crop=crop if cropped else None,
        flip=slot.flip,
        tint=slot.tint,
        black=printer.monochrome if black is None or black == "as-supplied" else black,
        only_black=black in ("k-only", "max-gcr"),
        as_supplied=black == "as-supplied",
        intent=photo.said.intent or printer.intent,
        sharpen=printer.sharpen == "light",
        max_ink=printer.max_ink,
        lossless=printer.encoding == "lossless",
    )
    return treatment, (*_forbidden(photo, treatment), *_kept(photo, treatment, box, page, printer.safe_mm))


def crop_to(ratio: float, wanted: float, focus: tuple[float, float], keep: Shares | None) -> Shares | None:
    """Return what of a picture fills a box of another shape: the most that goes, around ``focus``, with ``keep`` in it.

    Args:
        ratio: the picture's width over its height.
        wanted: the box's.
        focus: the point the crop stays around, shares of width and height.
        keep: what must be in it, as far as it goes.

    Returns:
        Left, top, right, bottom as shares 0-1; None where all of it is shown.
    """
    width, height = min(1.0, wanted / ratio), min(1.0, ratio / wanted)
    if width >= 1 - _HARDLY and height >= 1 - _HARDLY:
        return None
    left = _window(width, focus[0], keep and (keep[0], keep[2]))
    top = _window(height, focus[1], keep and (keep[1], keep[3]))
    return (left, top, left + width, top + height)


def _window(size: float, focus: float, keep: tuple[float, float] | None) -> float:
    """Return where a window of ``size`` begins on 0-1: centred on ``focus``, moved so that ``keep`` is in it."""
    start = focus - size / 2
    if keep:
        start = min(max(start, keep[1] - size), keep[0]) if keep[1] - keep[0] <= size else sum(keep) / 2 - size / 2
    return min(max(start, 0.0), 1 - size)


def _forbidden(photo: Photo, treatment: Treatment) -> Iterator[Diagnostic]:
    asked = (
        ("crop", treatment.crop is not None, "cropped", "shows it whole"),
        ("flip", treatment.flip, "mirrored", "does not mirror it"),
        ("tint", treatment.tint is not None, "printed in a tint", "does not tint it"),
    )
    for key, wanted, what, instead in asked:
        if wanted and getattr(photo.said, key) != "allowed":
            yield error(
                f"picture/{key}",
                f"photograph `{photo.id}` would be {what}, and its caption does not permit it",
                f"choose a layout that {instead}, or write `{key}: allowed` once its author has agreed",
                span=photo.span,
            )


def _kept(photo: Photo, treatment: Treatment, box: Box, page: tuple[float, float], safe: float) -> Iterator[Diagnostic]:
    """Tell whether what must be kept is shown, and stands inside the safe area."""
    keep = photo.said.keep
    if keep is None:
        return
    left, top, right, bottom = treatment.crop or WHOLE
    width, height = box.width / (right - left), box.height / (bottom - top)
    start = (right - keep[2], right - keep[0]) if treatment.flip else (keep[0] - left, keep[2] - left)
    kept = Box(
        box.left + start[0] * width,
        box.top + (keep[1] - top) * height,
        box.left + start[1] * width,
        box.top + (keep[3] - top) * height,
    )
    room = Box(safe, safe, page[0] - safe, page[1] - safe).overlap(box)
    if room is not None and room.contains(kept, 0.05):
        return
    sides = {
        "left": kept.left - (room.left if room else box.left),
        "top": kept.top - (room.top if room else box.top),
        "right": (room.right if room else box.right) - kept.right,
        "bottom": (room.bottom if room else box.bottom) - kept.bottom,
    }
    side, over = min(sides.items(), key=lambda item: item[1])
    yield error(
        "picture/keep",
        f"what photograph `{photo.id}` must keep stands {-over:.0f} mm beyond the safe area or the crop at the {side}",
        "choose a layout whose place has the picture's shape, or a smaller `keep:`",
        span=photo.span,
    )
