"""An ore tub on its rails. Metres; the tub stands along z at the origin."""

from __future__ import annotations

import numpy as np

from tools.standins import light, terrain
from tools.standins.noise import Array, Lattice, Solid, smooth
from tools.standins.shading import (
    BLACK,
    BOARD,
    GROUND,
    IRON,
    SHEET,
    STEEL,
    STONE,
    bump,
    daylight,
    gravel_relief,
    lit_by,
    occlusion,
    plank_relief,
    polish,
    scaled,
    sun_camera,
)
from tools.standins.solids import Camera, Scene, Stage, turn, unit, vec
from tools.standins.track import lay_track

HALF_W, HALF_L, LOW, HIGH, LEAN = 0.44, 0.72, 0.40, 1.02, 0.24  # the hopper: at the rim, floor and rim levels, flare
AXLE, STAND_Y, STAND_Z = 0.165, 0.125, 0.25


def _at(x: float, y: float, z: float) -> tuple[float, float, float]:
    """A place on the tub, whose own ground is the tops of the rails, in the world."""
    return x, STAND_Y + y, STAND_Z + z


def _side(y: float) -> float:
    """Half the width of the hopper at height y."""
    return HALF_W - LEAN * (HIGH - y)


def _hopper(stage: Stage) -> None:
    """Riveted plate body with angle-iron rim and straps."""
    n = np.array([[1, -LEAN, 0], [-1, -LEAN, 0], [0, -0.05, 1], [0, -0.05, -1], [0, 1, 0], [0, -1, 0]], float)
    side, end = HALF_W - LEAN * HIGH, HALF_L - 0.05 * HIGH
    size = np.linalg.norm(n, axis=1)
    d = np.array([side, side, end, end, HIGH, -LOW])
    stage.hull(n / size[:, None], d / size, vec(*_at(0, 0, 0)), np.eye(3), vec(0.5, 1.1, 0.8), SHEET)
    for s in (-1, 1):
        rim, edge = s * (HALF_W + 0.015), HALF_L + 0.03
        stage.beam(_at(rim, HIGH, -edge), _at(rim, HIGH, edge), 0.05, 0.06, IRON)
        stage.beam(_at(-HALF_W, HIGH, s * (HALF_L + 0.015)), _at(HALF_W, HIGH, s * (HALF_L + 0.015)), 0.06, 0.05, IRON)
        waist = s * (_side(0.62) + 0.006)
        stage.beam(_at(waist, 0.62, -HALF_L), _at(waist, 0.62, HALF_L), 0.03, 0.012, IRON)
        for z in (-0.68, -0.23, 0.23, 0.68):
            stage.beam(
                _at(s * (_side(LOW) + 0.008), LOW + 0.01, z), _at(s * (HALF_W + 0.008), HIGH, z), 0.055, 0.018, IRON
            )
            for y in np.linspace(LOW + 0.08, HIGH - 0.08, 6):
                x = s * (_side(float(y)) + 0.012)
                stage.rod(_at(x, float(y), z), _at(x + s * 0.018, float(y) - 0.004, z), 0.011, IRON)
        for x in (-0.42, -0.14, 0.14, 0.42):
            outer = abs(x) > 0.3
            foot, z = x * (0.68 if outer else 1), s * (HALF_L + 0.02)
            stage.beam(_at(foot, LOW, z), _at(x, HIGH, z), 0.04, 0.007 if outer else 0.014, IRON)


def _running_gear(stage: Stage) -> None:
    """Sole bars, cast wheels with their holes, axles, axle boxes, the wooden buffer and the coupling."""
    for s in (-1, 1):
        stage.beam(_at(s * 0.24, 0.36, -HALF_L - 0.12), _at(s * 0.24, 0.36, HALF_L + 0.12), 0.09, 0.11, IRON)
        for z in (-0.40, 0.40):
            for x0, x1, radius, kind in (
                (0.27, 0.345, 0.165, STEEL),
                (0.255, 0.272, 0.20, IRON),
                (0.345, 0.375, 0.055, IRON),
            ):
                stage.rod(_at(s * x0, AXLE, z), _at(s * x1, AXLE, z), radius, kind)
            stage.box(_at(s * 0.36, 0.24, z), (0.05, 0.16, 0.16), IRON)
            for k in range(6):
                a = k * np.pi / 3 + z
                y, zz = AXLE + 0.10 * float(np.sin(a)), z + 0.10 * float(np.cos(a))
                stage.rod(_at(s * 0.345, y, zz), _at(s * 0.349, y, zz), 0.036, BLACK)
    for z in (-0.40, 0.40):
        stage.rod(_at(-0.36, AXLE, z), _at(0.36, AXLE, z), 0.03, IRON)
    stage.box(_at(0, 0.36, -HALF_L - 0.17), (0.62, 0.13, 0.07), BOARD)
    stage.rod(_at(0, 0.36, -HALF_L - 0.18), _at(0, 0.34, -HALF_L - 0.36), 0.022, IRON)
    stage.rod(_at(-0.05, 0.34, -HALF_L - 0.36), _at(0.05, 0.34, -HALF_L - 0.36), 0.022, IRON)


def _load(stage: Stage, rng: np.random.Generator) -> None:
    for _ in range(230):
        u, v = (float(t) for t in rng.uniform(-1, 1, 2))
        r = float(0.035 * 2.6 ** rng.random())
        y = HIGH - 0.03 + 0.24 * (1 - u * u) * (1 - 0.8 * v * v) + 0.02 * rng.normal()
        stage.stone(_at(u * (HALF_W - 0.04), y, v * (HALF_L - 0.04)), r, STONE, rng, 16)


def _ballast(stage: Stage, rng: np.random.Generator) -> None:
    for _ in range(5200):
        z, x = float(rng.uniform(-2.4, 6.5)), float(rng.uniform(-3.4, 2.6))
        r = float(0.012 * 5.5 ** (rng.random() ** 2.4))
        if abs(abs(x) - 0.30) > 0.05 + r * 0.6:
            stage.stone((x, r * 0.25 - (0.02 if abs(x) > 0.7 else 0.0), z), r, STONE, rng, 13)


def _waste(plane: Lattice) -> terrain.Land:
    """Level ground with a bank of waste beyond the track and hills behind that."""

    def land(x: Array, z: Array, w: Array) -> Array:
        bank = 6.5 * smooth(-3.2, -16, x + 0.25 * z) * (1 + 0.25 * plane.fbm(x / 5, z / 5, 5, 0.5, w / 5))
        hills = 60 * smooth(-60, -500, x - 0.3 * z) * (0.7 + 0.5 * plane.fbm(x / 200, z / 200 + 3, 5, 0.5, w / 200))
        rough = 0.04 * plane.fbm(x * 2, z * 2, 6, 0.55, w * 2) + 0.03 * plane.fbm(
            x * 14, z * 14, 3, 0.6, w * 14, ridged=True
        )
        return np.asarray(bank + hills - 0.02 + rough, np.float32)

    return land


def ore_wagon(width: int, height: int) -> Array:
    """A loaded ore tub on narrow rails in front of a slope of waste."""
    cam = Camera(vec(2.05, 0.92, -2.85), turn(-37), width, height, focal=1.22, horizon=0.40)
    sun = unit(vec(0.93, 0.60, -0.22))
    plane, solid = Lattice(91), Solid(92)
    rng = np.random.default_rng(93)
    scene = Scene(cam, far=3000.0)
    shade = Scene(sun_camera(sun, vec(0, 0.3, 0.3), 8.0, 3000), normals=False)
    stage = Stage(scene, shade)
    land = _waste(plane)
    terrain.see_land(scene, land, 0.8, 900, 1400, GROUND)
    terrain.land_normals(scene, land, GROUND)
    lay_track(stage, 0.05, -4.0, 22.0, 0.60, 94)
    _hopper(stage)
    _running_gear(stage)
    _load(stage, rng)
    _ballast(stage, rng)

    depth = np.minimum(scene.depth, 2000)
    p = cam.points(depth)
    w = np.asarray(depth / cam.scale, np.float32)
    wood, stone, sheet = (scene.kind == k for k in (BOARD, STONE, SHEET))
    iron = (scene.kind == IRON) | (scene.kind == STEEL)
    fine = np.zeros_like(w)
    fine[wood] = plank_relief(scene, wood, w, plane)
    fine[stone] = 0.010 * gravel_relief(solid, p, stone, w, 14)
    fine[iron] = 0.0016 * gravel_relief(solid, p, iron, w, 30, 5)
    fine[sheet] = 0.012 * solid.fbm(scaled(p, 3.2, sheet), 3) + 0.0012 * gravel_relief(solid, p, sheet, w, 45, 4)
    n = bump(p, scene.normal, fine)
    lit = lit_by(shade, p, 0.02, 3)
    tone = solid.fbm(scaled(p, 2.3), 7, 0.6, w * 2.3)
    streak = plane.fbm((p[0] + p[2]) * 9, p[1] * 0.8, 5, 0.6, w * 9)
    rust = smooth(-0.35, 0.45, tone + 0.18 * streak)
    albedo = np.where(stone, 0.24 + 0.09 * np.sin(scene.thing * 5.7) + 0.07 * tone, 0.19 + 0.08 * tone)
    albedo = np.where(wood, 0.16 + 0.08 * tone, albedo)
    albedo = np.where(sheet, 0.07 + 0.11 * rust + 0.025 * streak, np.where(iron, 0.05 + 0.065 * rust, albedo))
    albedo = np.where(scene.kind == BLACK, 0.02, albedo)
    img = daylight(n, sun, lit, np.clip(albedo, 0.02, 0.6), 0.20, occlusion(scene, 0.30, 95))
    up = np.clip(n[1], 0, 1)
    img += np.where(sheet | iron, 0.28 * polish(scene, n, sun, 10) * (1 - 0.6 * rust) * lit + 0.035 * up, 0)
    img += np.where(scene.kind == STEEL, 0.10 * up * lit, 0)
    img = light.haze(img, scene.depth, 700, 0.36)
    img = np.where(scene.kind == 0, 0.50 + 0.08 * plane.fbm(p[0] / 400, p[1] / 120, 4), img)
    img = light.depth_of_field(img, np.minimum(scene.depth, 500), 3.75, width / 210, width / 90)
    return light.vignette(img, 0.45)
