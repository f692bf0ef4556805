"""Pictures that weigh and cost what photographs do: broad gradients, things with edges, grain. Colour, 3:2, drawn from a seed.

``python -m tools.bench.photographs FOLDER COUNT`` writes ``p01.jpg`` …, each of 3000 × 2000 pixels;
``python -m tools.bench.photographs --large FILE MEGAPIXELS`` writes one. They are made in a process of their own: a process
that is started inherits the peak memory of the one that starts it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    import numpy.typing as npt

WIDTH, HEIGHT = 3000, 2000
_GRAIN = (
    5.0  # of 255, on 8-bit values: what a fast film leaves in a scan; press pictures of A1 plates then weigh 0.3-0.8 MB
)
_TILE = 512
_STRIP = 500
_THINGS = 24


def photograph(seed: int, width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """Return a picture of this many pixels; the same seed and size give the same picture."""
    rng = np.random.default_rng(seed)
    sky, ground = rng.integers(90, 235, 3), rng.integers(20, 120, 3)
    rise = np.linspace(0, 1, 8)[:, None, None]
    coarse = sky * (1 - rise) + ground * rise + rng.normal(0, 24, (8, 12, 1)) + rng.normal(0, 8, (8, 12, 3))
    picture = Image.fromarray(coarse.clip(0, 255).astype(np.uint8)).resize((width, height), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(picture)
    for _ in range(_THINGS):
        left, top = rng.random(2)
        across, down = 0.02 + 0.2 * rng.random(2)
        corners = np.array([[0, 0], [1, 0.1], [0.8, 1], [0.1, 0.9]]) + rng.normal(0, 0.15, (4, 2))
        points = [((left + across * x) * width, (top + down * y) * height) for x, y in corners]
        draw.polygon(
            points, fill=tuple(int(v) for v in (rng.integers(15, 225) + rng.integers(-25, 25, 3)).clip(0, 255))
        )
    return Image.fromarray(_with_grain(np.array(picture), rng))


def _with_grain(pixels: npt.NDArray[np.uint8], rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Add grain, strip by strip, so that a very large picture takes little more than itself."""
    tile = rng.normal(0, _GRAIN, (_TILE, _TILE)).astype(np.int16)
    across = -(-pixels.shape[1] // _TILE)
    for top in range(0, pixels.shape[0], _STRIP):
        strip = pixels[top : top + _STRIP]
        turned = np.roll(tile, tuple(rng.integers(0, _TILE, 2)), (0, 1))
        grain = np.tile(turned, (1, across))[: len(strip), : strip.shape[1], None]
        strip[:] = (strip.astype(np.int16) + grain).clip(0, 255).astype(np.uint8)
    return pixels


def large(path: Path, megapixels: float) -> None:
    """Write a photograph of so many million pixels."""
    height = round((megapixels * 1e6 / 1.5) ** 0.5)
    Image.MAX_IMAGE_PIXELS = None
    photograph(1, round(1.5 * height), height).save(path, quality=92)


def main(arguments: list[str]) -> None:
    """Write what was asked for."""
    if arguments[0] == "--large":
        large(Path(arguments[1]), float(arguments[2]))
        return
    folder = Path(arguments[0])
    for number in range(1, int(arguments[1]) + 1):
        photograph(number).save(folder / f"p{number:02}.jpg", quality=90)


if __name__ == "__main__":
    main(sys.argv[1:])
