"""What a file says of itself beside its pages: Info, XMP, intents, layers, and what print has no use for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

from panelpress.facts.pdf import Layer, Oddity, OutputIntent, StreamFilter
from panelpress.inspect.icc import icc_profile
from panelpress.inspect.objects import decoded, filters_of, name_of, number_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIRECT = (0, 0)  # the number of what is no object of its own
_PREFIXES = {
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
    "http://ns.adobe.com/pdfx/1.3/": "pdfx",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
}


def info_of(pdf: pikepdf.Pdf) -> tuple[dict[str, str], dict[str, str]]:
    """Return the Info dictionary as text, and what type each entry has in the file."""
    info = pdf.trailer.get("/Info")
    if not isinstance(info, pikepdf.Dictionary):
        return {}, {}
    values, kinds = {}, {}
    for key in sorted(info.keys()):
        value = info.get(key)
        values[key[1:]] = words_of(value) or ("" if isinstance(value, pikepdf.String | pikepdf.Name) else str(value))
        kinds[key[1:]] = _kind(value)
    return values, kinds


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, pikepdf.Name):
        return "name"
    return "string" if isinstance(value, pikepdf.String) else "other"


def xmp_of(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Return the XMP packet as flat text; a packet that cannot be read counts as absent."""
    packet = pdf.Root.get("/Metadata")
    if not isinstance(packet, pikepdf.Stream):
        return {}
    decoded(packet, "the XMP metadata")  # bounded, before anybody else unpacks it
    found = {}
    try:
        metadata = pdf.open_metadata()
        for key in metadata:
            uri, _, name = key[1:].partition("}")
            if uri in _PREFIXES:
                found[f"{_PREFIXES[uri]}:{name}"] = _flat(metadata[key])
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
    return found


def _flat(value: object) -> str:
    if isinstance(value, list | tuple | set):
        return "; ".join(str(v) for v in value)
    return str(value)


def intents_of(pdf: pikepdf.Pdf) -> tuple[OutputIntent, ...]:
    """Return the output intents of the catalogue, each with what its profile says of itself."""
    listed = pdf.Root.get("/OutputIntents")
    intents = []
    for intent in listed if isinstance(listed, pikepdf.Array) else []:
        if not isinstance(intent, pikepdf.Dictionary):
            continue
        stream = intent.get("/DestOutputProfile")
        profile = None
        if isinstance(stream, pikepdf.Stream):
            profile = icc_profile(decoded(stream, "the output profile"), int(number_of(stream.get("/N"))))
        intents.append(
            OutputIntent(
                subtype=name_of(intent.get("/S")),
                identifier=words_of(intent.get("/OutputConditionIdentifier")),
                condition=words_of(intent.get("/OutputCondition")),
                registry=words_of(intent.get("/RegistryName")),
                info=words_of(intent.get("/Info")),
                profile=profile,
            )
        )
    return tuple(intents)


def ids_of(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """Return the trailer's two identifiers in hexadecimal."""
    ids = pdf.trailer.get("/ID")
    if not isinstance(ids, pikepdf.Array):
        return ()
    return tuple(bytes(i).hex() for i in ids if isinstance(i, pikepdf.String))


def layers_of(pdf: pikepdf.Pdf) -> tuple[tuple[Layer, ...], tuple[str, ...]]:
    """Return the layers with their state in the default configuration, and what is wrong with the dictionary."""
    optional = pdf.Root.get("/OCProperties")
    if not isinstance(optional, pikepdf.Dictionary):
        return (), ()
    faults = []
    default = optional.get("/D")
    if not isinstance(default, pikepdf.Dictionary):
        faults.append("no default configuration (/D)")
        default = pikepdf.Dictionary()
    faults += _configuration_faults(optional, default)
    off = {o.objgen for o in default.get("/OFF", pikepdf.Array()) if isinstance(o, pikepdf.Dictionary)}
    shown = {o.objgen for o in default.get("/ON", pikepdf.Array()) if isinstance(o, pikepdf.Dictionary)}
    base_off = name_of(default.get("/BaseState")) == "OFF"
    layers = []
    for group in optional.get("/OCGs", pikepdf.Array()):
        if isinstance(group, pikepdf.Dictionary):
            on = group.objgen in shown if base_off else group.objgen not in off
            layers.append(Layer(words_of(group.get("/Name")), on))
    return tuple(layers), tuple(faults)


def _configuration_faults(optional: pikepdf.Dictionary, default: pikepdf.Dictionary) -> Iterator[str]:
    """Yield what is wrong with the ways to show the layers, the default and its alternatives (veraPDF 6.9)."""
    others = optional.get("/Configs")
    alternatives = [c for c in others if isinstance(c, pikepdf.Dictionary)] if isinstance(others, pikepdf.Array) else []
    configurations = (default, *alternatives)
    if any("/AS" in configuration for configuration in configurations):
        yield "layers that switch by themselves (/AS)"
    names = [words_of(configuration.get("/Name")) for configuration in configurations]
    if alternatives and not all(names):
        yield "alternative configurations without names"
    elif len(set(names)) < len(names):
        yield "configurations of one name"
    groups = {group.objgen for group in optional.get("/OCGs", pikepdf.Array()) if isinstance(group, pikepdf.Dictionary)}
    lists = [c.get("/Order") for c in configurations]
    if any(isinstance(order, pikepdf.Array) and not groups <= _listed(order) for order in lists):
        yield "a list of layers that leaves one out (/Order)"


def _listed(order: Any) -> set[tuple[int, int]]:
    """Return the layers that a list shows, those of the lists in it among them; a list that holds itself is read once."""
    shown: set[tuple[int, int]] = set()
    read: set[tuple[int, int]] = set()
    open_lists = [order]
    while open_lists:
        for thing in open_lists.pop():
            if isinstance(thing, pikepdf.Dictionary):
                shown.add(thing.objgen)
            elif isinstance(thing, pikepdf.Array) and thing.objgen not in read:
                if thing.objgen != _DIRECT:
                    read.add(thing.objgen)
                open_lists.append(thing)
    return shown


def oddities_of(pdf: pikepdf.Pdf) -> Iterator[Oddity]:
    """Yield what a viewer could do with the file and a press cannot: actions, scripts, forms, attachments."""
    root = pdf.Root
    for key, kind, where in _ROOT_KEYS:
        if key in root and not (key == "/OpenAction" and isinstance(root.get(key), pikepdf.Array)):
            yield Oddity(kind, where)
    names = root.get("/Names")
    for key, kind, where in _NAME_TREES:
        if isinstance(names, pikepdf.Dictionary) and key in names:
            yield Oddity(kind, where)
    yield from _form_fields(root.get("/AcroForm"))
    for number, page in enumerate(pdf.pages, 1):
        for key, kind in (("/AA", "action"), ("/PresSteps", "presentation")):
            if key in page.obj:
                yield Oddity(kind, f"{key[1:]} of page {number}", number)
        notes = page.obj.get("/Annots")
        for note in notes if isinstance(notes, pikepdf.Array) else ():
            if isinstance(note, pikepdf.Dictionary) and ("/A" in note or "/AA" in note):
                yield Oddity("action", f"action of an annotation on page {number}", number)
    yield from _viewer_areas(root)


_ROOT_KEYS = (
    ("/OpenAction", "action", "OpenAction of the document"),  # a mere destination, an array, does nothing
    ("/AA", "action", "additional actions of the document"),
    ("/AF", "embedded-file", "associated files of the document"),
    ("/Requirements", "presentation", "Requirements"),
)
_NAME_TREES = (
    ("/JavaScript", "javascript", "document scripts"),
    ("/EmbeddedFiles", "embedded-file", "attachments of the document"),
    ("/AlternatePresentations", "presentation", "AlternatePresentations"),
    ("/Renditions", "presentation", "Renditions"),
)


def _form_fields(form: Any) -> Iterator[Oddity]:
    if isinstance(form, pikepdf.Dictionary):
        if "/XFA" in form:
            yield Oddity("form-fields", "an XFA form")
        fields = form.get("/Fields")
        if isinstance(fields, pikepdf.Array) and len(fields):
            yield Oddity("form-fields", f"{len(fields)} form fields")


def _viewer_areas(root: Any) -> Iterator[Oddity]:
    preferences = root.get("/ViewerPreferences")
    if not isinstance(preferences, pikepdf.Dictionary):
        return
    for key in ("/ViewArea", "/ViewClip", "/PrintArea", "/PrintClip"):
        value = name_of(preferences.get(key))
        if value not in ("", "MediaBox", "BleedBox"):
            yield Oddity("viewer-area", f"{key[1:]} is {value}")


def filters_in(pdf: pikepdf.Pdf) -> tuple[tuple[StreamFilter, ...], tuple[Oddity, ...]]:
    """Return the filters of all streams that are not pictures, and streams whose data lies outside the file."""
    seen: dict[str, list[str]] = {}
    outside = []
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Stream):
            if isinstance(thing, pikepdf.Dictionary) and name_of(thing.get("/S")) == "JavaScript":
                outside.append(Oddity("javascript", f"object {thing.objgen[0]}"))
            if isinstance(thing, pikepdf.Dictionary) and "/EF" in thing:
                outside.append(Oddity("embedded-file", f"a file in object {thing.objgen[0]}"))
            continue
        where = name_of(thing.get("/Subtype")) or name_of(thing.get("/Type")) or "stream"
        where = f"{where} (object {thing.objgen[0]})"
        if "/F" in thing:
            outside.append(Oddity("external-stream", where))
        if name_of(thing.get("/Subtype")) == "Image":
            continue
        for name in filters_of(thing):
            seen.setdefault(name, []).append(where)
    filters = tuple(StreamFilter(name, len(where), where[0]) for name, where in sorted(seen.items()))
    return filters, tuple(outside)
