"""Press pictures: from a photograph as it was supplied to the JPEG that is printed, decoded whole, once, never enlarged.

The original is only ever read. What cannot be printed honestly (torn, animated, see-through, far too large) raises a
Diagnostic that says what to supply; half a grey picture never leaves here.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import pikepdf
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError, features
from PIL import __version__ as pillow_version

from panelpress.ground.diagnostics import ExitCode, PanelpressError, error
from panelpress.ground.files import canonical, digest, digest_file
from panelpress.ground.units import pixels_for
from panelpress.press.colour import grey_to_black, is_neutral, to_press
from panelpress.press.shapes import FORMATS, MAX_PIXELS, allow_large

if TYPE_CHECKING:
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.ground.files import Cache
    from panelpress.press.conditions import Condition
    from panelpress.press.recipe import Wanted

_DRAFT_ABOVE = 40_000_000
_RECIPE = 2  # change it when the way a picture is made changes
_MULTIPAGE = {"TIFF", "GIF", "WEBP", "PNG"}
_JUDGED_OCTETS = 1_000_000_000  # a decoded JPEG larger than this is not decoded a second time to be judged
_STARTS = (b"\xff\xd8", b"\x89PNG", b"II*\x00", b"MM\x00*", b"RIFF", b"GIF8", b"BM")
_TORN = "ask for the file again: it was cut off or altered on the way"


@dataclass(frozen=True)
class PressPicture:
    """A picture ready for the press: a JPEG without EXIF or profile, in DeviceGray or DeviceCMYK."""

    id: str
    key: str
    jpeg: bytes
    source_digest: str

    @property
    def digest(self) -> str:
        """SHA-256 of the JPEG."""
        return digest(self.jpeg)


def press_picture(wanted: Wanted, press: Condition, cache: Cache) -> PressPicture:
    """Return the press picture, from the cache when the same original was made for the same place before.

    Raises:
        PanelpressError: with exit code 1, when the picture cannot be printed as it is.
    """
    try:
        source = digest_file(wanted.path)
    except OSError as refused:
        raise _reject(wanted, "picture/unreadable", f"cannot be read: {refused.strerror}", "supply it again") from None
    recipe = {
        "made by": _RECIPE,
        "source": source,
        "width": wanted.width_mm,
        "height": wanted.height_mm,
        "ppi": wanted.ppi,
        "quality": wanted.quality,
        "profile": press.digest,
        "pillow": pillow_version,
        "lcms": features.version("littlecms2"),
        "jpeg": features.version("jpg"),
    }
    key = digest(canonical(recipe))
    jpeg = cache.get(key)
    if jpeg is None:
        jpeg = _make(wanted, press)
        cache.put(key, jpeg)
    return PressPicture(wanted.id, wanted.key, jpeg, source)


def _make(wanted: Wanted, press: Condition) -> bytes:
    picture, source_icc = _decode(wanted)
    turn = picture.getexif().get(0x0112, 1)
    picture = _fit(picture, wanted, turned=turn in (5, 6, 7, 8))
    picture = _turned(picture, turn)
    try:
        picture = _inked(picture, source_icc, press)
    except (ImageCms.PyCMSError, OSError):
        raise _reject(
            wanted,
            "picture/profile",
            "its embedded colour profile cannot be used",
            "open it in an image editor, convert it to sRGB or Gray Gamma 2.2, and save it again",
        ) from None
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=wanted.quality, subsampling=0, optimize=False)
    return out.getvalue()


def _decode(wanted: Wanted) -> tuple[Image.Image, bytes | None]:
    """Read the whole picture in a plain 8-bit mode (L, RGB or CMYK), or say why it cannot be printed."""
    allow_large()
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the layout engine turns it on for the whole process
    try:
        # by stream: given a path, Pillow maps a turned TIFF into memory with its sides swapped, and garbles it
        with warnings.catch_warnings(), wanted.path.open("rb") as stream:
            warnings.simplefilter("ignore")
            picture = Image.open(stream, formats=FORMATS)
            _judge_header(picture, wanted)
            if picture.format in ("JPEG", "MPO"):
                _judge_jpeg(picture, wanted)
            if isinstance(picture, ImageFile.ImageFile) and picture.format == "JPEG":
                _draft(picture, wanted)
            picture.load()
    except UnidentifiedImageError:
        raise _not_a_picture(wanted) from None
    except PanelpressError:
        raise
    except MemoryError:
        raise _reject(
            wanted, "picture/too-large", "is too large for this machine's memory", "supply it smaller"
        ) from None
    except (OSError, SyntaxError, ValueError, EOFError) as torn:
        raise _reject(wanted, "picture/torn", f"is damaged: {_plain(torn)}", _TORN) from None
    icc = picture.info.get("icc_profile") or None
    return _plain_mode(picture, wanted), icc


def _judge_header(picture: Image.Image, wanted: Wanted) -> None:
    width, height = picture.size
    if min(width, height) < 1:
        raise _reject(wanted, "picture/empty", f"has {width} × {height} pixels", "ask for the file again")
    frames = getattr(picture, "n_frames", 1)
    if frames > 1 and picture.format in _MULTIPAGE:
        what = "pages" if picture.format == "TIFF" else "frames"
        raise _reject(
            wanted, "picture/frames", f"holds {frames} {what}", "save the one that is meant as a file of its own"
        )
    reducible = picture.format == "JPEG" and width * height <= 4 * MAX_PIXELS
    if width * height > MAX_PIXELS and not reducible:
        need = f"{pixels_for(wanted.width_mm, wanted.ppi)} × {pixels_for(wanted.height_mm, wanted.ppi)}"
        raise _reject(
            wanted,
            "picture/too-large",
            f"has {width * height / 1e6:.0f} megapixels ({width} × {height})",
            f"supply it smaller: its place needs {need} pixels",
        )


def _judge_jpeg(picture: Image.Image, wanted: Wanted) -> None:
    """Refuse a JPEG whose data breaks off or makes no sense.

    Where an end marker was put behind what is left, Pillow fills the rest with grey and says nothing; qpdf's decoder stops
    at the first byte that libjpeg warns of.
    """
    if picture.width * picture.height * len(picture.getbands()) > _JUDGED_OCTETS:
        return
    with pikepdf.new() as pdf:
        stream = pikepdf.Stream(pdf, wanted.path.read_bytes(), Filter=pikepdf.Name.DCTDecode)
        try:
            stream.get_stream_buffer(pikepdf.StreamDecodeLevel.all)
        except (pikepdf.PdfError, RuntimeError):
            raise _reject(wanted, "picture/torn", "is damaged: its data breaks off or makes no sense", _TORN) from None


def _draft(picture: ImageFile.ImageFile, wanted: Wanted) -> None:
    """Let the JPEG decoder halve a very large picture while reading, keeping at least 1.5 × the pixels we need."""
    if picture.width * picture.height > _DRAFT_ABOVE:
        longest = round(1.5 * max(pixels_for(wanted.width_mm, wanted.ppi), pixels_for(wanted.height_mm, wanted.ppi)))
        picture.draft(picture.mode, (longest, longest))


def _plain_mode(picture: Image.Image, wanted: Wanted) -> Image.Image:
    exif = picture.getexif()
    if picture.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in picture.info:
        picture = _opaque(picture, wanted)
    if picture.mode.startswith("I;16"):
        picture = _eight_bits(picture)
    elif picture.mode == "1":
        picture = picture.convert("L")
    elif picture.mode in ("P", "YCbCr"):
        picture = picture.convert("RGB")
    if picture.mode not in ("L", "RGB", "CMYK"):
        raise _reject(
            wanted,
            "picture/mode",
            f"is in a colour mode that cannot be printed ({picture.mode})",
            "save it as RGB, greyscale or CMYK with 8 or 16 bits a channel",
        )
    picture.getexif().update(exif)
    return picture


def _opaque(picture: Image.Image, wanted: Wanted) -> Image.Image:
    deep = picture.mode.startswith("I;16")
    if deep:  # one grey is named as see-through
        lowest = 0 if (np.asarray(picture) == picture.info["transparency"]).any() else 255
    else:
        lowest = cast("tuple[int, int]", picture.convert("RGBA").getchannel("A").getextrema())[0]
    if lowest < 255:
        raise _reject(
            wanted,
            "picture/alpha",
            "has see-through parts",
            "flatten it onto white (or cut it to a rectangle) and save it without transparency",
        )
    if deep:
        return picture
    return picture.convert("L" if picture.mode in ("L", "LA", "La", "1") else "RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Round 16-bit grey to 8 bits (65535 = 257 × 255); a TIFF may count its 12 or 16 bits from white down."""
    tags = getattr(picture, "tag_v2", {})
    white = (1 << tags.get(258, (16,))[0]) - 1
    grey = np.asarray(picture).astype(np.uint32)
    level = ((grey * 255 + white // 2) // white).clip(0, 255).astype(np.uint8)
    return Image.fromarray(255 - level if tags.get(262) == 0 else level)


def _fit(picture: Image.Image, wanted: Wanted, *, turned: bool) -> Image.Image:
    """Resample once to the pixels its place needs; a smaller original keeps its own pixels."""
    width_mm, height_mm = (wanted.height_mm, wanted.width_mm) if turned else (wanted.width_mm, wanted.height_mm)
    width, height = pixels_for(width_mm, wanted.ppi), pixels_for(height_mm, wanted.ppi)
    scale = max(width / picture.width, height / picture.height)
    if scale >= 1:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _turned(picture: Image.Image, turn: int) -> Image.Image:
    if turn == 1:
        return picture
    picture.getexif()[0x0112] = turn
    return ImageOps.exif_transpose(picture)


def _inked(picture: Image.Image, source_icc: bytes | None, press: Condition) -> Image.Image:
    if picture.mode == "L":
        return grey_to_black(picture, source_icc, press)
    if picture.mode == "RGB" and is_neutral(picture):
        if source_icc is not None:  # its greys are counted in its own curve: bring them to sRGB's first
            source = ImageCms.ImageCmsProfile(io.BytesIO(source_icc))
            picture = cast(
                "Image.Image",
                ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"),
            )
        return grey_to_black(picture.getchannel("G"), None, press)
    return to_press(picture, source_icc, press)


def _not_a_picture(wanted: Wanted) -> PanelpressError:
    with wanted.path.open("rb") as stream:
        start = stream.read(16)
    if not start:
        return _reject(wanted, "picture/empty", "is an empty file", "ask for the file again")
    if start.startswith(_STARTS):
        return _reject(wanted, "picture/torn", "is damaged: it begins as a picture and does not go on as one", _TORN)
    what = (
        "is text, not a picture"
        if start.isascii() and start.strip(b"\x00") == start
        else "is not a picture we can read"
    )
    return _reject(wanted, "picture/unknown", what, "supply it as JPEG, TIFF or PNG")


def _plain(problem: BaseException) -> str:
    text = str(problem) or type(problem).__name__
    return "it ends too early" if "truncated" in text.lower() else text.partition("\n")[0]


def _reject(wanted: Wanted, id: str, what: str, help: str) -> PanelpressError:
    found: Diagnostic = error(id, f"photograph `{wanted.id}` (photos/{wanted.file}) {what}", help, span=wanted.span)
    return PanelpressError([found], ExitCode.FINDINGS)
