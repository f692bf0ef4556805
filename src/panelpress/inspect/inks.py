"""Colours, pictures and gradients as amounts of ink: what each would put down on each plate (ISO 32000-2, 8.6 and 8.7.4).

Grey is Black, CMYK is the four process inks, Separation and DeviceN are the inks they name; their alternates play no
part. RGB and Lab are no inks yet: they are converted by the output intent's profile, relative colorimetric with black
point compensation, as a RIP would be asked to, and that it was done is noted.
"""

from __future__ import annotations

import io
import warnings
import zlib
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf
from PIL import Image, ImageCms

from panelpress.facts.paint import PROCESS, Colour, ColourSpace
from panelpress.inspect.functions import UnreadableError, evaluated
from panelpress.inspect.images import full_names
from panelpress.inspect.objects import filters_of, is_true, name_of, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from panelpress.inspect.colour import ColourSpaces

    Plane = npt.NDArray[np.uint8]
    Values = npt.NDArray[np.float64]

ALL = "All"
MAX_SAMPLES = 400_000_000
"""Most octets one picture may unpack to: an A1 page in CMYK at 300 ppi has 278 million."""

_STEPS = 256
_SLACK = 65_536


@dataclass(frozen=True)
class Ink:
    """A colour as ink: the tint of each plate from 0 to 1 (``All`` stands for every one), and whose plates it is.

    ``process``: a process colour, which without overprint clears all other plates and with it the process plates;
    an ink of its own clears nothing where it overprints. ``nonzero``: DeviceCMYK as the current colour, whose zeros
    leave the plates alone in overprint mode 1 (ISO 32000-2, 11.7.4.5).
    """

    tints: dict[str, float]
    process: bool
    nonzero: bool = False

    def tint(self, plate: str) -> float:
        """Return how much it puts on a plate, 0 to 1."""
        return self.tints.get(plate, self.tints.get(ALL, 0.0))

    def paints(self, plate: str, *, overprint: bool, opm: int) -> bool:
        """Tell whether it touches a plate at all, be it only to clear it."""
        if not overprint or ALL in self.tints:
            return True
        if self.nonzero and opm == 1:
            return self.tints.get(plate, 0.0) > 0
        return plate in PROCESS if self.process else plate in self.tints


@dataclass
class Press:
    """The output intent's profile, for what does not come in inks; ``used`` is set as soon as it had to be asked.

    Without a profile, the grey part of a colour is black ink, or with ``rich`` three inks: nobody knows how it is separated,
    and whoever asks for black alone must not be told that it is.
    """

    profile: bytes | None = None
    used: bool = False
    rich: bool = False
    _transform: Any = field(default=None, repr=False)

    def cmyk(self, rgb: Plane) -> Plane:
        """Return RGB samples, the last axis the three channels, as CMYK samples of 0 to 255."""
        self.used = True
        flat = np.ascontiguousarray(rgb.reshape(-1, 1, 3))
        transform = self._made()
        if transform is None:  # no profile: the plain rule, grey replaced wholly or not at all
            ink = 255 - flat
            black = ink.min(axis=2, keepdims=True)
            black = np.zeros_like(black) if self.rich else black
            return np.concatenate([ink - black, black], axis=2).reshape(*rgb.shape[:-1], 4)
        converted = ImageCms.applyTransform(Image.fromarray(flat), transform)
        return np.asarray(converted, dtype=np.uint8).reshape(*rgb.shape[:-1], 4)

    def _made(self) -> Any:
        if self._transform is None and self.profile:
            try:
                press = ImageCms.ImageCmsProfile(io.BytesIO(self.profile))
                screen = ImageCms.createProfile("sRGB")
                intent, flags = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
                self._transform = ImageCms.buildTransform(screen, press, "RGB", "CMYK", intent, flags)
            except (ImageCms.PyCMSError, OSError):  # another check says what is wrong with the profile
                self.profile = None
        return self._transform


def ink_of(colour: Colour, press: Press, palette: Palette | None = None) -> Ink:
    """Return a colour of the content stream as ink.

    Raises:
        UnreadableError: where the space is of no known kind.
    """
    space, values = colour.space, colour.components
    if space.kind == "Indexed" and palette is not None and values:
        at = min(max(int(values[0]), 0), len(palette.colours) - 1)
        return ink_of(Colour(palette.base, tuple(v / 255 for v in palette.colours[at])), press)
    named = space.kind in ("Separation", "DeviceN")
    inks = colour.inks
    if inks is not None:
        plain = {name: min(max(float(tint), 0.0), 1.0) for name, tint in inks.items()}
        return Ink(plain, process=not named, nonzero=space.kind == "DeviceCMYK")
    if space.model in ("rgb", "lab") and len(values) == 3:
        four = press.cmyk(np.array([_screen(space, values)], dtype=np.uint8))[0]
        return Ink({name: int(v) / 255 for name, v in zip(PROCESS, four, strict=True)}, process=True)
    raise UnreadableError(f"a colour in {space.words}")


def _screen(space: ColourSpace, values: Sequence[float]) -> list[int]:
    """Return a colour as sRGB of 0 to 255; of Lab only the lightness counts, which is near enough for an amount of ink."""
    if space.model == "lab":
        return [round(255 * min(max(values[0] / 100, 0), 1))] * 3
    return [round(255 * min(max(v, 0), 1)) for v in values]


# Pictures


@dataclass(frozen=True)
class Palette:
    """The colours of an Indexed space: its base, and one row of samples of 0 to 255 for each."""

    base: ColourSpace
    colours: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Planes:
    """A picture as ink: one array of 0 (none) to 255 (full) per plate, and what a colour like it would paint."""

    inks: dict[str, Plane]
    ink: Ink


def palette_of(space: Any, resources: Any, spaces: ColourSpaces) -> Palette | None:
    """Return the palette of an Indexed space object, or None where it is no such space."""
    space = _resolved(space, resources)
    if not isinstance(space, pikepdf.Array) or len(space) < 4 or name_of(space[0]) not in ("Indexed", "I"):
        return None
    base = spaces.read(space[1], resources)
    table = space[3]
    octets = bytes(table) if isinstance(table, pikepdf.String) else table.read_bytes()
    width = max(base.components, 1)
    rows = [tuple(octets[i : i + width]) for i in range(0, len(octets) - width + 1, width)]
    return Palette(base, tuple(rows) or ((0,) * width,))


def _resolved(space: Any, resources: Any) -> Any:
    if isinstance(space, pikepdf.Name) and isinstance(resources, pikepdf.Dictionary):
        table = resources.get("/ColorSpace")
        return table.get(str(space)) if isinstance(table, pikepdf.Dictionary) else None
    return space


def planes_of(image: Any, resources: Any, spaces: ColourSpaces, press: Press, shrink: float) -> Planes:
    """Return a picture as ink, made smaller by a whole number so that little is left to do for who draws it.

    Args:
        image: the image XObject; never a stencil mask.
        resources: where its colour space may be named.
        spaces: the colour spaces of the file.
        press: for pictures that are not in inks.
        shrink: how many of its pixels go into one that is wanted; decoding stops short where the format lets it.

    Raises:
        UnreadableError: where it cannot be decoded.
    """
    named = image.get("/ColorSpace")
    palette = palette_of(named, resources, spaces) if named is not None else None
    space = spaces.read(named, resources) if named is not None else ColourSpace("DeviceGray", 1)
    samples = _samples(image, space, shrink)
    if palette is not None:
        table = np.array(palette.colours, dtype=np.uint8)
        samples = table[np.minimum(samples[:, :, 0], len(table) - 1)]
        space = palette.base
    samples = _reduced(samples, shrink)
    return _separated(samples, space, press)


def _separated(samples: Plane, space: ColourSpace, press: Press) -> Planes:
    channels = [samples[:, :, i] for i in range(samples.shape[2])]
    if space.kind in ("Separation", "DeviceN") and len(channels) == len(space.colorants):
        inks = {n: c for n, c in zip(space.colorants, channels, strict=True) if n != "None"}
        return Planes(inks, Ink(dict.fromkeys(inks, 1.0), process=False))
    if space.model == "rgb" and len(channels) == 3:
        samples = press.cmyk(samples)
        channels = [samples[:, :, i] for i in range(4)]
    elif space.model in ("gray", "lab"):
        black = 255 - channels[0]
        channels = [np.zeros_like(black)] * 3 + [black]
    if len(channels) != len(PROCESS):
        raise UnreadableError(f"a picture in {space.words}")
    return Planes(dict(zip(PROCESS, channels, strict=True)), Ink(dict.fromkeys(PROCESS, 1.0), process=True))


def _samples(image: Any, space: ColourSpace, shrink: float) -> Plane:
    """Return a picture's samples, rows by columns by channels, of 0 to 255 after /Decode; palette numbers as they are."""
    width, height = int(number_of(image.get("/Width"))), int(number_of(image.get("/Height")))
    bits = int(number_of(image.get("/BitsPerComponent"), 8)) or 8
    filters = full_names(filters_of(image))
    indexed = space.kind == "Indexed"
    if filters and filters[-1] in ("DCTDecode", "JPXDecode", "CCITTFaxDecode", "JBIG2Decode"):
        samples = _packed(image, filters, shrink)
    else:
        per_row = ceil(width * max(space.components, 1) * bits / 8)
        if per_row * height > MAX_SAMPLES or per_row * height == 0:
            raise UnreadableError("a picture too large to be unpacked")
        samples = _unpacked(_octets(image, filters, per_row * height), width, height, bits, indexed=indexed)
    decode = image.get("/Decode")
    if isinstance(decode, pikepdf.Array) and not indexed and space.model != "lab":
        samples = _decoded(samples, [number_of(v) for v in decode])
    return samples


def _decoded(samples: Plane, decode: list[float]) -> Plane:
    pairs = list(zip(decode[::2], decode[1::2], strict=False))
    if len(pairs) != samples.shape[2] or all(pair == (0.0, 1.0) for pair in pairs):
        return samples
    if all(pair == (1.0, 0.0) for pair in pairs):
        return 255 - samples
    steps = np.arange(256) / 255
    tables = [np.clip(np.rint(255 * (low + steps * (high - low))), 0, 255).astype(np.uint8) for low, high in pairs]
    return np.stack([table[samples[:, :, i]] for i, table in enumerate(tables)], axis=2)


def _packed(image: Any, filters: tuple[str, ...], shrink: float) -> Plane:
    """Return the samples of a picture in a format of its own, as they are written in it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is below
            if filters == ("DCTDecode",):
                return _jpeg(image.read_raw_bytes(), shrink)
            if filters == ("JPXDecode",):
                with Image.open(io.BytesIO(image.read_raw_bytes())) as opened:
                    return _as_array(opened)
            return _as_array(pikepdf.PdfImage(image).as_pil_image())
    except (OSError, ValueError, NotImplementedError, pikepdf.PdfError, Image.DecompressionBombError) as failed:
        raise UnreadableError(f"a picture packed with {' and '.join(filters)}") from failed


def _jpeg(octets: bytes, shrink: float) -> Plane:
    with Image.open(io.BytesIO(octets)) as opened:
        if shrink >= 2:
            opened.draft(opened.mode, (max(1, int(opened.width / shrink)), max(1, int(opened.height / shrink))))
        samples = _as_array(opened)
        # the reader turns an Adobe CMYK JPEG to what its writer meant; PDF counts what is written (8.9.5.2)
        return 255 - samples if opened.mode == "CMYK" and "adobe" in opened.info else samples


def _as_array(opened: Image.Image) -> Plane:
    if opened.width * opened.height * len(opened.getbands()) > MAX_SAMPLES:
        raise UnreadableError("a picture too large to be unpacked")
    if opened.mode not in ("L", "RGB", "CMYK"):
        opened = opened.convert("RGB" if opened.mode in ("P", "RGBA", "YCbCr") else "L")
    samples = np.asarray(opened, dtype=np.uint8)
    return samples.reshape(*samples.shape[:2], -1)


def _octets(image: Any, filters: tuple[str, ...], wanted: int) -> bytes:
    """Return a picture's unpacked octets; a stream that would grow far beyond its picture is refused."""
    try:
        if filters == ("FlateDecode",):
            inflater, grown = zlib.decompressobj(), 0
            rest = image.read_raw_bytes()
            if image.get("/DecodeParms") is None:
                return inflater.decompress(rest, wanted)
            while rest and grown <= wanted + wanted // 8 + _SLACK:  # a predictor adds an octet a row
                grown += len(inflater.decompress(rest, 1_000_000))
                rest = inflater.unconsumed_tail
            if rest:
                raise UnreadableError("a picture that unpacks to more than its size")
        return bytes(image.read_bytes())
    except (zlib.error, pikepdf.PdfError) as torn:
        raise UnreadableError("a torn picture") from torn


def _unpacked(octets: bytes, width: int, height: int, bits: int, *, indexed: bool) -> Plane:
    data = np.frombuffer(octets, dtype=np.uint8)
    row = len(data) // height
    if row == 0:
        raise UnreadableError("a torn picture")
    data = data[: row * height].reshape(height, row)
    if bits == 16:
        data = data[:, ::2]
    elif bits < 8:
        per = 8 // bits
        shifts = np.arange(per - 1, -1, -1) * bits
        data = ((data[:, :, None] >> shifts) & ((1 << bits) - 1)).reshape(height, -1).astype(np.uint8)
        if not indexed:
            data = (data.astype(np.uint16) * 255 // ((1 << bits) - 1)).astype(np.uint8)
    channels = max(1, data.shape[1] // width)
    if data.shape[1] < width:
        raise UnreadableError("a torn picture")
    return data[:, : width * channels].reshape(height, width, channels)


def _reduced(samples: Plane, shrink: float) -> Plane:
    """Return the picture made smaller by averaging whole blocks."""
    factor = int(shrink)
    if factor < 2 or min(samples.shape[:2]) < 2 * factor:
        return samples
    layers = [Image.fromarray(np.ascontiguousarray(samples[:, :, i])) for i in range(samples.shape[2])]
    return np.stack([np.asarray(layer.reduce(factor)) for layer in layers], axis=2)


# Gradients


def gradient(shading: Any, space: ColourSpace, press: Press) -> tuple[list[float], list[Ink]]:
    """Return where a shading's function is defined, and its inks at evenly spaced places from end to end.

    Raises:
        UnreadableError: where the function is of a kind that is not read, or of two variables.
    """
    function = shading.get("/Function")
    if function is None:
        raise UnreadableError("a gradient made of a mesh of colours")
    parts = list(function) if isinstance(function, pikepdf.Array) else [function]
    domain = [number_of(v) for v in parts[0].get("/Domain", pikepdf.Array([0, 1]))]
    if len(domain) != 2:
        raise UnreadableError("a gradient of two variables")
    places = np.linspace(domain[0], domain[1], _STEPS)
    columns = np.concatenate([evaluated(part, places) for part in parts], axis=1)
    return domain, [ink_of(Colour(space, tuple(float(v) for v in row)), press) for row in columns]


def spots_among(spaces: Iterator[ColourSpace]) -> list[str]:
    """Return the inks beside the process inks that the spaces name, in the order of the alphabet."""
    names = {n for space in spaces for part in space.chain for n in part.colorants}
    return sorted(names - {*PROCESS, ALL, "None"})


def is_stencil(image: Any) -> bool:
    """Tell whether an image is a mask that the current colour is painted through."""
    return is_true(image.get("/ImageMask"))
