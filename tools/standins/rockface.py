"""Rock seen square on: jointed slabs standing proud of one another, and light raking across them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.standins.light import blur, resize
from tools.standins.noise import Array, Lattice, smooth

if TYPE_CHECKING:
    from tools.standins.solids import Vec


def slabs(plane: Lattice, x: Array, y: Array, warp: Array, gape: float = 0.028) -> Array:
    """Relief (towards the viewer, about -0.3..0.3) of rock that parts along two slanting sets of joints.

    The joints are about 0.4 units apart; each slab stands out and tilts in its own way. ``warp`` bends the joints and
    ``gape`` is the depth of those that have opened.
    """
    a, b = (x * 0.80 + y * 0.60) * 3.3 + warp * 2.2, (x * -0.55 + y * 0.83) * 2.2 - warp * 2.0
    ia, ib = np.floor(a), np.floor(b)
    block = plane.at(ia * np.float32(1.7) + np.float32(0.61) + 0.4, ib * np.float32(2.3) + ia * np.float32(0.61))
    tilt = plane.at(ib * np.float32(1.3) + 9.3, ia * np.float32(1.9) + ib * np.float32(0.53) + 2.7)
    fa, fb = a - ia, b - ib
    joint = np.minimum(np.minimum(fa, 1 - fa) / np.float32(3.3), np.minimum(fb, 1 - fb) / np.float32(2.2))
    relief = 0.22 * block + 0.32 * tilt * (fa - 0.5) + 0.26 * block * (fb - 0.5)
    open_joint = smooth(-0.2, 0.3, plane.fbm(x * 2 + 8, y * 2, 3))
    return np.asarray(relief - gape * smooth(0.008, 0.0, joint) * open_joint, np.float32)


def lamp_past_relief(relief: Array, span: float, lamp: Vec, shrink: int = 2, steps: int = 26) -> Array:
    """Lamplight reaching each point of a wall past the wall's own bumps, 0..1.

    The wall is ``span`` metres wide and centred on the origin; ``lamp`` is in metres, z negative towards the viewer.
    """
    small = relief[::shrink, ::shrink]
    h, w = small.shape
    cell = span / w
    col = np.broadcast_to(np.arange(w, dtype=np.float32)[None, :], (h, w))
    row = np.broadcast_to(np.arange(h, dtype=np.float32)[:, None], (h, w))
    lx, ly, lz = np.float32(lamp[0] / cell + w / 2), np.float32(h / 2 - lamp[1] / cell), np.float32(-lamp[2])
    clear = np.ones_like(small)
    for k in range(1, steps + 1):
        f = np.float32(0.30 * (k / steps) ** 2 + 0.002)
        i = np.clip(row + (ly - row) * f, 0, h - 1).astype(np.int32)
        j = np.clip(col + (lx - col) * f, 0, w - 1).astype(np.int32)
        over = small + (lz - small) * f - small[i, j]
        gone = f * np.hypot((lx - col) * np.float32(cell), (ly - row) * np.float32(cell)) + np.float32(0.01)
        np.minimum(clear, 1.0 + over / gone * np.float32(22.0), out=clear)
    return resize(blur(np.clip(clear, 0, 1).astype(np.float32), 0.8), relief.shape[1], relief.shape[0])


def sun_past_relief(relief: Array, pixels: float, sun: Vec, reach: float, shrink: int = 2, steps: int = 30) -> Array:
    """Sunlight reaching a wall facing the viewer past its own bumps, 0..1.

    There are ``pixels`` to the metre; relief is in metres towards the viewer, ``sun`` points towards the sun, and bumps
    are felt up to ``reach`` metres away.
    """
    small = relief[::shrink, ::shrink]
    h, w = small.shape
    row, col = np.arange(h)[:, None], np.arange(w)[None, :]
    clear = np.ones_like(small)
    for t in reach * (np.arange(1, steps + 1) / steps) ** 2:
        i = np.clip(row - round(float(t * sun[1] * pixels / shrink)), 0, h - 1)
        j = np.clip(col + round(float(t * sun[0] * pixels / shrink)), 0, w - 1)
        over = small - np.float32(t * sun[2]) - small[i, j]
        np.minimum(clear, 1.0 + over / np.float32(t) * 16.0, out=clear)
    return resize(blur(np.clip(clear, 0, 1).astype(np.float32), 0.8), relief.shape[1], relief.shape[0])
