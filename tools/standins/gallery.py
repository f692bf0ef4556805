"""Tunnels: the rough bore itself, lamps in it and the dusty air between.

The camera stands on the axis of a straight gallery, so each direction round the axis is one line along the wall;
the first place where the wall narrows below the line of sight is what is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tools.standins.light import blur, resize
from tools.standins.noise import Array

if TYPE_CHECKING:
    from tools.standins.solids import Scene, Vec

Section = Callable[[Array], Array]
Relief = Callable[[Sequence[Array], Array], Array]


def arch(half_width: float, floor: float, spring: float, crown: float) -> Section:
    """Distance from the axis to the wall in direction theta (0 to the right, a quarter turn up).

    The gallery has upright sides, a flat floor ``floor`` metres below the axis and an arched back ``crown`` above it;
    the arch begins at ``spring``.
    """

    def radius(theta: Array) -> Array:
        c, s = np.cos(theta), np.sin(theta)
        side = half_width / np.maximum(np.abs(c), 1e-4)
        ground = np.where(s < -1e-4, floor / np.maximum(-s, 1e-4), 1e4)
        rise = crown - spring
        # Meeting with the ellipse ((x/a)^2 + ((y - spring)/rise)^2 = 1)
        a = c * c / half_width**2 + s * s / rise**2
        b = -s * spring / rise**2
        k = spring**2 / rise**2 - 1.0
        vault = (-b + np.sqrt(np.maximum(b * b - a * k, 0))) / a
        over = s * side > spring
        wall = np.where(over, vault, side)
        return np.asarray(np.minimum(wall, ground), np.float32)

    return radius


class Bore:
    """A gallery seen by a level camera on its axis: ``section`` roughened by ``relief`` (metres into the air)."""

    def __init__(
        self, section: Section, relief: Relief, near: float, far: float, rays: int = 4096, steps: int = 900
    ) -> None:
        self.section, self.relief = section, relief
        self.near, self.far, self.rays, self.steps = near, far, rays, steps
        theta = ((np.arange(rays, dtype=np.float32) + 0.5) * np.float32(2 * np.pi / rays))[:, None]
        z = np.geomspace(near, far, steps).astype(np.float32)[None, :]
        r0 = section(theta)
        p = [
            np.broadcast_to(r0 * np.cos(theta), (rays, steps)),
            np.broadcast_to(r0 * np.sin(theta), (rays, steps)),
            np.broadcast_to(z, (rays, steps)),
        ]
        self.z = z[0]
        self.radius = np.asarray(r0 - relief(p, z * np.float32(0.003)), np.float32)

    def draw(self, scene: Scene, kind: int) -> None:
        """Put the walls into ``scene`` with the normals of the smooth section (roughen them with `bump`)."""
        cam = scene.cam
        sx, sy = cam.slopes()
        bins = 2600
        top = float(np.hypot(np.abs(sx).max(), np.abs(sy).max()))
        want = np.geomspace(1e-3, top * 1.01, bins).astype(np.float32)
        table = np.empty((self.rays, bins), np.float32)
        tight = np.minimum.accumulate(self.radius / self.z[None, :], axis=1)
        for i in range(self.rays):
            k = self.steps - np.searchsorted(tight[i, ::-1], want, side="right")
            k1 = np.clip(k, 1, self.steps - 1)
            k0 = k1 - 1
            r0, r1 = self.radius[i, k0], self.radius[i, k1]
            dz = self.z[k1] - self.z[k0]
            den = want * dz - (r1 - r0)
            t = np.clip((r0 - want * self.z[k0]) / np.where(np.abs(den) < 1e-9, 1e-9, den), 0, 1)
            table[i] = np.where(k == 0, self.z[0], np.where(k >= self.steps, self.far, self.z[k0] + t * dz))
        step = float(np.log(top * 1.01 / 1e-3)) / (bins - 1)
        for start in range(0, cam.height, 200):
            rows = slice(start, start + 200)
            y = sy[rows][:, None]
            x = np.broadcast_to(sx[None, :], (y.shape[0], cam.width))
            theta = np.mod(np.arctan2(y, x), 2 * np.pi).astype(np.float32)
            r = np.maximum(np.hypot(x, y), 1e-3)
            a, b = theta * np.float32(self.rays / (2 * np.pi)) - 0.5, np.log(r / np.float32(1e-3)) / np.float32(step)
            i0, j0 = np.floor(a).astype(np.int32), np.clip(np.floor(b).astype(np.int32), 0, bins - 2)
            fa, fb = a - i0, np.clip(b - j0, 0, 1)
            i0, i1 = i0 % self.rays, (i0 + 1) % self.rays
            d = (
                (table[i0, j0] * (1 - fb) + table[i0, j0 + 1] * fb) * (1 - fa)
                + (table[i1, j0] * (1 - fb) + table[i1, j0 + 1] * fb) * fa
            ).astype(np.float32)
            scene.depth[rows] = d
            scene.kind[rows] = kind
            if not scene.depth_only:
                e = np.float32(0.004)
                slope = (self.section(theta + e) - self.section(theta - e)) / (2 * e * self.section(theta))
                slope = np.clip(slope, -3, 3)
                inv = -1.0 / np.sqrt(1 + slope * slope)
                c, s = np.cos(theta), np.sin(theta)
                scene.normal[0, rows] = (c + slope * s) * inv
                scene.normal[1, rows] = (s - slope * c) * inv
                scene.normal[2, rows] = 0.0

    def reaches(self, p: Sequence[Array], lamp: Vec, shrink: int = 2, steps: int = 22, hard: float = 14.0) -> Array:
        """How much of the lamp each point of the wall sees past the other bulges of the wall, 0..1."""
        h, w = p[0].shape
        x, y, z = (c[::shrink, ::shrink] for c in p)
        clear = np.ones_like(x)
        logs = float(np.log(self.far / self.near))
        for k in range(1, steps):
            f = np.float32(min(0.96, (k / steps) ** 1.6))
            qx, qy, qz = (
                x + (np.float32(lamp[0]) - x) * f,
                y + (np.float32(lamp[1]) - y) * f,
                z + (np.float32(lamp[2]) - z) * f,
            )
            i = (np.mod(np.arctan2(qy, qx), 2 * np.pi) * np.float32(self.rays / (2 * np.pi))).astype(
                np.int32
            ) % self.rays
            j = np.clip(np.log(np.maximum(qz, self.near) / self.near) * ((self.steps - 1) / logs), 0, self.steps - 1)
            room = self.radius[i, j.astype(np.int32)] - np.hypot(qx, qy)
            travelled = f * np.sqrt(
                (np.float32(lamp[0]) - x) ** 2 + (np.float32(lamp[1]) - y) ** 2 + (np.float32(lamp[2]) - z) ** 2
            )
            np.minimum(clear, 1.0 + (room + 0.012) / np.maximum(travelled, 0.05) * np.float32(hard), out=clear)
        soft = blur(np.clip(clear, 0, 1).astype(np.float32), 0.8)
        return resize(soft, w, h, sharp=False)


def lamp_light(
    p: Sequence[Array], n: Array, eye: Vec, lamp: Vec, gloss: Array | float, sharp: Array | float, size: float = 0.25
) -> tuple[Array, Array]:
    """Matt and glossy light at points p from a small lamp of unit strength one metre off, by the inverse square.

    ``gloss`` is the strength of the wet shine and ``sharp`` its exponent; ``size`` softens the square law near
    the lamp (metres).
    """
    to = [np.float32(lamp[k]) - p[k] for k in range(3)]
    v = [np.float32(eye[k]) - p[k] for k in range(3)]
    d2 = to[0] ** 2 + to[1] ** 2 + to[2] ** 2
    ld, vd = np.sqrt(d2), np.sqrt(v[0] ** 2 + v[1] ** 2 + v[2] ** 2)
    to, v = [c / ld for c in to], [c / vd for c in v]
    h = [to[k] + v[k] for k in range(3)]
    hn = np.sqrt(h[0] ** 2 + h[1] ** 2 + h[2] ** 2) + 1e-6
    nl = np.maximum(n[0] * to[0] + n[1] * to[1] + n[2] * to[2], 0)
    nh = np.clip((n[0] * h[0] + n[1] * h[1] + n[2] * h[2]) / hn, 0, 1)
    vh = np.clip((v[0] * h[0] + v[1] * h[1] + v[2] * h[2]) / hn, 0, 1)
    fresnel = 0.04 + 0.96 * (1.0 - vh) ** 5
    fall = 1.0 / (d2 + np.float32(size * size))
    shine = gloss * fresnel * nh**sharp * (np.asarray(sharp, np.float32) + 2.0) / 8.0 * np.sqrt(nl)
    return np.asarray(nl * fall, np.float32), np.asarray(shine * fall, np.float32)


def glow_in_air(scene: Scene, lamp: Vec) -> Array:
    """Light scattered towards the eye by dusty air round a lamp, up to whatever the pixel sees (per unit of dust)."""
    cam = scene.cam
    sx, sy = cam.slopes()
    stretch = np.sqrt(sx[None, :] ** 2 + sy[:, None] ** 2 + 1.0)
    a = cam.axes
    at = (lamp - cam.pos) @ a.T
    along = (sx[None, :] * np.float32(at[0]) + sy[:, None] * np.float32(at[1]) + np.float32(at[2])) / stretch
    off = np.sqrt(np.maximum(np.float32(at @ at) - along**2, 1e-4))
    end = scene.depth * stretch
    return np.asarray((np.arctan((end - along) / off) + np.arctan(along / off)) / off, np.float32)
