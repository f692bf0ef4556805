"""Pictures: sharp enough, in press colours, whole, in an encoding every RIP reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Place
from panelpress.ground.units import count, ppi_at, size
from panelpress.preflight.checks.page import TIMES, mm
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import Ordered, at, bare_rgb, flavour, named, quoted, visible_images

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.pdf import PageFacts, PlacedImage
    from panelpress.preflight.order import Awaited, Order, Planned, Subject

_GWG_TINY = 16  # px: GWG 2022 R0031 leaves pictures of up to 16 pixels a side alone


def _continuous(subject: Subject) -> Iterator[Ordered[PlacedImage]]:
    return (i for i in visible_images(subject) if not _one_bit(i.what) and _measurable(i.what))


def _bitmaps(subject: Subject) -> Iterator[Ordered[PlacedImage]]:
    return (i for i in visible_images(subject) if _one_bit(i.what) and _measurable(i.what))


def _one_bit(image: PlacedImage) -> bool:
    return image.mask == "stencil" or image.bits == 1


def _measurable(image: PlacedImage) -> bool:
    return image.width > _GWG_TINY and image.height > _GWG_TINY and image.ppi > 0


def resolution_limits(order: Order, min_ppi: float, warn_ppi: float) -> tuple[float, float]:
    """Return the limits in force: the order's own, else by viewing distance, else the profile's.

    GWG 2022 R0031 for large format divides 239 (error) and 299 (warning) by the viewing distance in metres.
    """
    distance = order.viewing_distance_m
    if distance:
        min_ppi, warn_ppi = ppi_at(distance)
    floor = order.min_ppi if order.min_ppi is not None else min_ppi
    return floor, max(floor, order.warn_ppi if order.warn_ppi is not None else warn_ppi)


@check(
    "image/resolution",
    over=_continuous,
    level=Level.ERROR,
    source="GWG 2022 R0031, R0037; for panels printers' guides, 100 to 200 ppi",
    fix="Supply a larger scan of the picture or place it smaller.",
)
def image_resolution(
    image: Ordered[PlacedImage],
    *,
    min_ppi: float = 150,
    warn_ppi: float = 225,
    by_order: bool = True,
    by_distance: bool = False,
    greater: bool = False,
) -> Iterator[Finding]:
    """Pictures are sharp at their printed size.

    Below this, pixels show at reading distance. Measured after placement along the picture's own axes, the lower of
    the two counting; masks and pictures of up to 16 pixels are left alone. ``by_order``: the printer's own limits and the
    viewing distance of the order count instead. Without it, ``by_distance`` divides the two by the viewing distance in metres,
    where one is known. ``greater``: the limit itself is too little.
    """
    limits = (
        resolution_limits(image.order, min_ppi, warn_ppi)
        if by_order
        else _divided(image.order, min_ppi, warn_ppi, by_distance=by_distance)
    )
    yield from _too_coarse(image, *limits, greater=greater)


def _divided(order: Order, floor: float, warn: float, *, by_distance: bool) -> tuple[float, float]:
    distance = (order.viewing_distance_m if by_distance else None) or 1.0
    return floor / distance, max(floor, warn) / distance


@check(
    "image/bitmap-resolution",
    over=_bitmaps,
    level=Level.ERROR,
    source="GWG 2022 R0032, R0037",
    fix="Scan line drawings at 1200 ppi, or give them as vectors.",
)
def image_bitmap_resolution(
    image: Ordered[PlacedImage],
    *,
    min_ppi: float = 550,
    warn_ppi: float = 800,
    by_distance: bool = False,
    greater: bool = False,
) -> Iterator[Finding]:
    """Black-and-white bitmaps have enough pixels to hide their steps.

    A bitmap has no greys to soften its stairs, so it needs several times the pixels of a photograph. ``by_distance``
    divides the two limits by the viewing distance in metres; ``greater``: the limit itself is too little.
    """
    yield from _too_coarse(image, *_divided(image.order, min_ppi, warn_ppi, by_distance=by_distance), greater=greater)


def _too_coarse(image: Ordered[PlacedImage], floor: float, warn: float, *, greater: bool) -> Iterator[Finding]:
    what = image.what
    ppi = round(what.ppi, 1)  # GWG I00005: full precision, rounded only at the end
    if ppi > warn or (ppi == warn and not greater):
        return
    below = ppi < floor or (ppi == floor and greater)
    limit = floor if below else warn
    box_mm = f"{what.matrix.scale_x:.0f} {TIMES} {what.matrix.scale_y:.0f} mm"
    needed = max(1, round(what.matrix.scale_x * limit / 25.4)), max(1, round(what.matrix.scale_y * limit / 25.4))
    yield Finding(
        f"{named(image)} on page {what.page} prints at {ppi:.0f} ppi "
        f"({what.width} {TIMES} {what.height} pixels across {box_mm})",
        at(what, what.visible),
        f"{ppi:.0f} ppi",
        f"{'more than' if greater else 'at least'} {limit:.0f} ppi",
        f"Supply at least {needed[0]} {TIMES} {needed[1]} pixels, "
        f"or place it at no more than {what.ppi / limit:.0%} of its present width.",
        level=None if below else Level.WARNING,
    )


@check(
    "image/resolution-equal",
    over=_continuous,
    level=Level.WARNING,
    source="house: a photograph is never stretched",
    fix="Place the picture again in its own proportions.",
)
def image_resolution_equal(image: Ordered[PlacedImage], *, most_apart: float = 0.05) -> Iterator[Finding]:
    """Pictures are as wide and as high as their pixels make them.

    Where the resolution across differs from that along, the picture was stretched: faces grow broad or long. Some pictures
    are meant to be scanned so, hence a warning.
    """
    what = image.what
    apart = max(what.ppi_x, what.ppi_y) / min(what.ppi_x, what.ppi_y) - 1
    if apart > most_apart + 1e-9:
        way = "wide" if what.ppi_x < what.ppi_y else "high"
        yield Finding(
            f"{named(image)} on page {what.page} is stretched: {apart:.0%} too {way} for its pixels",
            at(what, what.visible),
            f"{what.ppi_x:.0f} {TIMES} {what.ppi_y:.0f} ppi",
            f"no more than {most_apart:.0%} apart",
        )


@check(
    "image/too-fine",
    over=_continuous,
    level=Level.NOTE,
    source="house: twice what the press can show",
    fix="Scale the picture down to what is wanted; nothing of it will be missed in print.",
)
def image_too_fine(
    image: Ordered[PlacedImage], *, wanted_ppi: float = 225, times: float = 2.0, above_mb: float = 1.0
) -> Iterator[Finding]:
    """Pictures are no finer than a press can show.

    Beyond twice the resolution wanted, pixels only make the file large and the RIP slow. Small files are left alone.
    """
    what = image.what
    wanted = resolution_limits(image.order, 0.0, wanted_ppi)[1]
    if what.ppi > times * wanted and what.octets > above_mb * 1e6:
        yield Finding(
            f"{named(image)} on page {what.page} prints at {what.ppi:.0f} ppi and takes {size(what.octets)}",
            at(what, what.visible),
            f"{what.ppi:.0f} ppi",
            f"about {wanted:.0f} ppi",
        )


@check(
    "image/colour",
    over=visible_images,
    level=Level.ERROR,
    source="GWG 2022 R0027, R0028, R0029; CGATS Application Notes 2.16",
    fix="Convert the picture to the output condition, or to grey.",
)
def image_colour(image: Ordered[PlacedImage], *, calibrated: bool = False) -> Iterator[Finding]:
    """Pictures are in press colours.

    An RGB picture is converted by whatever the RIP happens to assume, so nobody knows its colours before printing.
    ``calibrated``: RGB that comes with its profile is let through, for printers who convert it themselves.
    """
    space = image.what.space
    if space is not None and (bare_rgb(space) if calibrated else space.uses("rgb", "lab")):
        yield Finding(
            f"{named(image)} on page {image.what.page} is {space.words}",
            at(image.what, image.what.visible),
            space.words,
            "DeviceCMYK, DeviceGray or inks",
        )
    elif space is not None and space.kind == "Unknown":
        yield Finding(
            f"the colour space of {named(image)} on page {image.what.page} cannot be read",
            at(image.what, image.what.visible),
            "unknown",
            "DeviceCMYK, DeviceGray or inks",
        )


def _with_flavour(subject: Subject) -> Iterator[tuple[PlacedImage, str]]:
    return ((image, flavour(subject)) for image in subject.pdf.images)


@check(
    "image/encoding",
    over=_with_flavour,
    level=Level.ERROR,
    source="CGATS Application Notes 2.8; ISO 15930-7, 6.5; veraPDF 6.2.8.3; prepressure.com on 16 bits",
    fix="Save the picture again as JPEG or Flate with 8 bits a channel.",
)
def image_encoding(seen: tuple[PlacedImage, str], *, most_bits: int = 8) -> Iterator[Finding]:
    """Pictures are packed in a way every RIP of that standard unpacks.

    LZW is forbidden throughout; JBIG2, JPEG 2000 and 16-bit samples came after PDF/X-1a and X-3. In X-4 16 bits are
    lawful, but many RIPs choke on them. A JPEG 2000 picture has 1, 3 or 4 colour channels, described once.
    """
    image, standard = seen
    old = standard != "PDF/X-4"
    forbidden = {"LZWDecode"} | ({"JBIG2Decode", "JPXDecode"} if old else set())
    for name in image.filters:
        if name in forbidden or name == "Crypt":
            yield Finding(
                f"picture {image.name} on page {image.page} is packed with {name}",
                at(image, image.visible),
                name,
                f"a filter {standard} allows",
            )
    if image.unlawful:
        yield Finding(
            f"the JPEG 2000 picture {image.name} on page {image.page} has {image.unlawful}",
            at(image, image.visible),
            image.unlawful,
            "1, 3 or 4 channels, one colour specification",
        )
    if image.bits > (8 if old else most_bits):
        yield Finding(
            f"picture {image.name} on page {image.page} has {image.bits} bits a channel",
            at(image, image.visible),
            f"{image.bits} bits",
            f"at most {8 if old else most_bits} bits",
            level=None if old else Level.WARNING,
        )


@check(
    "image/whole",
    over=visible_images,
    level=Level.ERROR,
    source="measured: RIPs print what is missing as grey",
    fix="Place the picture again from a sound file.",
)
def image_whole(image: Ordered[PlacedImage]) -> Iterator[Finding]:
    """No picture is torn.

    A JPEG that stops half-way prints as half a picture and half a grey field, without a word from most programs.
    """
    if not image.what.whole:
        yield Finding(
            f"{named(image)} on page {image.what.page} stops before its end",
            at(image.what, image.what.visible),
            "cut short",
            "whole",
        )


def _plates(subject: Subject) -> Iterator[tuple[Planned, tuple[PlacedImage, ...]]]:
    for plate in subject.order.plates:
        pages = [page for page in subject.pdf.pages if page.number == plate.page]
        yield plate, tuple(image for page in pages for image in page.images)


@check(
    "image/placed",
    over=_plates,
    level=Level.ERROR,
    source="house law 8: photographs are shown whole, where and as large as was agreed",
    fix="Undo the change to the template: a plate's box comes from the layout's places alone.",
)
def image_placed(plate: tuple[Planned, tuple[PlacedImage, ...]], *, tolerance_mm: float = 0.1) -> Iterator[Finding]:
    """Every photograph stands exactly where and as large as it was planned.

    Its pixels were made for that size; a style sheet that moves, stretches or hides it shows a picture nobody agreed to.
    """
    planned, images = plate
    box = planned.box
    place = Place(page=planned.page, box=box, object=planned.id)
    wanted = f"{mm(box.width)} × {mm(box.height)} mm at {mm(box.left)}, {mm(box.top)}"
    if any(box.contains(i.box, tolerance_mm) and i.box.contains(box, tolerance_mm) and i.visible for i in images):
        return
    near = min(images, key=lambda i: abs(i.box.left - box.left) + abs(i.box.top - box.top), default=None)
    found = near.box if near else None
    measured = (
        f"{mm(found.width)} × {mm(found.height)} mm at {mm(found.left)}, {mm(found.top)}" if found else "not there"
    )
    yield Finding(f"photograph `{planned.id}` is not in its place on page {planned.page}", place, measured, wanted)


@check(
    "image/mirrored",
    over=visible_images,
    level=Level.ERROR,
    source="house law 8; CDPA 1988, section 80: a mirrored photograph is a derogatory treatment unless agreed",
    fix="Undo the transformation; if its author agreed, write `flip: allowed` and let the layout's place say `flip: true`.",
)
def image_mirrored(image: Ordered[PlacedImage]) -> Iterator[Finding]:
    """No picture is mirrored or stands on its head by the way it is placed.

    Left-handed people, lettering and places turn out false. In a stranger's file it is a warning.
    """
    matrix = image.what.matrix
    mirrored = matrix.determinant > 0  # the page counts downwards, a picture upwards
    headlong = matrix.a < 0 and matrix.d > 0
    if mirrored or headlong:
        planned = named(image).startswith("photograph")
        what = "mirrored" if mirrored else "upside down"
        yield Finding(
            f"{named(image)} on page {image.what.page} is {what}",
            at(image.what, image.what.visible),
            what,
            "upright, as it was taken",
            level=None if planned else Level.WARNING,
        )


def _bare_plates(subject: Subject) -> Iterator[tuple[Planned, PageFacts]]:
    """Photographs on which no text may stand, with their pages."""
    for plate in subject.order.plates:
        for page in subject.pdf.pages:
            if page.number == plate.page and not plate.text_over:
                yield plate, page


@check(
    "image/text-over",
    over=_bare_plates,
    level=Level.ERROR,
    source="house law 8; RNIB, evidence to Parliament (1998): never run type across a photograph",
    fix="Move the text off the photograph, or write `text_over: allowed` once its author has agreed.",
)
def image_text_over(plate: tuple[Planned, PageFacts], *, overlap_mm: float = 1.0) -> Iterator[Finding]:
    """No text stands on a photograph unless its author permits it.

    It hides part of the picture, and can hardly be read there. A line that reaches less than ``overlap_mm`` into the
    picture's box, as the descenders of a tight heading may, is left alone.
    """
    planned, page = plate
    standing = []
    for run in page.texts:
        over = run.visible and run.paints and planned.box.overlap(run.visible)
        if over and min(over.width, over.height) > overlap_mm:
            standing.append((run, over))
    if standing:  # told once: a text that is too long stands on it with every line
        run, over = standing[0]
        more = f" and {count(len(standing) - 1, 'more line')}" if len(standing) > 1 else ""
        yield Finding(
            f"{quoted(run)}{more} on page {planned.page} stand{'' if more else 's'} on photograph `{planned.id}`",
            at(run, over),
            f"{mm(over.width)} × {mm(over.height)} mm of text on it",
            "none",
            "If the text is too long, cut it; else move it off the photograph. "
            "Only if its author has agreed: `text_over: allowed` in its caption.",
        )


def _stand_ins(subject: Subject) -> Iterator[Awaited]:
    yield from subject.order.stand_ins


@check(
    "image/stand-in",
    over=_stand_ins,
    level=Level.NOTE,
    source="the captions file: status awaited",
    fix="Put the photograph into photos/, name it with `file:`, and take `status:` out of its caption.",
)
def image_stand_in(picture: Awaited) -> Iterator[Finding]:
    """Pictures still to come are set as stand-ins.

    A stand-in holds the place of a photograph; printed, it would be seen by every visitor.
    """
    yield Finding(
        f"photograph `{picture.id}` has not come yet: a stand-in holds its place",
        Place(page=picture.page, object=picture.id),
    )
