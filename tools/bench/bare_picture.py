"""The bare calls one colour picture needs: open, resize, convert, save, with Pillow and LittleCMS. Frozen: never make it slower.

Run as ``python bare_picture.py PICTURE PROFILE WIDTH HEIGHT OUT``.
"""

from __future__ import annotations

import sys
import time

from PIL import Image, ImageCms

source, profile, width, height, out = sys.argv[1:]
began = time.perf_counter()
transform = ImageCms.buildTransform(
    ImageCms.createProfile("sRGB"),
    ImageCms.getOpenProfile(profile),
    "RGB",
    "CMYK",
    ImageCms.Intent.RELATIVE_COLORIMETRIC,
    ImageCms.Flags.BLACKPOINTCOMPENSATION,
)
picture = Image.open(source)
picture.load()
small = picture.resize((int(width), int(height)), Image.Resampling.LANCZOS)
inks = ImageCms.applyTransform(small, transform)
assert inks is not None
inks.save(out, "JPEG", quality=92, subsampling=0)
print(f"{time.perf_counter() - began:.3f}")
