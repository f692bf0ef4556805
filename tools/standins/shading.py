"""How surfaces take the light: roughness, shadows, corners, sun, wet and polish; the skin of rock and timber."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tools.standins.light import blur, resize
from tools.standins.noise import Array, Lattice, Solid, smooth
from tools.standins.solids import Camera, Scene, Vec, along

if TYPE_CHECKING:
    from collections.abc import Sequence

Mask = npt.NDArray[np.bool_]

# What a pixel shows, 0 being nothing at all.
GROUND, ROCK, WOOD, STEEL, STONE, HOLE, IRON, SHEET, BOARD, BLACK, PIPE = range(1, 12)


def bump(p: Sequence[Array], n: Array, height: Array, jump: float = 0.0) -> Array:
    """Normals roughened by ``height`` (metres, per pixel), from how it changes between neighbouring pixels.

    Where the distance jumps by more than ``jump`` of itself from one pixel to the next, one thing ends and another
    begins: there the normals are left as they were (0: never).
    """
    dx = [np.gradient(c, axis=1) for c in p]
    dy = [np.gradient(c, axis=0) for c in p]
    bx, by = np.gradient(height, axis=1), np.gradient(height, axis=0)

    def cross(a: Sequence[Array] | Array, b: Sequence[Array] | Array) -> list[Array]:
        return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]

    r1, r2 = cross(dy, n), cross(n, dx)
    det = dx[0] * r1[0] + dx[1] * r1[1] + dx[2] * r1[2]
    sign, size = np.sign(det), np.abs(det)
    out = np.stack([size * n[k] - sign * (bx * r1[k] + by * r2[k]) for k in range(3)])
    length = np.sqrt((out * out).sum(axis=0))
    good = length > 1e-12
    if jump > 0:
        good &= np.maximum(np.abs(dx[2]), np.abs(dy[2])) < jump * np.abs(p[2])
    return np.asarray(np.where(good, out / np.maximum(length, 1e-12), n), np.float32)


def lit_by(shade: Scene, p: Sequence[Array], bias: float, soft: int = 1) -> Array:
    """How much of a lamp or sun reaches the points p, 0..1.

    ``shade`` is what the light itself "sees", a depth-only scene taken from it; ``bias`` is the slack in metres that
    keeps things from shading themselves; ``soft`` is the half-width of the penumbra in the light's own pixels.
    """
    cam = shade.cam
    shape = p[0].shape
    a = cam.axes.astype(np.float32)
    q = [p[k] - np.float32(cam.pos[k]) for k in range(3)]
    c = [q[0] * a[k, 0] + q[1] * a[k, 1] + q[2] * a[k, 2] for k in range(3)]
    k = np.float32(cam.scale) / (np.float32(1.0) if cam.parallel else np.maximum(c[2], np.float32(1e-3)))
    col, row = c[0] * k + np.float32(cam.width / 2), np.float32(cam.horizon * cam.height) - c[1] * k
    total = np.zeros(shape, np.float32)
    ring = [(0.0, 0.0)] + [
        (float(r * np.cos(t)), float(r * np.sin(t)))
        for r, m in ((0.55, 5), (1.0, 8))
        for t in np.arange(m) * (2 * np.pi / m)
    ]
    for ox, oy in ring:
        i = np.clip((row + np.float32(oy * soft)).astype(np.int32), 0, cam.height - 1)
        j = np.clip((col + np.float32(ox * soft)).astype(np.int32), 0, cam.width - 1)
        total += shade.depth[i, j] > c[2] - np.float32(bias)
    return np.asarray(total / len(ring), np.float32)


def occlusion(scene: Scene, reach: float, seed: int, shrink: int = 2, taps: int = 18) -> Array:
    """Share of the sky hidden by close neighbours (1 open, 0 shut in), within ``reach`` metres; from the depths."""
    d = scene.depth[::shrink, ::shrink]
    p = [c[::shrink, ::shrink] for c in scene.cam.points(scene.depth)]
    n = scene.normal[:, ::shrink, ::shrink]
    rng = np.random.default_rng(seed)
    hidden = np.zeros_like(d)
    near = float(np.percentile(d[d < scene.far], 30)) if (d < scene.far).any() else 1.0
    span = reach * scene.cam.scale / near / shrink
    for k in range(taps):
        ang, rad = 2.4 * k + rng.uniform(0, 0.5), span * ((k + 0.5) / taps)
        oy, ox = round(float(rad * np.sin(ang))), round(float(rad * np.cos(ang)))
        if oy == 0 and ox == 0:
            continue
        q = [np.roll(c, (oy, ox), (0, 1)) - c for c in p]
        dist = np.sqrt(q[0] ** 2 + q[1] ** 2 + q[2] ** 2) + 1e-6
        rise = (q[0] * n[0] + q[1] * n[1] + q[2] * n[2]) / dist
        hidden += np.clip(rise - 0.1, 0, 1) * np.clip(1.0 - dist / reach / 1.5, 0, 1)
    open_ = np.clip(1.0 - 2.2 * hidden / taps, 0.0, 1.0)
    return resize(blur(open_.astype(np.float32), 1.2), scene.cam.width, scene.cam.height, sharp=False)


def scaled(p: Sequence[Array], k: float, here: Mask | None = None) -> list[Array]:
    """The points p (only those ``here``, if given), with every coordinate multiplied by k."""
    return [(c if here is None else c[here]) * np.float32(k) for c in p]


def rock(solid: Solid, p: Sequence[Array], size: float, width: Array | float, octaves: int = 7) -> Array:
    """Relief of broken rock at points p, about -1..1: planes and edges ``size`` metres across, then crumble."""
    q = [c * np.float32(1 / size) for c in p]
    a = solid.fbm(q, octaves, 0.5, np.asarray(width, np.float32) / np.float32(size), ridged=True)
    b = solid.fbm([c * np.float32(0.37) + np.float32(5) for c in q], 3, 0.5)
    return np.asarray(0.55 * a + 0.6 * b, np.float32)


def sun_camera(sun: Vec, centre: Vec, span: float, pixels: int) -> Camera:
    """The view the sun has of a square ``span`` metres wide about ``centre``; for finding shadows."""
    return Camera(centre + sun * span * 2, along(-sun), pixels, pixels, 1.0 / span, parallel=True)


def daylight(
    n: Array, sun: Vec, lit: Array | float, albedo: Array, sky: float, open_: Array | float, strength: float = 1.0
) -> Array:
    """Matt surfaces under sun and sky; ``open_`` is the share of the sky each point sees.

    Light thrown back from the ground fills the undersides.
    """
    facing = np.clip(n[0] * np.float32(sun[0]) + n[1] * np.float32(sun[1]) + n[2] * np.float32(sun[2]), 0, 1)
    fill = sky * (0.62 + 0.38 * n[1] - 0.15 * n[2]) * open_
    return np.asarray(albedo * (strength * facing * lit + fill), np.float32)


def sunlit(scene: Scene, sun: Vec, sunlight: Array | float, albedo: Array, sky: float) -> Array:
    """Open country under sun and sky; the sky's share favours surfaces that look upward."""
    n = scene.normal
    facing = np.clip(n[0] * np.float32(sun[0]) + n[1] * np.float32(sun[1]) + n[2] * np.float32(sun[2]), 0, 1)
    return np.asarray(albedo * (facing * sunlight + sky * (0.45 + 0.55 * n[1])), np.float32)


def polish(scene: Scene, n: Array, sun: Vec, exponent: float) -> Array:
    """Sun glinting from smooth surfaces towards the camera, 0..1."""
    p = scene.cam.points(scene.depth)
    v = [np.float32(scene.cam.pos[k]) - p[k] for k in range(3)]
    length = np.sqrt(v[0] ** 2 + v[1] ** 2 + v[2] ** 2)
    h = [v[k] / length + np.float32(sun[k]) for k in range(3)]
    hn = np.sqrt(h[0] ** 2 + h[1] ** 2 + h[2] ** 2) + 1e-6
    return np.asarray(np.clip((n[0] * h[0] + n[1] * h[1] + n[2] * h[2]) / hn, 0, 1) ** np.float32(exponent), np.float32)


def timber_relief(
    scene: Scene, here: Mask, p: Sequence[Array], width: Array, grain: Lattice, solid: Solid, peeled: float = 0.1
) -> tuple[Array, Array]:
    """Relief (metres) and bark (0 bare .. 1 bark) of round timbers where ``here``; zero elsewhere.

    Bare wood has drying cracks along the trunk; the larger ``peeled``, the fewer patches of bark are left on it.
    """
    relief, bark = np.zeros_like(width), np.zeros_like(width)
    if not here.any():
        return relief, bark
    q, w = scene.local(here), width[here]
    around, along = np.arctan2(q[1], q[0]), q[2] + np.float32(0.37) * scene.thing[here]
    fibre = grain.fbm(around * 9, along * 1.3, 5, 0.6, w * 9)
    crack = np.abs(grain.at(around * 2.2 + 7, along * 0.35))
    s = [c[here] for c in p]
    skin = smooth(peeled - 0.15, peeled + 0.12, solid.fbm([c * np.float32(2.6) for c in s], 5, 0.6))
    rough = solid.fbm([c * np.float32(k) for c, k in zip(s, (34, 9, 34), strict=True)], 5, 0.6, w * 34)
    relief[here] = (1 - skin) * (0.0024 * fibre - 0.0055 * smooth(0.10, 0.0, crack)) + skin * (0.007 + 0.008 * rough)
    bark[here] = skin
    return relief, bark


def plank_relief(scene: Scene, here: Mask, width: Array, grain: Lattice, *, lengthwise: int = 0) -> Array:
    """Relief (metres, flat array) of the boards ``here``: saw marks, weathered fibres, splits.

    ``lengthwise`` is the axis of its own along which a board's grain runs.
    """
    q, w = scene.local(here), width[here]
    a, b = (q[k] for k in range(3) if k != lengthwise)
    # Each board is cut from another part of the same endless plank.
    across, run = a + b + np.float32(0.7) * scene.thing[here], q[lengthwise]
    fibre = grain.fbm(across * 38, run * 1.5, 6, 0.6, w * 38)
    split = np.abs(grain.at(across * 9 + 7, run * 0.5))
    return np.asarray(0.0022 * fibre - 0.006 * smooth(0.07, 0.0, split), np.float32)


def gravel_relief(
    solid: Solid, p: Sequence[Array], here: Mask, width: Array, per_metre: float, octaves: int = 6
) -> Array:
    """Crumble of the stones ``here``, about -1..1 (flat array), ``per_metre`` bumps to the metre at the coarsest."""
    return solid.fbm(scaled(p, per_metre, here), octaves, 0.6, width[here] * per_metre)
