"""The rock at the end of a heading, square on, in the pool of a cap lamp. Metres."""

from __future__ import annotations

import numpy as np

from tools.standins import gallery, light
from tools.standins.noise import Array, Lattice, Solid, smooth
from tools.standins.rockface import lamp_past_relief, slabs
from tools.standins.shading import bump, rock
from tools.standins.solids import vec

SPAN = 2.0  # width of the wall in the picture
DRILLED = ((-0.42, 0.36), (0.10, 0.45), (0.55, 0.30), (-0.30, -0.12), (0.27, -0.03), (-0.05, -0.52), (0.62, -0.40))


def _pick_marks(x: Array, y: Array, relief: Array, depth: Array, rng: np.random.Generator) -> None:
    """Cut a few hundred strokes of a pick into ``relief``, all from much the same stance; ``depth`` 0..1 by place."""
    height, width = relief.shape
    for _ in range(330):
        cx, cy = rng.uniform(-1.05, 1.05, 2)
        ang, long, deep = np.radians(rng.normal(62, 9)), float(rng.uniform(0.04, 0.14)), rng.uniform(0.004, 0.012)
        i0, i1 = (int(np.clip((0.5 - (cy + s * 0.16) / SPAN) * height, 0, height)) for s in (1, -1))
        j0, j1 = (int(np.clip((0.5 + (cx + s * 0.16) / SPAN) * width, 0, width)) for s in (-1, 1))
        part = slice(i0, i1), slice(j0, j1)
        u, v = x[part] - np.float32(cx), y[part] - np.float32(cy)
        c, s = np.float32(np.cos(ang)), np.float32(np.sin(ang))
        run, side = u * c + v * s, v * c - u * s
        stroke = np.exp(-((side / 0.007) ** 2)) * smooth(-long, long * 0.6, run) * smooth(long, long * 0.7, run)
        relief[part] -= (deep * stroke * depth[part]).astype(np.float32)


def _wall(x: Array, y: Array, w: float, solid: Solid, plane: Lattice, warp: Array) -> tuple[Array, Array]:
    """Relief of the face towards the viewer, and where the shot holes are."""
    relief = slabs(plane, x, y, warp) * 0.5 + 0.05 * plane.fbm(x * 1.3, y * 1.3, 3)
    relief += 0.10 * rock(solid, (x + 0.6 * warp, y - 0.5 * warp, 0.45 * x - 0.3 * y + 0.3), 0.42, w, 8)
    relief += 0.006 * plane.fbm(x * 14, y * 14, 5, 0.62, w * 14, ridged=True)
    worked = smooth(-0.2, 0.3, plane.fbm(x * 1.2 + 4, y * 1.2, 2))
    _pick_marks(x, y, relief, worked, np.random.default_rng(83))
    hole = np.zeros_like(relief)
    for cx, cy in DRILLED:
        r = np.hypot(x - np.float32(cx), y - np.float32(cy)) + 0.0035 * plane.fbm(x * 30, y * 30, 3)
        hole = np.maximum(hole, smooth(0.026, 0.020, r))
        relief += 0.004 * smooth(0.055, 0.028, r) * (1 - hole)
    return np.asarray(relief - 0.10 * hole, np.float32), hole


def lamp_lit_wall(width: int, height: int) -> Array:
    """The face at the end of a heading: fractured rock in the pool of a cap lamp, drilled and picked."""
    solid, plane = Solid(81), Lattice(82)
    across = ((np.arange(width, dtype=np.float32) + 0.5) / width - 0.5) * np.float32(SPAN)
    down = (0.5 - (np.arange(height, dtype=np.float32) + 0.5) / height) * np.float32(SPAN * height / width)
    x, y = np.broadcast_arrays(across[None, :], down[:, None])
    w = SPAN / width
    zero = np.zeros_like(x)
    warp = 0.10 * plane.fbm(x * 2.2, y * 2.2, 5)
    relief, hole = _wall(x, y, w, solid, plane, warp)
    n = bump((x, y, zero), np.stack([zero, zero, zero - 1]), relief)

    stain = plane.fbm(x * 1.6, y * 0.5 + warp, 6, 0.55)
    vein = np.abs(plane.at((x * 0.5 - y * 0.9) * 1.1 + warp * 4 + 3, (x + y) * 0.3))
    albedo = 0.20 + 0.10 * solid.fbm([x * 2, y * 2, zero], 7, 0.6, w * 2) + 0.06 * stain
    albedo += 0.25 * smooth(0.045, 0.0, vein) * smooth(-0.3, 0.4, plane.fbm(x * 9, y * 9, 4))
    wet = smooth(-0.15, 0.35, plane.fbm(x * 2.4, y * 0.7 + 7, 5, 0.5))
    albedo = np.clip(albedo, 0.04, 0.6) * (1 - 0.45 * wet) * (1 - 0.97 * hole)

    lamp = vec(-0.62, 0.52, -0.85)
    eye = vec(0.05, -0.02, -2.1)
    matt, shine = gallery.lamp_light((x, y, -relief), n, eye, lamp, (0.4 + 5.0 * wet) * (1 - hole), 42.0)
    sparkle = smooth(0.50, 0.62, plane.at(x * 120, y * 120)) * smooth(0.0, 0.3, plane.fbm(x * 6, y * 6, 3))
    sparkle *= smooth(0.35, 0.8, solid.at(n[0] * 5 + 1, n[1] * 5, x * 40)) * (1 - hole)
    beam = np.hypot(x - 0.02, y - 0.02) + 0.03 * plane.fbm(x * 1.5, y * 1.5, 2)
    pool = 0.035 + 0.55 * np.exp(-((beam / 0.62) ** 2)) + 0.50 * smooth(0.62, 0.18, beam)
    clear = lamp_past_relief(relief, SPAN, lamp)
    img = (albedo * matt + 0.16 * shine + 1.6 * sparkle * matt) * clear * pool + 0.004 * albedo
    img = light.bloom(img, 0.45, width / 260, 0.12)
    # The lens is sharp in the middle of the wall only.
    edge = smooth(0.75, 1.25, np.hypot(x, y))
    return np.asarray(img * (1 - edge) + light.disc_blur(img, width / 550) * edge, np.float32)
