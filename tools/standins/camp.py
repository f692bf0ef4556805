"""The miners' camp (campamento): barrack rows on terraces cut into a hillside. Metres."""

from __future__ import annotations

import numpy as np

from tools.standins import light, terrain
from tools.standins.noise import Array, Lattice, Solid, smooth
from tools.standins.shading import GROUND, STONE, daylight, lit_by, occlusion, scaled, sun_camera
from tools.standins.solids import Camera, Scene, Stage, Vec, turn, unit, vec

WALL, ROOF, OPENING, POLE = range(20, 24)
STEP, RISE, FIRST = 15.0, 5.9, 118.0  # depth and height of a terrace, and where the lowest begins
ROWS, DEEP = 11, 5.2  # terraces built on, and a house from front to back


def _bend(plane: Lattice, x: Array, z: Array) -> Array:
    """How far back the terraces bow at x: they follow the hill, not a ruler."""
    return np.asarray(0.0016 * x * x + 9.0 * plane.fbm(x / 70 + 1.5, z / 160, 3), np.float32)


def _hillside(plane: Lattice) -> terrain.Land:
    """A hill cut into terraces, each a level bench with a steep bank behind it; wild above and to the sides."""

    def land(x: Array, z: Array, w: Array) -> Array:
        k = (z - _bend(plane, x, z) - FIRST) / np.float32(STEP)
        bench = np.floor(k) + smooth(0.66, 0.97, k - np.floor(k))
        stepped = smooth(-1.0, 0.5, k) * smooth(11.6, 10.4, k) * smooth(78, 60, np.abs(x + 4))
        slope = k + 0.9 * plane.fbm(x / 34, z / 34, 6, 0.55, w / 34)
        wild = slope + smooth(9.5, 30, k) * 5.0 * plane.fbm(x / 120 + 7, z / 160, 4, 0.5, w / 120, ridged=True)
        out = np.where(k < -1, -1 + 0.25 * (k + 1), wild * (1 - stepped) + (bench + 0.03 * (slope - k)) * stepped)
        return np.asarray(out * RISE + 0.25 * plane.fbm(x / 3, z / 3, 6, 0.6, w / 3), np.float32)

    return land


class _Site:
    """Where a house stands: ``put`` turns the house's own metres (front towards -z) into the world's."""

    def __init__(self, at: Vec, yaw: float) -> None:
        self.at, self.axes = at, turn(yaw)

    def put(self, x: float, y: float, z: float) -> Vec:
        return np.asarray(self.at + np.array([x, y, z]) @ self.axes)


def _roof(stage: Stage, site: _Site, wide: float, high: float, pitch: float, rng: np.random.Generator) -> None:
    """Two slopes of corrugated sheet, a patch, and the stones that keep the wind from lifting it."""
    ridge, sheet = 0.5 * DEEP * np.tan(pitch), DEEP / 2 / np.cos(pitch) + 0.38
    patched, stones = rng.random() < 0.5, int(rng.integers(2, 7))
    for side in (-1, 1):
        tilt = turn(0, float(np.degrees(pitch)) * -side) @ site.axes
        y, z = high + ridge - np.sin(pitch) * sheet / 2 + 0.05, side * np.cos(pitch) * sheet / 2
        stage.box(site.put(0.0, y, z), (wide, 0.05, sheet), ROOF, tilt)
        if patched and side < 0:
            u, v = rng.uniform(-0.3, 0.3) * wide, rng.uniform(-0.4, 0.4)
            stage.box(site.put(u, y + 0.06, z + v), (0.9, 0.03, sheet * 0.7), ROOF, tilt)
        for _ in range(stones):
            u, v = float(rng.uniform(-0.45, 0.45)) * wide, float(rng.uniform(0.25, 0.95))
            stage.stone(site.put(u, high + ridge - ridge * v * 1.1 + 0.14, side * v * DEEP / 2), 0.16, STONE, rng, 9)


def _house(stage: Stage, site: _Site, wide: float, eaves: float, rng: np.random.Generator) -> None:
    """One dwelling of a row: gabled adobe walls, a door, one or two small windows, perhaps a stovepipe."""
    high, pitch = float(rng.uniform(2.45, 2.7)), float(np.radians(rng.uniform(13, 17)))
    ridge, cos, sin = 0.5 * DEEP * np.tan(pitch), np.cos(pitch), np.sin(pitch)
    n = np.array([[1, 0, 0], [-1, 0, 0], [0, 0, 1], [0, 0, -1], [0, -1, 0], [0, cos, sin], [0, cos, -sin]])
    d = np.array([wide / 2, wide / 2, DEEP / 2, DEEP / 2, 1.2, cos * (high + ridge), cos * (high + ridge)])
    stage.hull(n, d, site.at, site.axes, np.array([wide / 2, high + ridge + 1.2, DEEP / 2]), WALL)
    _roof(stage, site, wide + eaves, high, pitch, rng)
    front, door = -DEEP / 2 - 0.01, float(rng.uniform(-0.25, 0.25)) * wide
    stage.box(site.put(door, 0.95, front), (0.85, 1.95, 0.06), OPENING, site.axes)
    windows = (door - 1.45, door + 1.4) if rng.random() < 0.8 else ()
    for u in (u for u in windows if abs(u) < wide / 2 - 0.5):
        stage.box(site.put(u, 1.45, front), (0.75, 0.75, 0.05), OPENING, site.axes)
        stage.box(site.put(u, 1.04, front - 0.03), (0.9, 0.07, 0.14), WALL, site.axes)
    if rng.random() < 0.35:
        stage.rod(site.put(wide * 0.3, high, 0.9), site.put(wide * 0.3, high + ridge + 0.9, 0.9), 0.08, POLE)


def _rows(stage: Stage, plane: Lattice, rng: np.random.Generator) -> None:
    """Blocks of three to six dwellings under one roof line, with alleys and now and then an empty plot between."""
    for row in range(ROWS):
        x = -58.0 + float(rng.uniform(-5, 5)) + 1.6 * abs(row - 4)
        while x < 56.0 - 1.4 * abs(row - 4):
            units, wide = int(rng.integers(3, 7)), float(rng.uniform(4.3, 5.0))
            skew, aside = float(rng.normal(0, 1.4)), float(rng.normal(0, 0.5))
            for k in range(units):
                cx = x + wide * (k + 0.5)
                bow = _bend(plane, np.array([cx], np.float32), np.array([FIRST + STEP * (row + 0.3)], np.float32))
                at = vec(cx, RISE * row + 0.05, FIRST + STEP * (row + 0.32) + float(bow[0]) + aside)
                site = _Site(at, float(np.degrees(np.arctan(-0.0032 * cx))) + skew)
                if cx < 58:
                    _house(stage, site, wide, 0.5 if k in {0, units - 1} else 0.06, rng)
            x += units * wide + float(rng.choice([1.6, 2.4, 7.5], p=[0.45, 0.35, 0.2]))


def _yards(stage: Stage, land: terrain.Land, rng: np.random.Generator) -> None:
    for _ in range(16):
        x, row = float(rng.uniform(-55, 55)), int(rng.integers(0, ROWS))
        y, z = RISE * row, FIRST + STEP * (row + 0.02)
        stage.rod((x, y - 1.5, z), (x + 0.1, y + 6.2, z), 0.09, POLE)
        stage.box((x, y + 5.7, z), (1.3, 0.09, 0.09), POLE)
    for _ in range(700):
        at = np.array([[rng.uniform(-75, 75)], [rng.uniform(100, 330)], [0.1]], np.float32)
        y = float(land(at[0], at[1], at[2])[0])
        stage.stone((float(at[0, 0]), y, float(at[1, 0])), float(0.15 * 6 ** (rng.random() ** 3)), STONE, rng, 12)


def _skin(scene: Scene, p: tuple[Array, Array, Array], w: Array, plane: Lattice, solid: Solid) -> tuple[Array, Array]:
    """Reflectance of every surface, and the sideways slope that the corrugation gives the roofs."""
    kind, thing = scene.kind, scene.thing
    roof = kind == ROOF
    q = scene.local(roof)
    wave, sheet, rust = np.zeros_like(w), np.zeros_like(w), np.zeros_like(w)
    wave[roof] = 0.55 * np.clip(0.10 / (2.0 * w[roof]) - 0.4, 0, 1) * np.sin(q[0] * np.float32(2 * np.pi / 0.15))
    sheet[roof] = np.sin(np.floor(q[0] / 0.82) * 7.7 + thing[roof] * 3.1) * 0.5
    rust[roof] = plane.fbm(q[0] * 1.2 + thing[roof] * 0.37, q[2] * 0.35, 5, 0.6, w[roof])
    who = np.sin(thing * 12.9) * 0.5 + 0.5
    tone = solid.fbm(scaled(p, 0.35), 7, 0.6, w * 0.35)
    drip = plane.fbm(p[0] * 1.6, p[1] * 0.25 + p[2] * 0.1, 5, 0.6, w * 1.6)
    # Slops and rubbish go over the edge of every terrace and stain the bank below.
    slops = smooth(0.05, 0.5, plane.fbm(p[0] / 2.4, p[1] * 0.10 + 3, 6, 0.6, w / 2.4))
    albedo = (0.27 + 0.10 * plane.fbm(p[0] / 9, p[2] / 9, 7, 0.6, w / 9)) * (1 - 0.40 * slops)
    albedo = np.where(kind == WALL, 0.34 + 0.22 * who + 0.10 * tone + 0.08 * drip, albedo)
    albedo = np.where(roof, 0.30 + 0.10 * who + 0.07 * sheet + 0.22 * rust, albedo)
    albedo = np.where(kind == OPENING, 0.045 + 0.10 * (who > 0.8), albedo)
    albedo = np.where(kind == STONE, 0.26 + 0.1 * who, np.where(kind == POLE, 0.10, albedo))
    return np.clip(albedo, 0.03, 0.75), wave


def terrace_houses(width: int, height: int) -> Array:
    """Rows of camp houses stepped up a bare hillside, seen from the slope opposite with a long lens."""
    cam = Camera(vec(4, 26, 0), turn(), width, height, focal=1.90, horizon=0.70)
    sun = unit(vec(-0.66, 0.56, -0.30))
    plane, solid = Lattice(101), Solid(102)
    rng = np.random.default_rng(103)
    scene = Scene(cam, far=6000.0)
    shade = Scene(sun_camera(sun, vec(0, 24, 200), 215, 4200), normals=False)
    stage = Stage(scene, shade)
    land = _hillside(plane)
    terrain.see_land(scene, land, 60, 900, 2400, GROUND)
    terrain.land_normals(scene, land, GROUND, blunt=1.2)
    _rows(stage, plane, rng)
    _yards(stage, land, rng)

    depth = np.minimum(scene.depth, 3000)
    p = cam.points(depth)
    w = np.asarray(depth / cam.scale, np.float32)
    albedo, wave = _skin(scene, p, w, plane, solid)
    n = np.stack([scene.normal[0] + wave, scene.normal[1], scene.normal[2]])
    n /= np.maximum(np.sqrt((n * n).sum(axis=0)), 1e-6)
    lit = lit_by(shade, p, 0.25, 2) * terrain.hill_shadows(scene, land, GROUND, sun, 90, 1.0, 20)
    img = daylight(n, sun, lit, albedo, 0.17, occlusion(scene, 2.2, 105))
    img = light.haze(img, scene.depth, 2600, 0.40)
    sy = cam.slopes()[1][:, None]
    img = np.where(scene.kind == 0, 0.42 + 0.10 * plane.fbm(p[0] / 900, sy * 9 + np.zeros_like(w), 5), img)
    return light.vignette(light.local_contrast(img, width / 60, 0.25), 0.35)
