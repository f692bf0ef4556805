"""Functions of one variable, worked out at many places at once (ISO 32000-2, 7.10): what gradients and inks are made by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from panelpress.inspect.objects import number_of

if TYPE_CHECKING:
    import numpy.typing as npt

    Values = npt.NDArray[np.float64]

_DEEPEST = 8


class UnreadableError(Exception):
    """What cannot be told in inks; the message names it."""


def evaluated(function: Any, at: Values, depth: int = 0) -> Values:
    """Return a function of one variable at many places: a row for each (ISO 32000-2, 7.10)."""
    kind = int(number_of(function.get("/FunctionType"), -1))
    domain = _numbers(function, "/Domain", [0.0, 1.0]).tolist()
    at = np.clip(at, domain[0], domain[1])
    if kind == 2:
        start, end = _numbers(function, "/C0", [0.0]), _numbers(function, "/C1", [1.0])
        power = at ** number_of(function.get("/N"), 1.0)
        return start[None, :] + power[:, None] * (end - start)[None, :]
    if kind == 3 and depth < _DEEPEST:
        return _stitched(function, domain, at, depth)
    if kind == 0:
        return _sampled(function, domain, at)
    raise UnreadableError(f"a gradient with a function of type {kind}")


def _numbers(function: Any, key: str, otherwise: list[float]) -> Values:
    values = function.get(key)
    return np.array([number_of(v) for v in values] if values is not None else otherwise, dtype=np.float64)


def _stitched(function: Any, domain: list[float], at: Values, depth: int) -> Values:
    bounds = [domain[0], *_numbers(function, "/Bounds", []).tolist(), domain[1]]
    encode = _numbers(function, "/Encode", []).tolist()
    result: Values | None = None
    which = np.clip(np.searchsorted(bounds[1:-1], at, side="right"), 0, len(bounds) - 2)
    for number, part in enumerate(function.get("/Functions")):
        low, high = bounds[number], bounds[number + 1]
        start, end = encode[2 * number], encode[2 * number + 1]
        share = (at - low) / (high - low) if high > low else np.zeros_like(at)
        values = evaluated(part, start + share * (end - start), depth + 1)
        result = values if result is None else np.where((which == number)[:, None], values, result)
    if result is None:
        raise UnreadableError("a gradient without a function")
    return result


def _sampled(function: Any, domain: list[float], at: Values) -> Values:
    size, bits = _numbers(function, "/Size", []).astype(int).tolist(), int(number_of(function.get("/BitsPerSample"), 8))
    reach = _numbers(function, "/Range", [])
    if len(size) != 1 or bits not in (8, 16) or not len(reach):
        raise UnreadableError("a gradient with samples of an unusual kind")
    kind = np.dtype(np.uint8 if bits == 8 else ">u2")
    table = np.frombuffer(function.read_bytes(), dtype=kind)[: size[0] * (len(reach) // 2)]
    rows = table.reshape(size[0], -1).astype(np.float64) / ((1 << bits) - 1)
    decode = _numbers(function, "/Decode", reach.tolist())
    rows = decode[::2] + rows * (decode[1::2] - decode[::2])
    first, last = _numbers(function, "/Encode", [0.0, size[0] - 1.0]).tolist()
    places = first + (at - domain[0]) / max(domain[1] - domain[0], 1e-9) * (last - first)
    index = np.arange(size[0])
    return np.stack([np.interp(places, index, rows[:, i]) for i in range(rows.shape[1])], axis=1)
