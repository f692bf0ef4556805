"""An exhibition with everything that makes a press file difficult, small enough to build in seconds.

Colour photographs with and without profiles, turned ones, CMYK, one that is awaited; another bleed on every edge; marks and
slug; PDF/X-1a panels beside an X-4 book in two files; drawings in SVG and PDF; footnotes, a pull quote, two languages;
text over a photograph and over a tint.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import numpy as np
import pikepdf
from PIL import Image
from tests.support.press import adobe_rgb, coloured, encoded, grey_gamma, grey_ramp, srgb, write

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE: Final = """\
job: difficult
title: {en-GB: A difficult job, es: Un trabajo difícil}
subtitle: {en-GB: Everything at once, es: Todo a la vez}
photographer: Nobody in Particular
copyright: © Nobody
languages: [en-GB, es]
edition: {number: 3, date: 2026-02-28}
styles: [own.css]
panels: [01-colour, 02-two, 03-marks, 04-over]
catalogue:
  pages: 8
  flat_plan:
    - {kind: title, photo: srgb}
    - {kind: imprint}
    - {kind: text, panel: colour}
    - {kind: plate, photo: adobe}
    - {kind: plate, photo: late}
    - {kind: plate, photo: turned}
    - {kind: works}
    - {kind: plate, photo: inks}
printers:
  boards:
    makes: panels
    standard: pdf/x-1a
    bleed_mm: {top: 5, right: 12.5, bottom: 25, left: 3}
    marks: crop+registration
    slug: true
    target_ppi: 110
    warn_ppi: 80
    min_ppi: 72
  books:
    makes: catalogue
    files: inner+cover
    bleed_mm: {top: 3, right: 3, bottom: 4.5, left: 0}
    marks: crop
    target_ppi: 200
    warn_ppi: 100
    min_ppi: 72
imprint: {en-GB: "Printed *somewhere*, one day."}
"""

CAPTIONS: Final = """\
photos:
  plain: {file: plain.jpg, title: Untagged colours, credit: Nobody, place: {en-GB: Nowhere, es: En ninguna parte}}
  srgb: {file: srgb.jpg, title: sRGB colours, credit: Nobody}
  adobe: {file: adobe.tif, title: Adobe RGB colours, credit: Nobody}
  turned: {file: turned.jpg, title: Taken standing, credit: Nobody}
  inks: {file: inks.jpg, title: Already in inks, credit: Nobody, text_over: allowed}
  grey: {file: grey.png, title: A grey ramp, credit: Nobody}
  late: {status: awaited, shape: "4:3", title: Not here yet, credit: Nobody}
drawings:
  flag: {file: flag.svg, alt: A flag, min_width_mm: 50, clear_mm: 5}
  wheel: {file: wheel.pdf, alt: A wheel, min_width_mm: 20, clear_mm: 2}
"""

COLOUR: Final = """\
---
layout: text-picture
kicker: First
title: Colours of many kinds
lead: One board with notes and a quotation, in every kind of ink.
---

A first paragraph with a note[^1] and *some* **stress**, and fractions such as 3 × 4 – 12.

> Words of somebody, set apart.
> — Somebody

A last paragraph with another note.[^2]

[^1]: The first note, in small type.
[^2]: The second note.

![](plain)
"""

TWO: Final = """\
---
layout: bilingual
kicker: Both
title: Two languages
lead: The same rank for both.
---

Some words in English, with "quotation marks".

![](late)
"""

TWO_ES: Final = """\
---
kicker: Ambos
title: Dos idiomas
lead: El mismo rango para ambos.
---

Unas palabras en español, con "comillas" y una ñ.

![](late)
"""

MARKS: Final = """\
---
layout: marks
title: Marks
---

![](flag)

![](wheel)

![](grey)
"""

MARKS_HTML: Final = """\
{% extends "panel/board.html" %}
{% block content %}{% call frame(page, "title") %}{{ line(text.title, "h1", "small") }}{% endcall %}{% endblock %}
"""
MARKS_YML: Final = """\
size: [594, 841]
frames:
  title: {left: 36, top: 42, width: 522, height: 60}
  folio: {left: 36, top: 809, width: 390, height: 14}
  number: {left: 470, top: 809, width: 88, height: 14}
slots:
  - {left: 36, top: 120, width: 400, height: 300}
  - {left: 36, top: 500, width: 100, height: 80, kind: drawing}
  - {left: 200, top: 500, width: 100, height: 100, kind: drawing}
"""

OVER: Final = """\
---
layout: over
kicker: Small words over a picture
title: Large over paper
---

Small words over a tint.

![](inks)
"""
OVER_HTML: Final = """\
{% extends "panel/board.html" %}
{% block content %}
{% call frame(page, "title") %}{{ line(text.title, "h1", "small") }}{% endcall %}
<div class="band ground" style="left: 36mm; top: 640mm; width: 522mm; height: 100mm"></div>
{% call frame(page, "body", "note") %}{{ body(text.body) }}{% endcall %}
<div class="rule"></div>
{% endblock %}
{% block folio %}
{% call frame(page, "kicker") %}{{ line(text.kicker, class="kicker") }}{% endcall %}
{% endblock %}
"""
OVER_YML: Final = """\
size: [594, 841]
frames:
  title: {left: 36, top: 42, width: 522, height: 60}
  kicker: {left: 60, top: 200, width: 400, height: 20}
  body: {left: 60, top: 660, width: 400, height: 40}
slots:
  - {left: 36, top: 120, width: 522, height: 400}
"""
OWN_CSS: Final = """\
.layout-over .band { background: device-cmyk(.3 .1 0 0) }
.layout-over .kicker { color: var(--ink); font-size: 34pt }
.layout-over .note { font-size: 24pt; line-height: 30pt; padding: 0 }
.layout-over .rule { left: 36mm; top: 760mm; width: 522mm; border-top: .5pt solid var(--ink) }
"""

FLAG: Final = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200">
<style>.r { fill: #c8102e } .b { fill: navy }</style>
<rect class="r" width="300" height="100"/><rect class="b" y="100" width="300" height="100"/>
<path d="M0 100H300" stroke="white" stroke-width="12"/><circle cx="150" cy="100" r="40"/></svg>"""


def wheel() -> bytes:
    """A PDF drawing with a nested form, RGB, grey and CMYK colours, and line state in a graphics state."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(100, 100))
    page = made.pages[0].obj
    form = made.make_stream(
        b"0.2 0.6 0.3 rg 0 0 20 20 re f",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=pikepdf.Array([0, 0, 20, 20]),
        Matrix=pikepdf.Array([1, 0, 0, 1, 40, 40]),
    )
    page.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(F=form), ExtGState=pikepdf.Dictionary(W=pikepdf.Dictionary(LW=4, LC=1))
    )
    page.Contents = made.make_stream(b"0 0 0 1 K /W gs 10 10 80 80 re S 0.5 g 20 20 10 10 re f /F Do")
    out = io.BytesIO()
    made.save(out, deterministic_id=True)
    return out.getvalue()


def photographs() -> dict[str, bytes]:
    """The pictures, as files."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A camera that says its name"
    exif.get_ifd(0x8825)[2] = (19.0, 35.0, 1.0)
    inks = np.dstack([np.asarray(coloured(900, 600, seed))[..., 0] for seed in (1, 2, 3, 4)]) // 2
    inks[..., 3] //= 2
    return {
        "plain.jpg": encoded(coloured(2400, 1600, 11), "JPEG", quality=85),
        "srgb.jpg": encoded(coloured(1200, 800, 12), "JPEG", quality=90, icc_profile=srgb()),
        "adobe.tif": encoded(coloured(1000, 1200, 13), "TIFF", compression="tiff_lzw", icc_profile=adobe_rgb()),
        "turned.jpg": encoded(coloured(1200, 900, 14), "JPEG", quality=90, exif=exif, icc_profile=srgb()),
        "inks.jpg": encoded(Image.fromarray(inks, "CMYK").resize((2400, 1600)), "JPEG", quality=90),
        "grey.png": encoded(grey_ramp(1800, 1200), "PNG", icc_profile=grey_gamma(2.2)),
    }


def write_difficult(folder: Path) -> None:
    """Write the project."""
    write(
        folder,
        {
            "catalogue.yml": CATALOGUE,
            "panels/01-colour.md": COLOUR,
            "panels/02-two.md": TWO,
            "panels/02-two.es.md": TWO_ES,
            "panels/03-marks.md": MARKS,
            "panels/04-over.md": OVER,
            "photos/captions.yml": CAPTIONS,
            "photos/flag.svg": FLAG,
            "photos/wheel.pdf": wheel(),
            **{f"photos/{name}": data for name, data in photographs().items()},
            "styles/own.css": OWN_CSS,
            "styles/templates/panel/marks.html": MARKS_HTML,
            "styles/templates/panel/marks.yml": MARKS_YML,
            "styles/templates/panel/over.html": OVER_HTML,
            "styles/templates/panel/over.yml": OVER_YML,
        },
    )
