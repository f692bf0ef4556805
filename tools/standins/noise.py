"""Repeatable noise: the raw material of rock, cloud, stain and grain.

A *lattice* holds one octave of smooth noise that repeats seamlessly; fractals are summed from it at whatever
points the picture needs. Octaves finer than a pixel fade out, so nothing shimmers in the distance.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Array = npt.NDArray[np.floating[Any]]

_CHUNK = 1 << 17  # points looked up at a time; keeps the temporaries inside the processor's cache
_POOL = ThreadPoolExecutor(max_workers=2)  # every piece is worked alone, so the result does not depend on the order


def _in_pieces(look: Callable[..., Array], *coordinates: Array) -> Array:
    """Look up many points piece by piece, two pieces at a time."""
    wide = np.broadcast_arrays(*coordinates)
    out = np.empty(wide[0].shape, np.float32)
    flat = [c.reshape(-1) for c in wide]
    target = out.reshape(-1)

    def piece(start: int) -> None:
        part = slice(start, start + _CHUNK)
        target[part] = look(*(c[part] for c in flat))

    if target.size <= _CHUNK:
        piece(0)
    else:
        list(_POOL.map(piece, range(0, target.size, _CHUNK)))
    return out


def smooth(low: float, high: float, x: Array) -> Array:
    """0 below ``low``, 1 above ``high``, and an S-shaped ramp between (either order of the two)."""
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t), dtype=np.float32)


def _fade(t: Array) -> Array:
    return np.asarray(t * t * t * (t * (t * 6.0 - 15.0) + 10.0), dtype=np.float32)


def gradient_sheet(size: int, cells: int, rng: np.random.Generator) -> Array:
    """One octave of periodic gradient noise, ``size`` square with ``cells`` bumps a side, about -1 to 1."""
    angle = rng.uniform(0.0, 2.0 * np.pi, (cells, cells)).astype(np.float32)
    gx, gy = np.cos(angle), np.sin(angle)
    pos = np.arange(size, dtype=np.float32) * (cells / size)
    cell = np.floor(pos).astype(np.int32)
    frac = (pos - cell).astype(np.float32)
    nxt = (cell + 1) % cells
    fx, fy = frac[None, :], frac[:, None]
    ux, uy = _fade(fx), _fade(fy)

    def corner(rows: npt.NDArray[np.int32], cols: npt.NDArray[np.int32], ox: float, oy: float) -> Array:
        pick = np.ix_(rows, cols)
        return np.asarray(gx[pick] * (fx - ox) + gy[pick] * (fy - oy), dtype=np.float32)

    top = corner(cell, cell, 0, 0) * (1 - ux) + corner(cell, nxt, 1, 0) * ux
    bottom = corner(nxt, cell, 0, 1) * (1 - ux) + corner(nxt, nxt, 1, 1) * ux
    return np.asarray((top * (1 - uy) + bottom * uy) * 1.5, dtype=np.float32)


class Sheet:
    """A periodic picture that can be looked up anywhere; one unit of u or v is one whole period."""

    def __init__(self, data: Array) -> None:
        self.size = data.shape[0]
        if data.shape != (self.size, self.size) or self.size & (self.size - 1):
            raise ValueError("a sheet must be square with a power of two to the side")
        self._flat = np.ascontiguousarray(data, dtype=np.float32).ravel()
        self._bits = self.size.bit_length() - 1

    def at(self, u: Array, v: Array) -> Array:
        """Values between the stored points by bilinear interpolation; u and v broadcast together."""
        return _in_pieces(self._lookup, u, v)

    def _lookup(self, u: Array, v: Array) -> Array:
        x = u * np.float32(self.size)
        y = v * np.float32(self.size)
        x0, y0 = np.floor(x), np.floor(y)
        x -= x0
        y -= y0
        mask = self.size - 1
        ix = x0.astype(np.int32) & mask
        iy = (y0.astype(np.int32) & mask) << self._bits
        jx = (ix + 1) & mask
        jy = (iy + self.size) & (self.size * self.size - 1)
        a, b = self._flat.take(iy + ix), self._flat.take(iy + jx)
        c, d = self._flat.take(jy + ix), self._flat.take(jy + jx)
        top = a + (b - a) * x
        return np.asarray(top + (c + (d - c) * x - top) * y, dtype=np.float32)


class Lattice:
    """One octave of gradient noise on the plane; its bumps are one unit across."""

    CELLS = 64

    def __init__(self, seed: int) -> None:
        self._sheet = Sheet(gradient_sheet(1024, self.CELLS, np.random.default_rng(seed)))

    def at(self, x: Array, y: Array) -> Array:
        """The octave at points x, y (in bumps), about -1 to 1."""
        return self._sheet.at(x * np.float32(1 / self.CELLS), y * np.float32(1 / self.CELLS))

    def fbm(
        self, x: Array, y: Array, octaves: int, gain: float = 0.5, width: Array | float = 0.0, *, ridged: bool = False
    ) -> Array:
        """Fractal sum at x, y in units of the largest bump.

        ``width`` is the size of a pixel in the same units: octaves finer than two pixels are left out.
        Plain sums lie about -1..1; ridged ones 0..1 with sharp crests near 1, each octave riding on the crests
        of the one before, as spurs ride on ridges.
        """
        x, y = np.broadcast_arrays(x, y)
        total = np.zeros(x.shape, np.float32)
        weight: Array | float = 1.0
        amp, freq, norm = 1.0, 1.0, 0.0
        cos, sin = 0.8, 0.6
        for octave in range(octaves):
            keep = np.clip(0.5 / np.maximum(np.asarray(width, np.float32) * freq, 1e-9) - 0.5, 0.0, 1.0)
            if float(np.max(keep)) <= 0.0:
                break
            n = self.at(
                x * np.float32(freq) + np.float32(17.3 * octave), y * np.float32(freq) - np.float32(9.1 * octave)
            )
            if ridged:
                crest = (1.0 - np.abs(n)) ** 2
                crest = crest * keep + (1.0 - keep) * 0.6
                total += np.asarray(amp * weight * crest, np.float32)
                weight = np.clip(crest * 1.6, 0.0, 1.0)
            else:
                total += np.asarray(amp * keep * n, np.float32)
            norm += amp
            amp *= gain
            freq *= 2.03
            # Turning each octave hides the lattice that all of them share.
            x, y = x * np.float32(cos) - y * np.float32(sin), x * np.float32(sin) + y * np.float32(cos)
        return np.asarray(total / max(norm, 1e-6) if ridged else total, dtype=np.float32)


class Volume:
    """A periodic block of given values that can be looked up anywhere; it repeats every ``cells`` units."""

    def __init__(self, data: Array, cells: int) -> None:
        self.size, self.cells = data.shape[0], cells
        self._flat = np.ascontiguousarray(data, np.float32).ravel()

    def at(self, x: Array, y: Array, z: Array) -> Array:
        """The octave at points x, y, z by trilinear interpolation, about -1 to 1."""
        return _in_pieces(self._lookup, x, y, z)

    def _lookup(self, x: Array, y: Array, z: Array) -> Array:
        scale, mask, s = np.float32(self.size / self.cells), self.size - 1, self.size
        x, y, z = x * scale, y * scale, z * scale
        x0, y0, z0 = np.floor(x), np.floor(y), np.floor(z)
        fx, fy, fz = x - x0, y - y0, z - z0
        ax, ay, az = (
            (x0.astype(np.int32) & mask) * (s * s),
            (y0.astype(np.int32) & mask) * s,
            z0.astype(np.int32) & mask,
        )
        bx, by, bz = (ax + s * s) % (s * s * s), (ay + s) % (s * s), (az + 1) & mask
        t = self._flat.take

        def line(i: npt.NDArray[np.int32]) -> Array:
            p = t(i + az)
            return np.asarray(p + (t(i + bz) - p) * fz, np.float32)

        p, q = line(ax + ay), line(bx + ay)
        p += (line(ax + by) - p) * fy
        q += (line(bx + by) - q) * fy
        return np.asarray(p + (q - p) * fx, dtype=np.float32)


class Solid(Volume):
    """One octave of periodic noise in three dimensions, for stone, wood and cloud; bumps one unit across."""

    def __init__(self, seed: int, size: int = 64, cells: int = 8) -> None:
        rng = np.random.default_rng(seed)
        g = rng.normal(size=(cells, cells, cells, 3)).astype(np.float32)
        g /= np.linalg.norm(g, axis=-1, keepdims=True)
        pos = np.arange(size, dtype=np.float32) * (cells / size)
        cell = np.floor(pos).astype(np.int32)
        frac = (pos - cell).astype(np.float32)
        f = (frac[:, None, None], frac[None, :, None], frac[None, None, :])
        w = [_fade(t) for t in f]
        data = np.zeros((size, size, size), np.float32)
        for a, b, c in product((0, 1), repeat=3):
            pick = np.ix_((cell + a) % cells, (cell + b) % cells, (cell + c) % cells)
            dot = g[pick][..., 0] * (f[0] - a) + g[pick][..., 1] * (f[1] - b) + g[pick][..., 2] * (f[2] - c)
            share = (w[0] if a else 1 - w[0]) * (w[1] if b else 1 - w[1]) * (w[2] if c else 1 - w[2])
            data += np.asarray(dot * share, np.float32)
        super().__init__(data * 1.5, cells)

    def fbm(
        self, p: Sequence[Array], octaves: int, gain: float = 0.5, width: Array | float = 0.0, *, ridged: bool = False
    ) -> Array:
        """Fractal sum at the points p = (x, y, z); ``width`` as in `Lattice.fbm`."""
        x, y, z = p
        total = np.zeros(np.broadcast_shapes(x.shape, y.shape, z.shape), np.float32)
        amp, freq, norm = 1.0, 1.0, 0.0
        for octave in range(octaves):
            keep = np.clip(0.5 / np.maximum(np.asarray(width, np.float32) * freq, 1e-9) - 0.5, 0.0, 1.0)
            if float(np.max(keep)) <= 0.0:
                break
            k, o = np.float32(freq), np.float32(3.7 * octave)
            n = self.at(x * k + o, y * k + 2 * o, z * k - o)
            n = (1.0 - 2.0 * np.abs(n)) if ridged else n
            total += np.asarray(amp * keep * n, np.float32)
            norm += amp
            amp *= gain
            freq *= 2.03
            x, y, z = (
                np.asarray(0.8 * x - 0.6 * z, np.float32),
                np.asarray(0.96 * y + 0.28 * x, np.float32),
                np.asarray(0.6 * x + 0.8 * z, np.float32),
            )
        return total


def worley_cube(size: int, cells: int, rng: np.random.Generator) -> Array:
    """Distance to the nearest of one random point per cell, periodic, in cells (0 to about 1.2)."""
    jitter = rng.random((cells, cells, cells, 3), dtype=np.float32)
    pos = np.arange(size, dtype=np.float32) * (cells / size)
    cell = np.floor(pos).astype(np.int32)
    frac = (pos - cell).astype(np.float32)
    best = np.full((size, size, size), 9.0, np.float32)
    for a, b, c in product((-1, 0, 1), repeat=3):
        point = jitter[np.ix_((cell + a) % cells, (cell + b) % cells, (cell + c) % cells)]
        dist = (point[..., 0] + (a - frac)[:, None, None]) ** 2
        dist += (point[..., 1] + (b - frac)[None, :, None]) ** 2
        dist += (point[..., 2] + (c - frac)[None, None, :]) ** 2
        np.minimum(best, dist, out=best)
    return np.sqrt(best)
