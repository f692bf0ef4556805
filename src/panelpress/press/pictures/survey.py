"""Survey an original: one strict decode, everything that can be told of it, and a thumbnail; kept by the file's digest."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import simplejpeg
from PIL import Image, ImageCms
from PIL import __version__ as pillow_version

from panelpress.facts.detail import Detail, Edges
from panelpress.facts.photo import PhotoFacts
from panelpress.ground.files import canonical, digest, digest_file
from panelpress.press.pictures.detail import measure_detail
from panelpress.press.pictures.ingest import Original, ingest
from panelpress.press.pictures.separate import measure_cast

if TYPE_CHECKING:
    from panelpress.ground.files import Cache
    from panelpress.press.pictures.ingest import Ingested, Pixels

_RECIPE = 2  # change it when what is measured changes
_THUMBNAIL = 360  # px, the longer side
_JUDGED = 2400  # px: colour is judged on a picture no larger than this


@dataclass(frozen=True)
class Surveyed:
    """What is known of an original, and a small sRGB JPEG of it."""

    facts: PhotoFacts
    thumbnail: bytes


def survey(original: Original, cache: Cache) -> Surveyed:
    """Return everything that can be told of an original.

    Raises:
        PanelpressError: with exit code 1, when it cannot be printed as it is.
    """
    try:
        source = digest_file(original.path)
    except OSError as refused:
        raise original.reject("picture/unreadable", f"cannot be read: {refused.strerror}", "supply it again") from None
    key = digest(canonical(["survey", _RECIPE, source, pillow_version, simplejpeg.__version__, np.__version__]))
    with cache.making(key):
        if kept := cache.get(key):
            return _unpacked(kept)
        made = _survey(original)
        cache.put(key, _packed(made))
        return made


def _packed(made: Surveyed) -> bytes:
    return canonical({"facts": asdict(made.facts), "thumbnail": base64.b64encode(made.thumbnail).decode()})


def _unpacked(kept: bytes) -> Surveyed:
    said = json.loads(kept)
    facts = said["facts"]
    detail = facts["detail"]
    for border in ("black_border", "white_border"):
        detail[border] = Edges(**detail[border])
    facts["detail"], facts["tint"] = Detail(**detail), tuple(facts["tint"])
    return Surveyed(PhotoFacts(**facts), base64.b64decode(said["thumbnail"]))


def _survey(original: Original) -> Surveyed:
    got = ingest(original)
    width, height = got.size
    small = _small(got)
    cast_of = measure_cast(_judged(got.pixels), got.icc if got.mode == "RGB" else None)
    grey = _luminance(got.pixels)
    facts = PhotoFacts(
        width=width,
        height=height,
        format=got.format,
        mode=got.mode,
        bits=got.bits,
        profile=_profile_name(got.icc),
        turn=got.turn,
        octets=got.octets,
        sha256=got.sha256,
        chroma=cast_of.kind,
        tint=(cast_of.a, cast_of.b),
        location=got.location,
        personal=got.personal,
        fingerprint=_fingerprint(small),
        detail=measure_detail(grey, jpeg_tables=got.tables or None),
    )
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80)
    return Surveyed(facts, out.getvalue())


def _judged(pixels: Pixels) -> Pixels:
    step = max(1, max(pixels.shape[:2]) // _JUDGED)
    return np.ascontiguousarray(pixels[::step, ::step])


def _luminance(pixels: Pixels) -> Pixels:
    """Return a picture's luminance, 0 black, in strips: ITU-R BT.601 weights for RGB, paper less ink for CMYK."""
    if pixels.ndim == 2:
        return pixels
    out = np.empty(pixels.shape[:2], np.uint8)
    weights = np.array([77, 151, 28] if pixels.shape[2] == 3 else [77, 151, 28, 256], np.uint32)
    for top in range(0, len(out), 256):
        summed = (pixels[top : top + 256] * weights).sum(axis=2) >> 8
        out[top : top + 256] = summed if pixels.shape[2] == 3 else 255 - np.minimum(summed, 255)
    return out


def _small(got: Ingested) -> Image.Image:
    """Return a thumbnail in sRGB."""
    step = max(1, max(got.size) // (2 * _THUMBNAIL))
    picture = Image.fromarray(np.ascontiguousarray(got.pixels[::step, ::step]), got.mode)
    picture.thumbnail((_THUMBNAIL, _THUMBNAIL), Image.Resampling.BICUBIC)
    if got.icc and got.mode != "L":
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(got.icc))
            transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), got.mode, "RGB")
            return cast("Image.Image", ImageCms.applyTransform(picture, transform))
        except (ImageCms.PyCMSError, OSError):
            pass  # the profile is refused where the picture is printed; here its shape will do
    return picture.convert("RGB")


def _fingerprint(picture: Image.Image) -> int:
    small = np.asarray(picture.convert("L").resize((9, 8), Image.Resampling.BOX)).astype(int)
    bits = (small[:, 1:] < small[:, :-1]).ravel()
    return int("".join("1" if bit else "0" for bit in bits), 2)


def _profile_name(icc: bytes | None) -> str:
    if not icc:
        return ""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        return " ".join(ImageCms.getProfileDescription(profile).split())
    except (ImageCms.PyCMSError, OSError):
        return "unreadable profile"
