"""A wet gallery with a lamp at its end. Metres; the camera stands on the axis, 1.1 above the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.standins import gallery, light
from tools.standins.noise import Array, Lattice, Solid, smooth
from tools.standins.shading import (
    BOARD,
    PIPE,
    ROCK,
    STEEL,
    STONE,
    WOOD,
    bump,
    gravel_relief,
    lit_by,
    plank_relief,
    rock,
    scaled,
    timber_relief,
)
from tools.standins.solids import Camera, Scene, Stage, turn, vec

if TYPE_CHECKING:
    from collections.abc import Sequence

FLOOR = 1.12
LAMP = vec(0.10, 0.12, 13.5)


def _relief(solid: Solid) -> gallery.Relief:
    def relief(p: Sequence[Array], w: Array) -> Array:
        ground = smooth(-FLOOR + 0.30, -FLOOR + 0.05, p[1])
        walls = 0.20 * solid.fbm(scaled(p, 0.55), 2) + 0.13 * rock(solid, p, 0.55, w, 7)
        mud = 0.05 * solid.fbm(scaled(p, 1.6), 5, 0.5, w * 1.6)
        return np.asarray(walls * (1 - ground) + mud * ground, np.float32)

    return relief


def _fittings(stage: Stage, rng: np.random.Generator) -> None:
    """Rails, sleepers, three frames of timber, the compressed-air pipe and a cable; stones along the walls."""
    for side in (-0.31, 0.31):
        stage.box((side, -FLOOR + 0.07, 20), (0.026, 0.016, 39), STEEL)
        stage.box((side, -FLOOR + 0.035, 20), (0.010, 0.07, 39), STEEL)
    for k in range(44):
        wob = float(np.sin(k * 12.9) * 0.04)
        stage.box((wob, -FLOOR - 0.005, 1.3 + 0.62 * k), (1.02, 0.05, 0.15), BOARD, turn(wob * 60))
    for z, lean in ((4.6, 0.05), (8.3, -0.04), (11.4, 0.03)):
        stage.rod((-1.02 + lean, -FLOOR - 0.1, z), (-0.96, 0.98, z + lean), 0.085, WOOD)
        stage.rod((1.04, -FLOOR - 0.1, z + lean), (0.97 + lean, 0.98, z), 0.09, WOOD)
        stage.rod((-1.25, 0.99 + lean / 2, z), (1.25, 0.98, z + lean), 0.095, WOOD)
    stage.rod((-0.97, 0.30, 0.4), (-0.90, 0.26, 26), 0.035, PIPE)
    stage.rod((-0.90, 0.62, 0.4), (-0.92, 0.55, 26), 0.012, PIPE)
    for _ in range(1500):
        z, out = float(1.25 * 12 ** rng.random()), float(np.abs(rng.normal(0, 0.22)))
        x = float(rng.choice((-1, 1))) * (1.22 - out)
        r = float(0.014 * 7 ** (rng.random() ** 2.0)) * (1.0 if out < 0.3 else 0.5)
        stage.stone((x, -FLOOR + 0.25 * r + 0.12 * max(0.0, 0.3 - out), z), r, STONE, rng, 20)


def _puddles(scene: Scene, p: Sequence[Array], w: Array, plane: Lattice) -> tuple[Array, Array]:
    """How far each pixel is standing water, 0..1, and the normals of its faintly moving surface."""
    is_floor = (scene.kind == ROCK) & (p[1] < -FLOOR + 0.12)
    wet = smooth(-0.1, 0.25, plane.fbm(p[0] * 1.1 + 3, p[2] * 0.55, 4, width=w) - np.abs(p[0]) * 0.25 + 0.12)
    level = np.stack([np.zeros_like(w), np.ones_like(w), np.zeros_like(w)])
    ripple = 0.0012 * plane.fbm(p[0] * 5, p[2] * 5, 3, width=w * 5)
    return np.where(is_floor, smooth(0.35, 0.75, wet), 0), bump(p, level, ripple)


def _reflection(img: Array, row: int) -> Array:
    """The picture turned over below its horizon: near enough what still water shows of the walls beyond."""
    mirror = np.zeros_like(img)
    mirror[row:] = img[np.maximum(2 * row - 1 - np.arange(row, img.shape[0]), 0)]
    return light.blur(mirror, img.shape[1] / 900)


def tunnel_lamp(width: int, height: int) -> Array:
    """A wet gallery with rails, and one lamp far along it."""
    cam = Camera(vec(0, 0, 0), turn(), width, height, focal=0.66, horizon=0.47)
    solid, plane = Solid(41), Lattice(42)
    scene = Scene(cam)
    relief = _relief(solid)
    bore = gallery.Bore(gallery.arch(1.22, FLOOR, 0.15, 1.12), relief, 0.5, 60.0)
    bore.draw(scene, ROCK)
    p = cam.points(scene.depth)
    scene.normal[:] = bump(p, scene.normal, relief(p, scene.depth / cam.scale), 45 / cam.scale)
    shade = Scene(Camera(LAMP, turn(180), 1600, 1600, 0.33), normals=False)
    _fittings(Stage(scene, shade), np.random.default_rng(43))

    p = cam.points(scene.depth)
    w = np.asarray(scene.depth / cam.scale, np.float32)
    bare, wood, stone, board, steel = (scene.kind == k for k in (ROCK, WOOD, STONE, BOARD, STEEL))
    fine, bark = timber_relief(scene, wood, p, w, plane, solid)
    fine[board] = plank_relief(scene, board, w, plane)
    fine[stone] = 0.012 * gravel_relief(solid, p, stone, w, 9)
    n = np.where(wood | stone | board, bump(p, scene.normal, fine), scene.normal)
    pool, water = _puddles(scene, p, w, plane)
    n = n * (1 - pool) + water * pool
    albedo = 0.17 + 0.13 * solid.fbm(scaled(p, 1.7), 6, 0.55, w * 1.7)
    albedo *= np.where(wood | board, 1.25 - 0.5 * bark, np.where(bare | stone, 1.0, 0.6)) * (1 - 0.7 * pool)
    damp = smooth(-0.25, 0.5, solid.fbm([p[0] * 0.9, p[1] * 0.35, p[2] * 0.9], 4))
    worn = 26.0 * smooth(-0.5, 0.5, plane.fbm(p[2] * 3, p[0] * 40, 4))
    gloss = np.where(bare | stone, 0.35 + 1.7 * damp, np.where(steel, worn, 0.5))
    sharp = np.where(steel, 18.0, 26.0) + 300 * pool

    clear = lit_by(shade, p, 0.06, 5) * np.where(bare, bore.reaches(p, LAMP), 1.0)
    matt, shine = gallery.lamp_light(p, n, cam.pos, LAMP, gloss * (1 + 2 * pool), sharp)
    img = (albedo * matt + 0.10 * shine) * clear * 26.0
    # A second, weak lamp beside the camera: the photographer's own.
    matt, shine = gallery.lamp_light(p, n, cam.pos, vec(-0.5, 0.35, -0.9), gloss * 0.5, np.minimum(sharp, 40))
    img += 0.34 * (albedo * matt + 0.06 * shine)
    # Light that has bounced off the lit walls.
    img += albedo * 0.05 / (1.0 + 0.12 * (p[2] - LAMP[2]) ** 2)
    img = img * (1 - 0.5 * pool) + 0.30 * pool * _reflection(img, int(cam.horizon * height))
    img += gallery.glow_in_air(scene, LAMP) * 0.012
    sx, sy = cam.slopes()
    off = np.hypot(sx[None, :] - LAMP[0] / LAMP[2], sy[:, None] - LAMP[1] / LAMP[2]) * LAMP[2]
    img = np.where(scene.depth > LAMP[2], img + 60 * smooth(0.06, 0.03, off), img)
    img = light.bloom(img, 1.2, width / 220, 0.10)
    img = light.dodge(img, width / 14, 0.42)
    return light.vignette(img, 0.35)
