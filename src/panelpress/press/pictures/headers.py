"""What a picture's header tells: its shape, which layouts need before anything is decoded, and which files are pictures."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "HEIF", "GIF", "BMP")
"""What a file may be taken for, whatever its name; others of Pillow's readers start programs (EPS) or guess."""
MAX_PIXELS = 250_000_000
"""More pixels than this are refused unless the JPEG decoder can reduce them while reading (memory: 3-4 bytes a pixel)."""
ORIENTATION = 0x0112
"""The EXIF tag that says how a picture is to be turned: 1 upright, 5 to 8 laid on its side."""


def size_of(path: Path) -> tuple[int, int] | None:
    """Return a picture's width and height in pixels as it is looked at (EXIF turns applied), or None if unreadable.

    Reads the header only: it decides shapes; the strict decode comes later.
    """
    from PIL import Image  # noqa: PLC0415 - exhibitions without pictures never load it

    ready_pillow()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=FORMATS) as picture:
                width, height = picture.size
                turned = _is_turned(picture)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    if min(width, height) < 1:
        return None
    return (height, width) if turned else (width, height)


def _is_turned(picture: Image.Image) -> bool:
    """Tell whether EXIF lays a picture on its side."""
    if picture.format in ("TIFF", "HEIF"):  # their turn is already in the size that the reader tells
        return False
    if picture.format == "PNG" and picture.width * picture.height > MAX_PIXELS:  # its EXIF may stand behind the pixels
        return False
    return picture.getexif().get(ORIENTATION, 1) in (5, 6, 7, 8)


def ready_pillow() -> None:
    """Let Pillow open pictures of any size, and telephones' HEIC files; half pictures it must not."""
    import pi_heif  # noqa: PLC0415
    from PIL import Image, ImageFile  # noqa: PLC0415

    # Pillow's own limit (89 megapixels) is below a large scan; ours is checked on the header before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the layout engine turns it on for the whole process
    if "HEIF" not in Image.OPEN:
        pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
