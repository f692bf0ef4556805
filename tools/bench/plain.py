"""What the job costs without panelpress: convert the pictures, lay out, write; one item after another, no checks. Frozen.

Run as ``python plain.py FOLDER``: the folder holds, for each item, its HTML and CSS and a list of pictures with the pixels
they need, as panelpress composed them. Never make this script slower: the benchmark quotes times as ratios to it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PIL import Image, ImageCms
from weasyprint import CSS, HTML

folder = Path(sys.argv[1])
press = ImageCms.getOpenProfile(str(folder / "press.icc"))
colour = ImageCms.buildTransform(
    ImageCms.createProfile("sRGB"),
    press,
    "RGB",
    "CMYK",
    ImageCms.Intent.RELATIVE_COLORIMETRIC,
    ImageCms.Flags.BLACKPOINTCOMPENSATION,
)
for item in json.loads((folder / "items.json").read_text("utf-8")):
    for picture in item["pictures"]:
        image: Image.Image = Image.open(picture["source"])
        image.load()
        scale = max(picture["width"] / image.width, picture["height"] / image.height)
        if scale < 1:
            size = round(image.width * scale), round(image.height * scale)
            image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        if image.mode == "L":
            image = image.point(picture["curve"])
        else:
            image = ImageCms.applyTransform(image, colour) or image
        image.save(folder / picture["name"], "JPEG", quality=picture["quality"], subsampling=0)
    page = HTML(folder / f"{item['key']}.html")
    sheets = [CSS(folder / name) for name in item["css"]]
    page.write_pdf(folder / f"{item['key']}.pdf", stylesheets=sheets, pdf_variant="pdf/x-4", pdf_tags=True)
