"""A returned proof as it was read, from the bytes of whatever viewer saved it.

Refused, each with its own word, is what cannot be read for certain: a locked or damaged file, a printout without fields, a
scan, a file that is no proof, answers that contradict each other. Whether the proof is ours, and of which record, is for
whoever has the record (:mod:`panelpress.ledger.proofs`).
"""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from panelpress.facts.signing import Returned, parse_code
from panelpress.ground.diagnostics import PanelpressError, fault
from panelpress.ground.files import digest
from panelpress.inspect.form import CODE_FIELD, answers_in, fields_of, signatures_in, text_in
from panelpress.inspect.foundcode import code_on_paper
from panelpress.inspect.marks import annotated, marks_of
from panelpress.inspect.oneword import one_clear_word
from panelpress.inspect.values import entry, text

if TYPE_CHECKING:
    from pypdf import PageObject

    from panelpress.inspect.form import Field

MAX_OCTETS = 200_000_000
"""A proof has 10 MB; one that was filled in by hand on a tablet and saved thrice may have some times that."""

_MAX_PAGES = 2_000
_HEAD = 1024  # the header must stand within the first 1024 octets (ISO 32000-1, annex H.3.4.1)
_INFO_KEY = "/PanelpressProof"
_BY_HAND = "`panelpress signoff record ITEM --gate … --by … --decision … --date … --evidence FILE` records what it says"

_UNLOCKED = "ask them to save it without a password, or what they decided: " + _BY_HAND
_BROKEN = "ask them to send it again; it was cut short or altered on the way. Until then, " + _BY_HAND

# pypdf tells on the log what it mended; what it could not mend is told here
logging.getLogger("pypdf").addHandler(logging.NullHandler())
logging.getLogger("pypdf").propagate = False


def read_returned(source: Path | bytes, name: str = "") -> Returned:
    """Read a returned proof.

    Args:
        source: the file, or its bytes.
        name: what messages call it; the file's name by default.

    Raises:
        PanelpressError: with exit code 2 and one diagnostic (``sign-off/missing``, ``sign-off/unreadable``,
            ``sign-off/too-large``, ``sign-off/too-complex``, ``sign-off/not-a-pdf``, ``sign-off/encrypted``,
            ``sign-off/damaged``, ``sign-off/flattened``, ``sign-off/scanned``, ``sign-off/stranger``,
            ``sign-off/altered``, ``sign-off/contradiction``, ``sign-off/unknown-answer``).
    """
    name = name or (source.name if isinstance(source, Path) else "this PDF")
    with one_clear_word(name, "sign-off", locked=_UNLOCKED, broken=_BROKEN):
        data = _bytes(source)
        _refuse_what_is_no_pdf(data)
        reader = _opened(data)
        pages = annotated(_pages(reader))
        fields = fields_of(entry(reader.root_object, "/AcroForm"), pages)
        code = _code(reader, fields, data)
        said = parse_code(code)
        if said is None:
            help = "ask them to send it again as their viewer saved it; " + _BY_HAND
            raise fault("sign-off/altered", f"the proof's code in it is `{code[:60]}`, which none can be", help)
        return Returned(
            digest(data),
            said[0],
            said[1],
            code.strip(),
            tuple(signatures_in(fields)),
            tuple(answers_in(fields)),
            marks_of(pages),
        )


def _bytes(source: Path | bytes) -> bytes:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > MAX_OCTETS:
        message = f"the file has {size / 1e6:,.0f} MB, and no proof has more than {MAX_OCTETS / 1e6:,.0f}"
        raise fault("sign-off/too-large", message, "ask them what they decided; " + _BY_HAND)
    return source if isinstance(source, bytes) else source.read_bytes()


def _refuse_what_is_no_pdf(data: bytes) -> None:
    if not data:
        raise fault("sign-off/not-a-pdf", "the file is empty (0 bytes)", "ask them to send it again")
    if b"%PDF-" not in data[:_HEAD]:
        help = "a photograph or a scan of a signed sheet is evidence: " + _BY_HAND
        raise fault("sign-off/not-a-pdf", "the file is no PDF", help)


def _opened(data: bytes) -> PdfReader:
    locked = fault("sign-off/encrypted", "the file is locked, with a password or against changes", _UNLOCKED)
    try:
        reader = PdfReader(io.BytesIO(data))
    except (DependencyError, FileNotDecryptedError):  # a lock that opens without a password is tried at once
        raise locked from None
    if reader.is_encrypted:
        raise locked
    return reader


def _pages(reader: PdfReader) -> tuple[PageObject, ...]:
    number = reader.get_num_pages()
    if number > _MAX_PAGES:
        help = "ask them to send the proof alone"
        raise fault("sign-off/too-complex", f"the file has {number:,} pages", help)
    if number == 0:
        raise fault("sign-off/damaged", "the file has no pages", "ask them to send it again")
    return tuple(reader.pages)


def _code(reader: PdfReader, fields: dict[str, Field], data: bytes) -> str:
    """Return the proof's code as the file carries it.

    Raises:
        PanelpressError: where it carries none, or two, or none of the fields that it is to answer in.
    """
    in_field = text_in(fields, CODE_FIELD).strip()
    in_info = text(entry(entry(reader.trailer, "/Info"), _INFO_KEY)).strip()
    if in_field and in_info and in_field != in_info:
        help = "it was put together from two proofs, or altered: ask them to send back each as it was; " + _BY_HAND
        raise fault("sign-off/altered", f"it carries two codes, {in_field[:60]} and {in_info[:60]}", help)
    if any(id != CODE_FIELD for id in fields):
        if in_field or in_info:
            return in_field or in_info
        help = "it was altered: ask them to send it again as their viewer saved it; " + _BY_HAND
        raise fault("sign-off/altered", "it has a proof's sign-off sheets, and its code was taken out of them", help)
    raise _without_fields(in_field or in_info, data)


def _without_fields(code: str, data: bytes) -> PanelpressError:
    """Return why a file without the fields of a proof cannot be read: printed into a file, scanned, or no proof at all."""
    on_paper, drawn = (code, False) if parse_code(code) else _on_paper(data)
    if on_paper and not drawn:
        message = f"it is {_called(on_paper)}, printed into a file: its fields are gone, and with them the answers"
        help = "ask for the file as their viewer saved it (not printed or exported as PDF); or " + _BY_HAND
        return fault("sign-off/flattened", message, help)
    if not drawn:
        help = "give the proof that was sent back; what a letter says, `panelpress signoff record` records"
        return fault("sign-off/stranger", "it is no proof of panelpress: it carries no proof's code", help)
    whose = f"a scan of {_called(on_paper)}" if on_paper else "a scan, and no proof's code can be read in it"
    number = parse_code(on_paper)
    help = "read it, and record each decision: `panelpress signoff record ITEM --gate … --by … --decision … --date … "
    help += f"--proof {number[1] if number else 'N'} --evidence FILE`"
    return fault("sign-off/scanned", f"it is {whose}: pictures only, which hold no answers", help)


def _on_paper(data: bytes) -> tuple[str, bool]:
    """Return the code on a file's paper, as :func:`code_on_paper`.

    Raises:
        PanelpressError: ``sign-off/damaged``, where the file cannot be looked through.
    """
    try:
        return code_on_paper(data)
    except PanelpressError as refused:
        what = refused.diagnostics[0].message.removeprefix("this PDF: ")
        help = "ask them to send it again as their viewer saved it; or " + _BY_HAND
        raise fault(
            "sign-off/damaged", f"it has no sign-off sheets, and cannot be looked through: {what}", help
        ) from None


def _called(code: str) -> str:
    said = parse_code(code)
    return f"proof {said[1]} of {said[0]}" if said else "a proof"
