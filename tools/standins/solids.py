"""A camera, and solid things in front of it: boxes, cylinders and broken stones, exact to the pixel.

World axes: x to the right, y up, z away from the viewer; metres throughout. Every solid is met by the ray of
each pixel inside the rectangle it can cover, and the nearest meeting wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from tools.standins.noise import Array

Vec = npt.NDArray[np.float64]
Point = Sequence[float] | Vec
NONE = 0  # surface number where there is nothing


def vec(*xyz: float) -> Vec:
    """A point or direction from its three coordinates."""
    return np.array(xyz, np.float64)


def unit(v: Vec) -> Vec:
    """The same direction, one long."""
    return np.asarray(v / np.linalg.norm(v), np.float64)


def turn(yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> Vec:
    """Rotation matrix, degrees; its rows are the axes of the turned thing. Yaw turns right, pitch tips up."""
    a, b, c = np.radians([yaw, pitch, roll])
    ry = np.array([[np.cos(a), 0, -np.sin(a)], [0, 1, 0], [np.sin(a), 0, np.cos(a)]])
    rx = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    rz = np.array([[np.cos(c), np.sin(c), 0], [-np.sin(c), np.cos(c), 0], [0, 0, 1]])
    return np.asarray(rz @ rx @ ry, np.float64)


@dataclass(frozen=True)
class Camera:
    """A viewpoint.

    ``axes`` rows are right, up, forward; ``focal`` is in picture widths; ``horizon`` says how far down the picture
    (0..1) the level of the axis lies, as on a camera with a rising front. With ``parallel`` the rays do not diverge
    and ``focal`` is the number of picture widths per metre (used for sunlight).
    """

    pos: Vec
    axes: Vec
    width: int
    height: int
    focal: float
    horizon: float = 0.5
    parallel: bool = False

    @property
    def scale(self) -> float:
        """Pixels to a metre, one metre away."""
        return self.focal * self.width

    def slopes(self) -> tuple[Array, Array]:
        """Rightward slope of each column and upward slope of each row, per metre of distance."""
        x = (np.arange(self.width, dtype=np.float32) + 0.5 - self.width / 2) / np.float32(self.scale)
        y = (self.horizon * self.height - np.arange(self.height, dtype=np.float32) - 0.5) / np.float32(self.scale)
        return x.astype(np.float32), y.astype(np.float32)

    def see(self, points: Vec) -> Vec:
        """Points (n, 3) as (column, row, distance along the axis)."""
        q = (np.atleast_2d(points) - self.pos) @ self.axes.T
        k = self.scale / (1.0 if self.parallel else np.maximum(q[:, 2], 1e-6))
        return np.stack([q[:, 0] * k + self.width / 2, self.horizon * self.height - q[:, 1] * k, q[:, 2]], axis=1)

    def points(self, depth: Array) -> tuple[Array, Array, Array]:
        """World positions of the surface seen in each pixel."""
        sx, sy = self.slopes()
        k: Array | float = 1.0 if self.parallel else depth
        cx, cy = sx[None, :] * k, sy[:, None] * k
        a = self.axes.astype(np.float32)
        p = self.pos.astype(np.float32)
        return (
            cx * a[0, 0] + cy * a[1, 0] + depth * a[2, 0] + p[0],
            cx * a[0, 1] + cy * a[1, 1] + depth * a[2, 1] + p[1],
            cx * a[0, 2] + cy * a[1, 2] + depth * a[2, 2] + p[2],
        )


class Scene:
    """What a camera sees: for each pixel the distance, the surface normal, the surface kind and the thing."""

    def __init__(self, cam: Camera, far: float = 1e6, *, normals: bool = True) -> None:
        self.cam = cam
        shape = (cam.height, cam.width)
        self.far = far
        self.depth = np.full(shape, far, np.float32)
        self.kind = np.zeros(shape, np.uint8)
        self.thing = np.zeros(shape, np.int32)
        self.depth_only = not normals
        self.normal: Array = np.zeros((3, *(shape if normals else (0, 0))), np.float32)
        self.frames: list[tuple[Vec, Vec]] = [(vec(0, 0, 0), np.eye(3))]
        self._sx, self._sy = cam.slopes()

    def _window(self, corners: Vec) -> tuple[slice, slice] | None:
        s = self.cam.see(corners)
        w, h = self.cam.width, self.cam.height
        if s[:, 2].max() <= 0.01:
            return None
        if s[:, 2].min() < 0.02 and not self.cam.parallel:
            return slice(0, h), slice(0, w)
        x0, x1 = int(max(0, np.floor(s[:, 0].min()))), int(min(w, np.ceil(s[:, 0].max()) + 1))
        y0, y1 = int(max(0, np.floor(s[:, 1].min()))), int(min(h, np.ceil(s[:, 1].max()) + 1))
        return (slice(y0, y1), slice(x0, x1)) if x0 < x1 and y0 < y1 else None

    def _keep(
        self,
        rows: slice,
        cols: slice,
        t: Array,
        hit: npt.NDArray[np.bool_],
        kind: int,
        n: Sequence[Array | float],
        origin: Vec,
        axes: Vec,
    ) -> None:
        hit &= (t < self.depth[rows, cols]) & (t > 0.01)
        if not hit.any():
            return
        self.depth[rows, cols][hit] = t[hit]
        if self.depth_only:
            return
        self.frames.append((origin, axes))
        self.kind[rows, cols][hit] = kind
        self.thing[rows, cols][hit] = len(self.frames) - 1
        a = self.cam.axes
        for k in range(3):
            value = n[0] * a[0, k] + n[1] * a[1, k] + n[2] * a[2, k]
            view = self.normal[k, rows, cols]
            view[hit] = np.broadcast_to(np.asarray(value, np.float32), t.shape)[hit]

    def hull(self, normals: Vec, offsets: Vec, origin: Vec, axes: Vec, reach: Vec, kind: int) -> None:
        """A convex solid: points p with normals . p <= offsets in its own frame (origin, axes rows)."""
        signs = np.array([[i, j, k] for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)], float)
        window = self._window(origin + (signs * reach) @ axes)
        if window is None:
            return
        rows, cols = window
        dx, dy = self._sx[cols][None, :], self._sy[rows][:, None]
        world = normals @ axes
        cn = (world @ self.cam.axes.T).astype(np.float32)
        cd = (offsets + world @ (origin - self.cam.pos)).astype(np.float32)
        shape = (dy.shape[0], dx.shape[1])
        enter = np.full(shape, -1e9, np.float32)
        leave = np.full(shape, 1e9, np.float32)
        face = np.zeros(shape, np.int16)
        for k in range(len(cd)):
            if self.cam.parallel:
                den: Array = np.full((1, 1), cn[k, 2], np.float32)
                num: Array = cd[k] - cn[k, 0] * dx - cn[k, 1] * dy
            else:
                den, num = cn[k, 0] * dx + (cn[k, 1] * dy + cn[k, 2]), np.full((1, 1), cd[k], np.float32)
            den = np.where(np.abs(den) < 1e-9, np.float32(1e-9), den)
            t = np.broadcast_to(num / den, shape)
            inward = np.broadcast_to(den < 0, shape)
            later = inward & (t > enter)
            enter = np.where(later, t, enter)
            face[later] = k
            leave = np.where(~inward & (t < leave), t, leave)
        hit = enter < leave
        n = cn[face]
        self._keep(rows, cols, enter, hit, kind, (n[..., 0], n[..., 1], n[..., 2]), origin, axes)

    def box(self, centre: Point, size: Point, kind: int, axes: Vec | None = None) -> None:
        """A box of full ``size`` about ``centre``, turned by ``axes``."""
        half = np.asarray(size, float) / 2
        normals = np.concatenate([np.eye(3), -np.eye(3)])
        self.hull(
            normals,
            np.concatenate([half, half]),
            np.asarray(centre, float),
            np.eye(3) if axes is None else axes,
            half,
            kind,
        )

    def beam(self, a: Point, b: Point, wide: float, high: float, kind: int) -> None:
        """A squared beam or bar from a to b; its own z runs along it."""
        p, q = np.asarray(a, float), np.asarray(b, float)
        axes = along(q - p)
        self.box((p + q) / 2, (wide, high, float(np.linalg.norm(q - p))), kind, axes)

    def rod(self, a: Point, b: Point, radius: float, kind: int) -> None:
        """A round timber, axle or cable from a to b; its own z runs along it."""
        p, q = np.asarray(a, float), np.asarray(b, float)
        length = float(np.linalg.norm(q - p))
        axes = along(q - p)
        signs = np.array([[i, j, k] for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)], float)
        window = self._window((p + q) / 2 + (signs * np.array([radius, radius, length / 2])) @ axes)
        if window is None:
            return
        rows, cols = window
        dx, dy = self._sx[cols][None, :], self._sy[rows][:, None]
        to = (axes @ self.cam.axes.T).astype(np.float32)  # camera axes to the rod's own
        o = (axes @ (self.cam.pos - p)).astype(np.float32)
        if self.cam.parallel:
            ox = [o[k] + to[k, 0] * dx + to[k, 1] * dy for k in range(3)]
            d = [np.full((1, 1), to[k, 2], np.float32) for k in range(3)]
        else:
            ox = [np.full((1, 1), o[k], np.float32) for k in range(3)]
            d = [to[k, 0] * dx + to[k, 1] * dy + to[k, 2] for k in range(3)]
        shape = (dy.shape[0], dx.shape[1])
        qa = np.maximum(d[0] ** 2 + d[1] ** 2, 1e-9)
        qb = ox[0] * d[0] + ox[1] * d[1]
        disc = qb * qb - qa * (ox[0] ** 2 + ox[1] ** 2 - np.float32(radius**2))
        root = np.sqrt(np.maximum(disc, 0))
        t0, t1 = (-qb - root) / qa, (-qb + root) / qa
        dz = np.where(np.abs(d[2]) < 1e-9, np.float32(1e-9), d[2])
        c0, c1 = -ox[2] / dz, (np.float32(length) - ox[2]) / dz
        near, side = np.minimum(c0, c1), np.broadcast_to(t0, shape)
        cap = np.broadcast_to(near, shape) > side
        t = np.where(cap, near, side)
        hit = (np.broadcast_to(disc, shape) > 0) & (t < np.minimum(t1, np.maximum(c0, c1)))
        n0 = np.where(cap, 0, (ox[0] + d[0] * t) / np.float32(radius))
        n1 = np.where(cap, 0, (ox[1] + d[1] * t) / np.float32(radius))
        n2 = np.where(cap, -np.sign(dz), 0)
        n = [n0 * to[0, k] + n1 * to[1, k] + n2 * to[2, k] for k in range(3)]
        self._keep(rows, cols, np.asarray(t, np.float32), np.asarray(hit), kind, n, p, axes)

    def local(self, where: npt.NDArray[np.bool_]) -> tuple[Array, Array, Array]:
        """Position of the chosen pixels in the frame of the thing they belong to (flat arrays)."""
        p = np.stack([c[where] for c in self.cam.points(self.depth)])
        things = self.thing[where]
        origin = np.array([f[0] for f in self.frames], np.float32)[things]
        axes = np.array([f[1] for f in self.frames], np.float32)[things]
        q = p.T - origin
        out = np.einsum("nij,nj->in", axes, q)
        return out[0], out[1], out[2]


class Stage:
    """The same things put before the eye and before each lamp: what a lamp cannot see lies in its shadow."""

    def __init__(self, eye: Scene, *lamps: Scene) -> None:
        self.eye, self.lamps = eye, lamps
        self._all = (eye, *lamps)

    def box(self, centre: Point, size: Point, kind: int, axes: Vec | None = None) -> None:
        """A box everywhere (see `Scene.box`)."""
        for scene in self._all:
            scene.box(centre, size, kind, axes)

    def beam(self, a: Point, b: Point, wide: float, high: float, kind: int) -> None:
        """A beam everywhere (see `Scene.beam`)."""
        for scene in self._all:
            scene.beam(a, b, wide, high, kind)

    def rod(self, a: Point, b: Point, radius: float, kind: int) -> None:
        """A rod everywhere (see `Scene.rod`)."""
        for scene in self._all:
            scene.rod(a, b, radius, kind)

    def hull(self, normals: Vec, offsets: Vec, origin: Vec, axes: Vec, reach: Vec, kind: int) -> None:
        """A convex solid everywhere (see `Scene.hull`)."""
        for scene in self._all:
            scene.hull(normals, offsets, origin, axes, reach, kind)

    def stone(
        self, centre: Point, radius: float, kind: int, rng: np.random.Generator, faces: int = 13, flat: float = 0.7
    ) -> None:
        """A broken stone: a random convex body about ``radius`` in size; ``flat`` squashes it."""
        n = rng.normal(size=(faces, 3))
        n /= np.linalg.norm(n, axis=1, keepdims=True)
        n = np.concatenate([n, np.eye(3), -np.eye(3)])
        d = np.concatenate([rng.uniform(0.55, 0.95, faces), np.full(6, 1.0)]) * radius
        squash = np.array([1.0, flat, rng.uniform(0.7, 1.0)])
        m = n / squash
        length = np.linalg.norm(m, axis=1)
        axes = turn(rng.uniform(0, 360), rng.normal(0, 22), rng.normal(0, 22))
        self.hull(m / length[:, None], d / length, np.asarray(centre, float), axes, squash * radius, kind)


def along(direction: Vec) -> Vec:
    """Axes whose third row points along ``direction`` and whose second is as upright as it can be."""
    f = unit(direction)
    up = vec(0, 1, 0) if abs(f[1]) < 0.95 else vec(0, 0, 1)
    r = unit(np.cross(up, f))
    return np.stack([r, np.cross(f, r), f])
