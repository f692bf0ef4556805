"""The colour profile the pictures carry: Gray Gamma 2.2, made here, so that no program has to guess how they are meant."""

from __future__ import annotations

import struct

_PCS_WHITE = (0.9642, 1.0, 0.8249)  # D50 (ICC.1:2001-04, 6.1.2)
_NAME = "Gray Gamma 2.2"


def grey_gamma_2_2() -> bytes:
    """Return an ICC version 2 monochrome display profile with a gamma of 2.2 (ICC.1:2001-04, 6.3.3)."""
    text = _NAME.encode() + b"\0"
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(8 + 3 + 67),
        b"cprt": b"text" + bytes(4) + b"CC0\0",
        b"wtpt": b"XYZ " + bytes(4) + struct.pack(">3i", *(round(v * 65536) for v in _PCS_WHITE)),
        b"kTRC": b"curv" + bytes(4) + struct.pack(">IH", 1, round(2.2 * 256)),
    }
    at, table, body = 128 + 4 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        padded = data + bytes(-len(data) % 4)
        table += struct.pack(">4sII", name, at + len(body), len(data))
        body += padded
    size = 128 + len(table) + len(body)
    head = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02400000, b"mntr", b"GRAY", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(4 + 4 + 4 + 4 + 8 + 4)
    head += struct.pack(">3i", *(round(v * 65536) for v in _PCS_WHITE))
    return head + bytes(128 - len(head)) + table + body
