"""How much detail a photograph really holds, measured on its pixels: enlargement, recompression, clipping, edges, screens.

Everything is measured on sampled rows and tiles of the original's luminance, so a picture of 20 megapixels costs a fraction
of a second and a few tens of megabytes. There is no chance in it: the same pixels give the same figures. What the figures
mean to an editor is said by ``remarks`` in ``facts/detail.py``; the limits here were found with ``tools/tune_detail.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from panelpress.facts.detail import BORDER, SCREEN, Detail, Edges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]
    Floats = NDArray[np.floating]

_SAMPLE: Final = 1_200_000  # px looked at by a measure that reads whole rows
_TILE: Final = 128  # px: 64 frequencies up to Nyquist's, small enough to lie wholly within what is in focus
_TILES: Final = 64  # the sharpest ones, whose spectra are taken
_POOLED: Final = 16  # a picture is as fine as its finest places: the spectra (of 128) that are believed

# Enlargement. A photograph's differences have a flat spectrum times the lens's; an enlargement by f ends at 0.5 / f.
_PLATEAU: Final = (10, 25)  # bins of 1/128 cycle a px: below, blurred backgrounds hide what is sharp before them
_FALL: Final = 6.5  # dB below its plateau a spectrum is taken to end: kernels cross it near 0.5 / f, sharp lenses late
_CONTRAST: Final = 15.0  # times rounding's power: a tile with less could not show the fall
_SOFT: Final = 1.72  # alone, an end before 0.5 / 1.72: sharp photographs reach 0.5 / 1.64, half of doublings 0.5 / 2.1
_SOFT_TRACED: Final = 1.35  # with a rhythm that resampling left (Gallagher 2005)
_RHYTHM: Final = 4.5  # its peak over the median: chance gives up to 4, a factor of 1.5 saved as JPEG q90 5 to 17
_SOFT_EVEN: Final = 1.55  # with steps that alternate, which is all that a factor of 2 leaves
_EVEN: Final = 0.03  # how much they do, in logarithms: 0.01 in the median photograph, 0.05 to 0.4 after a doubling
_SLOWEST: Final = 0.14  # cycles a px: slower rhythms are subjects (fences, waves) and factors below 1.16
_EARLY: Final = 1.15  # kernels let the spectrum fall this much before 0.5 / f: the median of all made enlargements
_AGREES: Final = (0.9, 1.9)  # the end found, over the factor that the rhythm names: kernels end early, not late

# JPEG (ITU-T T.81): coefficients of 8 px blocks come in multiples of their step.
_LUMINANCE: Final = {
    (0, 1): 11,
    (1, 0): 12,
    (1, 1): 12,
    (0, 2): 10,
    (2, 0): 14,
    (1, 2): 14,
    (2, 1): 13,
    (0, 3): 16,
    (3, 0): 14,
}
_LUMINANCE_SUM: Final = 3688  # of table K.1's 64 steps, at quality 50
_BLOCKS: Final = 3000
_STEPS: Final = np.arange(4, 81)  # finer ones are of good qualities, and drown in rounding
_COMBED: Final = 0.45  # mean cosine: 1 on the multiples, 0 without a step; 60 values give 0.09 by chance
_FEW: Final = 60

_BLACK: Final = 5  # a white or black end that is farther off is the scan's tone, not clipping
_CELLS: Final = 30_000

_BORDER_TONE: Final = 45  # grey levels from black (or white): lids and black card scan as 5 to 35
_BORDER_STEP: Final = 15  # levels the picture stands off its border; 22 loses one framed picture in seven more
_BORDER_NOISE: Final = 6.0  # levels of standard deviation within it, five lines averaged: beams and trunks have more
_BORDER_DRIFT: Final = 3.0  # levels of standard deviation from line to line: shores and horizons have more

_WINDOW: Final = np.hanning(_TILE + 1)[:-1].astype(np.float32)
_COARSEST: Final = 9.8  # px: from there on up, planks, cables and waves are as regular as screens


def measure_detail(grey: Grey, *, jpeg_tables: Sequence[Sequence[int]] | None = None) -> Detail:
    """Measure a picture's luminance as it was supplied.

    Args:
        grey: H × W, 0 is black; only read.
        jpeg_tables: a JPEG's quantisation tables, the luminance's first, of 64 steps each, as the values of Pillow's
            ``Image.quantization`` (natural order since Pillow 8.3; only their sum counts, so zigzag order does as well).
    """
    height, width = grey.shape
    black, white = _borders(grey)
    cut = [max(pair) for pair in zip(black, white, strict=True)]
    inside = grey[cut[0] : height - cut[2], cut[3] : width - cut[1]]
    if min(inside.shape) < 2 * _TILE:
        inside = grey
    highlights, shadows = _clipped(inside)
    lines = (_lines(inside), _lines(inside.T)) if min(inside.shape) >= 2 * _TILE else None
    tiles = _sharpest(inside)
    softness = _softness(tiles)
    ratio, period = max(_screen(tiles[: _TILES // 2]), _screen(_spread(inside)))
    factor, resampled = 1.0, False
    if lines and ratio < SCREEN:  # the spectrum of a screen's dots is not that of a photograph
        factor, resampled = _enlarged(softness, *_traces(*lines))
    return Detail(
        width=width,
        height=height,
        enlarged_factor=round(factor, 2),
        resampled=resampled,
        softness=round(softness, 2),
        jpeg_quality=_table_quality(jpeg_tables[0]) if jpeg_tables else None,
        pixel_quality=_pixel_quality(inside, *lines) if lines else None,
        blockiness=round(_blockiness(*lines), 3) if lines else 0.0,
        clipped_highlights=round(highlights, 4),
        blocked_shadows=round(shadows, 4),
        black_border=Edges(*black),
        white_border=Edges(*white),
        screen_ratio=round(ratio, 1),
        screen_period=round(period, 2),
    )


class _Lines(NamedTuple):
    """What the sampled rows of a picture are on the average, by column; ``first[n]`` is the step from column n+1 to n+2."""

    second: Floats  # the second difference
    first: Floats  # the difference
    excess: Floats  # the difference over the mean of those beside it
    tops: Floats  # the share of rows where it is larger than both beside it


def _lines(grey: Grey) -> _Lines:
    """Measure by an odd number of rows apart, so that no colour filter's or coder's rhythm falls in with the sampling."""
    apart = max(1, -(-grey.size // _SAMPLE)) | 1
    rows = grey[min(apart // 2, len(grey) - 1) :: apart].astype(np.int16)
    first = np.abs(np.diff(rows, axis=1))
    second = np.minimum(np.abs(np.diff(rows, 2, axis=1)), 64)
    tops = (first[:, 1:-1] > np.maximum(first[:, :-2], first[:, 2:])).mean(axis=0)
    np.minimum(first, 32, out=first)
    mean = first.mean(axis=0)
    return _Lines(second.mean(axis=0), mean[1:-1], mean[1:-1] - (mean[:-2] + mean[2:]) / 2, tops)


def _folded(values: Floats) -> Floats:
    """Return the mean of values at each of the 8 places of a period of 8."""
    mean: Floats = values[: len(values) // 8 * 8].reshape(-1, 8).mean(axis=0)
    return mean


# -- tiles ----------------------------------------------------------------------------------------------------------------


def _sharpest(grey: Grey) -> Floats:
    """Return the tiles with the strongest fine detail, sharpest first."""
    down, across = grey.shape[0] // _TILE, grey.shape[1] // _TILE
    if not down or not across:
        return np.zeros((0, _TILE, _TILE), np.float32)
    apart = max(4, min(32, grey.size // (2 * _SAMPLE)))
    scores = np.zeros((down, across))
    for row in range(down):
        band = grey[row * _TILE : (row + 1) * _TILE : apart, : across * _TILE].astype(np.int16)
        bend = np.abs(np.diff(band, 2, axis=1, prepend=0, append=0)[:, : across * _TILE])
        scores[row] = bend.reshape(len(band), across, _TILE).mean(axis=(0, 2))
    best = np.argsort(-scores, axis=None, kind="stable")[:_TILES]
    return _cut(grey, [divmod(int(i), across) for i in best])


def _spread(grey: Grey) -> Floats:
    """Return 36 tiles spread evenly, for what goes through the whole picture."""
    if min(grey.shape) < _TILE:
        return np.zeros((0, _TILE, _TILE), np.float32)
    down, across = (np.linspace(0, side / _TILE - 1, 8)[1:-1] for side in grey.shape)
    return _cut(grey, [(y, x) for y in down for x in across])


def _cut(grey: Grey, places: Sequence[tuple[float, float]]) -> Floats:
    corners = [(int(y * _TILE), int(x * _TILE)) for y, x in places]
    return np.stack([grey[y : y + _TILE, x : x + _TILE] for y, x in corners]).astype(np.float32)


# -- enlargement ----------------------------------------------------------------------------------------------------------


def _softness(tiles: Floats) -> float:
    """Return 0.5 over the frequency (cycles a px) where the sharpest places' detail ends, 1.0 where it does not.

    Rows and columns are judged apart: a sharp upright edge shows in the rows alone.
    """
    window = np.hanning(_TILE + 1)[1:-1].astype(np.float32)
    turn = 2 * np.pi * np.arange(_TILE // 2 + 1) / _TILE
    rounding = float((window**2).sum()) * (2 - 2 * np.cos(turn)) / 12  # the power of rounding to whole greys
    powers = []
    for lines in (tiles, tiles.transpose(0, 2, 1)):
        spectrum = np.fft.rfft(np.diff(lines, axis=2) * window, _TILE, axis=2)
        powers.append((spectrum.real**2 + spectrum.imag**2).mean(axis=1))
    power = np.maximum(np.concatenate(powers) - rounding, 0.1 * rounding.mean())
    plain = power[:, 4:16].mean(axis=1)
    seen = plain > _CONTRAST * rounding.mean()
    if seen.sum() < 4:
        return 1.0
    relative = 10 * np.log10(power[seen] / plain[seen, None])
    best = np.argsort(-relative[:, 24:60].mean(axis=1), kind="stable")[:_POOLED]
    pooled = relative[best].mean(axis=0)
    for grid in (16, 32, 48):  # blocks of 8 px stand out at these
        pooled[grid - 1 : grid + 2] = np.linspace(pooled[grid - 2], pooled[grid + 2], 3)
    pooled[-2:] = pooled[-3]
    pooled = np.convolve(np.pad(pooled, 2, mode="edge"), np.ones(5) / 5, "valid")
    first, last = _PLATEAU
    top = first + int(pooled[first:last].argmax())
    below = np.flatnonzero(pooled[top:] < pooled[top] - _FALL)
    return float(_TILE / 2 / (top + below[0])) if len(below) else 1.0


def _traces(rows: _Lines, columns: _Lines) -> tuple[list[float], float]:
    """Return the rhythms that resampling left (cycles a px), and how strongly steps alternate.

    An interpolated value varies less than a measured one, so differences swell with the period of the enlargement. A factor
    of 2 that keeps the centres of pixels has no such rhythm in the second difference, but steps within and across old pixels
    alternate; that is read off beside the JPEG grid, whose harmonic it would be.
    """
    bins = min(512, min(len(rows.second), len(columns.second)) // 2 - 1)
    frequency = np.arange(bins + 1) / (2 * bins)
    strength = np.sqrt(_beat(rows.second, bins) * _beat(columns.second, bins))
    free = (np.abs(frequency * 8 - np.round(frequency * 8)) > 0.04) & (frequency >= _SLOWEST)
    ratio = np.where(free, strength / max(float(np.median(strength[free])), 1e-9), 0)
    limit = max(_RHYTHM, ratio.max() / 2)
    rhythms = [float(frequency[i]) for i in np.argsort(-ratio, kind="stable")[:8] if ratio[i] >= limit]
    return rhythms, min(_alternation(rows), _alternation(columns))


def _beat(second: Floats, bins: int) -> Floats:
    """Return the amplitudes of a mean difference's rhythm at 0 to 0.5 cycles a px, in ``bins`` + 1 steps."""
    level = np.log(second + 0.05)
    level -= np.convolve(level, np.ones(15) / 15, "same")
    limit = 3 * level.std()
    amplitude = np.abs(np.fft.rfft(level.clip(-limit, limit) * np.hanning(len(level))))
    beat = np.zeros(bins + 1)
    np.maximum.at(beat, np.round(np.arange(len(amplitude)) * (2 * bins / len(level))).astype(int), amplitude)
    return beat


def _alternation(lines: _Lines) -> float:
    grid = int(_folded(lines.tops).argmax())
    places = np.roll(_folded(np.log(lines.first + 0.05)), -grid)  # the first is the JPEG grid's, if there is one
    return float(abs(places[2:7] @ (-1, 2, -2, 2, -1)) / 4)


def _enlarged(softness: float, rhythms: list[float], alternation: float) -> tuple[float, bool]:
    """Return the linear factor of enlargement, 1.0 without a sign of it, and whether resampling left its trace."""
    named = [f for r in rhythms for f in (1 / (1 - r), 1 / r) if _AGREES[0] <= softness / f <= _AGREES[1]]
    if named and softness >= _SOFT_TRACED:
        return min(named, key=lambda f: abs(np.log(softness / f / _EARLY))), True
    if alternation >= _EVEN and _SOFT_EVEN <= softness <= 2 * _AGREES[1]:
        return 2.0, True
    return (softness / _EARLY, False) if softness >= _SOFT else (1.0, False)


# -- JPEG -----------------------------------------------------------------------------------------------------------------


def _table_quality(table: Sequence[int]) -> int:
    """Return libjpeg's quality (jcparam.c) whose luminance table has nearly the same sum."""
    return _quality(100 * sum(table) / _LUMINANCE_SUM)


def _quality(percent: float) -> int:
    """Return libjpeg's quality for steps that are so many per cent of table K.1's."""
    return round(min(100.0, max(1.0, (200 - percent) / 2 if percent <= 100 else 5000 / percent)))


def _blockiness(rows: _Lines, columns: _Lines) -> float:
    excess = [_folded(lines.excess) for lines in (rows, columns)]
    return float(np.mean([max(0.0, e.max() - np.median(e)) for e in excess]))


def _pixel_quality(grey: Grey, rows: _Lines, columns: _Lines) -> int | None:
    """Return the worst quality whose steps the pixels still show, also after a crop and a better JPEG; None without a sign."""
    across, down = (np.argsort(-_folded(lines.tops), kind="stable")[:2] + 2 for lines in (rows, columns))
    found = [_combed(grey[y % 8 :, x % 8 :]) for y in down for x in across]
    return min((q for q in found if q is not None), default=None)


def _combed(grey: Grey) -> int | None:
    down, across = grey.shape[0] // 8, grey.shape[1] // 8
    apart = max(1, int((down * across / _BLOCKS) ** 0.5))
    blocks = grey[: down * 8, : across * 8].reshape(down, 8, across, 8)[apart // 2 :: apart, :, apart // 2 :: apart]
    blocks = blocks.transpose(0, 2, 1, 3).reshape(-1, 8, 8).astype(np.float64)
    blocks = blocks[(blocks.min(axis=(1, 2)) > 0) & (blocks.max(axis=(1, 2)) < 255)]  # clipping moves off the steps
    turns = np.cos(np.arange(8)[:, None] * (2 * np.arange(8) + 1) * np.pi / 16) / 2
    turns[0] /= np.sqrt(2)
    sizes = np.arange(801) / 4
    beyond = sizes > 0.4 * _STEPS[:, None]
    comb = np.where(beyond, np.cos(2 * np.pi * sizes / _STEPS[:, None]), 0)
    qualities = []
    for (v, u), unit in _LUMINANCE.items():
        values = np.abs(turns[v] @ blocks @ turns[u])
        counts = np.bincount(np.minimum(np.round(values * 4), 800).astype(int), minlength=801)
        used = beyond @ counts
        fit = np.where(used >= _FEW, comb @ counts / np.maximum(used, 1), 0)
        if (fit > _COMBED).any():
            last = int(np.flatnonzero(fit > _COMBED)[-1])
            near = max(0, last - int(_STEPS[last]) // 5)  # a step a little too large fits the first multiples as well
            qualities.append(_quality(100 * int(_STEPS[near + fit[near : last + 1].argmax()]) / unit))
    return round(float(np.median(qualities))) if 2 * len(qualities) > len(_LUMINANCE) else None


# -- tone, edges, screens -------------------------------------------------------------------------------------------------


def _clipped(grey: Grey) -> tuple[float, float]:
    """Return the shares of the area that are flat at the white and at the black end.

    A patch of 8 × 8 px counts where all of it is at the end, and only with all 8 patches around some patch beside it: a
    lamp's spark or a black crack is none, a burnt-out sky is.
    """
    side = max(8, int((grey.size / _CELLS) ** 0.5))
    down, across = grey.shape[0] // side, grey.shape[1] // side
    if min(down, across) < 3:
        return 0.0, 0.0
    cells = grey[: down * side, : across * side].reshape(down, side, across, side)
    start = (side - 8) // 2
    patches = cells[:, start : start + 8, :, start : start + 8].transpose(0, 2, 1, 3).reshape(down, across, 64)
    shares = np.bincount(patches[:, :, ::3].ravel(), minlength=256) / (down * across * 22)
    used = np.flatnonzero(shares >= 0.0005)
    low, high = (int(used[0]), int(used[-1])) if len(used) else (255, 0)
    highlights = _opened(patches.min(axis=2) >= high - 1) if high >= 255 - _BLACK else 0.0
    return highlights, _opened(patches.max(axis=2) <= low + 1) if low <= _BLACK else 0.0


def _opened(flat: NDArray[np.bool_]) -> float:
    """Return the share of cells that lie in squares of 3 × 3 flat ones."""
    heart = flat[:-2] & flat[1:-1] & flat[2:]
    heart = heart[:, :-2] & heart[:, 1:-1] & heart[:, 2:]
    kept = np.zeros_like(flat)
    for y in range(3):
        for x in range(3):
            kept[y : y + heart.shape[0], x : x + heart.shape[1]] |= heart
    return float(kept.mean())


def _borders(grey: Grey) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the width in px of black and of white borders at top, right, bottom, left."""
    views = (grey.T, grey[:, ::-1], grey[::-1].T, grey)
    black, white = (tuple(_border(view, white=white) for view in views) for white in (False, True))
    return black, white


def _border(lines: Grey, *, white: bool) -> int:
    """Return how far from the start of its lines a picture is an even black (or white) that ends along a straight line."""
    at = ((np.arange(64) + 0.5) * len(lines) / 64).astype(int) + np.arange(-2, 3)[:, None]  # five beside each other
    deep = min(lines.shape[1] // 4, 2000)
    strip = lines[at.clip(0, len(lines) - 1), :deep].mean(axis=0, dtype=np.float32)
    strip = 255 - strip if white else strip
    if strip.shape[1] < 2 * BORDER:
        return 0
    tone = float(np.percentile(strip[:, :3], 30))
    lit = strip > tone + _BORDER_STEP
    ends = lit[:, :-1] & lit[:, 1:]
    length = np.where(ends.any(axis=1), ends.argmax(axis=1), 0)
    has = np.flatnonzero(length)
    if tone > _BORDER_TONE or len(has) < 32:
        return 0
    half = len(has) // 2
    slope = np.median((length[has[half:]] - length[has[: len(has) - half]]) / (has[half:] - has[: len(has) - half]))
    start = np.median(length[has] - slope * has)
    straight = np.abs(length[has] - slope * has - start) <= 2.5
    even = strip[has, : max(1, int(0.8 * np.median(length[has])))]
    depth = strip.shape[1] - 1
    step = strip[has, np.minimum(length[has] + 3, depth)] - strip[has, np.maximum(length[has] - 3, 0)]
    if straight.mean() < 0.6 or np.median(step[straight]) < _BORDER_STEP:
        return 0
    if even.std() > _BORDER_NOISE or even.mean(axis=1).std() > _BORDER_DRIFT:
        return 0
    width = int(np.ceil(max(start, start + 63 * slope))) + 1
    return width if width > BORDER else 0


def _screen(tiles: Floats) -> tuple[float, float]:
    """Return the strongest narrow peak in the spectrum over its surround, in dB, and its period in px."""
    if not len(tiles):
        return 0.0, 0.0
    even = tiles - tiles.mean(axis=(1, 2), keepdims=True)
    half = np.zeros((_TILE, _TILE // 2 + 1))
    for start in range(0, len(tiles), 8):  # few at a time, for the memory
        spectra = np.fft.rfft2(even[start : start + 8] * _WINDOW[:, None] * _WINDOW)
        half += 10 * np.log10(spectra.real**2 + spectra.imag**2 + 10).sum(axis=0)
    other = np.roll(half[::-1], 1, axis=0)[:, -2:0:-1]  # a real picture's spectrum is the same at -x, -y
    decibels = np.fft.fftshift(np.concatenate([half, other], axis=1) / len(tiles))
    ring = (_sums(decibels, 6) - _sums(decibels, 2)) / (13**2 - 5**2)
    y, x = np.mgrid[-_TILE // 2 : _TILE // 2, -_TILE // 2 : _TILE // 2]
    fine = np.hypot(x, y) > _TILE / _COARSEST
    on_grid = (np.abs((x + 8) % 16 - 8) <= 1) & (np.abs((y + 8) % 16 - 8) <= 1)  # JPEG blocks
    peak = np.where(fine & ~on_grid, decibels - ring, 0)
    at = int(peak.argmax())
    return float(peak.flat[at]), float(_TILE / np.hypot(x.flat[at], y.flat[at]))


def _sums(values: Floats, reach: int) -> Floats:
    """Return the sums over squares of 2 × reach + 1, going round at the sides."""
    padded = np.pad(values, ((reach + 1, reach), (reach + 1, reach)), mode="wrap").cumsum(0).cumsum(1)
    size = 2 * reach + 1
    total: Floats = padded[size:, size:] - padded[:-size, size:] - padded[size:, :-size] + padded[:-size, :-size]
    return total
