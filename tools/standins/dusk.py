"""The road over the pass after sunset. Heights and distances in metres."""

from __future__ import annotations

import numpy as np

from tools.standins import light, terrain
from tools.standins.noise import Array, Lattice, smooth
from tools.standins.shading import GROUND
from tools.standins.sky import Weather, paint_sky
from tools.standins.solids import Camera, Scene, turn, unit, vec


def _road(z: Array) -> Array:
    """Where the road lies on the pass, before it goes over the edge."""
    return np.asarray(17 - 0.42 * z + 0.0013 * z * z, np.float32)


def _valley_road(z: Array) -> Array:
    """Where it lies on the valley floor."""
    return np.asarray(330 + 0.09 * z + 150 * np.sin(z / 330) + 60 * np.sin(z / 140 + 1), np.float32)


def _country(grit: Lattice) -> terrain.Land:
    hills = terrain.Hills(terrain.worn_tile(1024, 5, 141, 14, steep=0.8), 9000, 640)

    def ground(x: Array, z: Array, w: Array) -> Array:
        spur = 344 - 0.10 * z - 0.0010 * z * z + 0.10 * np.maximum(-x - 30, 0) - 0.0002 * np.maximum(x, 0) ** 2
        spur = spur + 3.5 * grit.fbm(x / 40, z / 40, 9, 0.52, w / 40)
        blunt = np.maximum(w, 25 * smooth(6000, 14000, z))
        bend = 20 * grit.fbm(x / 180, z / 180, 5, 0.55, w / 180)
        wide = np.exp(-(((x - 380 - 0.09 * z) / (520 + 0.07 * z)) ** 2)) * smooth(400, 1100, z) * smooth(7500, 3800, z)
        growth = 0.25 + 0.75 * smooth(900, 3000, z) + 0.25 * smooth(6000, 14000, z)
        slopes = hills.at(x + 1500 + bend, z + 600, blunt) * growth
        rough = 9 * (grit.fbm(x / 80, z / 80, 8, 0.55, w / 80, ridged=True) - 0.5)
        valley = slopes * (1 - 0.95 * wide) + 14 * wide + rough * (1 - wide) - 30 * smooth(800, 300, z)
        return np.asarray(np.where(z < 700, np.maximum(spur, valley), valley), np.float32)

    def land(x: Array, z: Array, w: Array) -> Array:
        out = ground(x, z, w)
        near = z < 400
        if near.any():
            off = np.abs(x - _road(z))
            bed = smooth(5.0, 2.6, off) * near
            level = ground(_road(z), z, np.maximum(w, 12.0)) + 0.05 * grit.fbm(x, z, 5, 0.55, w)
            rut = 0.09 * smooth(0.5, 0.12, np.abs(off - 0.85)) * bed
            out = out * (1 - bed) + level * bed - rut
        return np.asarray(out, np.float32)

    return land


def _lamps(scene: Scene, land: terrain.Land, rng: np.random.Generator) -> Array:
    """The lit windows and lamps of a camp, in uneven rows across the valley floor."""
    cam = scene.cam
    lamps = np.zeros((cam.height, cam.width), np.float32)
    size = cam.width / 3600
    r = int(np.ceil(3 * size))
    yy, xx = np.mgrid[-r : r + 1, -r : r + 1]
    spot = np.exp(-(yy**2 + xx**2) / (1.5 * size) ** 2).astype(np.float32)
    for _ in range(190):
        row = float(np.round(rng.normal(0, 2.3)))
        z = 2150 + 75 * row + float(rng.normal(0, 22))
        x = 330 + 0.09 * z + 22 * float(np.round(rng.normal(0, 6.0))) + 8 * row + float(rng.normal(0, 9))
        y = float(land(np.array([x], np.float32), np.array([z], np.float32), np.array([2.0], np.float32))[0]) + 4
        power = np.float32(0.35 + 1.8 * rng.random() ** 3)
        col, line = (int(v) for v in cam.see(vec(x, y, z))[0, :2])
        inside = r < line < cam.height - r - 1 and r < col < cam.width - r - 1
        if inside and scene.depth[line, col] > z * 0.93:
            lamps[line - r : line + r + 1, col - r : col + r + 1] += power * spot
    return lamps


def path_at_dusk(width: int, height: int) -> Array:
    """A road over the pass after sunset; far down, the lights of a camp."""
    cam = Camera(vec(0, 352, 0), turn(), width, height, focal=0.80, horizon=0.36)
    sun = unit(vec(0.25, 0.06, 0.97))
    grit = Lattice(142)
    land = _country(grit)
    scene = Scene(cam)
    terrain.see_land(scene, land, 5, 26000, 2600, GROUND)
    terrain.land_normals(scene, land, GROUND)
    weather = Weather(
        seed=144,
        cover=0.40,
        size=3000,
        base=1800,
        thick=500,
        stretch=3.2,
        zenith=0.07,
        skyline=0.62,
        sunlight=0.75,
        gloom=0.10,
    )
    sky = paint_sky(cam, sun, weather)

    depth = np.minimum(scene.depth, 60000)
    x, y, z = cam.points(depth)
    n = scene.normal
    w = z / np.float32(cam.scale)
    off = np.abs(x - _road(z))
    bed = smooth(3.3, 2.3, off + 0.5 * grit.fbm(x / 2, z / 2, 3, width=w / 2)) * (z < 400)
    far_bed = smooth(7, 3, np.abs(x - _valley_road(z)) - w) * smooth(600, 900, z) * smooth(3600, 2600, z)
    bed = np.maximum(bed, 0.9 * far_bed)
    dust = 0.46 + 0.07 * grit.fbm(x * 0.8, z * 0.8, 5, width=w) - 0.08 * smooth(0.5, 0.2, np.abs(off - 0.85))
    albedo = (0.17 + 0.08 * grit.fbm(x / 30, z / 30, 8, 0.6, w / 30)) * (1 - bed) + dust * bed
    # What light there is comes from the sky, most of it from where the sun went down.
    glow = np.clip(0.30 * n[1] + 0.42 * np.maximum(n[2], 0) + 0.10 * n[0] + 0.05, 0, 1)
    img = albedo * glow * (0.55 + 0.75 * smooth(400, 100, z))
    air = 0.50 * float(np.median(sky[int(cam.horizon * height) + 1]))
    img = light.haze(img, depth + 2.5 * np.maximum(120 - y, 0) * smooth(900, 2500, z), 9000, air)
    img = np.where(scene.kind == GROUND, img, sky)
    lamps = _lamps(scene, land, np.random.default_rng(143))
    img = img + np.minimum(lamps, 2.0) + 1.1 * light.blur(lamps, width / 900) + 1.6 * light.blur(lamps, width / 200)
    return light.vignette(light.local_contrast(img, width / 60, 0.2), 0.4)
