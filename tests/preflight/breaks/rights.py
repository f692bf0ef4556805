"""Licences that do not hold for what is planned."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

from tests.preflight.breaks.base import LICENCE, breaks, ordered, untouched

if TYPE_CHECKING:
    from panelpress.preflight.order import Order


def licensed(**terms: Any) -> Order:
    return ordered(licences=(dataclasses.replace(LICENCE, **terms),))


breaks("rights/term", order=licensed(expires=dt.date(2027, 5, 30)))(untouched)
breaks("rights/term", order=licensed(begins=dt.date(2027, 3, 2)))(untouched)
breaks("rights/territory", order=licensed(territory=("Bolivia", "Chile")))(untouched)
breaks("rights/media", order=licensed(media=("panels", "web")))(untouched)
breaks("rights/print-run", order=licensed(print_run=499))(untouched)
breaks("rights/consent", order=licensed(consent="refused"))(untouched)
breaks("rights/consent", order=licensed(consent="asked"))(untouched)
