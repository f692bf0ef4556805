"""What the press tests have in common: pictures made on the spot, small pages, whole projects built once, inks on pixels.

Nothing here is borrowed from the code under test where that code would then judge itself: inks come from Ghostscript's
plates, colours from the press profile through Little CMS, boxes from the printer's section of `catalogue.yml`.
"""

from __future__ import annotations

import fcntl
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
import pikepdf
import yaml
from PIL import Image, ImageCms
from tests.support.judges import ask

from panelpress.exhibition.items import ItemName, all_items
from panelpress.exhibition.model import Drawing, Exhibition
from panelpress.exhibition.project import load
from panelpress.ground.diagnostics import PanelpressError, Span
from panelpress.ground.files import Cache
from panelpress.ground.geometry import Edges
from panelpress.inspect.reader import read_pdf
from panelpress.jobs.orders import choose_printers, order_for, rules_for
from panelpress.jobs.work import Result, Task, work
from panelpress.press.compose import compose
from panelpress.press.conditions import SHIPPED, Condition, condition
from panelpress.press.fonts import font_faces
from panelpress.press.make import Made, make
from panelpress.press.pictures.derive import press_picture
from panelpress.press.recipe import Job, Recipe, Sheet, Treatment, Wanted
from panelpress.press.stylesheets import page_rule
from panelpress.press.templating import SHIPPED as SHIPPED_TEMPLATES
from panelpress.press.templating import THEMES, stylesheet

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pytest

    from panelpress.facts.pdf import PdfFacts
    from panelpress.ground.diagnostics import Diagnostic

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = ("catalogue.yml", "panels", "photos", "styles")
PRESS: Final = condition("FOGRA39", SHIPPED["FOGRA39"])
MM: Final = 25.4
THEME: Final = (THEMES / "gallery-bone.css").read_text("utf-8")

Pixels = np.ndarray[Any, Any]


# -- pictures --------------------------------------------------------------------------------------------------------


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """Return a picture as a file's bytes."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def grey_ramp(width: int = 256, height: int = 64) -> Image.Image:
    """Return a grey picture from black at the left to white at the right."""
    row = np.linspace(0, 255, width).round().astype(np.uint8)
    return Image.fromarray(np.tile(row, (height, 1)))


def coloured(width: int = 240, height: int = 160, seed: int = 7) -> Image.Image:
    """Return a smooth picture in many colours: what a photograph is to a converter."""
    few = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return Image.fromarray(few).resize((width, height), Image.Resampling.BICUBIC)


def wanted(
    path: Path,
    width_mm: float = 50.8,
    height_mm: float = 25.4,
    ppi: int = 100,
    quality: int = 95,
    treatment: Treatment | None = None,
) -> Wanted:
    """Return the order for a press picture from a file."""
    span = Span("photos/captions.yml", 3, 3, len(path.stem), f"  {path.stem}:")
    return Wanted(path.stem, path, path.name, width_mm, height_mm, ppi, quality, span, treatment or Treatment())


def made_picture(path: Path, data: bytes, **order: Any) -> Image.Image:
    """Write a file and return the press picture made of it, decoded."""
    path.write_bytes(data)
    picture = Image.open(io.BytesIO(press_picture(wanted(path, **order), PRESS, Cache(None)).data))
    picture.load()
    return picture


def pixels(picture: Image.Image) -> Pixels:
    """Return a picture's pixels as signed numbers, so that differences do not wrap."""
    return np.asarray(picture).astype(np.int16)


# -- drawings --------------------------------------------------------------------------------------------------------


def drawing(path: Path, data: bytes, **said: Any) -> Drawing:
    """Write a drawing's file and return what the captions file would say of it."""
    path.write_bytes(data)
    facts: dict[str, Any] = {"min_width_mm": 0, "clear_mm": 0, "black_only": False, **said}
    return Drawing(path.stem, path, path.name, {}, {}, span=Span("photos/captions.yml", 9), **facts)


# -- small pages -----------------------------------------------------------------------------------------------------


def small_recipe(
    html: str,
    css: str = "",
    *,
    size: tuple[float, float] = (100.0, 80.0),
    bleed: Edges | None = None,
    marks: str = "none",
    slug: bool = False,
    standard: str = "pdf/x-4",
    job: Job | None = None,
    theme: str = THEME,
) -> Recipe:
    """Return the recipe of one small page: a body of HTML in the shipped theme."""
    from datetime import date  # noqa: PLC0415 - only the type is wanted elsewhere

    sheet = Sheet(*size, bleed or Edges.all(3), marks, slug)
    page = f'<!doctype html><html lang="en-GB"><head><title>Small</title></head><body>{html}</body></html>'
    sheets = (
        ("fonts.css", font_faces()),
        ("page.css", page_rule(sheet)),
        ("base.css", stylesheet("base.css")),
        ("themes/gallery-bone.css", theme),
        ("test.css", css),
    )
    return Recipe(
        name=ItemName("panel", "01", "small", ("en-GB",), main=True),
        file_name="01-small.pdf",
        sheet=sheet,
        job=job or Job("a-job", "A title", "A maker", "© A maker", 1, date(2026, 11, 24), "en-GB"),
        html=page,
        css=sheets,
        fonts_root=None,
        pictures=(),
        drawings=(),
        plates=(),
        blocks=(),
        pages=1,
        keep=(),
        laid_pages=1,
        standard=standard,
        condition="FOGRA39",
        profile=SHIPPED["FOGRA39"],
        awaited_text=(),
        sources=(),
    )


def small_page(html: str, css: str = "", **options: Any) -> Made:
    """Return a small page, made."""
    return make(small_recipe(html, css, **options), Cache(None))


def with_drawings(recipe: Recipe, *drawings: Drawing) -> Recipe:
    """Return a recipe that also places drawings; its HTML names them ``pp:drawing/ID.suffix``."""
    return replace(recipe, drawings=drawings)


def facts_of(made: Made, *, raster: bool = False) -> PdfFacts:
    """Return what our own reader, which never met the writer, sees in a made page."""
    return read_pdf(made.data, "small.pdf", raster=raster)


def content_of(data: bytes, page: int = 0) -> bytes:
    """Return a page's content stream."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return bytes(pdf.pages[page].Contents.read_bytes())


# -- whole projects --------------------------------------------------------------------------------------------------


def once(factory: pytest.TempPathFactory, name: str, make_it: Callable[[Path], None]) -> Path:
    """Return a folder that is filled once a test run, however many workers and modules ask for it."""
    base = factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = base / name, base / f"{name}.done"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make_it(folder)
            done.touch()
    return folder


@dataclass(frozen=True)
class Ran:
    """What the real command answered."""

    code: int
    out: str
    err: str


def run(*arguments: str | Path) -> Ran:
    """Run the real command line in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "panelpress", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
        timeout=600,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def copy_sample(folder: Path) -> None:
    """Copy the sample exhibition's own files."""
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, dirs_exist_ok=True)
        elif source.is_file():
            shutil.copy2(source, folder / name)


def build_whole(folder: Path) -> None:
    """Build a project with the real command; it must end well."""
    ran = run("build", "-C", folder, "--json")
    (folder / "report.json").write_text(ran.out, "utf-8")
    if ran.code:
        raise AssertionError(f"build of {folder} ended with {ran.code}:\n{ran.err[-4000:]}\n{ran.out[-4000:]}")


def sample_built(folder: Path) -> None:
    """Copy the sample exhibition and build it."""
    copy_sample(folder)
    build_whole(folder)


@dataclass(frozen=True)
class Project:
    """A built project: its folder, what its printers ordered, its recipes and its files by item."""

    root: Path
    recipes: Mapping[str, Recipe]
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, Path]:
        """The press files by item key, as the manifest lists them."""
        listed = json.loads((self.root / "out/press/manifest.json").read_text("utf-8"))["items"]
        return {entry["item"]: self.root / "out/press" / entry["file"] for entry in listed}

    def printer(self, kind: str) -> dict[str, Any]:
        """Return the first printer that makes ``panels`` or ``catalogue``, as it stands in `catalogue.yml`."""
        makers = (p for p in self.said.get("printers", {}).values() if p["makes"] == kind)
        return dict(next(makers, {"makes": kind}))

    def trim_of(self, key: str) -> tuple[float, float]:
        """Return the ordered trim in mm, from `catalogue.yml` alone."""
        if key.startswith("catalogue"):
            book = self.said["catalogue"]
            return (book.get("width_mm", 148), book.get("height_mm", 210))
        return (self.said.get("panel_width_mm", 594), self.said.get("panel_height_mm", 841))

    def bleed_of(self, key: str) -> Edges:
        """Return the ordered bleed in mm, from `catalogue.yml` alone."""
        book = key.startswith("catalogue")
        bleed = self.printer("catalogue" if book else "panels").get("bleed_mm", 3 if book else 5)
        return Edges(**bleed) if isinstance(bleed, dict) else Edges.all(bleed)


def composed(root: Path) -> dict[str, Recipe]:
    """Return every item's recipe, composed in this process."""
    exhibition = load(root, THEMES, SHIPPED_TEMPLATES / "panel")
    printers = choose_printers(exhibition, None)
    names = all_items(exhibition, printers[1].files)
    return {name.key: compose(exhibition, name, printers[name.kind == "catalogue"]) for name in names}


def project(root: Path) -> Project:
    """Return a built project."""
    return Project(root, composed(root), yaml.safe_load((root / "catalogue.yml").read_text("utf-8")))


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a project's files and return its folder."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


PLAIN: Final = """\
job: a-job
title: {en-GB: An exhibition}
languages: [en-GB]
edition: {number: 1, date: 2026-11-24}
panels: [01-one]
"""


OWN_LAYOUT: Final = {
    "styles/templates/panel/own.html": """\
{% extends "panel/board.html" %}
{% block content %}
{% call frame(page, "title") %}{{ line(text.title, "h1", "small") }}{% endcall %}
{% call frame(page, "body") %}{{ body(text.body) }}{% endcall %}
<!-- HERE -->
{% endblock %}
""",
    "styles/templates/panel/own.yml": """\
size: [594, 841]
frames:
  title: {left: 36, top: 40, width: 522, height: 100}
  body: {left: 36, top: 160, width: 522, height: 300}
  folio: {left: 36, top: 809, width: 390, height: 14}
  number: {left: 470, top: 809, width: 88, height: 14}
""",
}
"""A layout of a project's own, for text alone; ``HERE`` is line 5 of the template."""


def one_item(root: Path, key: str = "one", *, staging: Path | None = None) -> tuple[Result, Recipe, Exhibition]:
    """Compose, make and judge one item in this process, as a worker would.

    Raises:
        PanelpressError: what stops the whole build.
    """
    exhibition = load(root, THEMES, SHIPPED_TEMPLATES / "panel")
    printers = choose_printers(exhibition, None)
    name = next(n for n in all_items(exhibition, printers[1].files) if n.key == key)
    printer = printers[name.kind == "catalogue"]
    recipe = compose(exhibition, name, printer)
    staging = staging or root / "out" / "staging"
    task = Task(recipe, order_for(exhibition, recipe, printer), rules_for(root, recipe, printer).profile, staging, None)
    return work(task), recipe, exhibition


def findings(result: Result) -> list[Diagnostic]:
    """Return everything that was found wrong with an item."""
    return [*result.stop, *result.report.findings]


def refusal(build_it: Callable[[], object]) -> PanelpressError:
    """Return what a call refuses with; a call that does not refuse fails the test."""
    try:
        build_it()
    except PanelpressError as refused:
        return refused
    raise AssertionError("nothing was refused")


def redated(recipe: Recipe, day: dt.date) -> Recipe:
    """Return the same item on another edition date."""
    return replace(recipe, job=replace(recipe.job, date=day))


# -- inks ------------------------------------------------------------------------------------------------------------


def plates(path: Path, page: int = 1, dpi: int = 72) -> Pixels:
    """Return a page's inks by Ghostscript's separations: rows, columns, C M Y K, 0 (none) to 255 (full).

    ``tiff32nc`` paints DeviceCMYK as it is written, and overprints as a press does.
    """
    with tempfile.TemporaryDirectory(prefix="plates-") as folder:
        out = Path(folder) / "page.tif"
        ask(
            "gs", "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiff32nc", f"-r{dpi}",
            f"-dFirstPage={page}", f"-dLastPage={page}", "-o", out, path,
        )  # fmt: skip
        with Image.open(out) as picture:
            return np.asarray(picture.convert("CMYK")).copy()


def images_in(data: bytes) -> Iterator[tuple[str, pikepdf.Stream]]:
    """Yield every image XObject of a file with its name."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        seen: set[tuple[int, int]] = set()
        for object_ in pdf.objects:
            if isinstance(object_, pikepdf.Stream) and object_.get("/Subtype") == "/Image":
                if object_.objgen not in seen:
                    yield str(object_.objgen[0]), object_
                seen.add(object_.objgen)


def press_condition() -> Condition:
    """Return the shipped printing condition."""
    return PRESS


def texts_of(found: Sequence[Diagnostic]) -> str:
    """Return diagnostics as one text, for assertions' messages."""
    return "\n".join(f"{d.id}: {d.message} | {d.help}" for d in found)


# -- profiles --------------------------------------------------------------------------------------------------------


def _s15(value: float) -> bytes:
    return round(value * 65536).to_bytes(4, "big", signed=True)


def _xyz(x: float, y: float, z: float) -> bytes:
    return b"XYZ \0\0\0\0" + _s15(x) + _s15(y) + _s15(z)


def _gamma(value: float) -> bytes:
    return b"curv\0\0\0\0" + (1).to_bytes(4, "big") + round(value * 256).to_bytes(2, "big") + b"\0\0"


def icc_profile(space: str, tags: Mapping[str, bytes]) -> bytes:
    """Return a small ICC version 2 display profile (ICC.1:2001-04)."""
    name = b"A test profile\0"
    words = b"desc\0\0\0\0" + len(name).to_bytes(4, "big") + name + bytes(78)
    every = {"desc": words, "cprt": b"text\0\0\0\0nobody\0", "wtpt": _xyz(0.9642, 1, 0.8249), **tags}
    body, table, at = b"", b"", 132 + 12 * len(every)
    for key, data in every.items():
        padded = data + bytes(-len(data) % 4)
        table += key.encode() + (at + len(body)).to_bytes(4, "big") + len(data).to_bytes(4, "big")
        body += padded
    head = bytearray(128)
    head[0:4] = (at + len(body)).to_bytes(4, "big")
    head[8:12], head[12:16], head[16:20], head[20:24] = b"\2\x10\0\0", b"mntr", space.encode(), b"XYZ "
    head[36:40] = b"acsp"
    head[68:80] = _s15(0.9642) + _s15(1) + _s15(0.8249)
    return bytes(head) + len(every).to_bytes(4, "big") + table + body


def adobe_rgb() -> bytes:
    """Return Adobe RGB (1998): its primaries adapted to D50, gamma 2.19921875."""
    curve = _gamma(2.19921875)
    return icc_profile(
        "RGB ",
        {
            "rXYZ": _xyz(0.60974, 0.31111, 0.01947),
            "gXYZ": _xyz(0.20528, 0.62567, 0.06087),
            "bXYZ": _xyz(0.14919, 0.06322, 0.74457),
            "rTRC": curve,
            "gTRC": curve,
            "bTRC": curve,
        },
    )


def display_p3() -> bytes:
    """Return Display P3 (SMPTE EG 432-1 primaries, D65 adapted to D50), with a gamma of 2.2 for sRGB's curve."""
    curve = _gamma(2.2)
    return icc_profile(
        "RGB ",
        {
            "rXYZ": _xyz(0.51512, 0.24120, -0.00105),
            "gXYZ": _xyz(0.29198, 0.69225, 0.04189),
            "bXYZ": _xyz(0.15710, 0.06657, 0.78407),
            "rTRC": curve,
            "gTRC": curve,
            "bTRC": curve,
        },
    )


def grey_gamma(value: float) -> bytes:
    """Return a grey profile with a plain gamma."""
    return icc_profile("GRAY", {"kTRC": _gamma(value)})


def srgb() -> bytes:
    """Return Little CMS's own sRGB profile, without the time it was made."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes(12)
    return bytes(profile)


# -- differences of colour -------------------------------------------------------------------------------------------


def lab_from_srgb(rgb: Pixels) -> Pixels:
    """Return CIE Lab (D65) of sRGB values 0-255 in floating point (IEC 61966-2-1, CIE 15)."""
    share = rgb.astype(float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    matrix = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = linear @ matrix.T / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)


def delta_e_2000(one: Pixels, other: Pixels) -> Pixels:
    """Return CIEDE2000 of Lab colours (Sharma, Wu, Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = np.moveaxis(one, -1, 0), np.moveaxis(other, -1, 0)
    mean_c = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    grey = c1 * c2 == 0
    dh = np.where(grey, 0, (h2 - h1 + 180) % 360 - 180)
    d_hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh / 2))
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = np.where(grey, h1 + h2, h1 + dh / 2) % 360
    t = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )
    sl = 1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    rotation = (
        -2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    )
    dl, dc = (l2 - l1) / sl, (c2 - c1) / sc
    dhs = d_hue / sh
    return np.asarray(np.sqrt(dl**2 + dc**2 + dhs**2 + rotation * dc * dhs))


def back_to_srgb(picture: Image.Image) -> Image.Image:
    """Return press inks as sRGB through the press profile: relative colorimetric, black points matched."""
    transform = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(PRESS.icc)),
        ImageCms.createProfile("sRGB"),
        "CMYK",
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    return cast("Image.Image", ImageCms.applyTransform(picture, transform))
