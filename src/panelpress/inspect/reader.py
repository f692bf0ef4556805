"""A PDF, read once, as frozen facts. Whatever is wrong with the file itself becomes one clear diagnostic."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from panelpress.facts.pdf import FontFacts, PdfFacts
from panelpress.ground.diagnostics import Diagnostic, Level, PanelpressError
from panelpress.ground.files import digest, digest_file
from panelpress.inspect import document
from panelpress.inspect.limits import beyond_limits
from panelpress.inspect.objects import is_true, words_of
from panelpress.inspect.oneword import one_clear_word
from panelpress.inspect.pages import read_page
from panelpress.inspect.printed import colours_dimmed, luminances
from panelpress.inspect.state import Resourceful
from panelpress.inspect.widths import widths_off

if TYPE_CHECKING:
    from panelpress.facts.pdf import Oddity

_HEAD = 1024  # the header must stand within the first 1024 octets (ISO 32000-1, annex H.3.4.1)
_MAX_PAGES = 20_000
_OTHER_KINDS = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"%!PS", "a PostScript file"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
)

_LOCKED = "ask for a file without a password: PDF/X forbids encryption and no print shop can open it"
_BROKEN = "export or download it again; it was cut short, altered on the way, or written by a faulty program"

# pikepdf says on the log what it already said by an exception or what our facts say in better words
logging.getLogger("pikepdf").addHandler(logging.NullHandler())


def read_pdf(
    source: Path | bytes,
    name: str = "",
    *,
    raster: bool = True,
    plates: bool | None = None,
    looks: bool = False,
    codes: bool | tuple[int, ...] | None = None,
) -> PdfFacts:
    """Read a PDF into facts.

    Args:
        source: the file, or its bytes.
        name: what messages call it; the file's name by default.
        raster: also render each page to see what reaches its edges (:attr:`PageFacts.edges`).
        plates: also draw each page's plates to measure the ink (:attr:`PageFacts.ink`); by default as ``raster``.
        codes: also look for QR codes and barcodes (:attr:`PageFacts.codes`), on every page or on those named; by default
            as ``plates``.
        looks: also keep small pictures of what is rendered, for reports (:attr:`PageFacts.look`, :attr:`Plate.look`).

    Raises:
        PanelpressError: with exit code 2 and one diagnostic (``pdf/missing``, ``pdf/empty``, ``pdf/not-a-pdf``,
            ``pdf/encrypted``, ``pdf/damaged``, ``pdf/no-pages``, ``pdf/loop``, ``pdf/too-large``,
            ``pdf/too-complex``) where the file cannot be judged.
    """
    name = name or (source.name if isinstance(source, Path) else "this PDF")
    with one_clear_word(name, "pdf", locked=_LOCKED, broken=_BROKEN):
        size, head = _front(source)
        _refuse_what_is_no_pdf(size, head)
        opened = io.BytesIO(source) if isinstance(source, bytes) else source
        with pikepdf.open(opened, attempt_recovery=False, suppress_warnings=True) as pdf:
            facts = _facts(pdf, digest(source) if isinstance(source, bytes) else digest_file(source), size)
        if raster:
            from panelpress.inspect.raster import with_edges  # noqa: PLC0415 - loads the renderer only where wanted

            facts = with_edges(facts, source, looks=looks)
            from panelpress.inspect.hidden import with_covered  # noqa: PLC0415 - the same

            facts = with_covered(facts, source)
        if plates := raster if plates is None else plates:
            from panelpress.inspect.plates import with_ink  # noqa: PLC0415 - loads the renderer only where wanted

            facts = with_ink(facts, source, looks=looks)
        if wanted := plates if codes is None else codes:
            from panelpress.inspect.codes import with_codes  # noqa: PLC0415 - loads the decoder only where wanted

            facts = with_codes(facts, source, None if isinstance(wanted, bool) else wanted)
    return facts


def _facts(pdf: pikepdf.Pdf, file_digest: str, size: int) -> PdfFacts:
    shared = Resourceful()
    number_of_pages = len(pdf.pages)
    if number_of_pages == 0:
        raise _fault("pdf/no-pages", "the file has no pages", "export it again; there is nothing here to print")
    if number_of_pages > _MAX_PAGES:
        raise _fault("pdf/too-complex", f"the file has {number_of_pages:,} pages", "check a part of it at a time")
    pages = tuple(read_page(page, number, shared) for number, page in enumerate(pdf.pages, 1))
    info, kinds = document.info_of(pdf)
    layers, layer_faults = document.layers_of(pdf)
    filters, outside = document.filters_in(pdf)
    oddities: tuple[Oddity, ...] = (*document.oddities_of(pdf), *outside, *beyond_limits(pdf))
    marks = pdf.Root.get("/MarkInfo")
    return PdfFacts(
        digest=file_digest,
        size=size,
        version=pdf.pdf_version,
        pages=pages,
        fonts=_fonts(pdf, shared),
        intents=document.intents_of(pdf),
        info=info,
        info_kinds=kinds,
        xmp=document.xmp_of(pdf),
        ids=document.ids_of(pdf),
        encrypted=pdf.is_encrypted,
        object_streams=_compressed(pdf),
        layers=layers,
        layer_faults=layer_faults,
        oddities=(*oddities, *(o for page in pages for o in page.oddities)),
        filters=filters,
        tagged=isinstance(marks, pikepdf.Dictionary) and is_true(marks.get("/Marked")),
        lang=words_of(pdf.Root.get("/Lang")),
        luminances=luminances(pdf, pages),
        dimmed=colours_dimmed(pdf, pages),
    )


def _fonts(pdf: pikepdf.Pdf, shared: Resourceful) -> tuple[FontFacts, ...]:
    fonts = []
    for (name, family, subtype, embedded, subset, to_unicode), use in sorted(shared.font_use.items()):
        pages = tuple(sorted(use.pages))
        off = sum(widths_off(pdf.get_object(key), shared.fonts[key], shared.shown[key]) for key in use.keys if any(key))
        fonts.append(FontFacts(name, family, subtype, embedded, subset, to_unicode, pages, use.visible, off))
    return tuple(fonts)


def _compressed(pdf: pikepdf.Pdf) -> bool:
    """Tell whether the cross-reference table is a stream, which PDF 1.4 readers cannot follow."""
    return "/Type" in pdf.trailer and str(pdf.trailer.get("/Type")) == "/XRef"


def _front(source: Path | bytes) -> tuple[int, bytes]:
    if isinstance(source, bytes):
        return len(source), source[:_HEAD]
    with source.open("rb") as stream:
        head = stream.read(_HEAD)
    return source.stat().st_size, head


def _refuse_what_is_no_pdf(size: int, head: bytes) -> None:
    if size == 0:
        raise _fault("pdf/empty", "the file is empty (0 bytes)", "export or download it again")
    if b"%PDF-" in head:
        return
    kind = next((words for magic, words in _OTHER_KINDS if head.startswith(magic)), "something else")
    raise _fault("pdf/not-a-pdf", f"the file is {kind}, not a PDF", "give the PDF that is meant for the press")


def _fault(id: str, message: str, help: str) -> PanelpressError:
    return PanelpressError([Diagnostic(id, Level.ERROR, message, help)])
