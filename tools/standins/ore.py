"""Broken ore, close to. Metres."""

from __future__ import annotations

import numpy as np

from tools.standins import light
from tools.standins.noise import Array, Solid, smooth
from tools.standins.shading import GROUND, STONE, bump, daylight, lit_by, occlusion, polish, scaled, sun_camera
from tools.standins.solids import Camera, Scene, Stage, turn, unit, vec


def _heap(stage: Stage, rng: np.random.Generator) -> None:
    """Three layers of stones on ground that rises away from the eye, the larger ones below."""
    stage.box((0, -0.6, 1.0), (6, 1.0, 6), GROUND)
    layers = [layer for layer, count in enumerate((900, 800, 420)) for _ in range(count)]
    for x, z, layer in [(float(rng.uniform(-1.25, 1.25)), float(rng.uniform(0.0, 3.0)), layer) for layer in layers]:
        r = float(0.026 * 3.9 ** (rng.random() ** 1.8)) * (1.25 if layer == 0 else 1.0)
        swell = 0.05 * float(np.sin(x * 4 + 1) * np.cos(z * 3))
        stage.stone((x, 0.16 * z + 0.045 * layer - 0.06 + 0.02 * rng.normal() + swell, z), r, STONE, rng, 15, 0.78)


def ore_stones(width: int, height: int) -> Array:
    """Broken ore on the sorting heap, close to: one hand's breadth is sharp and the rest dissolves."""
    cam = Camera(vec(0, 0.98, -0.30), turn(0, -37), width, height, focal=1.75)
    sun = unit(vec(-0.72, 0.52, 0.46))
    solid = Solid(121)
    scene = Scene(cam, far=50.0)
    shade = Scene(sun_camera(sun, vec(0, 0.2, 1.0), 3.2, 3000), normals=False)
    _heap(Stage(scene, shade), np.random.default_rng(123))

    p = cam.points(scene.depth)
    w = np.asarray(scene.depth / cam.scale, np.float32)
    who = np.sin(scene.thing * 7.31) * 0.5 + 0.5  # a number of its own for every stone
    q = [c + np.asarray(scene.thing * 0.713, np.float32) for c in scaled(p, 9)]
    crumble = solid.fbm(q, 8, 0.58, w * 9)
    facet = solid.fbm(scaled(q, 4), 2, ridged=True)
    n = bump(p, scene.normal, 0.011 * crumble + 0.0022 * facet)
    lit = lit_by(shade, p, 0.008, 3)
    open_ = occlusion(scene, 0.11, 125, taps=24)
    band = solid.fbm([q[0] * 0.6, q[1] * 2.2, q[2] * 0.6], 5, 0.55)
    vein = smooth(0.10, 0.0, np.abs(band)) * (who > 0.45)
    metal = smooth(0.05, 0.35, solid.fbm(scaled(q, 1.7), 5, 0.6)) * smooth(0.35, 0.7, who)
    albedo = (0.11 + 0.13 * who + 0.08 * crumble + 0.20 * vein * (1 - metal)) * (1 - 0.55 * metal)
    img = daylight(n, sun, lit, np.clip(albedo, 0.025, 0.6), 0.16, open_, 1.15)
    img += (0.04 + 0.44 * metal) * polish(scene, n, sun, 18.0) * lit
    img += 0.05 * metal * np.clip(n[1] + 0.5 * n[2], 0, 1) * open_
    glint = smooth(0.55, 0.68, solid.at(*scaled(p, 330))) * smooth(0.2, 0.8, polish(scene, n, sun, 4.0))
    img += 0.7 * glint * metal * lit
    img = light.depth_of_field(img, scene.depth, 1.26, width / 13, width / 24, layers=15)
    return light.vignette(img, 0.45)
