"""Pictures and gradients in light: what each pixel and each step leaves of the paper's white on the plates of a drawing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name

from panelpress.inspect.drawing import Drawing, copied
from panelpress.inspect.functions import UnreadableError
from panelpress.inspect.inks import Ink, Planes, gradient, is_stencil
from panelpress.inspect.objects import number_of


def draw_picture(drawing: Drawing, image: pikepdf.Stream) -> None:
    """Draw a picture; one that cannot be told in inks is left out, and noted."""
    if is_stencil(image):
        if drawing.fills():
            drawing.emit("Do", drawing.keep("/XObject", image))
        return
    try:
        planes = drawing.shop.planes_of(image, drawing.resources, _shrink(drawing, image))
    except UnreadableError as unread:
        drawing.shop.unread[str(unread)] = None
        return
    if isinstance(image.get("/Mask"), Array):
        drawing.shop.unread["a picture with a colour made transparent"] = None
    if drawing.touches(planes.ink, overprint=drawing.state.fill_over):
        light = drawing.keep("/XObject", _light_image(drawing, image, planes))
        drawing.emit("q")  # renderers let pictures grow to whole pixels: clipped, they end where they end
        drawing.emit("re", 0, 0, 1, 1)
        drawing.emit("W")
        drawing.emit("n")
        drawing.emit("Do", light)
        drawing.emit("Q")


def _shrink(drawing: Drawing, image: Any) -> float:
    """Return how many of the picture's pixels go into one that will be drawn, leaving it half as much again to choose from."""
    ctm, shop = drawing.state.ctm, drawing.shop
    across = ctm.scale_x * shop.ppi / 72, ctm.scale_y * shop.ppi / 72
    width, height = number_of(image.get("/Width")), number_of(image.get("/Height"))
    return min(width / max(across[0], 1.0), height / max(across[1], 1.0)) / 1.5


def _light_image(drawing: Drawing, image: pikepdf.Stream, planes: Planes) -> pikepdf.Stream:
    some = next(iter(planes.inks.values()), None)
    if some is None:
        return image
    everything = planes.inks.get("All")
    nothing = np.zeros_like(some)
    layers = [planes.inks.get(plate, everything if everything is not None else nothing) for plate in drawing.plates]
    drawing.inked = drawing.inked or any(bool(layer.any()) for layer in layers)
    light = 255 - np.stack(layers, axis=2)
    made = drawing.shop.pdf.make_stream(
        np.ascontiguousarray(light).tobytes(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=some.shape[1],
        Height=some.shape[0],
        ColorSpace=Name.DeviceGray if len(layers) == 1 else Name.DeviceRGB,
        BitsPerComponent=8,
    )
    for key in ("/SMask", "/Mask"):
        if isinstance(image.get(key), pikepdf.Stream):
            made[key] = image[key]
    return made


def draw_inline(drawing: Drawing, image: Any) -> None:
    """Draw a picture that stands in the content stream itself."""
    stream = drawing.shop.pdf.make_stream(image.read_raw_bytes())
    for key, value in image.obj.items():
        stream[key] = value
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    draw_picture(drawing, stream)


def shading_in_light(drawing: Drawing, shading: Any) -> tuple[Any, Ink]:
    """Return a shading in light, and an ink that paints the same plates."""
    if not isinstance(shading, Dictionary | pikepdf.Stream):
        raise UnreadableError("a gradient that is not there")
    shop = drawing.shop
    space = shop.spaces.read(shading.get("/ColorSpace"), drawing.resources)
    domain, inks = gradient(shading, space, shop.press)
    table = bytes(round(255 * v) for ink in inks for v in drawing.light(ink))
    count = len(drawing.plates)
    function = shop.pdf.make_stream(
        table,
        FunctionType=0,
        Domain=Array(domain),
        Range=Array([0, 1] * count),
        Size=Array([len(inks)]),
        BitsPerSample=8,
    )
    made: Any
    if isinstance(shading, pikepdf.Stream):
        made = shop.pdf.make_stream(shading.read_bytes())
        for key in shading.keys() - {"/Length", "/Filter", "/DecodeParms"}:
            made[key] = shading[key]
    else:
        made = copied(shading)
    if "/Background" in made:
        del made["/Background"]
    made.ColorSpace = Name.DeviceGray if count == 1 else Name.DeviceRGB
    made.Function = function
    plates = {name for ink in inks for name in ink.tints}
    return made, Ink(dict.fromkeys(plates, 1.0), process=inks[0].process)
