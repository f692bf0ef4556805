"""What a press has no use for: annotations, actions, layers, transparency where it is not allowed, unlawful packing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Place
from panelpress.ground.units import count
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import Ordered, flavour, pages, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.pdf import Oddity, PageFacts, StreamFilter
    from panelpress.preflight.order import Subject


@check(
    "document/annotations",
    over=pages,
    level=Level.ERROR,
    source="CGATS Application Notes 2.28; ISO 15930-7, 6.17",
    fix="Remove comments, links and form fields from the press file.",
)
def document_annotations(sheet: Ordered[PageFacts]) -> Iterator[Finding]:
    """No comment, link or stamp lies on the printed area.

    Some RIPs print annotations. They must lie outside the BleedBox (the TrimBox where there is none); a printer's
    mark may lie within the bleed.
    """
    page = sheet.what
    for note in page.annotations:
        kept = page.trim if note.subtype == "PrinterMark" else page.boxes.bleed or page.trim
        if note.box is None or note.box.shrunk(-1e-4).overlap(kept.shrunk(1e-3)) is not None:
            yield Finding(
                f"an annotation ({note.subtype or 'of no kind'}) lies on page {page.number}",
                Place(page=page.number, box=note.box, object=note.subtype),
                note.subtype,
                "none within the bleed",
            )


_ACTION_KINDS = {
    "action": "an action",
    "javascript": "a script",
    "embedded-file": "an attachment",
    "form-fields": "a form",
    "presentation": "presentation settings",
}


@check(
    "document/actions",
    over=whole,
    level=Level.ERROR,
    source="ISO 15930-4, 6.14; ISO 15930-7, 6.18, 6.26; veraPDF 6.10, 6.11",
    fix="Export again without scripts, actions, forms or attachments.",
)
def document_actions(subject: Subject, *, allowed: tuple[str, ...] = ()) -> Iterator[Finding]:
    """The file does nothing: no actions, scripts, form fields or attachments.

    A press file lies still; what acts may change what is printed. ``allowed`` names what is let through all the same, such as
    ``form-fields`` in a proof that is to be filled in.
    """
    for oddity in subject.pdf.oddities:
        if oddity.kind in _ACTION_KINDS and oddity.kind not in allowed:
            yield Finding(
                f"the file holds {_ACTION_KINDS[oddity.kind]}: {oddity.where}",
                Place(page=oddity.page),
                oddity.where,
                "none",
            )


_OBJECT_KINDS = {
    "postscript": "PostScript",
    "reference-object": "a reference to another file",
    "external-stream": "data outside the file",
    "opi-or-alternates": "a picture with a replacement",
    "transfer-or-halftone": "a transfer curve or halftone",
    "unknown-operator": "an operator no standard knows",
    "viewer-area": "a viewing area inside the page",
    "blend-mode": "a blend mode of no standard",
}


@check(
    "document/objects",
    over=whole,
    level=Level.ERROR,
    source="CGATS Application Notes 2.26; ISO 15930-4, 6.4, 6.9, 6.10, 6.12, 6.15, 6.17; veraPDF 6.2.5, 6.2.8, 6.2.10",
    fix="Export again from a current program as PDF/X.",
)
def document_objects(subject: Subject) -> Iterator[Finding]:
    """The file holds only what every RIP paints alike.

    PostScript, replacements of pictures, references to other files, transfer curves and unknown operators print
    differently from shop to shop.
    """
    for oddity in subject.pdf.oddities:
        if oddity.kind in _OBJECT_KINDS:
            yield Finding(
                f"the file holds {_OBJECT_KINDS[oddity.kind]}: {oddity.where}",
                Place(page=oddity.page, object=oddity.where),
                oddity.where,
                "none",
            )


@check(
    "document/rendering-intent",
    over=whole,
    level=Level.ERROR,
    source="veraPDF 6.2.6; ISO 32000-2, 8.6.5.8",
    fix="Export again from a current program as PDF/X.",
)
def document_rendering_intent(subject: Subject) -> Iterator[Finding]:
    """Colours are converted by one of the four intents there are.

    An intent of another name is read as relative colorimetric by one program and refused by the next.
    """
    for oddity in _of_kind(subject, "rendering-intent"):
        yield Finding(
            f"page {oddity.page} asks for the rendering intent “{oddity.where}”",
            Place(page=oddity.page, object=oddity.where),
            oddity.where,
            "one of the four of the standard",
        )


@check(
    "document/limits",
    over=whole,
    level=Level.ERROR,
    source="ISO 32000-1, annex C; veraPDF 6.1.13",
    fix="Export again from a current program as PDF/X, in parts if need be.",
)
def document_limits(subject: Subject) -> Iterator[Finding]:
    """Nothing is larger, longer or deeper than every reader must cope with.

    Pages of 3 to 14,400 units, names of 127 octets, 28 saved states, 32 inks: what goes beyond prints here and stops the
    RIP there.
    """
    for oddity in _of_kind(subject, "limit"):
        yield Finding(f"the file goes beyond a limit: {oddity.where}", Place(page=oddity.page), oddity.where, "less")


def _of_kind(subject: Subject, kind: str) -> Iterator[Oddity]:
    return (oddity for oddity in subject.pdf.oddities if oddity.kind == kind)


@check(
    "document/layers",
    over=whole,
    level=Level.ERROR,
    source="ISO 15930-7, 6.24; veraPDF 6.9",
    fix="Flatten the layers, or export them with one default configuration.",
)
def document_layers(subject: Subject) -> Iterator[Finding]:
    """Layers, where they are allowed, have one plain configuration.

    PDF/X-1a and X-3 know no layers at all; in X-4 they may neither switch by themselves nor lack a default.
    """
    layers, standard = subject.pdf.layers, flavour(subject)
    if standard != "PDF/X-4" and layers:
        yield Finding(f"the file has {count(len(layers), 'layer')}", Place(), str(len(layers)), f"none in {standard}")
        return
    for fault in subject.pdf.layer_faults:
        yield Finding(f"the layers are not set up rightly: {fault}", Place(), fault, "one named default configuration")


@check(
    "document/hidden-layers",
    over=whole,
    level=Level.ERROR,
    source="GWG 2022 R0036",
    fix="Switch the layer on, or take it out of the file.",
)
def document_hidden_layers(subject: Subject) -> Iterator[Finding]:
    """No layer is switched off.

    What a hidden layer holds may print at one shop and not at another.
    """
    for layer in subject.pdf.layers:
        if not layer.on:
            yield Finding(f"the layer “{layer.name}” is switched off", Place(object=layer.name), "off", "on")


def _pages_without_transparency(subject: Subject) -> Iterator[PageFacts]:
    if flavour(subject) != "PDF/X-4":
        yield from subject.pdf.pages


@check(
    "document/transparency",
    over=_pages_without_transparency,
    level=Level.ERROR,
    source="CGATS Application Notes 2.25; ISO 15930-4, 6.16",
    fix="Order PDF/X-4, or take opacity, shadows and soft masks out of the styles.",
)
def document_transparency(page: PageFacts) -> Iterator[Finding]:
    """PDF/X-1a and X-3 hold no transparency.

    Their RIPs paint everything opaque: what should shine through is covered.
    """
    for use in page.transparencies:
        yield Finding(
            f"page {page.number} uses transparency: {use.detail}",
            Place(page=page.number, box=use.box),
            use.kind,
            "none",
        )


def _filters(subject: Subject) -> Iterator[tuple[StreamFilter, str]]:
    return ((f, flavour(subject)) for f in subject.pdf.filters)


@check(
    "document/filters",
    over=_filters,
    level=Level.ERROR,
    source="CGATS Application Notes 2.8; ISO 32000-2, 7.4",
    fix="Export again; streams may be packed with Flate.",
)
def document_filters(seen: tuple[StreamFilter, str]) -> Iterator[Finding]:
    """Fonts, drawings and metadata are packed in a lawful way.

    LZW is forbidden in every PDF/X; Crypt hides what it holds. Pictures have a check of their own.
    """
    used, standard = seen
    if used.name in ("LZWDecode", "Crypt"):
        yield Finding(
            f"{count(used.count, 'stream')} packed with {used.name}, first {used.where}",
            Place(),
            used.name,
            f"a filter {standard} allows",
        )


def _old_files(subject: Subject) -> Iterator[Subject]:
    if flavour(subject) != "PDF/X-4":
        yield subject


@check(
    "document/syntax",
    over=_old_files,
    level=Level.ERROR,
    source="ISO 15930-4, 5: PDF 1.4",
    fix="Save without object streams.",
)
def document_syntax(subject: Subject) -> Iterator[Finding]:
    """PDF/X-1a and X-3 files are written as PDF 1.4 can read them.

    Object and cross-reference streams came with PDF 1.5; old RIPs find nothing in such a file.
    """
    if subject.pdf.object_streams:
        yield Finding(
            "the file's table of contents is a stream", Place(), "PDF 1.5 structure", "a plain cross-reference table"
        )
