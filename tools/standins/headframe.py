"""The winding tower against the sky. Metres."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tools.standins import light, terrain
from tools.standins.noise import Array, Lattice, smooth
from tools.standins.shading import GROUND, IRON, SHEET, daylight
from tools.standins.sky import Weather, paint_sky
from tools.standins.solids import Camera, Scene, Vec, turn, unit, vec

LEVELS = (0.0, 3.6, 7.0, 10.2, 13.1, 15.6)  # heights of the girts
TOP = LEVELS[-1]
CORNERS = ((-1, -1), (1, -1), (1, 1), (-1, 1))


class _Tower:
    """A steel tower standing at ``foot`` and turned by ``yaw``; its ropes and backstays run towards its own +x."""

    def __init__(self, scene: Scene, foot: Vec, yaw: float) -> None:
        self.scene, self.foot, self.axes = scene, foot, turn(yaw)

    def at(self, x: float, y: float, z: float) -> Vec:
        return np.asarray(self.foot + np.array([x, y, z]) @ self.axes)

    def beam(self, a: tuple[float, float, float], b: tuple[float, float, float], wide: float, high: float) -> None:
        self.scene.beam(self.at(*a), self.at(*b), wide, high, IRON)

    def rod(self, a: tuple[float, float, float], b: tuple[float, float, float], radius: float) -> None:
        self.scene.rod(self.at(*a), self.at(*b), radius, IRON)

    def legs(self) -> None:
        """Four legs drawing together, with girts at every level and a cross in every panel."""
        half = [2.7 - 1.35 * y / TOP for y in LEVELS]
        for cx, cz in CORNERS:
            self.beam((cx * half[0], 0, cz * half[0]), (cx * half[-1], TOP, cz * half[-1]), 0.30, 0.30)
        for (y0, h0), (y1, h1) in pairwise(zip(LEVELS, half, strict=True)):
            for a, b in pairwise((*CORNERS, CORNERS[0])):
                self.beam((a[0] * h1, y1, a[1] * h1), (b[0] * h1, y1, b[1] * h1), 0.16, 0.20)
                self.beam((a[0] * h0, y0, a[1] * h0), (b[0] * h1, y1, b[1] * h1), 0.10, 0.10)
                self.beam((b[0] * h0, y0, b[1] * h0), (a[0] * h1, y1, a[1] * h1), 0.10, 0.10)

    def platform(self) -> None:
        """The deck at the top with its railing."""
        self.scene.box(self.at(0, TOP + 0.12, 0), (4.1, 0.16, 3.9), IRON, self.axes)
        for x in (-2.0, 2.0):
            self.rod((x, TOP + 1.15, -1.9), (x, TOP + 1.15, 1.9), 0.03)
        for z in (-1.9, 1.9):
            for y in (0.65, 1.15):
                self.rod((-2.0, TOP + y, z), (2.0, TOP + y, z), 0.03)
            for x in np.linspace(-2, 2, 6):
                self.rod((float(x), TOP, z), (float(x), TOP + 1.15, z), 0.03)

    def wheel(self, z: float, radius: float, spokes: int) -> None:
        """A winding wheel: grooved rim, slender spokes, hub and axle."""
        hub, axle = self.at(0, TOP + 2.35, z), np.asarray(self.axes[2])
        u = unit(np.cross(axle, vec(0, 1, 0)))
        v = np.cross(u, axle)

        def rim(t: float) -> Vec:
            return np.asarray(hub + radius * (np.cos(t) * u + np.sin(t) * v))

        for a, b in pairwise(rim(t) for t in np.linspace(0, 2 * np.pi, 45)):
            for groove in (-0.07, 0.07):
                self.scene.rod(a + groove * axle, b + groove * axle, 0.055, IRON)
        for k in range(spokes):
            self.scene.rod(hub + axle * (0.10 if k % 2 else -0.10), rim(2 * np.pi * (k + 0.3) / spokes), 0.032, IRON)
        self.scene.rod(hub - 0.2 * axle, hub + 0.2 * axle, 0.19, IRON)
        self.scene.rod(hub - 0.55 * axle, hub + 0.55 * axle, 0.08, IRON)

    def winding(self) -> None:
        """Two wheels on their bearers, each with its rope down the shaft and away to the engine house."""
        for z in (-0.75, 0.75):
            for side in (-0.45, 0.45):
                self.beam((-1.5, TOP + 0.1, z + side), (-0.2, TOP + 2.3, z + side), 0.14, 0.16)
                self.beam((1.5, TOP + 0.1, z + side), (0.2, TOP + 2.3, z + side), 0.14, 0.16)
            self.wheel(z, 1.95, 12)
            self.rod((-1.95, TOP + 2.35, z), (-1.0, 0.0, z * 0.8), 0.028)
            self.rod((0.7, TOP + 4.17, z), (27, 2.0, z * 1.6), 0.028)

    def backstays(self) -> None:
        """The long legs that lean against the pull of the ropes, braced to one another."""
        for z in (-0.75, 0.75):
            self.beam((1.2, TOP, z * 1.7), (10.2, 0, z * 3.6), 0.30, 0.36)
        steps = (0.0, 0.22, 0.40, 0.58, 0.76)

        def on(f: float, side: int) -> tuple[float, float, float]:
            return 1.2 + 9.0 * f, TOP * (1 - f), side * (1.28 + 1.42 * f)

        for f0, f1 in pairwise(steps):
            self.beam(on(f1, -1), on(f1, 1), 0.14, 0.16)
            for side in (-1, 1):
                self.beam(on(f0, side), on(f1, -side), 0.08, 0.08)

    def ladder(self) -> None:
        """A ladder up one corner."""
        for z in (-0.35, 0.35):
            self.rod((-1.75 * 1.5, 0, z - 2.3), (-1.75 * 0.8, TOP, z - 1.2), 0.025)
        for f in np.arange(44) / 44:
            x, z = -1.75 * (1.5 - 0.7 * f), -2.3 + 1.1 * f
            self.rod((x, TOP * f, z - 0.35), (x, TOP * f, z + 0.35), 0.016)


def _shed(scene: Scene) -> None:
    """The tin shed at the foot of the tower."""
    scene.box((-5.6, 1.7, 29), (6.5, 3.4, 6), SHEET, turn(-24))
    slope = np.array([[0, 1, 0.32], [0, 1, -0.32], [0, -1.05, 0], [1.05, 0, 0], [-1.05, 0, 0]]) / 1.05
    reach = vec(3.6, 1.2, 3.6)
    scene.hull(slope, np.array([1.05, 1.05, 0, 3.5, 3.5]), vec(-5.6, 3.4, 29), turn(-24), reach, SHEET)


def headframe(width: int, height: int) -> Array:
    """A winding tower with its wheels, black against a breaking sky."""
    cam = Camera(vec(0, 1.7, 0), turn(), width, height, focal=1.34, horizon=0.905)
    sun = unit(vec(-0.16, 0.62, 0.92))
    plane = Lattice(31)
    scene = Scene(cam, far=60000.0)

    def land(x: Array, z: Array, w: Array) -> Array:
        yard = 0.12 * plane.fbm(x / 3, z / 3, 6, 0.55, w / 3)
        hills = smooth(60, 420, z) * (34 + 60 * plane.fbm(x / 260 + 4, z / 500, 7, 0.48, w / 260)) + 0.03 * np.maximum(
            z - 400, 0
        )
        return np.asarray(yard + np.maximum(hills, 0), np.float32)

    terrain.see_land(scene, land, 3, 1400, 1300, GROUND)
    terrain.land_normals(scene, land, GROUND)
    tower = _Tower(scene, vec(-2.4, 0, 25.5), -36)
    for part in (tower.legs, tower.platform, tower.winding, tower.backstays, tower.ladder):
        part()
    _shed(scene)
    weather = Weather(
        seed=32, cover=0.62, size=1900, base=1200, thick=1000, skyline=0.8, sunlight=1.3, gloom=0.15, crisp=5.0
    )
    sky = paint_sky(cam, sun, weather)
    p = cam.points(np.minimum(scene.depth, 3000))
    albedo = 0.10 + 0.05 * plane.fbm(p[0] * 1.1, p[2] * 1.1, 6)
    img = light.haze(daylight(scene.normal, sun, 0.8, albedo, 0.22, 1.0), scene.depth, 800, 0.45)
    img = np.where(scene.kind == 0, sky, img)
    img = light.bloom(img, 0.75, width / 120, 0.10)
    return light.vignette(light.local_contrast(img, width / 30, 0.2), 0.4)
