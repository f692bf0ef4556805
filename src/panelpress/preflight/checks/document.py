"""The file as a PDF/X file: what it claims to be, and for which printing condition."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Place
from panelpress.ground.units import count
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import claimed, coloured, flavour, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.pdf import OutputIntent
    from panelpress.preflight.order import Subject

_REGISTRY = "http://www.color.org"
_REGISTERED = re.compile(r"^(FOGRA\d+[A-Z]*|CGATS .*|CGATS\d.*|JC\d+|IFRA\d+|EUROSB\d+|EUROSB.*|PSO.*|TR ?\d+.*)$")
_XMP_NEEDED = (
    "xmp:CreateDate",
    "xmp:ModifyDate",
    "xmp:MetadataDate",
    "xmpMM:DocumentID",
    "xmpMM:VersionID",
    "xmpMM:RenditionClass",
)
_DATE = re.compile(r"(\d{4})\D?(\d\d)?\D?(\d\d)?\D?(\d\d)?\D?(\d\d)?\D?(\d\d)?(?:\.\d+)?(?:([+-])(\d\d)\D?(\d\d)?|Z)?")


@check(
    "document/identification",
    over=whole,
    level=Level.ERROR,
    source="CGATS Application Notes 2.3; ISO 15930-7, 6.10; GWG 2022 R0001",
    fix="Export again as the PDF/X level the printer asks for.",
)
def document_identification(subject: Subject) -> Iterator[Finding]:
    """The file says which PDF/X it is, and it is the one ordered.

    A print shop's preflight sorts files by this key before it looks at anything else.
    """
    said, wanted = claimed(subject), subject.order.flavour
    info = subject.pdf.info.get("GTS_PDFXVersion", "")
    shown = subject.pdf.xmp.get("pdfxid:GTS_PDFXVersion") or info or "nothing"
    if said is None or (wanted is not None and said != wanted):
        yield Finding(
            f"the file calls itself {shown}, not {wanted or 'PDF/X'}", Place(), shown, wanted or "a PDF/X level"
        )
    elif said == "PDF/X-4" and "pdfxid:GTS_PDFXVersion" not in subject.pdf.xmp:
        yield Finding(
            "the file names PDF/X-4 in Info only; the key must stand in its XMP metadata", Place(), "Info", "XMP"
        )
    elif info != said:
        yield Finding(
            f"the Info dictionary says {info or 'nothing'} of PDF/X, where many programs look first",
            Place(),
            info or "nothing",
            said,
            level=None if info or said != "PDF/X-4" else Level.WARNING,
        )


def _press_intents(subject: Subject) -> list[OutputIntent]:
    return [intent for intent in subject.pdf.intents if intent.subtype == "GTS_PDFX"]


@check(
    "document/intent",
    over=whole,
    level=Level.ERROR,
    source="CGATS Application Notes 2.16; ISO 15930-7, 6.2; GWG 2022 R0035",
    fix="Export again with one output intent, its registered identifier and its CMYK output profile.",
)
def document_intent(subject: Subject, *, spaces: tuple[str, ...] = ("CMYK",)) -> Iterator[Finding]:
    """There is exactly one output intent, and it names and holds the ordered printing condition.

    The intent says what the CMYK numbers mean: without it, or with another, the same numbers print as other colours.
    ``spaces`` are the colour spaces its profile may be for: PDF/X itself also knows RGB and GRAY.
    """
    intents = _press_intents(subject)
    if len(intents) != 1:
        yield Finding(
            f"the file has {count(len(intents), 'output intent')} for PDF/X", Place(), str(len(intents)), "exactly 1"
        )
        return
    intent, order = intents[0], subject.order
    if not intent.identifier:
        yield Finding(
            "the output intent has no OutputConditionIdentifier",
            Place(),
            "nothing",
            order.condition or "such as FOGRA39",
        )
    elif order.condition is not None and intent.identifier != order.condition:
        yield Finding(
            f"the output intent is {intent.identifier}, ordered is {order.condition}",
            Place(),
            intent.identifier,
            order.condition,
        )
    elif _REGISTERED.match(intent.identifier) and intent.registry != _REGISTRY:
        yield Finding(
            f"the registered condition {intent.identifier} comes without its RegistryName",
            Place(),
            intent.registry or "nothing",
            _REGISTRY,
        )
    elif not _REGISTERED.match(intent.identifier) and not intent.info:
        yield Finding(
            f"the condition {intent.identifier} is not registered and has no /Info", Place(), "nothing", "/Info"
        )
    yield from _profile_faults(intent, subject, spaces)


def _needs_profile(intent: OutputIntent, subject: Subject) -> bool:
    """Tell whether the condition's name alone does not do: in X-4, where it is not registered, where colours are calibrated."""
    standard = flavour(subject)
    if standard == "PDF/X-4" or not _REGISTERED.match(intent.identifier):
        return True
    return standard == "PDF/X-3:2003" and any(
        space.kind in _CALIBRATED for thing in coloured(subject) for space in thing.space.chain
    )


_CALIBRATED = ("ICCBased", "CalGray", "CalRGB", "Lab")
_COMPONENTS = {"GRAY": 1, "RGB": 3, "CMYK": 4}


def _profile_faults(intent: OutputIntent, subject: Subject, spaces: tuple[str, ...]) -> Iterator[Finding]:
    profile = intent.profile
    if profile is None:
        if _needs_profile(intent, subject):
            yield Finding(
                "the output intent holds no profile", Place(), "no DestOutputProfile", "a CMYK output profile"
            )
        return
    if profile.device_class != "prtr":
        yield Finding(
            f"the output profile is of class `{profile.device_class}`, not an output profile",
            Place(),
            profile.device_class,
            "prtr",
        )
    elif profile.space not in spaces or profile.declared_components != _COMPONENTS.get(profile.space):
        said = f"{profile.space}, /N {profile.declared_components}"
        wanted = " or ".join(f"{space}, /N {_COMPONENTS[space]}" for space in spaces if space in _COMPONENTS)
        yield Finding(f"the output profile is for {said}", Place(), said, wanted)
    elif profile.blank or not profile.has_output_table:
        yield Finding(
            "the output profile cannot convert to ink: its tables are missing", Place(), "no BToA", "BToA tables"
        )
    elif profile.version.partition(".")[0] not in (known := ("2", "4") if flavour(subject) == "PDF/X-4" else ("2",)):
        wanted = f"{' or '.join(f'{v}.x' for v in known)} for {flavour(subject)}"
        yield Finding(f"the output profile is ICC version {profile.version}", Place(), profile.version, wanted)
    elif subject.order.profile_digest is not None and profile.digest != subject.order.profile_digest:
        yield Finding(
            f"the output profile `{profile.description}` is not the one ordered",
            Place(),
            profile.digest[:12],
            subject.order.profile_digest[:12],
        )


@check(
    "document/dates-and-ids",
    over=whole,
    level=Level.ERROR,
    source="ISO 15930-7, 6.11; JHOVE",
    fix="Export again; Info and XMP must both carry the dates, and the trailer an ID.",
)
def document_dates_and_ids(subject: Subject) -> Iterator[Finding]:
    """The file carries its dates and identifiers, and they agree.

    Workflow systems tell versions of a file apart by them.
    """
    pdf, standard = subject.pdf, flavour(subject)
    if len(pdf.ids) != 2 or not all(pdf.ids):
        yield Finding("the file has no /ID", Place(), count(len(pdf.ids), "string"), "two strings in the trailer")
    for key, twin in (("CreationDate", "xmp:CreateDate"), ("ModDate", "xmp:ModifyDate")):
        if pdf.info_kinds.get(key) != "string" or not pdf.info.get(key):
            yield Finding(f"Info has no {key}", Place(), "nothing", "a date")
        elif pdf.xmp.get(twin) and _moment(pdf.info[key]) != _moment(pdf.xmp[twin]):
            yield Finding(f"{key} in Info and {twin} in XMP differ", Place(), pdf.info[key], pdf.xmp[twin])
    if standard == "PDF/X-4":
        for key in _XMP_NEEDED:
            if not pdf.xmp.get(key):
                yield Finding(f"the XMP metadata has no {key}", Place(), "nothing", key)


def _moment(text: str) -> datetime | None:
    """Return the moment of a PDF or XMP date, None where it is none; a missing zone counts as UTC."""
    match = _DATE.search(text)
    if match is None:
        return None
    year, *rest = match.groups()[:6]
    sign, hours, minutes = match.groups()[6:]
    month, day, hour, minute, second = (int(v) if v else d for v, d in zip(rest, (1, 1, 0, 0, 0), strict=True))
    away = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    try:
        return datetime(int(year), month, day, hour, minute, second, tzinfo=timezone(away))
    except ValueError:
        return None


@check(
    "document/metadata-title",
    over=whole,
    level=Level.ERROR,
    source="ISO 15930-7, 6.11",
    fix="Give the document a title in catalogue.yml.",
)
def document_metadata_title(subject: Subject) -> Iterator[Finding]:
    """The file has a title, the same in Info and XMP.

    PDF/X asks for it, and it is what the printer's queue shows.
    """
    pdf = subject.pdf
    title, other = pdf.info.get("Title", ""), pdf.xmp.get("dc:title", "")
    if not title or pdf.info_kinds.get("Title") != "string":
        yield Finding("Info has no Title", Place(), "nothing", "a title")
    elif flavour(subject) == "PDF/X-4" and title != other:
        yield Finding("the titles in Info and XMP differ", Place(), f"Info “{title}”", f"XMP “{other}”")


@check(
    "document/info",
    over=whole,
    level=Level.ERROR,
    source="CGATS Application Notes 2.29",
    fix="Write the entry as text, or take it out.",
)
def document_info(subject: Subject) -> Iterator[Finding]:
    """Everything in the Info dictionary is text.

    Only ``Trapped`` is a name. What a private key holds otherwise, a number or a list, stops strict readers.
    """
    for key, kind in subject.pdf.info_kinds.items():
        if key != "Trapped" and kind != "string":
            yield Finding(f"the entry {key} of Info is no text", Place(object=key), kind, "string")


@check(
    "document/trapped",
    over=whole,
    level=Level.ERROR,
    source="CGATS Application Notes 2.17; ISO 15930-7, 6.6",
    fix="Write /Trapped /False (or /True, where the file is trapped).",
)
def document_trapped(subject: Subject) -> Iterator[Finding]:
    """The file says whether it is trapped.

    The printer traps what is not trapped, and must not trap twice. The value is a name, and never Unknown.
    """
    pdf = subject.pdf
    value, kind, twin = (
        pdf.info.get("Trapped", ""),
        pdf.info_kinds.get("Trapped", "nothing"),
        pdf.xmp.get("pdf:Trapped"),
    )
    if value not in ("True", "False") or kind != "name":
        yield Finding(
            "the file does not say whether it is trapped", Place(), f"{value or 'nothing'} ({kind})", "/True or /False"
        )
    elif twin is not None and twin != value:
        yield Finding("Info and XMP disagree about trapping", Place(), f"Info {value}, XMP {twin}", "the same")


@check(
    "document/encryption",
    over=whole,
    level=Level.ERROR,
    source="CGATS Application Notes 2.11; ISO 15930-7, 6.15",
    fix="Export again without any security settings.",
)
def document_encryption(subject: Subject) -> Iterator[Finding]:
    """The file is not encrypted, not even with a blank password.

    No RIP has the right to open an encrypted file.
    """
    if subject.pdf.encrypted:
        yield Finding("the file is encrypted", Place(), "/Encrypt", "none")


@check(
    "document/size",
    over=whole,
    level=Level.WARNING,
    source="mail services: 25 MB a message at the largest, of which a third goes to packing; 10 MB at many offices",
    fix="Its pictures are as small as they get: issue it with fewer items, or each by itself, `panelpress proof ITEM… --each`. "
    "Where the mail takes more, `proof: {max_mb: N}` in catalogue.yml, or `--max-mb N`.",
)
def document_size(subject: Subject, *, most_mb: float = 10.0) -> Iterator[Finding]:
    """The file is small enough to be mailed.

    A proof that a mail server turns away is seen by nobody, and nobody is told. One MB is a million bytes.
    """
    size = subject.pdf.size / 1_000_000
    if size > most_mb:
        yield Finding(
            f"the file has {size:.1f} MB, and many mail servers turn it away",
            Place(),
            f"{size:.1f} MB",
            f"at most {most_mb:g} MB",
        )
