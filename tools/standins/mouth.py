"""The mouth of a mine: an adit (bocamina) driven into a rock face. Metres."""

from __future__ import annotations

import numpy as np

from tools.standins import light, terrain
from tools.standins.noise import Array, Lattice, Solid, smooth
from tools.standins.rockface import slabs, sun_past_relief
from tools.standins.shading import (
    BOARD,
    GROUND,
    HOLE,
    IRON,
    ROCK,
    STEEL,
    STONE,
    WOOD,
    Mask,
    bump,
    daylight,
    gravel_relief,
    lit_by,
    occlusion,
    plank_relief,
    polish,
    rock,
    scaled,
    sun_camera,
    timber_relief,
)
from tools.standins.solids import Camera, Scene, Stage, turn, unit, vec
from tools.standins.track import lay_track

WALL = 9.0  # distance of the face from the camera


def _yard(plane: Lattice) -> terrain.Land:
    def land(x: Array, z: Array, w: Array) -> Array:
        heap = 0.55 * smooth(1.3, 3.2, np.abs(x - 0.1)) * smooth(4.5, 9.0, z)
        rough = 0.05 * plane.fbm(x * 1.1, z * 1.1, 6, 0.5, w * 1.1) + 0.03 * plane.fbm(x * 9, z * 9, 4, 0.6, w * 9)
        return np.asarray(rough + heap - 0.03, np.float32)

    return land


def _face(scene: Scene, solid: Solid, plane: Lattice) -> tuple[Array, Array, Array, Mask]:
    """Draw the rock and the hole in it; give back the place on the face (x, y), its relief, and where the hole is.

    The face leans back a little. Its relief is too shallow to hide any of it, so it is only shaded.
    """
    cam = scene.cam
    sx, sy = np.broadcast_arrays(cam.slopes()[0][None, :], cam.slopes()[1][:, None])
    x, y = sx * WALL + np.float32(cam.pos[0]), sy * WALL + np.float32(cam.pos[1])
    warp = 0.42 * plane.fbm(x * 0.6, y * 0.6, 7, 0.55)
    relief = 2.0 * slabs(plane, x * 0.26 + 3.1, y * 0.26, warp * 0.5, 0.006)
    relief += 0.62 * slabs(plane, x * 0.62, y * 0.70 + 5, warp * 0.8, 0.010)
    relief += 0.20 * rock(solid, (x + 0.2 * warp, y - 0.2 * warp, 0.45 * x - 0.3 * y), 1.5, WALL / cam.scale, 9)
    relief += 0.012 * plane.fbm(x * 5, y * 5, 7, 0.6, 5 * WALL / cam.scale)
    relief *= 0.35 + 0.65 * smooth(0.9, 2.2, np.hypot(x, (y - 1.0) * 0.8))
    lean = 0.16 * np.maximum(y - 2.0, 0)
    d = np.asarray(WALL + 0.42 - relief + lean, np.float32)
    hole = (np.abs(x) < 1.02 + 0.05 * plane.at(y * 3, x)) & (y < 2.12)
    bare = (d < scene.depth) & ~hole
    scene.depth[bare] = d[bare]
    scene.kind[bare] = ROCK
    flat = np.stack([np.zeros_like(d), np.full_like(d, 0.16), np.full_like(d, -0.987)])
    scene.normal[:, bare] = bump((x, y, lean), flat, relief)[:, bare]

    inside = hole & ((scene.depth > WALL + 0.2) | (scene.kind == 0))
    side = np.abs(np.where(sx > 0, 1.05 - cam.pos[0], 1.05 + cam.pos[0]) / np.maximum(np.abs(sx), 1e-4))
    back = np.where(sy > 0, (2.1 - cam.pos[1]) / np.maximum(sy, 1e-4), cam.pos[1] / np.maximum(-sy, 1e-4))
    scene.depth[inside] = np.minimum(np.minimum(side, back), 40)[inside]
    scene.kind[inside] = HOLE
    scene.normal[:, inside] = np.array([0, 1, -0.2], np.float32)[:, None]
    return x, y, relief, hole


def _timbering(stage: Stage) -> None:
    """Frames of two legs and a cap, the first at the face, with poles over it to hold back what falls."""
    for z, r in ((WALL - 0.15, 0.125), (WALL + 1.3, 0.11), (WALL + 2.7, 0.11), (WALL + 4.2, 0.11)):
        stage.rod((-1.02, -0.1, z), (-0.86, 2.0, z + 0.02), r, WOOD)
        stage.rod((1.04, -0.1, z + 0.03), (0.90, 2.0, z - 0.02), r * 1.06, WOOD)
        stage.rod((-1.42, 2.10, z), (1.40, 2.06, z + 0.03), r * 1.12, WOOD)
    for k in range(15):
        front = (-1.22 + 0.172 * k, 2.27 + 0.015 * np.sin(k * 5.0), WALL - 0.30 + 0.05 * np.sin(k * 3.3))
        stage.rod(front, (-1.2 + 0.17 * k, 2.3, WALL + 1.2), 0.07 + 0.014 * np.sin(k * 9.1), WOOD)
    stage.rod((-1.5, 2.43, WALL - 0.22), (1.46, 2.40, WALL - 0.18), 0.085, WOOD)


def _dry_walls(stage: Stage, rng: np.random.Generator) -> None:
    """Stones laid in courses hold the rubble back on either hand."""
    for side in (-1, 1):
        for course in range(10):
            x = 1.32 + 0.05 * rng.random() + (0.1 if side > 0 else 0)
            while x < 2.9 - 0.10 * course:
                r = float(rng.uniform(0.10, 0.19))
                z = WALL - 0.12 - 0.35 * (x - 1.3) + 0.05 * rng.normal()
                stage.stone((side * (x + r), 0.10 + 0.19 * course, z), r * 1.3, STONE, rng, faces=30, flat=0.66)
                x += r * 1.55


def _rubble(stage: Stage, rng: np.random.Generator) -> None:
    for count, x, z, size, ground in (
        (900, (-4.0, 4.0), (2.2, 8.6), (0.015, 0.09), 0.0),
        (70, (-3.6, -0.8), (5.5, 8.8), (0.07, 0.24), 0.1),
        (70, (0.9, 3.8), (5.0, 8.8), (0.07, 0.24), 0.1),
    ):
        for _ in range(count):
            at = float(rng.uniform(*x)), float(rng.uniform(*z))
            r = float(size[0] * (size[1] / size[0]) ** (rng.random() ** 2.2))
            stage.stone((at[0], ground + r * 0.3, at[1]), r, STONE, rng, faces=24)


def mine_mouth(width: int, height: int) -> Array:
    """The timbered mouth of an adit in a rock face, black inside, with rails running in."""
    cam = Camera(vec(0.42, 1.4, 0), turn(), width, height, focal=1.72, horizon=0.64)
    sun = unit(vec(-0.62, 0.74, -0.46))
    solid, plane = Solid(21), Lattice(22)
    rng = np.random.default_rng(23)
    scene = Scene(cam, far=200.0)
    shade = Scene(sun_camera(sun, vec(0, 1.5, 8.5), 11, 2400), normals=False)
    stage = Stage(scene, shade)
    land = _yard(plane)
    terrain.see_land(scene, land, 1.2, WALL + 0.6, 900, GROUND)
    terrain.land_normals(scene, land, GROUND)
    x, y, relief, hole = _face(scene, solid, plane)
    lay_track(stage, 0.06, 1.0, 16.0, 0.6, 24, rail=0.062)
    _timbering(stage)
    _dry_walls(stage, rng)
    _rubble(stage, rng)

    p = cam.points(scene.depth)
    w = np.asarray(scene.depth / cam.scale, np.float32)
    wood, stone, board, bare = (scene.kind == k for k in (WOOD, STONE, BOARD, ROCK))
    fine, bark = timber_relief(scene, wood, p, w, plane, solid, 0.0)
    fine[stone] = 0.035 * gravel_relief(solid, p, stone, w, 5, 7)
    fine[board] = plank_relief(scene, board, w, plane)
    n = np.where(wood | stone | board, bump(p, scene.normal, fine), scene.normal)
    lit = lit_by(shade, p, 0.05, 4)
    lit = np.where(bare, lit * sun_past_relief(relief, cam.scale / WALL, sun, 2.2), lit)
    grime = solid.fbm(scaled(p, 0.9), 7, 0.6, w)
    rust = smooth(0.05, 0.5, plane.fbm(x * 1.3, y * 0.3, 6, 0.6)) * bare  # iron weeping from the rock
    albedo = (0.27 + 0.12 * grime) * (1 - 0.42 * rust)
    albedo = np.where(wood | board, 0.19 - 0.08 * bark + 0.09 * grime + 6 * fine, albedo)
    albedo = np.where(stone, albedo * 0.8 + 0.04 * np.sin(scene.thing * 7.1), albedo)
    albedo = np.where(scene.kind == IRON, 0.10, np.where(scene.kind == HOLE, 0.05, albedo))
    # Daylight dies away within a couple of metres of the first frame.
    dark = np.exp(-np.maximum(scene.depth - WALL - 0.05, 0) / 0.8)
    dark = np.where(hole & (scene.depth > WALL - 0.1), dark * 0.55, 1.0)
    lit = np.where(scene.kind == HOLE, 0, lit * np.where(dark < 0.9, dark, 1.0))
    img = daylight(n, sun, lit, np.clip(albedo, 0.03, 0.7), 0.22, occlusion(scene, 0.7, 25) * dark)
    shine = (0.10 * n[1] * (0.35 + 0.65 * lit) + 0.3 * polish(scene, n, sun, 30)) * dark
    img += np.where(scene.kind == STEEL, shine, 0)
    img = light.depth_of_field(img, scene.depth, 8.2, width / 330, width / 150)
    return light.vignette(img, 0.35)
