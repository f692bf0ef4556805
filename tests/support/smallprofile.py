"""A press profile of a few kilobytes: what FOGRA39 says at the corners of a coarse grid, moved a little where that is asked."""

from __future__ import annotations

import itertools
import struct

import numpy as np
from PIL import Image, ImageCms

from panelpress.press.conditions import SHIPPED

_INKS, _LABS = 5, 9
"""How many steps the grids have along an ink, and along L*, a* and b*"""


def small_profile(*, lighter: float = 0.0) -> bytes:
    """Return an ICC profile of version 2 for four inks (ICC.1:2001-04, 6.5.8: tables of 8 bits).

    Args:
        lighter: by how much darker colours come out lighter on it, L*, as on a paper that drinks ink.
    """
    fogra = ImageCms.ImageCmsProfile(str(SHIPPED["FOGRA39"]))
    lab = ImageCms.createProfile("LAB")
    relative = ImageCms.Intent.RELATIVE_COLORIMETRIC
    there = ImageCms.buildTransform(fogra, lab, "CMYK", "LAB", relative)
    back = ImageCms.buildTransform(lab, fogra, "LAB", "CMYK", relative)
    seen = _applied(_grid(4, _INKS), "CMYK", there).copy()
    seen[:, 1:] ^= 0x80  # Pillow counts from -128, the tables from 0
    light = seen[:, 0].astype(float)
    seen[:, 0] = np.rint(np.minimum(255, light + lighter * 2.55 * (1 - light / 255))).astype(np.uint8)
    asked = _grid(3, _LABS)
    asked[:, 0] = np.rint(np.clip(asked[:, 0] - lighter * 2.55 * (1 - asked[:, 0] / 255), 0, 255)).astype(np.uint8)
    asked[:, 1:] ^= 0x80
    inks = _applied(asked, "LAB", back)
    return _profile(_table(4, 3, _INKS, seen), _table(3, 4, _LABS, inks))


def _grid(channels: int, steps: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    values = [round(255 * step / (steps - 1)) for step in range(steps)]
    return np.array(list(itertools.product(values, repeat=channels)), dtype=np.uint8)


def _applied(
    colours: np.ndarray[tuple[int, int], np.dtype[np.uint8]], mode: str, way: ImageCms.ImageCmsTransform
) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    picture = Image.frombytes(mode, (len(colours), 1), np.ascontiguousarray(colours).tobytes())
    return np.asarray(np.asarray(ImageCms.applyTransform(picture, way))[0])


def _table(given: int, made: int, steps: int, values: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> bytes:
    matrix = struct.pack(">9i", *(65536 if i % 4 == 0 else 0 for i in range(9)))
    straight = bytes(range(256))
    head = b"mft1" + bytes(4) + bytes([given, made, steps, 0]) + matrix
    return head + straight * given + values.tobytes() + straight * made


def _profile(there: bytes, back: bytes) -> bytes:
    words = b"a small press\0"
    about = b"desc" + bytes(4) + struct.pack(">I", len(words)) + words + bytes(78)
    tags = [
        ((b"desc",), about),
        ((b"cprt",), b"text" + bytes(4) + b"made for tests\0"),
        ((b"wtpt",), b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)),
        ((b"A2B0", b"A2B1", b"A2B2"), there),
        ((b"B2A0", b"B2A1", b"B2A2"), back),
    ]
    listed, body = [], b""
    begin = 128 + 4 + 12 * sum(len(names) for names, _ in tags)
    for names, data in tags:
        listed += [struct.pack(">4sII", name, begin + len(body), len(data)) for name in names]
        body += data + bytes(-len(data) % 4)
    whole = begin + len(body)
    head = struct.pack(">I4sI4s4s4s12s4s", whole, b"none", 0x02400000, b"prtr", b"CMYK", b"Lab ", bytes(12), b"acsp")
    head += bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + struct.pack(">I", len(listed)) + b"".join(listed) + body
