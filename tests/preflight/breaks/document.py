"""The file broken as a PDF/X file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from tests.preflight.breaks.base import AS_PACKED, OLD_ORDER, ORDER, breaks, passes, untouched
from tests.support import goodpdf as good


def _rewrite_xmp(pdf: pikepdf.Pdf, old: str, new: str) -> None:
    packet = pdf.Root.Metadata.read_bytes().decode()
    assert old in packet
    pdf.Root.Metadata.write(packet.replace(old, new).encode())


@breaks("document/identification")
def key_in_info_only(pdf: pikepdf.Pdf) -> None:
    _rewrite_xmp(pdf, "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>", "")


@breaks("document/identification")
def another_level(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.GTS_PDFXVersion = String("PDF/X-3:2003")


def _intent(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root.OutputIntents[0]


@breaks("document/intent")
def no_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/OutputIntents"]


@breaks("document/intent")
def two_intents(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents.append(_intent(pdf))


@breaks("document/intent")
def prose_for_an_identifier(pdf: pikepdf.Pdf) -> None:
    _intent(pdf).OutputConditionIdentifier = String("ISO Coated v2 300% (basICColor)")


@breaks("document/intent")
def no_registry_name(pdf: pikepdf.Pdf) -> None:
    del _intent(pdf)["/RegistryName"]


@breaks("document/intent")
def a_monitor_profile(pdf: pikepdf.Pdf) -> None:
    profile = _intent(pdf).DestOutputProfile
    data = bytearray(profile.read_bytes())
    data[12:16] = b"mntr"
    profile.write(bytes(data))


@breaks("document/intent")
def an_empty_profile(pdf: pikepdf.Pdf) -> None:
    profile = _intent(pdf).DestOutputProfile
    data = profile.read_bytes()
    profile.write(data[:128] + bytes(len(data) - 128))


X3_ORDER = replace(ORDER, flavour="PDF/X-3:2003")


def _without_profile(pdf: pikepdf.Pdf, colour: str) -> None:
    """Name the registered condition alone, and paint in a colour."""
    for page in pdf.pages:
        del page.obj["/Group"]
    del _intent(pdf)["/DestOutputProfile"]
    tone = Dictionary(WhitePoint=Array([0.9642, 1, 0.8249]), Range=Array([-100, 100, -100, 100]))
    pdf.pages[0].obj.Resources.ColorSpace.Tone = Array([Name.Lab, tone])
    pdf.trailer.Info.GTS_PDFXVersion = String("PDF/X-3:2003")
    _rewrite_xmp(pdf, "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>", "")
    good.draw_more(pdf, good.tint(20, 20, 40, 40, colour))


@breaks("document/intent", order=X3_ORDER, entails={"ink/rgb": "printers want no Lab, whatever the standard says"})
def a_registered_condition_without_profile_beside_calibrated_colour(pdf: pikepdf.Pdf) -> None:
    _without_profile(pdf, "/Tone cs 50 10 10 sc")


@passes("document/intent", order=X3_ORDER)
def a_registered_condition_without_profile_beside_inks_alone(pdf: pikepdf.Pdf) -> None:
    _without_profile(pdf, "0 0 0 0.2 k")


@breaks("document/dates-and-ids")
def no_modification_date(pdf: pikepdf.Pdf) -> None:
    del pdf.trailer.Info["/ModDate"]


@breaks("document/dates-and-ids")
def dates_differ(pdf: pikepdf.Pdf) -> None:
    _rewrite_xmp(pdf, "<xmp:ModifyDate>2026-11-24T09", "<xmp:ModifyDate>2026-11-24T10")


@breaks("document/metadata-title")
def no_title(pdf: pikepdf.Pdf) -> None:
    del pdf.trailer.Info["/Title"]


@breaks("document/trapped")
def trapped_unknown(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.Trapped = Name("/Unknown")


@breaks("document/trapped")
def trapped_as_a_string(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.Trapped = String("False")


_LOCK = pikepdf.Encryption(owner="printer", user="")
breaks("document/encryption", file={"encryption": _LOCK, "deterministic_id": False, "force_version": "2.0"})(untouched)


@breaks("document/annotations")
def a_link(pdf: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([100, 100, 200, 120]), Border=Array([0, 0, 0]))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


@breaks("document/actions")
def opens_with_an_action(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Named, N=Name.Print)


@breaks("document/actions")
def an_attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["notes.txt"] = b"for the printer"


@breaks("document/actions")
def a_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([])))


@breaks("document/objects")
def a_transfer_curve(pdf: pikepdf.Pdf) -> None:
    curve = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1)
    pdf.pages[0].obj.Resources.ExtGState.GScurve = Dictionary(TR=curve)
    good.draw_more(pdf, "/GScurve gs")


@breaks("document/objects")
def an_unknown_operator(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, "BX 1 foo EX")


def _layer(pdf: pikepdf.Pdf, default: Dictionary) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Spanish")))
    if "/OFF" in default:
        default.OFF.append(group)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=default)


@breaks("document/hidden-layers")
def a_layer_switched_off(pdf: pikepdf.Pdf) -> None:
    _layer(pdf, Dictionary(Name=String("all"), OFF=Array([])))


@breaks("document/layers", order=OLD_ORDER, file={"flavour": "PDF/X-1a:2003"})
def a_layer_in_x1a(pdf: pikepdf.Pdf) -> None:
    _layer(pdf, Dictionary(Name=String("all")))


def _alternative(pdf: pikepdf.Pdf, default: str, other: Dictionary) -> None:
    _layer(pdf, Dictionary(Name=String(default)))
    pdf.Root.OCProperties.Configs = Array([other])


@breaks("document/layers")
def a_configuration_without_a_name(pdf: pikepdf.Pdf) -> None:
    _alternative(pdf, "all", Dictionary(BaseState=Name.ON))


@breaks("document/layers")
def two_configurations_of_one_name(pdf: pikepdf.Pdf) -> None:
    _alternative(pdf, "all", Dictionary(Name=String("all")))


@breaks("document/layers")
def layers_of_an_alternative_that_switch_by_themselves(pdf: pikepdf.Pdf) -> None:
    _alternative(pdf, "all", Dictionary(Name=String("Spanish"), AS=Array([])))


@breaks("document/layers")
def a_list_that_leaves_a_layer_out(pdf: pikepdf.Pdf) -> None:
    _layer(pdf, Dictionary(Name=String("all"), Order=Array([])))


@passes("document/layers")
def two_configurations_with_names(pdf: pikepdf.Pdf) -> None:
    _alternative(pdf, "all", Dictionary(Name=String("Spanish")))
    pdf.Root.OCProperties.D.Order = Array([String("Languages"), Array([pdf.Root.OCProperties.OCGs[0]])])


@breaks("document/transparency", order=OLD_ORDER, file={"flavour": "PDF/X-1a:2003"})
def alpha_in_x1a(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Resources.ExtGState.GSthin = Dictionary(ca=0.5)
    good.draw_more(pdf, good.tint(20, 20, 40, 40, "/GSthin gs 0 0 0 0.2 k"))


@breaks("document/filters", file=AS_PACKED)
def lzw_content(pdf: pikepdf.Pdf) -> None:
    # the eight codes of an example in ISO 32000-2, 7.4.4.2, cleared: an empty drawing that still says LZW
    spare = pdf.make_stream(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01")
    spare.stream_dict.Filter = Name.LZWDecode
    pdf.pages[1].obj.PieceInfo = Dictionary(Spare=pdf.make_indirect(spare))


breaks(
    "document/syntax",
    order=OLD_ORDER,
    file={
        "flavour": "PDF/X-1a:2003",
        "object_stream_mode": pikepdf.ObjectStreamMode.generate,
        "force_version": "1.5",
    },
)(untouched)


@breaks("document/size", profile="proof", file=AS_PACKED)
def too_large_to_mail(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Ballast = pdf.make_stream(bytes(10_000_000))


@passes("document/size", profile="proof")
def small_enough_to_mail(_pdf: pikepdf.Pdf) -> None:
    """The good file is of some kB."""
