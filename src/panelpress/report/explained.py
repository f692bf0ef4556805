"""What is told and is no check: every other name of a message, in a sentence, with the page of the manual that explains it.

A message says itself what is wrong here, and the help below it what to do. This is for whoever meets only its name: in a
report for machines, in somebody's mail, in `record/`.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Family(NamedTuple):
    """Names that begin alike: what they are about, the page of the manual, and each with its sentence."""

    about: str
    page: str
    names: dict[str, str]


class Told(NamedTuple):
    """What a name means, what its family is about, and where it is explained."""

    sentence: str
    about: str
    page: str


FAMILIES: Final[dict[str, Family]] = {
    "access": Family(
        "Access editions",
        "docs/access.md",
        {
            "complete": "Something that the panels say is not in the edition, or not in full.",
            "description": "A picture has no description for those who cannot see it.",
            "glyph": "No typeface of the edition has a letter that is needed.",
            "language": "Texts of the edition exist in another language only.",
        },
    ),
    "annotate": Family(
        "Comments in a copy of a PDF",
        "docs/preflight.md",
        {
            "damaged": "The PDF is damaged, so that no comments can be put into it.",
            "itself": "The copy would take the place of the file that is checked.",
            "locked": "The PDF is encrypted and cannot be marked.",
            "one-file": "Several files cannot be annotated in one.",
            "unwritable": "The copy cannot be written.",
        },
    ),
    "archive": Family(
        "The archive, and zips of editions",
        "docs/editions.md",
        {
            "changed": "A file changed while an edition was restored.",
            "disk-full": "The disk is full.",
            "encrypted": "The zip is locked with a password.",
            "foreign": "What is to be restored holds no edition.",
            "index": "The list of an edition's files cannot be read, or is not the one that was closed.",
            "missing": "A file of an edition is not in the archive.",
            "more": "There are more files of which the same is to be said.",
            "moving": "A file changed while it was put into the archive.",
            "name": "What is named is no folder and no name of a zip.",
            "no-zip": "The file is no zip.",
            "none": "The edition is not in this archive.",
            "not-empty": "The folder that an edition is to be restored into is not empty.",
            "not-found": "There is no such zip, folder or archive.",
            "unreadable": "A file of the archive cannot be read.",
            "unsafe": "The zip holds what no archive of ours does: a link, a name that leads out, a file twice.",
            "unwritable": "The archive or the zip cannot be written.",
            "zip-damaged": "The zip does not read back as it was written.",
            "zip-truncated": "The zip is cut short.",
        },
    ),
    "build": Family(
        "Building",
        "README.md",
        {
            "busy": "Another build of this exhibition is running.",
            "cluster": "The machines that items are to be made on are not to be had.",
            "disk-full": "The disk is full.",
            "unreadable": "A file in out/ cannot be read.",
            "unwritable": "A file in out/ cannot be written.",
        },
    ),
    "check": Family(
        "What `panelpress check` is asked",
        "docs/preflight.md",
        {"missing": "The item was not built, so that there is nothing to check.", "unknown": "No check is left to run."},
    ),
    "config": Family(
        "The project's files, as they are written",
        "docs/reference.md",
        {
            "date": "A date is missing, or is none.",
            "duplicate-id": "Two entries have the same id.",
            "duplicate-key": "A key is given twice.",
            "encoding": "A file is not UTF-8 text.",
            "facing": "A caption in the book does not face its plate.",
            "file-name": "Two press files would have the same name.",
            "front-matter": "The head of a panel's file cannot be read.",
            "isbn": "The ISBN is none, or has no page to stand on.",
            "language": "A language is not known, not listed, or has no text.",
            "layout": "There is no such layout.",
            "missing-key": "A key that must be there is not.",
            "page-count": "The flat plan has another number of pages than the book.",
            "profile": "The printer's colour profile cannot be used.",
            "sign-off": "A signer's organisation approves nothing, or somebody is listed twice.",
            "theme": "There is no such theme.",
            "unknown-id": "A name stands for nothing that is listed.",
            "unknown-key": "There is no such key.",
            "unplaced": "Pictures are listed and stand on no panel and no page.",
            "value": "A value is not what its key takes.",
            "yaml": "A file is no YAML: a space, a quotation mark or a bracket is wrong.",
        },
    ),
    "diff": Family(
        "Comparing editions and files",
        "docs/editions.md",
        {
            "changed": "A press file is not there any more, or not as it was built.",
            "nothing": "There is nothing built to compare with.",
            "unknown": "What is named is no file, no edition and not `now`.",
            "unwritable": "The page cannot be written.",
            "which": "Nobody can tell which item the file is to be held against.",
        },
    ),
    "drawing": Family(
        "Drawings and logos",
        "docs/styles.md",
        {"content": "The drawing holds what cannot be printed.", "size": "The drawing has less room than it must have clear."},
    ),
    "edition": Family(
        "Closed editions",
        "docs/editions.md",
        {
            "closed": "The number is that of an edition which was closed with other files.",
            "incomplete": "An item has no press file, and no edition is closed without it.",
            "none": "No edition was closed yet, or none of this number.",
            "record": "The record of an edition cannot be read, or is not as it was written.",
            "several": "There are several editions, and none is named.",
            "unwritable": "The record of the edition cannot be written.",
        },
    ),
    "history": Family(
        "How panels were really printed",
        "docs/editions.md",
        {
            "altered": "An entry of the history is not as it was written.",
            "nothing": "Nothing is told of how it was printed.",
            "unreadable": "An entry of the history cannot be read.",
            "unwritable": "The history cannot be written.",
        },
    ),
    "layout": Family(
        "Page templates",
        "docs/styles.md",
        {
            "figures": "The layout places another number of pictures than the panel names.",
            "isbn": "The layout has no room for the barcode.",
            "link": "The layout has no room for the QR code, or none for one.",
            "size": "The layout is drawn for another size of panel.",
            "strip": "The layout leaves no room for the strip that may change.",
        },
    ),
    "ledger": Family(
        "The record of approvals",
        "docs/sign-off.md",
        {
            "altered": "An entry is not as it was written; it counts for nothing.",
            "removed": "An entry is missing that others follow, or that a proof or edition names.",
            "unreadable": "A file in record/ is no entry, or cannot be read.",
            "unwritable": "The record cannot be written.",
        },
    ),
    "new": Family(
        "Beginning an exhibition",
        "README.md",
        {"not-empty": "The folder is not empty.", "unwritable": "The folder cannot be written."},
    ),
    "package": Family(
        "The printer's package",
        "docs/editions.md",
        {
            "changed": "A press file is not there any more, or not as it was built.",
            "missing": "The set is not whole.",
            "nothing": "There is nothing to pack.",
            "too-large": "A file is larger than the print shop's mail takes.",
            "unapproved": "An item is not approved.",
            "unread": "The zip does not read back as it was written.",
            "unwritable": "The zip cannot be written.",
        },
    ),
    "panelpress": Family(
        "Faults of the program itself",
        "README.md",
        {
            "fault": "The program failed; please report it with the output of `panelpress info`.",
            "worker": "The process that made an item was stopped from outside, such as for want of memory.",
        },
    ),
    "pdf": Family(
        "PDFs that cannot be judged",
        "docs/preflight.md",
        {
            "damaged": "The PDF, or a part of it, cannot be read.",
            "empty": "The file has 0 bytes.",
            "loop": "A page holds something that contains itself.",
            "missing": "There is no such file.",
            "no-extent": "A page has no size.",
            "no-pages": "The file has no pages.",
            "not-a-pdf": "The file is no PDF.",
            "too-complex": "The PDF nests or holds more than any printed page needs.",
            "too-large": "A part of the PDF unpacks to more than any page needs.",
            "unreadable": "The disk refuses to give the file.",
        },
    ),
    "photo": Family(
        "What `panelpress photos` tells",
        "docs/photographs.md",
        {
            "duplicate": "Two files hold the same photograph.",
            "resolution": "The photograph has fewer pixels than its place needs.",
            "unplaced": "The photograph stands on no panel and no page.",
            "unused": "A file in photos/ belongs to no caption.",
            "words": "The photograph lacks words, such as its credit.",
        },
    ),
    "picture": Family(
        "Photographs on their way to the press",
        "docs/photographs.md",
        {
            "alpha": "The picture has see-through parts.",
            "as-supplied": "The picture cannot go to the press as it was supplied.",
            "blocked-shadows": "Dark parts of the picture are wholly black.",
            "border": "The picture has a border from the scan.",
            "clipped-highlights": "Light parts of the picture are wholly white.",
            "colour": "The picture is in colour and is to be printed in black.",
            "empty": "The picture has no pixels.",
            "enlarged": "The picture was enlarged before: it has more pixels than detail.",
            "frames": "The file holds several pictures.",
            "keep": "What must be kept of the picture would be cut off.",
            "mode": "The picture's colour mode cannot be printed.",
            "profile": "The picture's colour profile cannot be used.",
            "recompressed": "The picture was saved as a JPEG of low quality.",
            "screen": "The picture has the dots of a printed page.",
            "tinted": "The picture is nearly grey, and has a tint.",
            "too-large": "The picture has more pixels than can be handled.",
            "torn": "The picture's file is damaged.",
            "total-ink": "The picture was separated for another paper, with more ink than this one takes.",
            "unknown": "The file is no picture that is known.",
            "unreadable": "The picture cannot be read.",
            "untagged": "The picture has no colour profile.",
        },
    ),
    "preflight": Family(
        "Profiles of checks",
        "docs/preflight.md",
        {
            "profile": "A profile cannot be read, or leaves out what must be judged.",
            "unknown-check": "There is no such check.",
            "unknown-profile": "There is no such profile.",
            "waivers": "A waiver cannot be read, waives nothing, or is past its day.",
        },
    ),
    "project": Family(
        "The project's folder",
        "docs/reference.md",
        {
            "encoding": "A file is not UTF-8 text.",
            "file-kind": "A file is of a kind that does not belong there.",
            "missing-file": "A file that is named is not there.",
            "missing-panel": "A panel is listed and not written.",
            "not-found": "There is no catalogue.yml here or above.",
            "outside": "A name leads out of the project.",
            "unknown-item": "There is no such panel or book.",
            "unknown-language": "The exhibition has no such language.",
            "unknown-printer": "There is no such print shop in catalogue.yml.",
            "unlisted": "A panel is written and not listed.",
            "unreadable": "A file cannot be read.",
        },
    ),
    "proof": Family(
        "Issuing proofs",
        "docs/proofs.md",
        {
            "busy": "Another run issued a proof under this number meanwhile.",
            "not-kept": "The small pictures that later proofs compare with could not be kept.",
            "tile": "What is to be shown at its real size is no part of an item.",
            "unwritable": "The proof or its record cannot be written.",
        },
    ),
    "release": Family(
        "What is in the way of a release",
        "docs/sign-off.md",
        {
            "finding": "Something was found that nobody answers for.",
            "ledger": "The record of approvals is not as it was written.",
            "nobody-asked": "catalogue.yml does not say who must approve what.",
            "not-approved": "Somebody has not approved it as it is.",
            "not-made": "An item has no file that passes.",
            "partial": "An edition is closed whole, and not item by item.",
            "to-come": "A picture or a text is still to come.",
        },
    ),
    "reprint": Family(
        "Printing again",
        "docs/editions.md",
        {
            "accept": "`--accept` closes an edition of one item as it is now.",
            "accepted": "It was accepted and is printed without `--accept` from now on.",
            "busy": "Another reprint of this exhibition is running.",
            "colour": "For another printer the colours differ by more than the limit.",
            "differs": "What is made now is not what was printed.",
            "inks": "For another printer the inks are others.",
            "inside-trim": "For another printer something differs inside the trim.",
            "item": "The project has no such item any more.",
            "job": "The record is that of another exhibition.",
            "language": "No panel that is asked for is in this language.",
            "ledger": "The record of approvals is not as it was written.",
            "nothing": "No item is named.",
            "outside-strip": "For another venue something differs outside the strip that may.",
            "pages": "The number of pages is another.",
            "picture": "The same bytes are drawn otherwise than they were.",
            "printer": "The print shop does not make this kind of item.",
            "unwritable": "The reprint cannot be written.",
            "venue": "Nobody can tell which venue is meant, or the edition knows none.",
        },
    ),
    "sign-off": Family(
        "Proofs that come back, and what is recorded by hand",
        "docs/sign-off.md",
        {
            "altered": "The file is not the proof that was recorded under its number.",
            "check": "There is no such check, and nothing of that name was found.",
            "comment": "The digits name no comment, or several.",
            "contradiction": "A file contradicts itself, or another of the same person on the same proof.",
            "damaged": "The file is cut short or damaged.",
            "date": "A day cannot be read, or is before the proof, comment or entry that is answered.",
            "decision": "There is no such decision.",
            "empty": "The proof was sent back without an answer or a mark.",
            "encrypted": "The file is locked.",
            "entry": "The digits name no entry, or several, or one that was taken back already.",
            "flattened": "The proof was printed into a file, and its answers are gone.",
            "gate": "There is no such gate.",
            "item": "What is named means several items, or none of which anything is asked.",
            "misspelt": "A name is all but that of a signer.",
            "nameless": "Nobody is named.",
            "no-corrections": "Something is approved with corrections, and none is named.",
            "none": "catalogue.yml does not say who must approve what.",
            "not-a-pdf": "The file is no PDF; it is not kept.",
            "not-current": "The item is not built as it is now.",
            "nothing-found": "A waiver is for something that was not found when the item was last built.",
            "organisation": "It is not known for whom somebody decides.",
            "other-project": "The proof is another exhibition's.",
            "proof": "There is no record of the proof, or it does not show the item.",
            "reason": "No reason is given.",
            "scanned": "The file is a scan, which holds no answers.",
            "stranger": "The file is no proof; it is not kept.",
            "too-complex": "The file holds more pages, fields or marks than any proof.",
            "too-large": "The file is larger than any proof.",
            "unchanged": "A correction is called done on an item that is as it was in the proof.",
            "unknown-answer": "A field holds an answer that the proof does not offer.",
            "unreadable": "The file cannot be read.",
            "unsigned": "Decisions stand on a sheet that nobody put a name to.",
            "unwritable": "The evidence cannot be kept.",
        },
    ),
    "status": Family(
        "Where everything stands", "docs/sign-off.md", {"unwritable": "The page of the status cannot be written."}
    ),
    "style": Family(
        "Style sheets and templates",
        "docs/styles.md",
        {
            "border": "A border cannot be printed in press colours.",
            "colour": "A colour is none of the press.",
            "encoding": "A style sheet is not UTF-8 text.",
            "engine": "An item cannot be laid out.",
            "gradient": "A gradient cannot be printed in press colours.",
            "import": "Style sheets are not imported.",
            "missing-file": "A file that a style sheet names is not there.",
            "outside": "A page asks for a file that is not part of it.",
            "page": "What belongs to the printer stands in a style sheet.",
            "profile": "The press profile is the printer's, and not the style sheet's.",
            "shadow": "A blurred shadow cannot be printed in press colours.",
            "syntax": "A line is no CSS.",
            "template": "A page template fails.",
            "token": "A style sheet asks for a value that none sets.",
        },
    ),
    "text": Family(
        "What panels may say, and how",
        "docs/writing.md",
        {
            "as-typed": "Signs would be printed as they are typed.",
            "code": "A line would be set as computer code.",
            "control": "An invisible control character stands in a text.",
            "figure": "A picture in a text would not be printed.",
            "figure-words": "Words beside a picture would not be printed.",
            "fit": "The sizes between which a text is to be fitted are none.",
            "footnote": "A footnote cannot stand here, or has no text.",
            "html": "HTML is not allowed in texts.",
            "link": "A link means nothing on paper.",
            "nesting": "A list is nested too deep.",
            "unwritable": "The page about the texts cannot be written.",
        },
    ),
    "venue": Family(
        "Venues of a tour",
        "docs/reference.md",
        {
            "no-strip": "catalogue.yml declares no strip that changes from venue to venue.",
            "strip": "What is said of the strip, or for a venue, cannot be set.",
            "unknown": "There is no such venue.",
        },
    ),
    "verify": Family(
        "Reading it all again",
        "docs/editions.md",
        {
            "manifest": "The list of what was built cannot be read.",
            "not-found": "There is no such file or folder.",
            "nothing": "There is nothing to verify.",
            "other-edition": "A zip or an archive is of another state of the edition.",
            "unreadable": "A file cannot be read.",
        },
    ),
}  # fmt: skip
"""Kept whole by `tests/report/test_explained.py`: a name that is told and not explained, or the other way, fails there."""


def explained(name: str) -> Told | None:
    """Return what a message's name means; None where no message has it."""
    family, _, rest = name.partition("/")
    known = FAMILIES.get(family)
    if known is None or rest not in known.names:
        return None
    return Told(known.names[rest], known.about, known.page)


def names() -> tuple[str, ...]:
    """Return the names of all messages that are no checks."""
    return tuple(f"{id}/{name}" for id, family in FAMILIES.items() for name in family.names)
