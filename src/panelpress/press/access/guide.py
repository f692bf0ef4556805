"""The large-print guide: an edition laid out on A4 and finished as PDF/UA-1 (ISO 14289-1).

The engine tags what it lays out. What it leaves open is mended here: page numbers and running heads become artifacts,
marked text gets its language, links say where they lead, entries of lists get their bodies. Metadata and identifiers depend
on the content alone, as in a press file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pydyf

from panelpress.facts.layout import Block, Source
from panelpress.press import engine, office
from panelpress.press.access.compose import guide
from panelpress.press.finish import raw
from panelpress.press.recipe import Job

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from panelpress.exhibition.model import Exhibition
    from panelpress.facts.layout import LayoutFacts
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.press.access.content import Content
    from panelpress.press.recipe import Recipe

NAME = "large-print"
_CLAIM = '<pdfuaid:part xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">1</pdfuaid:part>'
_WHOLE = ("/P", "/Link", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
"""Elements that hold none of their own kind."""
_MARKED = re.compile(rb"/MCID (\d+)")


@dataclass(frozen=True)
class Guide:
    """The guide's bytes, what its layout knows of it, and what was noticed on the way."""

    data: bytes
    layout: LayoutFacts
    problems: tuple[Diagnostic, ...]


def make_guide(exhibition: Exhibition, content: Content, file_name: str, *, main: bool) -> Guide:
    """Lay an edition out and finish it.

    Args:
        exhibition: whose edition it is.
        content: the edition.
        file_name: what the file is called.
        main: whether it is in the exhibition's main language.

    Raises:
        PanelpressError: when a template of the project is wrong (exit code 2).
    """
    recipe = _recipe(exhibition, content, file_name, main=main)
    laid_out = engine.lay_out(recipe, {})
    painted = engine.paint(laid_out, recipe)
    names = {section.anchor: section.name for section in content.sections}
    return Guide(_finish(painted.pdf, recipe, painted.languages, names), painted.facts, laid_out.complaints)


def _recipe(exhibition: Exhibition, content: Content, file_name: str, *, main: bool) -> Recipe:
    title = f"{content.title.text} – {content.words.large_print}"
    blocks = (Block(b.id, b.text, Source(b.file, b.line), "") for b in content.blocks)
    job = Job(
        exhibition.job,
        title,
        exhibition.photographer,
        exhibition.copyright,
        exhibition.edition,
        exhibition.date,
        content.language,
    )
    document = office.Document(
        NAME,
        file_name,
        job,
        guide(exhibition.root, content),
        "access/large-print.css",
        exhibition.root,
        blocks=tuple(blocks),
        main=main,
        sources=exhibition.sources,
        standard="pdf/ua-1",
    )
    return office.recipe_of(document)


def _finish(pdf: Any, recipe: Recipe, languages: Sequence[Mapping[int, str]], names: Mapping[str, str]) -> bytes:
    pages = [o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/Page"]
    _artifacts(pdf, pages)
    _no_doubles(pdf)
    _bodies(pdf)
    _languages(pdf, pages, languages, recipe.job.language)
    _links(pdf, pages, names)
    return office.finish(pdf, recipe, _CLAIM)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _kids(pdf: Any, element: Any) -> Iterator[Any]:
    for kid in element.get("K", ()):
        if isinstance(kid, bytes):
            yield _object(pdf, kid)


def _elements(pdf: Any) -> Iterator[Any]:
    """Give every element of the structure tree in reading order."""
    waiting = [_object(pdf, pdf.catalog["StructTreeRoot"])]
    while waiting:
        element = waiting.pop()
        if element.get("Type") == "/StructElem":
            yield element
        waiting += reversed([kid for kid in _kids(pdf, element) if kid.get("Type") == "/StructElem"])


def _artifacts(pdf: Any, pages: Sequence[dict[str, Any]]) -> None:
    """Mark the running foot as what it is, where the engine marks text that no element of the tree owns."""
    index = {f"{page.number} 0 R".encode(): page for page in pages}  # type: ignore[attr-defined]
    owned: dict[int, set[int]] = {id(page): set() for page in pages}
    elements = list(_elements(pdf))
    reached = {id(element) for element in elements}
    for element in elements:
        if "Pg" in element:
            owned[id(index[element["Pg"]])] |= {kid for kid in element["K"] if isinstance(kid, int)}
    for page in pages:
        stream = _object(pdf, page["Contents"])
        stream.stream = list(_with_artifacts(raw(stream), owned[id(page)]))
    tree = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])
    for entry in tree["Nums"]:
        if isinstance(entry, list):
            entry[:] = [r if id(_object(pdf, r)) in reached else "null" for r in entry]
    for number, element in enumerate(pdf.objects):
        if isinstance(element, dict) and element.get("Type") == "/StructElem" and id(element) not in reached:
            pdf.objects[number] = _nothing(element)


def _nothing(element: Any) -> Any:
    """Return an empty object in the place of an element that no tree holds: numbers of objects stay as they are."""
    empty = pydyf.Dictionary()
    empty.number, empty.generation, empty.free = element.number, element.generation, element.free
    return empty


def _no_doubles(pdf: Any) -> None:
    """Take the name from elements that only repeat the one around them: the engine tags its anonymous boxes so."""
    for element in _elements(pdf):
        around = _object(pdf, element["P"])
        if element["S"] == around.get("S") and element["S"] in _WHOLE:
            element["S"] = "/Span" if element["S"] == "/Link" else "/NonStruct"


def _bodies(pdf: Any) -> None:
    """Put what stands in an entry of a list into its body, where the engine has made none (ISO 14289-1, 7.2)."""
    for entry in [e for e in _elements(pdf) if e["S"] == "/LI"]:
        loose = [kid for kid in entry["K"] if _object(pdf, kid)["S"] not in ("/Lbl", "/LBody")]
        if not loose:
            continue
        body = pydyf.Dictionary(
            {
                "Type": "/StructElem",
                "S": "/LBody",
                "K": pydyf.Array(loose),
                "Pg": entry["Pg"],
                "P": entry.reference,
            }
        )
        pdf.add_object(body)
        for kid in loose:
            _object(pdf, kid)["P"] = body.reference
        entry["K"][:] = [kid for kid in entry["K"] if kid not in loose] + [body.reference]


def _with_artifacts(operators: Iterable[bytes], owned: set[int]) -> Iterator[bytes]:
    pieces = list(operators)  # a tag, its properties, and `BDC`, one after the other
    for at in range(2, len(pieces)):
        mark = _MARKED.search(pieces[at - 1]) if pieces[at] == b"BDC" else None
        if mark and int(mark[1]) not in owned:
            pieces[at - 2 : at] = [b"/Artifact", b"<</Type /Pagination>>"]
    yield from pieces


def _languages(pdf: Any, pages: Sequence[dict[str, Any]], languages: Sequence[Mapping[int, str]], main: str) -> None:
    """Give every marked piece that is not in the guide's own language its language."""
    by_page = {f"{page.number} 0 R".encode(): known for page, known in zip(pages, languages, strict=True)}  # type: ignore[attr-defined]
    for element in _elements(pdf):
        known = by_page.get(element.get("Pg", b""), {})
        spoken = {known[kid] for kid in element["K"] if isinstance(kid, int) and kid in known}
        if len(spoken) == 1 and spoken != {main}:
            element["Lang"] = pydyf.String(spoken.pop())


def _links(pdf: Any, pages: Sequence[dict[str, Any]], names: Mapping[str, str]) -> None:
    """Let each link say where it leads, and be one: the engine makes a second of what is marked inside it.

    ISO 14289-1, 7.18.5: a link is held by an element for links, and has a description; the engine's is its address.
    """
    doubles = set()
    for element in _elements(pdf):
        for kid in [k for k in element["K"] if isinstance(k, bytes) and _object(pdf, k).get("Type") == "/OBJR"]:
            link = _object(pdf, _object(pdf, kid)["Obj"])
            if element["S"] == "/Link":
                where = link["Dest"].string if "Dest" in link else link["A"]["URI"].string
                link["Contents"] = pydyf.String(names.get(where, where))
                link["F"] = 4  # it is there in print too: ISO 32000-1, 12.5.3
            else:
                element["K"].remove(kid)
                doubles.add(_object(pdf, kid)["Obj"])
    for page in pages:
        if "Annots" in page:
            page["Annots"][:] = [link for link in page["Annots"] if link not in doubles]
    nums = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    kept = {_object(pdf, link)["StructParent"] for page in pages for link in page.get("Annots", ())}
    pairs = [(n, nums[i + 1]) for i, n in enumerate(nums) if i % 2 == 0]
    nums[:] = [value for n, owner in pairs if isinstance(owner, list) or n in kept for value in (n, owner)]
