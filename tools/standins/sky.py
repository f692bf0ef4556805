"""Skies: clouds as lit bodies of mist, and the clear air behind them darkened as by a red filter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.standins.light import blur, resize
from tools.standins.noise import Array, Lattice, Volume, smooth, worley_cube
from tools.standins.solids import Camera, Vec, unit


@dataclass(frozen=True)
class Weather:
    """A sky.

    Lengths are in metres above the camera; ``cover`` 0 (clear) to 1 (shut); ``size`` the breadth of a cloud;
    ``dense`` how much light a metre of cloud stops; ``crisp`` how hard its edges are.

    ``zenith`` and ``skyline`` are the brightness of clear sky overhead and at the horizon, ``sunlight`` that of a
    fully lit cloud edge, ``gloom`` that of a cloud's underside; ``stretch`` draws clouds out sideways.
    """

    seed: int
    base: float = 1100.0
    thick: float = 1300.0
    cover: float = 0.5
    size: float = 2600.0
    dense: float = 0.02
    crisp: float = 7.0
    zenith: float = 0.10
    skyline: float = 0.55
    sunlight: float = 1.0
    gloom: float = 0.16
    stretch: float = 1.0


class _Clouds:
    """The clouds of one kind of weather, lit from one side."""

    def __init__(self, w: Weather, sun: Vec) -> None:
        rng = np.random.default_rng(w.seed)
        lumps = np.zeros((128, 128, 128), np.float32)
        for cells, amp in ((8, 0.55), (16, 0.28), (32, 0.17)):
            lumps += np.float32(amp) * (1.0 - worley_cube(128, cells, rng))
        self.w = w
        self._billow = Volume(lumps - np.float32(lumps.mean()), 8)
        self._plan = Lattice(w.seed + 1)
        # A sun on the horizon would have to shine through all the clouds there are.
        self._sun = sun[0], max(sun[1], 0.12), sun[2]

    def thickness(self, x: Array, y: Array, z: Array, *, fine: bool) -> Array:
        """How thick the mist is at a point, 0..1; without ``fine`` only its large forms."""
        w, k = self.w, np.float32(1.0 / self.w.size)
        level = (y - w.base) / np.float32(w.thick)
        x = x / np.float32(w.stretch)
        field = self._plan.fbm(x * k * np.float32(0.8), z * k * np.float32(0.8), 2) * np.float32(0.55)
        field += np.float32(w.cover * 1.1 - 0.55)
        field -= smooth(0.1, 1.0, level) * 0.5 + smooth(0.12, 0.0, level) * 0.45
        q = [x * k * 3, y * k * 3, z * k * 3]
        field += np.float32(1.1) * self._billow.at(q[0], q[1], q[2])
        if fine:
            field += np.float32(0.45) * self._billow.at(q[0] * 3.1 + 1, q[1] * 3.1, q[2] * 3.1)
            field += np.float32(0.22) * self._billow.at(q[0] * 9.7, q[1] * 9.7 + 2, q[2] * 9.7)
        return np.asarray(np.clip(field * w.crisp, 0.0, 1.0), np.float32)

    def light(self, x: Array, y: Array, z: Array, rho: Array, forward: Array) -> Array:
        """Brightness of the mist at points inside a cloud, ``rho`` thick there, from how much cloud lies sunward."""
        w = self.w
        depth, last = np.zeros_like(x), 0.0
        for reach in (0.04, 0.10, 0.22, 0.5):
            at = (c + np.float32(reach * w.thick * s) for c, s in zip((x, y, z), self._sun, strict=True))
            depth += np.float32((reach - last) * w.thick) * self.thickness(*at, fine=False)
            last = reach
        tau = depth * np.float32(w.dense)
        sunlit = w.sunlight * (0.75 * np.exp(-tau) + 0.25 * np.exp(-0.2 * tau)) * forward
        rise = np.clip((y - w.base) / np.float32(w.thick), 0, 1)
        return np.asarray(sunlit * (1.0 - 0.5 * np.exp(-rho * 3.0)) + w.gloom * (0.45 + 0.8 * rise), np.float32)


def _directions(cam: Camera, shrink: int) -> list[Array]:
    """Unit directions (x, y, z) in which every ``shrink``-th pixel of the camera looks."""
    width, height = cam.width // shrink, cam.height // shrink
    sx = ((np.arange(width, dtype=np.float32) + 0.5) * shrink - cam.width / 2) / np.float32(cam.scale)
    sy = (cam.horizon * cam.height - (np.arange(height, dtype=np.float32) + 0.5) * shrink) / np.float32(cam.scale)
    a = cam.axes.astype(np.float32)
    d = [sx[None, :] * a[0, k] + sy[:, None] * a[1, k] + a[2, k] for k in range(3)]
    norm = np.sqrt(d[0] ** 2 + d[1] ** 2 + d[2] ** 2)
    return [np.asarray(c / norm, np.float32) for c in d]


def paint_sky(cam: Camera, sun: Vec, w: Weather, shrink: int = 3, steps: int = 64) -> Array:
    """Brightness of the sky in every pixel of a level ``cam``; ``sun`` points to the sun.

    Below the horizon it repeats the brightness of the horizon itself, which serves as the colour of the air.
    """
    sun = unit(sun)
    d = _directions(cam, shrink)
    up = np.maximum(d[1], 0.012)
    toward = np.clip(d[0] * np.float32(sun[0]) + d[1] * np.float32(sun[1]) + d[2] * np.float32(sun[2]), 0, 1)
    clear = w.zenith + (w.skyline - w.zenith) * np.exp(-np.maximum(d[1], 0) * 4.2)
    clear = clear + 0.5 * w.sunlight * (0.25 * toward**8 + 0.6 * toward**60)
    clouds = _Clouds(w, sun)
    # Each ray starts a little farther or nearer than its neighbour, or the steps would show as contour lines.
    jitter = np.random.default_rng(w.seed + 2).random(up.shape, dtype=np.float32)
    start, length = w.base / up, np.minimum(w.thick / up, w.thick * 6.0)
    stride = np.minimum(length / np.float32(steps), 400.0)
    through, glow = np.ones_like(up), np.zeros_like(up)
    forward = 0.75 + 1.3 * toward**10
    for i in range(steps):
        busy = through > 0.02
        if not busy.any():
            break
        t = (start + length * ((i + jitter) / np.float32(steps)))[busy]
        x, y, z = (np.asarray(d[c][busy] * t, np.float32) for c in range(3))
        x, z = x + np.float32(cam.pos[0]), z + np.float32(cam.pos[2])
        rho = clouds.thickness(x, y, z, fine=True)
        full = rho > 0.002
        bright = np.zeros_like(rho)
        bright[full] = clouds.light(x[full], y[full], z[full], rho[full], forward[busy][full])
        veil = np.exp(-rho * np.float32(w.dense * 0.9) * stride[busy])
        glow[busy] += through[busy] * (1.0 - veil) * bright
        through[busy] *= veil
    # Distant cloud sinks into the air over the horizon.
    far = 1.0 - np.exp(-start / np.float32(38000.0))
    out = (glow + through * clear) * (1.0 - far) + clear * far
    row = int(np.clip(cam.horizon * out.shape[0], 1, out.shape[0]))
    out[row:] = np.median(out[max(0, row - 4) : row])
    return resize(blur(np.asarray(out, np.float32), 0.8), cam.width, cam.height)
