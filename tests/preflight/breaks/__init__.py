"""One way, at least, to break a good file for every check, and what else that must trip, with the reason.

A break is made with ``@breaks(check, …)`` over a function that alters the open PDF; what is not in the PDF (the order, the
layout) is broken through the keyword arguments. ``entails`` names other checks that cannot but trip as well, and why.
Each family of checks has a file of its own in this folder; importing the package imports them all.
"""

from __future__ import annotations

import importlib
import pkgutil

from tests.preflight.breaks.base import BREAKS, LICENCE, NEIGHBOURS, OLD_ORDER, ORDER, Break

__all__ = ["BREAKS", "LICENCE", "NEIGHBOURS", "OLD_ORDER", "ORDER", "Break"]

for _family in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_family}")
