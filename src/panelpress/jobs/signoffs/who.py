"""Who decides, accepts, answers or takes back: by a name that is no misspelling of another's, on a day that can be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import did_you_mean, error, fault, near_to
from panelpress.ledger.standing import folded
from panelpress.ledger.taken import signer_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from panelpress.exhibition.asked import SignOff
    from panelpress.exhibition.model import Exhibition
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.ground.gates import GateId


@dataclass(frozen=True)
class Who:
    """Somebody who decides: their name, as what, for whom; the last two are found from `signers:` where they are left out."""

    by: str
    role: str = ""
    organisation: str = ""


def known(exhibition: Exhibition, who: Who, gate: GateId | None) -> Who:
    """Return somebody with role and organisation, from the list of signers where they are left out.

    A decision at a gate is always for somebody; a waiver need not be, where catalogue.yml lists nobody.

    Raises:
        PanelpressError: where no name is said, it is all but a signer's, or the organisation is left out and nobody can tell
            which.
    """
    who = Who(" ".join(who.by.split()), " ".join(who.role.split()), " ".join(who.organisation.split()))
    if not who.by:
        raise fault("sign-off/nameless", "nobody is named", "say who decided: `--by`")
    asked = exhibition.sign_off
    listed = [s for s in (asked.signers if asked else ()) if folded(s.name) == folded(who.by)]
    if not who.organisation and len(listed) > 1 and asked and gate is not None and gate in asked.gates:
        at_gate = {folded(name) for name in asked.gates[gate].organisations}
        listed = [s for s in listed if folded(s.organisation) in at_gate] or listed
    if near := nearly(asked, who.by, who.organisation):
        help = f"did you mean `{near}`? Somebody else is listed first, under `signers:`"
        raise fault("sign-off/misspelt", f"{who.by} is not listed as a signer", help)
    if not who.organisation and len(listed) != 1 and (asked or gate):
        help = did_you_mean(who.by, (s.name for s in asked.signers)) if asked and not listed else ""
        message = f"{who.by} signs for several organisations" if listed else f"{who.by} is not listed as a signer"
        whom = (
            f"say for whom: `--organisation`{' (' + ', '.join(s.organisation for s in listed) + ')' if listed else ''}"
        )
        raise fault("sign-off/organisation", message, "; ".join(part for part in (help, whom) if part))
    found = signer_of(asked, who.by, who.organisation or (listed[0].organisation if listed else ""))
    return replace(
        who,
        role=who.role or (found.role if found else ""),
        organisation=found.organisation if found else who.organisation,
    )


def nearly(asked: SignOff | None, name: str, organisation: str = "") -> str:
    """Return the signer whose name somebody's is a misspelling of; "" where it is none, or they say another organisation."""
    listed = asked.signers if asked else ()
    if any(folded(s.name) == folded(name) for s in listed):
        return ""
    return near_to(name, (s.name for s in listed if not organisation or folded(s.organisation) == folded(organisation)))


def wrong_name(exhibition: Exhibition, by: str, what: str, *, anyway: bool = False) -> Iterator[Diagnostic]:
    """Yield what is wrong with the name of somebody who need not be listed: none, or all but a signer's.

    Args:
        exhibition: whose signers are listed.
        by: the name.
        what: what they did, for the remedy: ``dealt with it``.
        anyway: whether it is meant as it is written.
    """
    if not by:
        yield error("sign-off/nameless", "nobody is named", f"say who {what}: `--by`")
    elif (near := nearly(exhibition.sign_off, by)) and not anyway:
        help = f"did you mean `{near}`? If it is somebody else, say so: `--anyway REASON`"
        yield error("sign-off/misspelt", f"{by} is not listed as a signer", help)


def too_early(date: dt.date, what: str, since: str) -> Iterator[Diagnostic]:
    """Yield that something is dated before what it answers.

    Args:
        date: the day it is to have.
        what: what it answers, in words: ``proof 3``.
        since: the day of that, YYYY-MM-DD.
    """
    if date.isoformat() < since:
        message = f"{date.isoformat()} is before {what}, which is dated {since}"
        yield error("sign-off/date", message, "nothing is answered before it is there: name the day with `--date`")
