"""Measure how well ``panelpress.press.pictures.detail`` tells degraded photographs from good ones.

Run as ``python -m tools.tune_detail FOLDER``, FOLDER holding real photographs (JPEG or PNG, none of them in this repository:
the wallpaper packages of a distribution have some). Each is halved first, which makes it sharp to the pixel whatever the
camera did; then it is enlarged, recompressed, framed, screened and overexposed in known ways, and a table says how often each
was found, and what was said of the photographs left alone. Takes about 12 s a photograph on one processor.
"""

from __future__ import annotations

import io
import sys
from collections import defaultdict
from itertools import chain, product
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageFilter

from panelpress.facts.detail import remarks
from panelpress.press.pictures.detail import measure_detail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.detail import Detail

    Trials = Iterator[tuple[str, str, bool]]  # what was done, what was asked of the measurement, whether it was right

KERNELS: Final = (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS)
_SIDE: Final = 800  # px of the part that is degraded
_CLIPPED: Final = 0.05  # of the area: from here on a wrong exposure must be found


def halved(picture: Image.Image) -> Image.Image:
    """Return a picture at half its size: sharp to the pixel, without its JPEG's grid."""
    return picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)


def sharpest(picture: Image.Image, side: int = _SIDE) -> Image.Image:
    """Return the square part of a picture that holds the most detail."""
    grey = np.asarray(picture)
    side = min(side, *grey.shape)
    corners = product(*(range(0, length - side + 1, max(1, (length - side) // 4)) for length in grey.shape))
    y, x = max(corners, key=lambda at: _detail(grey[at[0] : at[0] + side : 4, at[1] : at[1] + side]))
    return picture.crop((x, y, x + side, y + side))


def _detail(grey: np.ndarray) -> float:
    return float(np.abs(np.diff(grey.astype(np.int16), 2, axis=1)).mean())


def enlarged(picture: Image.Image, factor: float, kernel: Image.Resampling) -> Image.Image:
    """Return a picture enlarged by a linear factor."""
    return picture.resize((round(picture.width * factor), round(picture.height * factor)), kernel)


def sharpened(picture: Image.Image) -> Image.Image:
    """Return a picture after a mild unsharp mask."""
    return picture.filter(ImageFilter.UnsharpMask(radius=1.5, percent=80, threshold=2))


def saved(picture: Image.Image, quality: int) -> Image.Image:
    """Return a picture as it comes back from a JPEG of a quality."""
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return Image.open(io.BytesIO(stream.getvalue())).convert("L")


def framed(picture: Image.Image, width: int, slant: float, *, tone: int = 12) -> Image.Image:
    """Return a picture on a noisy lid of a tone, ``width`` px wide in the middle of each edge, turned by ``slant`` degrees."""
    size = (picture.width + 2 * width, picture.height + 2 * width)
    whole, mask = Image.new("L", size), Image.new("L", size)
    whole.paste(picture, (width, width))
    mask.paste(255, (width, width, width + picture.width, width + picture.height))
    whole, mask = (layer.rotate(slant, Image.Resampling.BICUBIC) for layer in (whole, mask))
    noise = np.random.default_rng(1).normal(tone, 5, size[::-1]).clip(0, 255).astype(np.uint8)
    return Image.composite(whole, Image.fromarray(noise), mask)


def screened(picture: Image.Image, angle: float, *, lines: float = 133, ppi: float = 300) -> Image.Image:
    """Return a picture as a scan of its printed halftone: round dots, so many lines an inch, at an angle in degrees."""
    finer = 4
    size = (picture.width * finer, picture.height * finer)
    grey = np.asarray(picture.resize(size, Image.Resampling.BICUBIC)).astype(np.float32) / 255
    y, x = np.mgrid[: size[1], : size[0]].astype(np.float32)
    turn, pitch = np.deg2rad(angle), 2 * np.pi * lines / (ppi * finer)
    dots = np.cos((x * np.cos(turn) + y * np.sin(turn)) * pitch) + np.cos((y * np.cos(turn) - x * np.sin(turn)) * pitch)
    ink = np.where(grey > (dots / 4 + 0.5).clip(0.02, 0.98), 230, 30).astype(np.uint8)
    scan = Image.fromarray(ink).resize(picture.size, Image.Resampling.BOX)
    return scan.filter(ImageFilter.GaussianBlur(0.4))


def exposed(picture: Image.Image, gain: float, lift: float = 0) -> Image.Image:
    """Return a picture with each grey times ``gain`` plus ``lift``, cut off at black and white."""
    return Image.fromarray((np.asarray(picture) * gain + lift).round().clip(0, 255).astype(np.uint8))


def measured(picture: Image.Image) -> Detail:
    """Return what is measured of a picture without its file."""
    return measure_detail(np.asarray(picture))


def enlargements(part: Image.Image) -> Trials:
    """Enlarge by four factors and three kernels, left alone, saved as a JPEG, or sharpened."""
    for factor, how in product((1.3, 1.5, 2.0, 3.0), KERNELS):
        large = enlarged(part, factor, how)
        for finish, picture in (("", large), (", q90", saved(large, 90)), (", unsharp mask", sharpened(large))):
            found = measured(picture)
            what = f"enlarged {factor:g} times{finish}"
            yield what, "found", found.looks_enlarged
            if found.looks_enlarged:
                yield what, "factor within 25 %", abs(found.enlarged_factor / factor - 1) <= 0.25


def recompressions(part: Image.Image) -> Trials:
    """Save as JPEG, cut so that the grid moves, save again as something better."""
    for quality in (30, 40, 50, 60, 70, 80, 90, 95):
        poor = saved(part, quality)
        cropped = poor.crop((3, 5, *poor.size))
        for how, picture in (("as PNG", poor), ("cropped, as PNG", cropped), ("cropped, as q95", saved(cropped, 95))):
            found = measured(picture)
            what = f"JPEG q{quality} {how}"
            yield what, "noted", "picture/recompressed" in _said(found)
            if quality <= 80:
                yield (
                    what,
                    "quality within 5",
                    found.pixel_quality is not None and abs(found.pixel_quality - quality) <= 5,
                )


def borders(part: Image.Image) -> Trials:
    """Put on black and white lids, straight and slanted."""
    for (width, slant), (name, tone) in product(((20, 0.0), (40, 0.7), (60, -1.0)), (("black", 12), ("white", 245))):
        found = measured(saved(framed(part, width, slant, tone=tone), 90))
        edges, other = found.black_border, found.white_border
        if name == "white":
            edges, other = other, edges
        rise = abs(np.sin(np.deg2rad(slant))) * part.width / 2
        sides = (edges.top, edges.right, edges.bottom, edges.left)
        what = f"{name} border, {width} px, {slant:g}°"
        yield what, "all four within 6 px", all(abs(side - width - rise) <= 6 for side in sides)
        yield what, "none of the other tone", not other.widest


def screens_and_tones(part: Image.Image) -> Trials:
    """Print as halftone and scan; expose wrongly."""
    for angle, quality in product((15, 45, 75), (95, 80)):
        found = measured(saved(screened(part, angle), quality))
        yield (
            f"screen at {angle}°, q{quality}",
            "found, period right",
            found.screened and 2.1 < found.screen_period < 2.4,
        )
    for name, gain, lift, key in (("over", 2.2, 0, "clipped-highlights"), ("under", 1.6, -110, "blocked-shadows")):
        picture = exposed(part, gain, lift)
        if flat_share(picture, 255 if lift == 0 else 0) > _CLIPPED:
            yield f"{name}exposed, > 5 % flat", "found", f"picture/{key}" in _said(measured(picture))


def flat_share(picture: Image.Image, end: int) -> float:
    """Return the share of squares of 32 px that are wholly at an end."""
    grey = np.asarray(picture)
    down, across = grey.shape[0] // 32, grey.shape[1] // 32
    squares = grey[: down * 32, : across * 32].reshape(down, 32, across, 32) == end
    return float(squares.all(axis=(1, 3)).mean())


def untouched(photo: Image.Image, tables: list[list[int]] | None) -> Iterator[tuple[str, Detail]]:
    """Yield a photograph in the shapes in which nothing should be said of it."""
    yield "untouched", measure_detail(np.asarray(photo), jpeg_tables=tables)
    small = halved(photo)
    yield "halved", measured(small)
    yield "halved, q90", measured(saved(small, 90))
    yield "at 0.6", measured(enlarged(photo, 0.6, Image.Resampling.BICUBIC))


def _said(found: Detail) -> list[str]:
    return [remark.id for remark in remarks(found)]


_TRIALS: Final = (enlargements, recompressions, borders, screens_and_tones)


def main(folder: Path) -> None:
    """Print the table for every photograph in a folder."""
    results: dict[tuple[str, str], list[bool]] = defaultdict(list)
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    paths = [path for path in sorted(folder.iterdir()) if path.suffix in {".jpg", ".jpeg", ".png"}]
    for path in paths:
        with Image.open(path) as picture:
            tables = [list(table) for table in getattr(picture, "quantization", {}).values()] or None
            photo = picture.convert("L")
        for how, found in untouched(photo, tables):
            for id in _said(found):
                said[how, id].append(
                    f"{path.stem} ({found.enlarged_factor})" if id == "picture/enlarged" else path.stem
                )
        part = sharpest(halved(photo))
        for what, asked, right in chain.from_iterable(trial(part) for trial in _TRIALS):
            results[what, asked].append(right)
        print(path.stem, file=sys.stderr, flush=True)
    for (what, asked), rights in results.items():
        print(f"{what:<40} {asked:<24} {100 * sum(rights) / len(rights):5.1f} % of {len(rights)}")
    for (how, id), names in sorted(said.items()):
        print(f"{how:<12} {id:<28} {len(names)} of {len(paths)}: {', '.join(names)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
