"""The plain: spoil heaps at evening, and weather coming over. Heights and distances in metres."""

from __future__ import annotations

import numpy as np

from tools.standins import light, terrain
from tools.standins.noise import Array, Lattice, smooth
from tools.standins.shading import GROUND, sunlit
from tools.standins.sky import Weather, paint_sky
from tools.standins.solids import Camera, Scene, turn, unit, vec

Heap = tuple[float, float, float, float, float]

# Centre (x, z), height, direction of the ridge it was tipped along in radians, half that ridge in heap heights.
HEAPS: tuple[Heap, ...] = (
    (-190, 470, 62, 0.3, 0.9), (-70, 415, 46, 2.7, 0.5), (50, 600, 76, 0.15, 0.7), (135, 520, 52, 1.2, 0.3),
    (345, 660, 70, 2.9, 1.2), (-430, 700, 66, 0.1, 1.0), (255, 345, 31, 0.5, 0.6), (-262, 345, 26, 2.0, 0.3),
    (560, 950, 82, 0.2, 1.0), (-30, 900, 62, 0.0, 1.6), (-640, 1150, 88, 3.0, 0.8), (220, 1150, 78, 0.4, 1.0),
    (62, 262, 12, 1.0, 0.1),
)  # fmt: skip
SPAN, LEFT, FRONT = 1600.0, -800.0, 130.0  # the square of ground the heaps stand on

# Rain: where across the picture, half its width, weight, slant, how high it hangs, which noise.
SHAFTS = ((0.17, 0.19, 2.8, 0.22, 0.22, 5.0), (-0.10, 0.05, 0.8, 0.25, 0.16, 9.0), (0.49, 0.06, 1.2, 0.2, 0.20, 2.0))


def _tip(grit: Lattice, x: Array, z: Array, ground: Array, heap: Heap) -> Array:
    """Ground after one more heap has been tipped.

    Its flanks lie at the angle of rest of crushed rock, its top is trodden, and its foot runs out into the plain in a
    short hollow curve.
    """
    cx, cz, high, ang, long = heap
    u, v = x - np.float32(cx), z - np.float32(cz)
    c, s = float(np.cos(ang)), float(np.sin(ang))
    run = np.clip(u * c + v * s, -high * long, high * long)
    r = np.hypot(u - run * np.float32(c), v - run * np.float32(s))
    lumps = grit.fbm(x / 45, z / 45, 6, 0.55)
    top = high * (1 - 0.10 * np.abs(run) / max(high * long, 1) + 0.05 * grit.fbm(x / 30 + 5, z / 30, 3))
    cone = top - 0.70 * r * (1 + 0.10 * lumps) + 0.02 * high * lumps
    cone = np.minimum(cone, 0.93 * top + 0.25 * (cone - 0.93 * top))
    foot = 0.05 * high
    t = np.clip(0.5 + (cone - ground) / (4 * foot), 0, 1)
    joined = ground * (1 - t) + cone * t + foot * 2 * t * (1 - t)
    return np.asarray(np.where(cone > ground + 2 * foot, cone, joined), np.float32)


def _heaps(grit: Lattice) -> terrain.Hills:
    """All the heaps, cut by years of summer storms that have spread fans at their feet."""
    cells, high = 1024, 90.0
    side = np.arange(cells, dtype=np.float32) * np.float32(SPAN / cells)
    x, z = np.meshgrid(side + np.float32(LEFT), side + np.float32(FRONT))
    ground: Array = np.zeros_like(x)
    for heap in HEAPS:
        ground = _tip(grit, x, z, ground, heap)
    texel = np.float32(SPAN / cells)
    cut = terrain.rain(ground / texel, np.random.default_rng(63), 12, 30000, steps=44) * texel
    ground = ground + 0.38 * (light.blur(cut, 0.8) - ground)
    return terrain.Hills(ground / high, SPAN, high)


def _tips(grit: Lattice) -> terrain.Land:
    tops = _heaps(grit)
    hills = terrain.Hills(terrain.worn_tile(512, 4, 61, 12, steep=0.8), 21000, 1150)

    def land(x: Array, z: Array, w: Array) -> Array:
        out = 0.8 * grit.fbm(x / 70, z / 70, 7, 0.5, w / 70) + 0.055 * grit.fbm(x / 2.2, z / 2.2, 5, 0.6, w / 2.2)
        inside = (np.abs(x) < 795) & (z > 140) & (z < 1720)
        if inside.any():
            heap = tops.at(x - np.float32(LEFT), z - np.float32(FRONT), w) * inside
            steep = smooth(1.0, 6.0, heap)
            out = out * (1 - steep) + heap + 0.55 * grit.fbm(x / 7, z / 7, 8, 0.62, w / 7) * steep
        if float(z.max()) > 2500:
            out = out + smooth(2800, 9000, z) * (hills.at(x + 3000, z, w) - 180)
        return np.asarray(out, np.float32)

    return land


def spoil_heaps(width: int, height: int) -> Array:
    """Tailings cones on a plain at evening, their shadows reaching across the picture."""
    cam = Camera(vec(0, 10.5, 0), turn(), width, height, focal=0.96, horizon=0.60)
    sun = unit(vec(-0.88, 0.25, -0.22))
    grit = Lattice(62)
    land = _tips(grit)
    scene = Scene(cam)
    terrain.see_land(scene, land, 17, 30000, 2400, GROUND)
    terrain.land_normals(scene, land, GROUND)
    weather = Weather(seed=64, cover=0.42, size=2200, base=1500, thick=700, stretch=2.4, skyline=0.85, zenith=0.12)
    sky = paint_sky(cam, sun, weather)

    depth = np.minimum(scene.depth, 60000)
    x, y, z = cam.points(depth)
    lit = terrain.hill_shadows(scene, land, GROUND, sun, 420, 1.5, 30, hard=50)
    w = z / np.float32(cam.scale)
    heap = smooth(1.5, 5.0, y) * smooth(2500, 1800, z)
    plain = 0.25 + 0.09 * grit.fbm(x / 40, z / 40, 8, 0.6, w / 40) + 0.10 * grit.fbm(x / 130 + 2, z / 210, 5, 0.5)
    spoil = 0.33 + 0.12 * grit.fbm(x / 130, z / 130, 4) + 0.05 * grit.fbm(x / 4, z / 4, 6, width=w / 4)
    spoil += 0.07 * grit.fbm(x / 16, y / 30 + z / 60, 6, 0.6, w / 16)
    albedo = plain * (1 - heap) + spoil * heap
    # The wheel tracks of the lorries, as far as they can be made out.
    off = np.abs(x - (6 * np.sin(z / 75) - 0.02 * z + 2) + 0.2 * grit.at(z / 5, np.zeros_like(z)))
    rut = smooth(0.34, 0.14, np.abs(off - 0.9)) * smooth(1.0, 0.5, w / 0.3) * (y < 2.0)
    img = sunlit(scene, sun, lit * 1.5, np.clip(albedo * (1 - 0.45 * rut), 0.05, 0.7), 0.13)
    img = light.haze(img, depth, 7000, 0.60 * float(np.median(sky[int(cam.horizon * height) + 2])))
    img = np.where(scene.kind == GROUND, img, sky)
    return light.vignette(light.local_contrast(img, width / 50, 0.3), 0.35)


def _tufts(grit: Lattice, x: Array, z: Array, w: Array) -> Array:
    """Where the bunch grass (ichu) stands, 0..1."""
    return smooth(0.16, 0.46, grit.fbm(x / 0.6, z / 0.6, 3, 0.5, w / 0.6))


def _puna(grit: Lattice) -> terrain.Land:
    """The high plain with its grass, and a cordillera along its far side."""
    range_ = terrain.Hills(terrain.worn_tile(512, 4, 72, 12, steep=0.9), 24000, 1250)

    def land(x: Array, z: Array, w: Array) -> Array:
        swell = 1.2 * grit.fbm(x / 180, z / 180, 4, 0.5, w / 180)
        tuft = _tufts(grit, x, z, w) * 0.11 * (1 + 0.25 * grit.fbm(x * 9, z * 9, 3, 0.6, w * 9)) * smooth(0.14, 0.03, w)
        peaks = range_.at(x + 5200, z + 2000, w) * (0.55 + 0.45 * smooth(6000, -9000, x)) - 160
        peaks = np.maximum(peaks, 0) * smooth(9000, 17000, z)
        return np.asarray(swell + tuft + 0.03 * grit.fbm(x * 3, z * 3, 4, 0.6, w * 3) + peaks, np.float32)

    return land


def _rain_curtains(img: Array, cam: Camera, distance: Array, grit: Lattice) -> Array:
    """The picture with the rain hung in it; far ground beneath it dims, near ground does not."""
    sx, sy = cam.slopes()
    u, v = np.broadcast_arrays(sx[None, :], sy[:, None])
    for centre, half, dense, lean, top, seed in SHAFTS:
        s = (u - v * lean - centre) / half
        fall = 0.5 * grit.fbm(s * 2.2 + seed, v * 2.0, 3) + 0.20 * grit.fbm(s * 7 + seed, v * 1.2 + s, 4, 0.5)
        shaft = np.clip(smooth(1.25, 0.35, np.abs(s)) * (0.85 + fall), 0, 2) * smooth(
            top + 0.10, top - 0.06, v + 0.05 * fall
        )
        over_ground = 0.55 * smooth(0.004, -0.006, v) * smooth(2500, 9000, distance)
        veil = 1 - np.exp(-dense * shaft * (smooth(-0.006, 0.004, v) + over_ground))
        grey = 0.075 + 0.10 * smooth(0.15, 0.0, v) + 0.06 * smooth(0.2, -0.9, s)
        img = img * (1 - veil) + grey * veil
    return img


def storm(width: int, height: int) -> Array:
    """A curtain of rain crossing the plain, light under the cloud's edge, mountains beyond."""
    cam = Camera(vec(0, 2.3, 0), turn(), width, height, focal=0.86, horizon=0.74)
    sun = unit(vec(-0.75, 0.42, 0.40))
    grit = Lattice(71)
    land = _puna(grit)
    scene = Scene(cam)
    terrain.see_land(scene, land, 3.5, 34000, 2600, GROUND)
    terrain.land_normals(scene, land, GROUND)
    weather = Weather(
        seed=76, cover=0.66, size=3600, base=900, thick=1500, zenith=0.06, skyline=0.95, gloom=0.11, crisp=6.0
    )
    sky = paint_sky(cam, sun, weather)

    depth = np.minimum(scene.depth, 60000)
    x, y, z = cam.points(depth)
    w = z / np.float32(cam.scale)
    cloud = grit.fbm(x / 2300 + 3.1, z / 1500 + 0.6, 3) + 0.35 * smooth(300, 1500, z) - 0.24 * smooth(160, 20, z)
    lit = smooth(-0.10, 0.25, cloud) * terrain.hill_shadows(scene, land, GROUND, sun, 2.5, 0.06, 12, hard=8)
    albedo = 0.23 + 0.10 * grit.fbm(x / 26, z / 26, 8, 0.6, w / 26) + 0.07 * grit.fbm(x / 7, z / 11, 5, 0.6, w / 7)
    blades = grit.fbm(x * 55, y * 9 + z * 6, 3, 0.6, w * 40)
    albedo += _tufts(grit, x, z, w) * (0.16 + 0.16 * blades)
    img = sunlit(scene, sun, lit * 1.3, np.clip(albedo, 0.05, 0.7), 0.20)
    # Standing water between the tufts gives back the sky just above the horizon.
    damp = smooth(0.02, 0.20, grit.fbm(x / 34 + 8, z / 60, 5, 0.5, w / 34) - 0.18 - 0.04 * y) * smooth(1400, 500, z)
    row = int(cam.horizon * height)
    mirror = sky[np.maximum(2 * row - 1 - np.arange(height), 0).clip(0, row - 1)]
    img = img * (1 - 0.85 * damp) + 0.65 * damp * light.blur(mirror, width / 700)
    img = light.haze(img, depth, 19000, 0.55 * float(np.median(sky[row - 6 : row - 2])))
    img = np.where(scene.kind == GROUND, img, sky)
    img = _rain_curtains(img, cam, z, grit)
    return light.vignette(light.local_contrast(img, width / 45, 0.3), 0.4)
