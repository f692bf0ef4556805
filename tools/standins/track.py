"""Narrow-gauge track, and a picture of it running away over ballast. Metres."""

from __future__ import annotations

import numpy as np

from tools.standins import light, terrain
from tools.standins.noise import Array, Lattice, Solid, smooth
from tools.standins.shading import (
    BOARD,
    GROUND,
    IRON,
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


def lay_track(
    stage: Stage, y: float, z0: float, z1: float, gauge: float, seed: int, *, pitch: float = 0.62, rail: float = 0.075
) -> None:
    """A length of track along z about x = 0: flat-bottomed rails on rough sleepers, never quite regular.

    ``y`` is the level of the sleepers' tops, ``pitch`` their spacing and ``rail`` the height of the rails.
    """
    rng = np.random.default_rng(seed)
    z = z0
    while z < z1:
        size = (rng.uniform(1.75, 2.05) * gauge, 0.11, 0.17 + 0.02 * rng.random())
        axes = turn(rng.normal(0, 2.2), rng.normal(0, 0.6), rng.normal(0, 0.8))
        stage.box((rng.normal(0, 0.035), y - 0.055 + rng.normal(0, 0.006), z), size, BOARD, axes)
        z += pitch + rng.normal(0, 0.025)
    length, gap = 3.59, 0.01
    for side in (-0.5, 0.5):
        for start in np.arange(z0 - rng.uniform(0, 2), z1, length + gap):
            x, middle = side * gauge + rng.normal(0, 0.004), start + length / 2
            stage.box((x, y + rail * 0.90, middle), (rail * 0.52, rail * 0.24, length), STEEL)
            stage.box((x, y + rail * 0.45, middle), (rail * 0.16, rail * 0.9, length), IRON)
            stage.box((x, y + rail * 0.05, middle), (rail * 0.95, rail * 0.12, length), IRON)


def _bed(plane: Lattice) -> terrain.Land:
    """The railway's bed on a plain, and bare hills far behind it."""

    def land(x: Array, z: Array, w: Array) -> Array:
        bed = -0.05 - 0.35 * smooth(1.1, 2.6, np.abs(x)) + 0.03 * plane.fbm(x * 3, z * 3, 5, 0.55, w * 3)
        pebbles = 0.035 * plane.fbm(x * 16, z * 16, 3, 0.6, w * 16, ridged=True)
        hills = 95 * smooth(120, 900, z) * (0.55 + 0.5 * plane.fbm(x / 420 + 2.2, z / 700, 6, 0.5, w / 420))
        return np.asarray(bed + pebbles + hills, np.float32)

    return land


def _ballast(stage: Stage, rng: np.random.Generator) -> None:
    for _ in range(9000):
        z = float(0.75 * (11 / 0.75) ** rng.random())
        x = float(rng.uniform(-1, 1) * min(2.2, 0.5 + 0.45 * z))
        r = float(0.016 * 2.6 ** (rng.random() ** 1.6))
        if abs(abs(x) - 0.36) < 0.045:  # kept clear of the rails
            continue
        lift = 0.02 * rng.random() if abs(x) < 0.72 else 0.0
        stage.stone((x, r * 0.3 - 0.03 + lift, z), r, STONE, rng, faces=12)


def rails(width: int, height: int) -> Array:
    """Narrow-gauge track running away over ballast towards bare hills; sharp only where the eye is led."""
    cam = Camera(vec(0.16, 0.62, 0), turn(), width, height, focal=1.15, horizon=0.20)
    sun = unit(vec(-0.55, 0.42, 0.72))
    solid, plane = Solid(51), Lattice(52)
    scene = Scene(cam, far=4000.0)
    shade = Scene(sun_camera(sun, vec(0, 0, 3.5), 7.5, 3000), normals=False)
    stage = Stage(scene, shade)
    land = _bed(plane)
    terrain.see_land(scene, land, 0.5, 1500, 1400, GROUND)
    terrain.land_normals(scene, land, GROUND)
    lay_track(stage, 0.06, 0.4, 90.0, 0.72, 54, pitch=0.58)
    _ballast(stage, np.random.default_rng(53))

    p = cam.points(scene.depth)
    w = np.asarray(scene.depth / cam.scale, np.float32)
    wood, stone, iron = scene.kind == BOARD, scene.kind == STONE, (scene.kind == IRON) | (scene.kind == STEEL)
    fine = np.zeros_like(w)
    fine[wood] = plank_relief(scene, wood, w, plane)
    fine[stone] = 0.006 * gravel_relief(solid, p, stone, w, 26, 5)
    fine[iron] = 0.0012 * gravel_relief(solid, p, iron, w, 40, 4)
    n = bump(p, scene.normal, fine)
    lit = np.where(p[2] < 6.5, lit_by(shade, p, 0.012, 4), 0.8)
    tone = solid.fbm(scaled(p, 2.1), 6, 0.6, w * 2.1)
    albedo = np.where(stone, 0.25 + 0.10 * np.sin(scene.thing * 5.7) + 0.06 * tone, 0.24 + 0.07 * tone)
    albedo = np.where(wood, 0.15 + 0.07 * tone + 6 * fine, albedo)
    albedo = np.where(iron, 0.09 + 0.05 * tone, albedo)
    img = daylight(n, sun, lit, np.clip(albedo, 0.03, 0.6), 0.20, occlusion(scene, 0.10, 55))
    worn = 0.55 + 0.45 * smooth(-0.4, 0.3, plane.fbm(p[0] * 60, p[2] * 2.2, 5))
    img += np.where(scene.kind == STEEL, (0.14 + 0.75 * polish(scene, n, sun, 9.0)) * worn * np.clip(n[1], 0, 1), 0)
    img += np.where(stone | (scene.kind == GROUND), 0.05 * polish(scene, n, sun, 12.0) * lit, 0)
    img = light.haze(img, scene.depth, 900, 0.55)
    sy = cam.slopes()[1][:, None]
    sky = 0.52 + 0.5 * np.clip(0.2 - sy, 0, 1) + 0.12 * plane.fbm(p[0] / p[2] * 3, sy * 14 + np.zeros_like(w), 4)
    img = np.where(scene.kind == 0, sky, img)
    img = light.depth_of_field(img, np.minimum(scene.depth, 2000), 2.3, width / 85, width / 34)
    return light.vignette(img, 0.45)
