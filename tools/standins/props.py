"""Timbered workings: a gallery held up by pit props. Metres; the camera stands on the axis, 1.2 above the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.standins import gallery, light
from tools.standins.noise import Array, Lattice, Solid, smooth
from tools.standins.shading import (
    BOARD,
    ROCK,
    STONE,
    WOOD,
    bump,
    gravel_relief,
    lit_by,
    occlusion,
    plank_relief,
    rock,
    scaled,
    timber_relief,
)
from tools.standins.solids import Camera, Scene, Stage, turn, vec

if TYPE_CHECKING:
    from collections.abc import Sequence

FLOOR = 1.18
KEY, SECOND = (
    vec(-1.05, 0.42, 1.15),
    vec(-0.98, 0.55, 6.9),
)  # one lamp out of the picture to the left, one behind a prop


def _relief(solid: Solid) -> gallery.Relief:
    def relief(p: Sequence[Array], w: Array) -> Array:
        ground = smooth(-FLOOR + 0.30, -FLOOR + 0.05, p[1])
        walls = 0.20 * solid.fbm(scaled(p, 0.5), 2) + 0.16 * rock(solid, p, 0.6, w, 8)
        mud = 0.06 * solid.fbm(scaled(p, 1.6), 6, 0.55, w * 1.6) - 0.03
        return np.asarray(walls * (1 - ground) + mud * ground, np.float32)

    return relief


def _frame(stage: Stage, z: float, rng: np.random.Generator) -> float:
    """Two props, a cap and its wedges at distance z; gives back the height of the cap."""
    a, b, r = (float(v) for v in rng.normal(0, 0.035, 3))
    thick, cap = 0.112 + 0.29 * r, 1.02 + a
    stage.rod((-1.08 + b, -FLOOR - 0.35, z + a), (-0.96 + a, cap, z), thick, WOOD)
    stage.rod((1.08 + a, -FLOOR - 0.35, z - b), (0.95 + b, cap, z + 0.02), thick * 1.05, WOOD)
    stage.rod((-1.36, cap + 0.10 + a * 0.3, z), (1.36, cap + 0.09 - b * 0.4, z + 0.02), thick * 1.08, WOOD)
    stage.box((-1.03 + a, cap + 0.24, z), (0.22, 0.05, 0.14), BOARD, turn(0, 0, 7))
    stage.box((0.99 + b, cap + 0.25, z), (0.25, 0.05, 0.14), BOARD, turn(0, 0, -6))
    return cap


def _lagging(stage: Stage, z: float, cap: float, pitch: float, rng: np.random.Generator) -> None:
    """Boards over the caps and behind the props, from one frame to the next, some of them gone."""
    middle = z + pitch / 2
    for k in range(7):
        x, tilt, twist = -1.15 + 0.38 * k + rng.normal(0, 0.05), rng.normal(0, 0.03), rng.normal(0, 4)
        stage.box((x, cap + 0.26 + tilt, middle), (0.17, 0.045, pitch + 0.34), BOARD, turn(twist * 0.5, 0, twist))
    for side in (-1, 1):
        for y in (-0.62, -0.05, 0.48):
            if rng.random() < 0.72:
                tilt = float(rng.normal(0, 2.5))
                stage.box(
                    (side * 1.20, y + tilt * 0.02, middle), (0.04, 0.19, pitch + 0.2), BOARD, turn(0, tilt, side * 4)
                )


def _timbering(stage: Stage, rng: np.random.Generator) -> None:
    z, count = 2.05, 0
    while z < 22:
        cap = _frame(stage, z, rng)
        pitch = 1.02 + float(rng.normal(0, 0.07))
        _lagging(stage, z, cap, pitch, rng)
        if count == 1:  # one prop set later than the rest, where the roof had begun to come down
            stage.rod((0.62, -FLOOR - 0.3, z + 0.5), (0.52, cap + 0.05, z + 0.42), 0.085, WOOD)
        z, count = z + pitch, count + 1
    for _ in range(650):
        x, far = float(rng.uniform(-1.5, 1.5)), float(1.3 * 9 ** rng.random())
        r = float(0.015 * 7 ** (rng.random() ** 2.2)) * (0.6 if abs(x) < 0.5 else 1.0)
        stage.stone((x, -FLOOR + r * 0.3, far), r, STONE, rng, 15)


def timber_props(width: int, height: int) -> Array:
    """A gallery held up by pit props, lit from the left and lost in the dark."""
    cam = Camera(vec(0, 0, 0), turn(), width, height, focal=1.02, horizon=0.50)
    solid, plane = Solid(111), Lattice(112)
    scene = Scene(cam)
    relief = _relief(solid)
    bore = gallery.Bore(gallery.arch(1.75, FLOOR, 0.5, 1.55), relief, 0.6, 60.0)
    bore.draw(scene, ROCK)
    p = cam.points(scene.depth)
    scene.normal[:] = bump(p, scene.normal, relief(p, scene.depth / cam.scale), 45 / cam.scale)
    shades = (
        Scene(Camera(KEY, turn(22), 2200, 2200, 0.28), normals=False),
        Scene(Camera(SECOND, turn(70), 1400, 1400, 0.28), normals=False),
    )
    _timbering(Stage(scene, *shades), np.random.default_rng(113))

    p = cam.points(scene.depth)
    w = np.asarray(scene.depth / cam.scale, np.float32)
    bare, wood, stone, board = (scene.kind == k for k in (ROCK, WOOD, STONE, BOARD))
    fine, bark = timber_relief(scene, wood, p, w, plane, solid)
    fine[board] = 1.5 * plank_relief(scene, board, w, plane, lengthwise=2)
    fine[stone] = 0.02 * gravel_relief(solid, p, stone, w, 8)
    n = np.where(wood | stone | board, bump(p, scene.normal, fine), scene.normal)
    who = np.sin(scene.thing * 7.7)
    tone = solid.fbm(scaled(p, 1.5), 7, 0.58, w * 1.5)
    timber = 0.29 + 0.07 * who + 0.10 * tone + 6 * fine - 0.07 * board - 0.17 * bark
    albedo = np.where(wood | board, timber, np.where(stone, 0.20 + 0.05 * who + 0.08 * tone, 0.17 + 0.10 * tone))
    albedo = np.clip(albedo, 0.03, 0.6)
    damp = smooth(-0.2, 0.5, solid.fbm(scaled(p, 0.8), 4))
    gloss = np.where(bare, 0.3 + 1.2 * damp, 0.35)
    img = np.zeros_like(w)
    for lamp, shade, power in zip((KEY, SECOND), shades, (1.0, 0.9), strict=True):
        clear = lit_by(shade, p, 0.03, 6) * np.where(bare, bore.reaches(p, lamp), 1.0)
        matt, shine = gallery.lamp_light(p, n, cam.pos, lamp, gloss, 30.0, size=0.5)
        img += power * clear * (albedo * matt + 0.08 * shine)
    # Light that has bounced off rock and timber near each lamp.
    img += albedo * (0.012 / (1 + 0.25 * (p[2] - 1.5) ** 2) + 0.006 / (1 + 0.3 * (p[2] - 7) ** 2))
    img *= 0.25 + 0.75 * occlusion(scene, 0.30, 115)
    img += 0.0035 * gallery.glow_in_air(scene, SECOND)
    img = light.dodge(img, width / 7, 0.35)
    img = light.depth_of_field(img, np.minimum(scene.depth, 40), 3.1, width / 330, width / 200)
    return light.vignette(img, 0.3)
