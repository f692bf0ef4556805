"""`panelpress signoff import`: returned proofs, read, kept, held against what was sent out, and recorded."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from panelpress.exhibition.project import load
from panelpress.ground.diagnostics import ExitCode, PanelpressError, error, fault, near_to
from panelpress.ground.files import digest, sync_folder, write_atomic
from panelpress.ground.gates import gate
from panelpress.jobs.current import current
from panelpress.ledger import chain, proofs
from panelpress.ledger.entries import EVIDENCE, Comment, Decision
from panelpress.ledger.standing import folded, uncounted
from panelpress.ledger.taken import contradicted, not_yet, taken
from panelpress.press.templating import SHIPPED, THEMES
from panelpress.report.signoff import Back, Commented, Decided, ImportReport

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from panelpress.exhibition.asked import SignOff
    from panelpress.exhibition.model import Exhibition
    from panelpress.facts.signing import Returned
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.ledger.chain import Ledger
    from panelpress.ledger.entries import Matter
    from panelpress.ledger.proofs import ProofRecord
    from panelpress.ledger.taken import Taken
    from panelpress.report.signoff import Verdict

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass
class _File:
    """A returned file on its way into the ledger."""

    name: str
    kept: str = ""
    proof: int = 0
    taken: Taken | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[Diagnostic, ...] = ()
    new: tuple[Matter, ...] = ()


def import_returned(root: Path, files: Sequence[Path], date: dt.date | None = None) -> tuple[ImportReport, ExitCode]:
    """Record what returned proofs say.

    Each file is kept as evidence first, refused or not, unless it is plainly no proof of anybody's. What cannot be read for
    certain, or contradicts what the same person sent back before, is not recorded at all.

    Args:
        root: the exhibition's folder.
        files: the returned files.
        date: the day of what bears none; None: the edition's.

    Returns:
        The report, and 0 when everything in them is recorded and counts; 1 when some is refused, lapsed or does not count;
        2 when no file could be read.

    Raises:
        PanelpressError: with exit code 2, when the project is faulty or ``record/`` cannot be written.
    """
    exhibition = load(root, THEMES, SHIPPED / "panel")
    ledger = chain.read(root)
    read = [_read(root, exhibition, path, date or exhibition.date) for path in files]
    _refuse_contradictions(read, ledger)
    recorded = [entry.matter for entry in ledger.entries.values()]
    for file in read:
        if file.taken is not None and not file.refused:
            file.new = not_yet(file.taken, recorded)
            recorded += file.new
    chain.append(root, [matter for file in read for matter in file.new])
    whole = chain.read(root)
    tell = Teller(exhibition, whole)
    report = ImportReport(tuple(tell.back(file) for file in read), whole.faults)
    if all(back.state == "refused" for back in report.files):
        return report, ExitCode.CANNOT_JUDGE
    good = all(back.clear for back in report.files) and not report.faults
    return report, ExitCode.PRESS_READY if good else ExitCode.FINDINGS


def _read(root: Path, exhibition: Exhibition, path: Path, date: dt.date) -> _File:
    """Return a file as it was read, kept as evidence; with why, where it is refused."""
    file = _File(path.name)
    try:
        returned = _returned(root, path, file)
        record = _record_of(root, exhibition, returned)
        file.proof = record.number
        file.labels = {key: item.label for key, item in record.items.items()}
        file.taken = taken(returned, record, exhibition.sign_off, date)
    except OSError as refused:
        why = f"{path.name}: cannot be read: {refused.strerror or refused}"
        file.refused = (error("sign-off/unreadable", why, "check the disk and rights"),)
    except PanelpressError as refused:
        if any(d.id in _STOPS for d in refused.diagnostics):
            raise
        file.refused = tuple(_about(d, path.name, file.kept or str(path)) for d in refused.diagnostics)
    return file


def _returned(root: Path, path: Path, file: _File) -> Returned:
    """Return what is in a file, which is kept as evidence then, also where it cannot be read for certain.

    Raises:
        PanelpressError: where it cannot; it is not kept where it is no proof of anybody's.
        OSError: where the disk refuses.
    """
    from panelpress.inspect.returned import MAX_OCTETS, read_returned

    if not path.is_file() or not 0 < path.stat().st_size <= MAX_OCTETS:
        return read_returned(path)  # it says why not
    data = path.read_bytes()
    try:
        returned = read_returned(data, path.name)
    except PanelpressError as refused:
        if not any(d.id in _NO_PROOF for d in refused.diagnostics):
            file.kept = keep_evidence(root, path, data)[1]
        raise
    file.kept = keep_evidence(root, path, data)[1]
    return returned


_STOPS = ("sign-off/unwritable",)
_NO_PROOF = ("sign-off/not-a-pdf", "sign-off/stranger")


def keep_evidence(root: Path, path: Path, data: bytes) -> tuple[str, str]:
    """Keep a file under the digest of its bytes; return the digest, and where the file is, from the exhibition's folder.

    Raises:
        PanelpressError: ``sign-off/unwritable``.
    """
    suffix = ".pdf" if b"%PDF-" in data[:1024] else path.suffix.lower()
    known_as = digest(data)
    name = f"{EVIDENCE}/{known_as}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
    target = root / name
    try:
        if not target.is_file() or target.read_bytes() != data:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(target, data)
            sync_folder(target.parent)
    except OSError as refused:
        why = refused.strerror or str(refused)
        help = "make room, or check the permissions of record/; nothing is recorded"
        raise fault("sign-off/unwritable", f"cannot write {name}: {why}", help) from None
    return known_as, name


def _about(found: Diagnostic, name: str, kept: str) -> Diagnostic:
    """Return a problem that names the file, and in its remedy where the file is."""
    message = found.message if found.message.startswith(f"{name}: ") else f"{name}: {found.message}"
    help = found.help.replace("--evidence FILE", f"--evidence {kept}") if kept else found.help
    return replace(found, message=message, help=help)


def _record_of(root: Path, exhibition: Exhibition, returned: Returned) -> ProofRecord:
    """Return the record of the proof that was returned.

    Raises:
        PanelpressError: where it is another project's, has no record here, or is not the proof that was recorded.
    """
    if returned.job != exhibition.job:
        message = f"it is proof {returned.proof} of `{returned.job}`, and this exhibition is `{exhibition.job}`"
        raise fault("sign-off/other-project", message, "import it where it belongs: `-C DIR` names another folder")
    if returned.proof not in proofs.issued(root):
        help = f"who made proof {returned.proof} has its record: commit it there and pull it here, then import again"
        numbers = ", ".join(str(n) for n in proofs.issued(root)) or "none yet"
        message = f"there is no record of proof {returned.proof} here; issued so far: {numbers}"
        raise fault("sign-off/proof", message, help)
    record = proofs.read(root, returned.proof)
    if record.code != returned.code:
        message = (
            f"it calls itself {returned.code}, and the proof {returned.proof} that is recorded here is {record.code}: "
            "one of them was altered, or two proofs have the same number"
        )
        help = f"compare {proofs.FOLDER}/proof-{returned.proof}.json with its last commit; ask where the file was made"
        raise fault("sign-off/altered", message, help)
    return record


def _refuse_contradictions(read: Sequence[_File], ledger: Ledger) -> None:
    """Refuse the files of one person that contradict each other, or what the same person sent back before."""
    ready = [file for file in read if file.taken is not None]
    said = [
        (str(n), decision) for n, file in enumerate(ready) for decision in (file.taken.decisions if file.taken else ())
    ]
    recorded = ledger.matters(Decision).values()
    told: dict[int, list[Diagnostic]] = defaultdict(list)
    for found in contradicted(said, recorded):
        mine = int(found.file)
        names = replace(found, file=ready[mine].name, other=ready[int(found.other)].name if found.other else "")
        told[mine].append(_about(names.told("file"), ready[mine].name, ready[mine].kept))
        if found.other:
            theirs = int(found.other)
            told[theirs].append(_about(names.told("other"), ready[theirs].name, ready[theirs].kept))
    for n, problems in told.items():
        ready[n].refused = tuple(dict.fromkeys(problems))


class Teller:
    """Says of what was recorded whether it counts, by the ledger and by the items as they are now."""

    def __init__(self, exhibition: Exhibition, ledger: Ledger) -> None:
        self.asked = exhibition.sign_off
        found = current(exhibition, ledger)
        self.now = {name.key: (judged, why) for name, judged, why in found}
        self.labels = {name.key: name.label for name, _, _ in found}
        self.entries: dict[Matter, str] = {}
        self.alike: dict[Matter, str] = {}
        self.ledger = ledger
        # what stands comes first: the same may have been recorded, taken back and recorded again
        for known_as, entry in sorted(ledger.entries.items(), key=lambda each: each[0] in ledger.withdrawn):
            if isinstance(entry.matter, Comment | Decision):
                self.entries.setdefault(entry.matter, known_as)
                self.alike.setdefault(replace(entry.matter, date="", evidence=""), known_as)
        out = uncounted(self.asked, ledger) if self.asked else ()
        self.uncounted = {each.entry: each.why for each in out}

    def back(self, file: _File) -> Back:
        """Return what became of a file."""
        if file.refused or file.taken is None:
            return Back(file.name, "refused", file.kept, file.proof, problems=file.refused)
        labels = dict(file.labels) | self.labels
        return Back(
            file.name,
            "recorded" if file.new else "already",
            file.kept,
            file.proof,
            tuple(self.decided(d, labels[d.item]) for d in file.taken.decisions),
            tuple(Commented(c, labels.get(c.item, c.item), self.entry_of(c)) for c in file.taken.comments),
            tuple(_about(p, file.name, file.kept) for p in file.taken.problems),
        )

    def entry_of(self, matter: Comment | Decision) -> str:
        """Return the entry that records a matter: its own, or that of the same words on another day or in another file."""
        return self.entries.get(matter) or self.alike.get(replace(matter, date="", evidence=""), "")

    def decided(self, decision: Decision, label: str) -> Decided:
        """Return a decision with whether it counts."""
        entry = self.entry_of(decision)
        verdict, why = self._verdict(decision, entry)
        return Decided(decision, label, verdict, why, entry)

    def _verdict(self, decision: Decision, entry: str) -> tuple[Verdict, str]:
        if earlier := self.ledger.withdrawn.get(entry):
            said = self.ledger.entries[earlier].matter
            return "withdrawn", f"{said.by} took it back on {said.date}"
        if self.asked is None:
            return "not-asked", "catalogue.yml has no `sign_off:` and asks nobody"
        hindered = self.uncounted.get(entry)
        if hindered == "not-listed":
            return "not-listed", self._not_listed(self.asked, decision)
        if hindered == "not-asked":
            known = gate(decision.gate)
            title = known.title if known else decision.gate
            return "not-asked", f"{decision.organisation} is not asked at the gate {title}"
        return self._seen(decision)

    @staticmethod
    def _not_listed(asked: SignOff, decision: Decision) -> str:
        """Return that nobody of this name signs for this organisation, and who may be meant."""
        whom = f" for {decision.organisation}" if decision.organisation else ""
        told = f"{decision.by} is not listed{whom} under `signers:` in catalogue.yml"
        for_whom = [s.organisation for s in asked.signers if folded(s.name) == folded(decision.by)]
        if for_whom:
            return f"{told}, and signs for {' and '.join(for_whom)}"
        if near := near_to(decision.by, (signer.name for signer in asked.signers)):
            return f"{told}; did you mean `{near}`? Then record it so: `panelpress signoff record`"
        return told

    def _seen(self, decision: Decision) -> tuple[Verdict, str]:
        """Return whether what was seen is still what is there."""
        judged, why = self.now.get(decision.item, (None, "it is no longer part of the exhibition"))
        if judged is None:
            return "unknown", why
        if decision.decision == "corrections":  # what changes next is meant to
            return "corrections-open", ""
        parts = judged.get(decision.gate, ())
        pages = [part.page for part in parts if part.digest not in decision.judged]
        if not pages:
            return "counts", ""
        named = [str(page) for page in pages if page]
        where = f"page{'s' if len(named) > 1 else ''} {', '.join(named)}" if named else "it"
        return "lapsed", f"{where} changed since proof {decision.proof}"
