"""What the lens, the film and the paper do: blur, haze, shadows, grain and the tone curve.

Pictures are float arrays, height by width, in linear light (0 black, about 1 white) until `make_print`.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from tools.standins.noise import Array, smooth


def resize(img: Array, width: int, height: int, *, sharp: bool = True) -> Array:
    """The picture at another size, by area averaging on the way down and cubic interpolation on the way up."""
    how = Image.Resampling.BICUBIC if sharp else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(img.astype(np.float32)).resize((width, height), how), np.float32)


def _kernel(img: Array, taps: Array, axis: int) -> Array:
    r = len(taps) // 2
    pad = [(0, 0), (0, 0)]
    pad[axis] = (r, r)
    src = np.pad(img, pad, mode="edge")
    n = img.shape[axis]
    out = np.zeros_like(img)
    for k, tap in enumerate(taps):
        out += np.float32(tap) * (src[k : k + n] if axis == 0 else src[:, k : k + n])
    return out


def blur(img: Array, sigma: float) -> Array:
    """Gaussian blur, ``sigma`` in pixels. Wide blurs are worked at reduced size: nobody can see the difference."""
    if sigma <= 0.05:
        return img
    h, w = img.shape
    k = max(1, int(sigma / 3.0))
    small = resize(img, max(2, w // k), max(2, h // k)) if k > 1 else img
    s = sigma / k
    r = max(1, int(3.0 * s + 0.5))
    taps = np.exp(-0.5 * (np.arange(-r, r + 1) / s) ** 2).astype(np.float32)
    taps /= taps.sum()
    small = _kernel(_kernel(small, taps, 0), taps, 1)
    return resize(small, w, h) if k > 1 else small


def disc_blur(img: Array, radius: float) -> Array:
    """The round blur of an unsharp lens; ``radius`` in pixels."""
    if radius < 0.6:
        return img
    h, w = img.shape
    k = max(1, int(radius / 6.0))
    small = resize(img, max(2, w // k), max(2, h // k)) if k > 1 else img
    r = radius / k
    n = int(np.ceil(r))
    span = np.arange(-n, n + 1)
    out = np.zeros_like(small)
    src = np.pad(small, n, mode="edge")
    sh, sw = small.shape
    # A disc is a stack of horizontal bars, and a bar is the difference of two running sums.
    run = np.pad(np.cumsum(src, axis=1, dtype=np.float64), ((0, 0), (1, 0)))
    area = 0.0
    for dy in span:
        half = float(np.sqrt(max(r * r - dy * dy, 0.0)))
        m = int(half + 0.5)
        rows = run[n + dy : n + dy + sh]
        out += (rows[:, n + m + 1 : n + m + 1 + sw] - rows[:, n - m : n - m + sw]).astype(np.float32)
        area += 2 * m + 1
    out /= np.float32(area)
    if k > 1:
        return resize(out, w, h)
    return out


def depth_of_field(img: Array, depth: Array, focus: float, strength: float, limit: float, layers: int = 11) -> Array:
    """Blur by distance: the blur disc is ``strength * |1 - focus/depth|`` pixels in radius, at most ``limit``.

    The picture is cut into layers of like blur, each is blurred with its own coverage, and they are laid one
    over the other from the far end, so that a soft foreground spreads over a sharp middle but not the reverse.
    """
    signed = np.clip(strength * (1.0 - focus / np.maximum(depth, 1e-3)), -limit, limit).astype(np.float32)
    edges = np.linspace(-1.0, 1.0, layers + 1)
    edges = np.sign(edges) * np.abs(edges) ** 1.5 * limit
    edges[0], edges[-1] = -limit * 1.01, limit * 1.01
    out = np.zeros_like(img)
    started = False
    for k in range(layers - 1, -1, -1):
        lo, hi = float(edges[k]), float(edges[k + 1])
        soft = 0.25 * (hi - lo)
        member = smooth(lo - soft, lo + soft, signed) * (1.0 - smooth(hi - soft, hi + soft, signed))
        if k == layers - 1:
            member = smooth(lo - soft, lo + soft, signed)
        elif k == 0:
            member = 1.0 - smooth(hi - soft, hi + soft, signed)
        if float(member.max()) < 1e-3:
            continue
        radius = abs(0.5 * (lo + hi)) if lo * hi >= 0 else 0.0
        if not started:
            # The far end has nothing behind it: widen it so no dark fringe shows at its edges.
            member = np.maximum(member, smooth(hi - soft, hi + soft, signed))
        cover = disc_blur(member, radius)
        layer = disc_blur(np.asarray(img * member, np.float32), radius)
        if radius >= 0.6 and k > 0:
            # Behind the edge of something nearer the layer goes on unseen: judge it by the part that is seen.
            seen = np.maximum(disc_blur(smooth(lo - soft, lo + soft, signed), radius), 0.05)
            cover, layer = cover / seen, layer / seen
        if not started:
            # What lies hidden behind nearer things is guessed from its surroundings.
            wide = 0.06 * max(img.shape)
            out = np.asarray(
                blur(np.asarray(img * member, np.float32), wide) / np.maximum(blur(member, wide), 1e-4), np.float32
            )
            started = True
        behind = out
        out = np.asarray(layer + behind * (1.0 - np.clip(cover, 0, 1)), np.float32)
    return out


def haze(img: Array, depth: Array, range_: float, air: Array | float) -> Array:
    """Aerial perspective: at ``range_`` (same unit as depth) 63 % of the picture has become ``air``."""
    through = np.exp(-depth / np.float32(range_))
    return np.asarray(img * through + air * (1.0 - through), np.float32)


def bloom(img: Array, threshold: float, sigma: float, amount: float) -> Array:
    """Light spilling in lens and film around anything brighter than ``threshold``."""
    bright = np.maximum(img - threshold, 0.0).astype(np.float32)
    glow = blur(bright, sigma) + 0.6 * blur(bright, sigma * 4)
    return np.asarray(img + amount * glow, np.float32)


def vignette(img: Array, amount: float) -> Array:
    """Falling-off of light towards the corners by up to ``amount`` (0..1), as wide lenses and enlargers do."""
    h, w = img.shape
    y = np.linspace(-1, 1, h, dtype=np.float32)[:, None] * np.float32(h / max(h, w))
    x = np.linspace(-1, 1, w, dtype=np.float32)[None, :] * np.float32(w / max(h, w))
    r2 = (x * x + y * y) / np.float32((h * h + w * w) / max(h, w) ** 2)
    return np.asarray(img * (1.0 - amount * r2), np.float32)


def local_contrast(img: Array, sigma: float, amount: float) -> Array:
    """Dodging and burning: raises tones that stand out from their neighbourhood and lowers the others."""
    base = blur(img, sigma)
    return np.asarray(np.maximum(img + amount * (img - base), 0.0), np.float32)


def dodge(img: Array, sigma: float, amount: float) -> Array:
    """Hold back the light from dark regions and burn in the bright ones, as under the enlarger.

    ``amount`` 0 leaves the picture alone, 1 would bring every region of about ``sigma`` pixels to the same tone.
    """
    base = blur(img, sigma)
    level = base / max(float(base.mean()), 1e-9) + 0.02
    return np.asarray(img * level ** np.float32(-amount), np.float32)


def grain(shape: tuple[int, int], size: float, rng: np.random.Generator) -> Array:
    """Clumped film grain with unit deviation; ``size`` is its softness in pixels."""
    g = blur(rng.standard_normal(shape, dtype=np.float32), size)
    g += 0.5 * blur(rng.standard_normal(shape, dtype=np.float32), size * 2.0) * np.float32(2.0)
    return np.asarray(g / g.std(), np.float32)


def make_print(
    img: Array,
    size: tuple[int, int],
    seed: int,
    *,
    black: float = 0.6,
    white: float = 99.6,
    gamma: float = 0.46,
    contrast: float = 0.35,
    grain_amount: float = 0.019,
    grain_size: float = 0.85,
    softness: float = 0.5,
    ink: float = 0.025,
    paper: float = 0.975,
) -> Array:
    """Linear light to print values 0..1 at the final ``size`` (width, height).

    ``black`` and ``white`` are the percentiles printed as deepest black and paper white; ``contrast`` bends the
    curve into the S of a silver-gelatin print; ``ink`` and ``paper`` are the values of those two ends.
    """
    width, height = size
    if (img.shape[1], img.shape[0]) != size:
        img = resize(img, width, height)
    img = blur(img, softness)
    lo, hi = (float(v) for v in np.percentile(img[::3, ::3], (black, white)))
    t = np.clip((img - lo) / (hi - lo), 0.0, None) ** np.float32(gamma)
    t = np.where(t < 0.8, t, 0.8 + 0.2 * (1.0 - np.exp(-(t - 0.8) / 0.2)) * 1.1)  # shoulder of the film
    t = np.clip(t, 0.0, 1.0)
    t = (1.0 - contrast) * t + contrast * t * t * (3.0 - 2.0 * t)
    density = grain((height, width), grain_size * width / 3000 + 0.25, np.random.default_rng(seed))
    # Grain shows most in the greys and least in clear highlights and full blacks.
    t = t + density * np.float32(grain_amount * min(1.0, width / 1900)) * (0.35 + 2.6 * t * (1.0 - t) + 0.1)
    return np.asarray(np.clip(ink + (paper - ink) * t, 0.0, 1.0), np.float32)
