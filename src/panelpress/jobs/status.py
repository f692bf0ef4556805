"""`panelpress status`: what is approved, by whom, what lapsed by which change, and whom it waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.exhibition.items import all_items
from panelpress.exhibition.model import in_language
from panelpress.exhibition.project import load
from panelpress.ground.diagnostics import ExitCode, PanelpressError, fault
from panelpress.ground.files import write_atomic
from panelpress.ground.gates import GATE_IDS
from panelpress.jobs.build import PRESS, choose_printers, digest_of
from panelpress.jobs.orders import order_for, rules_with_waivers
from panelpress.ledger import chain, manifest
from panelpress.ledger.standing import standings, uncounted
from panelpress.ledger.todo import to_do
from panelpress.ledger.waived import counts, waived
from panelpress.press.compose import compose
from panelpress.press.inputs import inputs_of
from panelpress.press.templating import SHIPPED, THEMES
from panelpress.report.status import Acceptance, Item, StatusReport, html

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from panelpress.exhibition.items import ItemName
    from panelpress.exhibition.model import Exhibition
    from panelpress.exhibition.signing import SignOff
    from panelpress.facts.signing import Judged
    from panelpress.jobs.build import Printers
    from panelpress.ledger.chain import Ledger

NOT_BUILT = "not built: `panelpress build`"
CHANGED = "changed since it was built: `panelpress build`"
REJECTED = "rejected when it was built; out/press/preflight.html says why"
_BEGIN = (
    "write `sign_off:` into it, with its `signers:` (`name`, `organisation`, `role`) and its `gates:`, each with the "
    "organisations that must approve there, such as `text: [Our union]`; docs/sign-off.md shows a whole one"
)


def status(root: Path, date: dt.date | None = None, printer: str | None = None) -> tuple[StatusReport, ExitCode]:
    """Return where every item stands at every gate, and the exit code.

    Args:
        root: the exhibition's folder.
        date: the day approvals are held against; None: the edition's.
        printer: the print shop the items were built for; None: the first of each kind.

    Returns:
        The report, and 0 when all is approved, 1 when not, 2 where the ledger is not as it was written.

    Raises:
        PanelpressError: with exit code 2, when the project is faulty or nobody is asked to approve anything.
    """
    exhibition = load(root, THEMES, SHIPPED / "panel")
    said = asked_of(exhibition)
    day = date or exhibition.date
    ledger = chain.read(root)
    found = current(exhibition, ledger, printer)
    judged = {name.key: (name.kind, now) for name, now, _ in found}
    report = StatusReport(
        in_language(exhibition.title, exhibition.language),
        exhibition.job,
        exhibition.edition,
        day.isoformat(),
        tuple(gate for gate in GATE_IDS if gate in said.gates),
        tuple(Item(name.key, name.label, why) for name, _, why in found),
        standings(said, ledger, judged, day),
        uncounted(said, ledger),
        to_do(ledger),
        tuple(Acceptance(each, counts(said, each)) for each in waived(ledger, said)),
        ledger.faults,
        ledger.heads,
        len(ledger.entries),
    )
    if ledger.faults:
        return report, ExitCode.CANNOT_JUDGE
    return report, ExitCode.PRESS_READY if report.approved else ExitCode.FINDINGS


def asked_of(exhibition: Exhibition) -> SignOff:
    """Return who must approve what.

    Raises:
        PanelpressError: when catalogue.yml does not say.
    """
    if exhibition.sign_off is None:
        raise fault("sign-off/none", "catalogue.yml does not say who must approve what", _BEGIN)
    return exhibition.sign_off


def current(
    exhibition: Exhibition, ledger: Ledger, printer: str | None = None
) -> tuple[tuple[ItemName, Judged | None, str], ...]:
    """Return of every item what the gates judge in it as it was last built; None and why, where it is not known.

    An item counts as it was built only while everything that it is made from is unchanged.
    """
    printers = choose_printers(exhibition, printer)
    built = manifest.read(exhibition.root / "out" / PRESS)
    names = all_items(exhibition, printers[1].files)
    return tuple((name, *_current(exhibition, ledger, name, printers, built.get(name.key))) for name in names)


def _current(
    exhibition: Exhibition, ledger: Ledger, name: ItemName, printers: Printers, built: manifest.Entry | None
) -> tuple[Judged | None, str]:
    if built is None or built.state not in ("ready", "kept", "rejected"):
        return None, NOT_BUILT
    printer = printers[name.kind == "catalogue"]
    try:
        recipe = compose(exhibition, name, printer)
        rules = rules_with_waivers(exhibition, ledger, recipe, printer)
        now = digest_of(recipe, order_for(exhibition, recipe, printer), rules, inputs_of(recipe))
    except PanelpressError:
        return None, CHANGED  # into something that cannot be composed: the build says why
    if built.recipe != now:
        return None, CHANGED
    if built.state == "rejected":
        return None, REJECTED
    return built.judged, ""


def write_page(report: StatusReport, path: Path) -> None:
    """Write the report as a page for the project's website.

    Raises:
        PanelpressError: ``status/unwritable``.
    """
    try:
        write_atomic(path, html.page(report).encode())
    except OSError as refused:
        why = refused.strerror or str(refused)
        raise fault("status/unwritable", f"cannot write {path}: {why}", "name another file") from None
