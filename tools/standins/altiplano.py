"""Mountain country: the ridges over a mining valley, and a snow peak. Heights and distances in metres."""

from __future__ import annotations

import numpy as np

from tools.standins import light, terrain
from tools.standins.noise import Array, Lattice, smooth
from tools.standins.shading import GROUND, sunlit
from tools.standins.sky import Weather, paint_sky
from tools.standins.solids import Camera, Scene, turn, unit, vec

ROOF = 20


def _valley(z: Array) -> Array:
    """Where the middle of the valley lies at distance z."""
    return np.asarray(230 + 0.10 * z + 130 * np.sin(z / 900), np.float32)


def _road(z: Array) -> Array:
    """How far right of the valley's middle its road runs."""
    return np.asarray(55 + 60 * np.sin(z / 260) + 16 * np.sin(z / 90), np.float32)


def _ridges(grit: Lattice) -> terrain.Land:
    """Steep hills close by, greater ranges behind them, and a level-floored valley winding away between."""
    near = terrain.Hills(terrain.worn_tile(1024, 5, 11, 14, steep=0.8), 7600, 560)
    far = terrain.Hills(terrain.worn_tile(1024, 4, 12, 14, steep=0.9), 17000, 1350)

    def land(x: Array, z: Array, w: Array) -> Array:
        bend = 16 * grit.fbm(x / 160, z / 160, 6, 0.6, w / 160)
        u, v = x + 900 + bend, z + 400 - bend
        out = near.at(u, v, w)
        # What stands proud of its surroundings is bare rock; what lies below them has filled with scree.
        proud = smooth(-6, 14, out - near.at(u, v, np.maximum(w, 90.0)))
        crag = grit.fbm(x / 95, z / 95, 10, 0.60, w / 95, ridged=True) - 0.5
        scree = grit.fbm(x / 30, z / 30, 8, 0.55, w / 30)
        out = out * (1.0 - 0.5 * smooth(3500, 9000, z))
        growth = smooth(2200, 9000, z) * (0.80 + 1.0 * smooth(7000, 26000, z))
        out = out + far.at(x + 2600 + 2 * bend, z + 1500, w) * growth
        valley = np.exp(-(((x - _valley(z)) / (330 + 0.10 * z)) ** 2)) * smooth(6500, 3800, z)
        out = out * (1 - 0.93 * valley) + 12 * valley
        rough = proud * crag * 34 + (1 - proud) * scree * 2.2
        out = out + rough * smooth(9000, 3000, z) * (1 - 0.9 * valley)
        return np.asarray(out - 200 * smooth(900, 200, z), np.float32)

    return land


def _settlement(scene: Scene, land: terrain.Land, rng: np.random.Generator) -> None:
    """The mine and its camp on the valley floor: roofs too far off to be more than pale marks."""
    for k in range(150):
        z = np.array([1500 + 60.0 * (k % 10) + rng.normal(0, 9)], np.float32)
        off = -130 + 17.0 * (k // 10) + float(rng.normal(0, 4))
        x = _valley(z) + np.float32(off)
        ground = float(land(x, z, np.full_like(z, 3.0))[0])
        clear_of_road = abs(off - float(_road(z)[0])) > 16
        if rng.random() < 0.75 and clear_of_road and ground < 60:
            high = 8.0 if rng.random() < 0.1 else 4.0
            scene.box((float(x[0]), ground + 1.5, float(z[0])), (13, high, 7), ROOF, turn(rng.normal(8, 4)))


def ridge_line(width: int, height: int) -> Array:
    """Ridges above a mining valley, one behind another into the haze, under breaking cloud."""
    cam = Camera(vec(0, 330, 0), turn(), width, height, focal=0.98, horizon=0.53)
    sun = unit(vec(0.80, 0.47, 0.30))
    grit = Lattice(13)
    land = _ridges(grit)
    scene = Scene(cam)
    terrain.see_land(scene, land, 12, 42000, 2200, GROUND)
    terrain.land_normals(scene, land, GROUND, blunt=1.2)
    _settlement(scene, land, np.random.default_rng(17))
    weather = Weather(
        seed=15, cover=0.45, size=4600, base=1500, thick=2000, dense=0.024, crisp=8.5, skyline=0.62, zenith=0.07
    )
    sky = paint_sky(cam, sun, weather)

    x, y, z = cam.points(np.minimum(scene.depth, 60000))
    w = z / np.float32(cam.scale)
    lit = terrain.hill_shadows(scene, land, GROUND, sun, 6000, 15)
    # Cloud shadow: dark before the eye, sun on the valley, and as it comes farther off.
    cloud = grit.fbm(x / 2600 + 3.3, z / 2600 + 0.2, 4)
    cloud += 0.5 * smooth(900, 1500, z) * smooth(5000, 3000, z) - 0.35 * smooth(1100, 600, z)
    lit = lit * (0.15 + 0.85 * smooth(-0.20, 0.14, cloud))
    albedo = 0.26 + 0.09 * grit.fbm(x / 300, z / 300, 8, 0.6, w / 300) + 0.05 * grit.fbm(x / 14, z / 14, 5, 0.6, w / 14)
    valley = smooth(60, 25, y) * smooth(700, 1100, z) * smooth(4500, 3500, z)
    albedo += valley * (0.10 + 0.26 * smooth(9, 4, np.abs(x - _valley(z) - _road(z)) - w))
    albedo = np.where(scene.kind == ROOF, 0.62, np.clip(albedo, 0.05, 0.7))
    img = sunlit(scene, sun, lit * 1.25, albedo, 0.15) + 0.10 * (scene.kind == ROOF)
    air = 0.50 * float(np.median(sky[int(cam.horizon * height) - 4]))
    mist = 1.0 + 0.6 * np.exp(-np.maximum(y, 0) / 200) * smooth(1500, 4000, z)
    img = light.haze(img, scene.depth * mist, 13000, air)
    img = np.where(scene.kind > 0, img, sky)
    return light.vignette(light.local_contrast(img, width / 40, 0.35), 0.45)


def _massif(grit: Lattice) -> terrain.Land:
    """Bare hills, and behind them a long mountain of three summits."""
    big = terrain.Hills(terrain.worn_tile(1024, 4, 131, 16, steep=0.9), 15000, 1200)
    low = terrain.Hills(terrain.worn_tile(1024, 5, 132, 12, steep=0.7), 7500, 380)

    def summit(x: Array, z: Array, at: tuple[float, float], wide: float) -> Array:
        return np.asarray(np.exp(-(((x - at[0]) / wide) ** 2) - ((z - at[1]) / 2600) ** 2), np.float32)

    def land(x: Array, z: Array, w: Array) -> Array:
        bend = 26 * grit.fbm(x / 190 + 3, z / 190, 5, 0.55, w / 190)
        front = low.at(x + 700 + bend, z + 300 - bend, w) * smooth(400, 2200, z) * (1 - 0.5 * smooth(6000, 11000, z))
        rough = grit.fbm(x / 90, z / 90, 8, 0.55, w / 90, ridged=True) - 0.5
        front = front + 40 * smooth(500, 100, z) + rough * 14 * smooth(9000, 2000, z)
        middle = summit(x, z, (300, 15500), 3600)
        sides = summit(x, z, (-4300, 16500), 2300) + 0.8 * summit(x, z, (4700, 17000), 2600)
        mountain = np.clip(middle + sides, 0, 1)
        bend = 60 * grit.fbm(x / 420, z / 420, 5, 0.55, w / 420)
        body = big.at(x + 2600 + bend, z + 900 - bend, w) * (0.35 + 0.9 * mountain) * smooth(7000, 13500, z)
        crest = 330 * (grit.fbm(x / 1900, z / 1900, 9, 0.47, w / 1900, ridged=True) - 0.5) * mountain
        high = 2500 * middle + 1500 * sides + body + crest
        return np.asarray(np.maximum(front, 0) + high * smooth(7000, 12500, z), np.float32)

    return land


def snow_peak(width: int, height: int) -> Array:
    """A glaciered summit over bare brown hills in hard morning light."""
    cam = Camera(vec(0, 260, 0), turn(), width, height, focal=1.25, horizon=0.70)
    sun = unit(vec(-0.78, 0.50, -0.30))
    grit = Lattice(133)
    land = _massif(grit)
    scene = Scene(cam)
    terrain.see_land(scene, land, 90, 26000, 2400, GROUND)
    terrain.land_normals(scene, land, GROUND)
    weather = Weather(
        seed=134, cover=0.30, size=4200, base=2500, thick=900, stretch=1.6, zenith=0.05, skyline=0.5, gloom=0.28
    )
    sky = paint_sky(cam, sun, weather)

    depth = np.minimum(scene.depth, 60000)
    x, y, z = cam.points(depth)
    w = z / np.float32(cam.scale)
    lit = terrain.hill_shadows(scene, land, GROUND, sun, 5000, 25, 28, hard=30)
    shade = 0.25 + 0.75 * smooth(-0.15, 0.12, grit.fbm(x / 1900 + 5, z / 1900, 4))
    lit = lit * np.where(z < 9000, shade, 1.0)
    # Snow lies above a ragged line wherever the rock is not too steep to hold it.
    line = 1500 + 260 * grit.fbm(x / 700, z / 700 + y / 500, 6, 0.6)
    hold = scene.normal[1] + 0.14 * grit.fbm(x / 160, y / 160, 6, 0.6, w / 160)
    snow = smooth(-120, 180, y - line) * smooth(0.22, 0.42, hold) * smooth(9000, 11000, z)
    albedo = 0.19 + 0.07 * grit.fbm(x / 240, z / 240, 7, 0.6, w / 240)
    albedo = albedo * (1 - snow) + (0.86 + 0.05 * grit.fbm(x / 300, y / 90, 5)) * snow
    img = sunlit(scene, sun, lit * 1.15, np.clip(albedo, 0.04, 0.95), 0.14)
    img = light.haze(img, depth, 52000, 0.45)
    img = np.where(scene.kind == GROUND, img, sky)
    return light.vignette(light.local_contrast(img, width / 60, 0.25), 0.4)
