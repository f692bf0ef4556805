"""The `sign_off:` of `catalogue.yml`: who must approve what before an edition is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from panelpress.exhibition.asked import GateAsked, Signer, SignOff
from panelpress.exhibition.shape import Day, Shape, Words, not_blank
from panelpress.ground.diagnostics import did_you_mean
from panelpress.ground.gates import GateId  # noqa: TC001 - pydantic reads the annotations at run time

if TYPE_CHECKING:
    from panelpress.exhibition.files import Files
    from panelpress.ground.yamlsource import YamlSource


class SignerShape(Shape):
    """Somebody who signs for an organisation."""

    name: Annotated[Words, AfterValidator(not_blank)]
    """Their name, as they write it when they sign"""
    organisation: Annotated[Words, AfterValidator(not_blank)]
    """For whom they sign"""
    role: Words = ""
    """What they are there"""


def _one(value: Any) -> Any:
    """Refuse a bare name where a list of names belongs: a name may hold a comma, and who is asked is not to be guessed.

    Raises:
        ValueError: for one.
    """
    if isinstance(value, str):
        message = f"must be a list, also of one: `[{value}]`"
        raise ValueError(message)  # noqa: TRY004 - pydantic takes no other
    return value


def _listed(value: Any) -> Any:
    """Take a bare list of organisations for a gate that asks for nothing else."""
    return {"organisations": value} if isinstance(_one(value), list) else value


_Several = Annotated[tuple[Words, ...], Field(min_length=1)]


class GateShape(Shape):
    """Who must approve at one gate, of which items, and until when an approval holds."""

    organisations: Annotated[_Several, BeforeValidator(_one, json_schema_input_type=_Several)]
    """The organisations that must all approve, each by one of its signers"""
    items: Literal["all", "panels", "catalogue"] = "all"
    """Which items must pass: `all`, the `panels` or the `catalogue`"""
    expires: Day | None = None
    """The last day on which an approval holds, YYYY-MM-DD; left out: for good"""


class SignOffShape(Shape):
    """Who must approve what before an edition is printed."""

    signers: tuple[SignerShape, ...] = ()
    """The people who sign; whoever is not listed is recorded, and does not count"""
    gates: dict[GateId, Annotated[GateShape, BeforeValidator(_listed, json_schema_input_type=list[str] | GateShape)]]
    """The gates, each with its organisations: `text`, `photographs`, `people`, `credits`, `layout`, `press`, `hard-proof`"""

    @property
    def asked(self) -> SignOff:
        """The same as plain values."""
        return SignOff(
            tuple(Signer(s.name, s.organisation, s.role) for s in self.signers),
            {id: GateAsked(gate.organisations, gate.items, gate.expires) for id, gate in self.gates.items()},
        )


def judge_sign_off(files: Files, source: YamlSource, said: SignOff) -> None:
    """Note signers whose organisation has nothing to approve, and people who are listed twice."""
    known = said.organisations
    seen: set[tuple[str, str]] = set()
    for number, signer in enumerate(said.signers):
        at = ("sign_off", "signers", number)
        if known and signer.organisation not in known:  # where no gate is left, what is wrong with them is told
            message = f"{signer.name} signs for {signer.organisation}, which no gate asks"
            files.error("config/sign-off", message, did_you_mean(signer.organisation, known), source.span(at))
        who = (signer.name.casefold(), signer.organisation)
        if who in seen:
            message = f"{signer.name} is listed twice for {signer.organisation}"
            files.error("config/sign-off", message, "take one of the two lines out", source.span(at))
        seen.add(who)
