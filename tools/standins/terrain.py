"""Land: worn heightfields, how a camera sees them, and the shadows that hills throw.

A piece of land is any function height(x, z, width) in metres, where ``width`` is the size of a pixel there and
tells the function how much detail is worth giving.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from tools.standins.light import blur, resize
from tools.standins.noise import Array, Sheet, gradient_sheet

if TYPE_CHECKING:
    from tools.standins.solids import Scene, Vec

Land = Callable[[Array, Array, Array], Array]


def worn_tile(size: int, cells: int, seed: int, rounds: int, steep: float = 1.0, gain: float = 0.48) -> Array:
    """A periodic square of hills worn by running water: spurs, gullies and fans. Heights 0..about 1.

    Fractal hills are laid down coarsely, rained on, enlarged, given finer hills and rained on again, so that the
    valleys join up from small to large as real ones do. ``cells`` is the number of hills to a side.
    """
    rng = np.random.default_rng(seed)
    n = size // 4
    land: Array = np.zeros((n, n), np.float32)
    amp, f = 1.0, cells
    while f <= n // 4:
        octave = gradient_sheet(n, f, rng)
        land = land + amp * ((1 - np.abs(octave)) if f <= 2 * cells else octave)
        amp *= gain
        f *= 2
    land = (land - land.min()) / (land.max() - land.min())
    for stage in (0, 1, 2):
        n = land.shape[0]
        high = np.float32(n / cells * 0.55 * steep)  # the relief in cell widths, which decides how steep it is
        land = rain(land * high, rng, rounds, n * n // 40) / high
        if stage < 2:
            wrapped = np.pad(land, 4, mode="wrap")
            big = resize(wrapped, wrapped.shape[1] * 2, wrapped.shape[0] * 2)[8:-8, 8:-8]
            n *= 2
            fine = gradient_sheet(n, n // 8, rng) + np.float32(0.5) * gradient_sheet(n, n // 4, rng)
            land = big + fine * np.float32(0.05 * cells * 8 / n)
    return np.asarray((land - land.min()) / (land.max() - land.min()), np.float32)


class _Footing:
    """The four cells around each of a number of points on a periodic square, and the share of each."""

    def __init__(self, x: Vec, y: Vec, n: int) -> None:
        x0, y0 = np.floor(x), np.floor(y)
        i, j = x0.astype(np.int64) % n, y0.astype(np.int64) % n
        i2, j2 = (i + 1) % n, (j + 1) % n
        self.cells = (j * n + i, j * n + i2, j2 * n + i, j2 * n + i2)
        self.fx, self.fy = x - x0, y - y0

    def height(self, flat: Vec) -> Vec:
        """Height of the ground between the cells."""
        a, b, c, d = (flat[k] for k in self.cells)
        return np.asarray(
            (a * (1 - self.fx) + b * self.fx) * (1 - self.fy) + (c * (1 - self.fx) + d * self.fx) * self.fy
        )

    def slope(self, flat: Vec) -> tuple[Vec, Vec]:
        """Its rise per cell in x and y."""
        a, b, c, d = (flat[k] for k in self.cells)
        return (b - a) * (1 - self.fy) + (d - c) * self.fy, (c - a) * (1 - self.fx) + (d - b) * self.fx

    def add(self, flat: Vec, change: Vec) -> None:
        """Raise the four cells, each by its share."""
        fx, fy = self.fx, self.fy
        for cell, share in zip(self.cells, ((1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy), strict=True):
            np.add.at(flat, cell, change * share)


def rain(h: Array, rng: np.random.Generator, rounds: int, drops: int, steps: int = 36) -> Array:
    """Let drops run downhill over ``h`` (heights in cell widths), cutting where they hurry, dropping where they tire."""
    n = h.shape[0]
    flat = h.astype(np.float64).ravel()
    for _ in range(rounds):
        x, y = rng.uniform(0, n, drops), rng.uniform(0, n, drops)
        vx, vy = np.zeros(drops), np.zeros(drops)
        speed, water, load = np.ones(drops), 1.0, np.zeros(drops)
        here = _Footing(x, y, n)
        for _step in range(steps):
            gx, gy = here.slope(flat)
            before = here.height(flat)
            vx, vy = 0.35 * vx - 0.65 * gx, 0.35 * vy - 0.65 * gy
            pace = np.hypot(vx, vy) + 1e-9
            vx, vy = vx / pace, vy / pace
            x, y = x + vx, y + vy
            there = _Footing(x, y, n)
            fall = before - there.height(flat)
            room = np.maximum(fall, 0.01) * speed * water * 3.0
            give = np.where(fall < 0, np.minimum(load, -fall), (load - room) * np.where(load > room, 0.25, 0.0))
            take = np.where((fall > 0) & (room > load), np.minimum((room - load) * 0.28, fall * 0.5), 0.0)
            here.add(flat, give - take)
            load -= give - take
            speed = np.minimum(np.sqrt(np.maximum(0.05, speed * speed + fall * 1.2)), 3.0)
            water *= 0.965
            here = there
    return flat.reshape(n, n).astype(np.float32)


class Hills:
    """A worn tile laid out over the country: ``span`` metres to a period, ``high`` metres from floor to summit."""

    def __init__(self, tile: Array, span: float, high: float) -> None:
        self._levels = [Sheet(tile)]
        self._texel = span / tile.shape[0]
        self.span, self.high = span, high
        level = tile
        while level.shape[0] > 64:
            n = level.shape[0] // 2
            level = np.asarray(level.reshape(n, 2, n, 2).mean(axis=(1, 3)), np.float32)
            self._levels.append(Sheet(level))

    def at(self, x: Array, z: Array, width: Array) -> Array:
        """Height in metres; detail finer than ``width`` is averaged away."""
        u, v = x * np.float32(1 / self.span), z * np.float32(1 / self.span)
        want = np.log2(np.maximum(width, 1e-6) / np.float32(self._texel))
        top = float(np.clip(np.max(want), 0, len(self._levels) - 1))
        out = np.zeros(np.broadcast_shapes(x.shape, z.shape), np.float32)
        want = np.broadcast_to(np.clip(want, 0, len(self._levels) - 1), out.shape)
        for k in range(int(np.ceil(top)) + 1):
            share = np.clip(1.0 - np.abs(want - k), 0.0, 1.0)
            if share.max() > 0:
                n = self._levels[k].size
                shift = np.float32(0.5 - 0.5 * n / self._levels[0].size) / np.float32(n)  # keep averaged cells in place
                rows = share.reshape(-1) > 0
                uu, vv = (np.broadcast_to(c, out.shape).reshape(-1)[rows] for c in (u, v))
                out.reshape(-1)[rows] += (share.reshape(-1)[rows] * self._levels[k].at(uu - shift, vv - shift)).astype(
                    np.float32
                )
        return np.asarray(out * self.high, np.float32)


def see_land(scene: Scene, land: Land, near: float, far: float, steps: int, kind: int) -> None:
    """Draw land into a scene taken with a level camera (it may be turned to left or right but not tipped).

    Every column of the picture is one fan of rays over one line on the ground: walking outwards along that line,
    whatever rises above everything before it is seen.
    """
    cam = scene.cam
    sx, sy = cam.slopes()
    a = cam.axes.astype(np.float32)
    z = (near * (far / near) ** (np.arange(steps) / (steps - 1))).astype(np.float32)
    cols = 256
    for start in range(0, cam.width, cols):
        part = slice(start, min(cam.width, start + cols))
        s = sx[part][None, :]
        zz = z[:, None]
        wide = np.broadcast_to(zz / np.float32(cam.scale), (steps, s.shape[1]))
        h = land(
            zz * (s * a[0, 0] + a[2, 0]) + np.float32(cam.pos[0]),
            zz * (s * a[0, 2] + a[2, 2]) + np.float32(cam.pos[2]),
            wide,
        )
        v = (h - np.float32(cam.pos[1])) / zz
        top = np.maximum.accumulate(v, axis=0)
        want = sy[::-1]
        for c in range(s.shape[1]):
            k = np.searchsorted(top[:, c], want, side="left")
            seen = k < steps
            k1 = np.clip(k, 1, steps - 1)
            k0 = k1 - 1
            lo, hi = v[k0, c], v[k1, c]
            # Between two steps the ground is straight, so the meeting point follows from heights, not slopes.
            h0, h1 = lo * z[k0], hi * z[k1]
            den = (h1 - h0) - want * (z[k1] - z[k0])
            t = np.clip((want * z[k0] - h0) / np.where(np.abs(den) < 1e-9, 1e-9, den), 0.0, 1.0)
            depth = np.where(k == 0, z[0], z[k0] + t * (z[k1] - z[k0]))[::-1]
            seen = seen[::-1] & (depth < scene.depth[:, start + c])
            scene.depth[seen, start + c] = depth[seen]
            scene.kind[seen, start + c] = kind
            scene.thing[seen, start + c] = 0


def land_normals(scene: Scene, land: Land, kind: int, blunt: float = 1.0) -> None:
    """Fill in the normals of land already drawn; ``blunt`` is the number of pixels they are averaged over."""
    cam = scene.cam
    sx, _ = cam.slopes()
    a = cam.axes.astype(np.float32)
    for start in range(0, cam.height, 128):
        rows = slice(start, start + 128)
        here = scene.kind[rows] == kind
        if not here.any():
            continue
        d = scene.depth[rows][here]
        s = np.broadcast_to(sx[None, :], here.shape)[here]
        x = np.asarray(d * (s * a[0, 0] + a[2, 0]) + np.float32(cam.pos[0]), np.float32)
        z = np.asarray(d * (s * a[0, 2] + a[2, 2]) + np.float32(cam.pos[2]), np.float32)
        w = np.asarray(d * np.float32(blunt / cam.scale), np.float32)
        h = land(x, z, w)
        nx = -(land(x + w, z, w) - h) / w
        nz = -(land(x, z + w, w) - h) / w
        inv = 1.0 / np.sqrt(nx * nx + nz * nz + 1.0)
        for k, value in enumerate((nx * inv, inv, nz * inv)):
            scene.normal[k, rows][here] = value


def hill_shadows(
    scene: Scene,
    land: Land,
    kind: int,
    sun: Vec,
    reach: float,
    first: float,
    steps: int = 26,
    shrink: int = 3,
    hard: float = 40.0,
) -> Array:
    """Sunlight reaching the land past other land, 0..1.

    ``sun`` is the unit vector towards the sun; heights are felt from ``first`` to ``reach`` metres away; ``hard`` sets
    how crisp the edges of the shadows are.
    """
    cam = scene.cam
    small = scene.depth[::shrink, ::shrink]
    here = scene.kind[::shrink, ::shrink] == kind
    px, py, pz = (c[::shrink, ::shrink][here] for c in cam.points(scene.depth))
    d = small[here]
    w = np.asarray(d * np.float32(shrink / cam.scale), np.float32)
    py = py + w * 0.6
    clear = np.ones_like(d)
    for t in np.geomspace(first, reach, steps):
        t32 = np.asarray(t + 0.5 * d * first / reach, np.float32)
        wt = np.maximum(w, t32 * np.float32(0.02))
        over = py + t32 * np.float32(sun[1]) - land(px + t32 * np.float32(sun[0]), pz + t32 * np.float32(sun[2]), wt)
        np.minimum(clear, 0.5 + over / t32 * np.float32(hard), out=clear)
    out = np.ones(small.shape, np.float32)
    out[here] = np.clip(clear, 0.0, 1.0)
    return resize(blur(out, 0.6), cam.width, cam.height, sharp=False)
