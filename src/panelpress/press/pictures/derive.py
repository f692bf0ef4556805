"""Press pictures: from a photograph as it was supplied to the bytes that are printed, made once and kept by content."""

from __future__ import annotations

import io
import json
import zlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
import simplejpeg
from PIL import Image, ImageCms, features
from PIL import __version__ as pillow_version

from panelpress.ground.diagnostics import Diagnostic, Level
from panelpress.ground.files import canonical, digest, digest_file
from panelpress.ground.units import pixels_for
from panelpress.press.pictures.ingest import Original, ingest
from panelpress.press.pictures.remarks import tinted, too_much_ink, untagged
from panelpress.press.pictures.resample import resampled, sharpened, target_size
from panelpress.press.pictures.separate import separate

if TYPE_CHECKING:
    from panelpress.ground.files import Cache
    from panelpress.press.conditions import Condition
    from panelpress.press.pictures.ingest import Ingested, Pixels
    from panelpress.press.pictures.remarks import Said
    from panelpress.press.pictures.separate import Separated
    from panelpress.press.recipe import Wanted

_RECIPE = 4  # change it when the way a picture is made changes
_TOO_FINE = 2.0  # times the pixels wanted: a press-encoded picture with more is resampled instead of passed through
_PRIVATE = {0xE1, 0xED, 0xFE}  # JPEG segments: EXIF and XMP, IPTC, comments
_UP = 2  # PNG's predictor "up" (ISO 15948, 9.2), which packs a photograph's rows best for its cost


@dataclass(frozen=True)
class PressPicture:
    """A picture ready for the press, in DeviceGray or DeviceCMYK.

    Attributes:
        key: names it at this size.
        data: a JPEG without EXIF, or, packed without loss, the rows of a PNG stream (predictor 15).
        lossless: which of the two.
        width: pixels across.
        height: pixels down.
        channels: 1 or 4.
        notes: what an editor should know of it.
    """

    id: str
    key: str
    data: bytes
    lossless: bool
    width: int
    height: int
    channels: int
    source_digest: str
    notes: tuple[Diagnostic, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of what is printed."""
        return digest(self.data)


def press_picture(wanted: Wanted, press: Condition, cache: Cache) -> PressPicture:
    """Return the press picture, from the cache when the same original was made for the same place before.

    Raises:
        PanelpressError: with exit code 1, when the picture cannot be printed as it is.
    """
    original = Original(wanted.id, wanted.path, wanted.file, wanted.span)
    try:
        source = digest_file(wanted.path)
    except OSError as refused:
        raise original.reject("picture/unreadable", f"cannot be read: {refused.strerror}", "supply it again") from None
    key = digest(canonical(_recipe(wanted, source, press)))
    with cache.making(key):
        kept = cache.get(key)
        if kept is None:
            kept = _packed(_make(wanted, original, press))
            cache.put(key, kept)
    return _unpacked(kept, wanted, source)


def _recipe(wanted: Wanted, source: str, press: Condition) -> dict[str, object]:
    """Return everything a press picture's bytes depend on."""
    return {
        "made by": _RECIPE,
        "source": source,
        "width": wanted.width_mm,
        "height": wanted.height_mm,
        "ppi": wanted.ppi,
        "quality": wanted.quality,
        "treatment": asdict(wanted.treatment),
        "profile": press.digest,
        "pillow": pillow_version,
        "decoder": simplejpeg.__version__,
        "numpy": np.__version__,
        "lcms": features.version("littlecms2"),
        "jpeg": features.version("jpg"),
    }


@dataclass(frozen=True)
class _Made:
    data: bytes
    lossless: bool
    shape: tuple[int, int, int]
    notes: tuple[Said, ...]


def _packed(made: _Made) -> bytes:
    head = canonical({"lossless": made.lossless, "shape": made.shape, "notes": made.notes})
    return head + b"\n" + made.data


def _unpacked(kept: bytes, wanted: Wanted, source: str) -> PressPicture:
    head, _, data = kept.partition(b"\n")
    said = json.loads(head)
    width, height, channels = said["shape"]
    notes = tuple(
        Diagnostic(id, Level[level], f"photograph `{wanted.id}` (photos/{wanted.file}) {what}", help, span=wanted.span)
        for id, level, what, help in said["notes"]
    )
    return PressPicture(wanted.id, wanted.key, data, said["lossless"], width, height, channels, source, notes)


def _make(wanted: Wanted, original: Original, press: Condition) -> _Made:
    place = (pixels_for(wanted.width_mm, wanted.ppi), pixels_for(wanted.height_mm, wanted.ppi))
    got = ingest(original, place)
    if wanted.treatment.as_supplied and got.mode == "RGB":
        raise original.reject(
            "picture/as-supplied",
            "is RGB: it cannot go to the press as it was supplied",
            "supply it in the press's CMYK or in grey, or take `black: as-supplied` out",
        )
    if _passes(got, wanted, place, press):
        width, height = got.size
        notes = _notes(got, wanted, separate(got.pixels, got.icc, wanted.treatment, press), passed=True)
        return _Made(_without_private(got.encoded), lossless=False, shape=(width, height, _channels(got)), notes=notes)
    pixels = _sized(got, wanted, place)
    try:
        inked = separate(pixels, got.icc, wanted.treatment, press)
    except (ImageCms.PyCMSError, OSError):
        raise original.reject(
            "picture/profile",
            "its embedded colour profile cannot be used",
            "open it in an image editor, convert it to sRGB or Gray Gamma 2.2, and save it again",
        ) from None
    _judge_colour(wanted, original, inked)
    data = _rows(inked.pixels) if wanted.treatment.lossless else _jpeg(inked.pixels, wanted.quality)
    height, width = inked.pixels.shape[:2]
    channels = 1 if inked.pixels.ndim == 2 else 4
    return _Made(data, wanted.treatment.lossless, (width, height, channels), _notes(got, wanted, inked, passed=False))


def _channels(got: Ingested) -> int:
    return 1 if got.pixels.ndim == 2 else got.pixels.shape[2]


def _passes(got: Ingested, wanted: Wanted, place: tuple[int, int], press: Condition) -> bool:
    """Tell whether the supplied file itself goes to the press: its inks are meant for it, upright, and not far too fine."""
    treatment = wanted.treatment
    meant = treatment.as_supplied or (got.mode == "CMYK" and press.is_of(got.icc))
    fits = max(got.size[0] / place[0], got.size[1] / place[1]) <= _TOO_FINE
    return (
        meant and fits and got.format == "JPEG" and got.mode != "RGB" and got.turn == 1 and treatment.plain
    ) and not treatment.lossless


def _sized(got: Ingested, wanted: Wanted, place: tuple[int, int]) -> Pixels:
    """Crop, mirror, resample and sharpen, as far as it is asked for."""
    treatment = wanted.treatment
    width, height = got.size
    left, top, right, bottom = treatment.crop or (0.0, 0.0, 1.0, 1.0)
    region = (left * width, top * height, right * width, bottom * height)
    size = target_size(region[2] - region[0], region[3] - region[1], place)
    if size == (round(region[2] - region[0]), round(region[3] - region[1])):  # not resampled: whole pixels
        region = (round(region[0]), round(region[1]), round(region[0]) + size[0], round(region[1]) + size[1])
    gamma = 1.0 if got.mode == "CMYK" else None if got.mode == "RGB" or got.icc else 2.2
    pixels = resampled(got.pixels, region, size, gamma)
    if treatment.flip:
        pixels = pixels[:, ::-1]
    if treatment.sharpen and got.mode != "CMYK":
        pixels = sharpened(np.ascontiguousarray(pixels), 25.4 * size[0] / wanted.width_mm)
    return np.ascontiguousarray(pixels)


def _judge_colour(wanted: Wanted, original: Original, inked: Separated) -> None:
    """Refuse to print a colour photograph in black ink, whoever asks for it."""
    treatment = wanted.treatment
    if (treatment.only_black or treatment.tint is not None) and inked.cast.kind == "colour":
        raise original.reject(
            "picture/colour",
            "is in colour: printing it in black ink would be another picture",
            "take `black:` out of its caption and `tint:` out of the layout, or supply it in black and white",
        )


def _notes(got: Ingested, wanted: Wanted, inked: Separated, *, passed: bool) -> tuple[Said, ...]:
    """Return what an editor should know."""
    found = []
    treatment = wanted.treatment
    if got.icc is None and not treatment.as_supplied:
        found.append(untagged(got.mode))
    if inked.cast.kind == "tint" and not treatment.only_black:
        found.append(tinted(inked.cast.a, inked.cast.b))
    if inked.total_ink > treatment.max_ink + 0.5:
        remade = not passed and not treatment.as_supplied
        found.append(too_much_ink(inked.total_ink, treatment.max_ink, remade=remade))
    return tuple(found)


def _jpeg(pixels: Pixels, quality: int) -> bytes:
    out = io.BytesIO()
    mode = "L" if pixels.ndim == 2 else "CMYK"
    Image.fromarray(pixels, mode).save(out, "JPEG", quality=quality, subsampling=0, optimize=False)
    return out.getvalue()


def _rows(pixels: Pixels) -> bytes:
    """Pack pixels without loss: each row as its difference to the one above, then deflated."""
    rows = pixels.reshape(pixels.shape[0], -1)
    up = rows.copy()
    up[1:] -= rows[:-1]
    tagged = np.empty((rows.shape[0], rows.shape[1] + 1), np.uint8)
    tagged[:, 0] = _UP
    tagged[:, 1:] = up
    return zlib.compress(tagged.tobytes(), 6)


def _without_private(jpeg: bytes) -> bytes:
    """Return a JPEG without the segments that speak of people and places; without such segments, the very same bytes."""
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] not in _PRIVATE:
            kept.append(jpeg[at:end])
        at = end
    return b"".join((*kept, jpeg[at:]))


def on_page(picture: PressPicture) -> bytes:
    """Return the picture that stands on the page while it is laid out: its JPEG, or one pixel that keeps its place."""
    return picture.data if not picture.lossless else keeper()


def keeper() -> bytes:
    """Return a one-pixel picture that keeps a place while the page is laid out."""
    out = io.BytesIO()
    Image.new("L", (1, 1), 255).save(out, "JPEG")
    return out.getvalue()
