"""One table, at least, for every limit of every check: just inside it, exactly on it, just outside it.

A limit is a keyword-only argument of a check. Its table is written into one of the modules of this folder, by family:

    table("ink/hairline", "min_pt", 0.25, inside=0.26, outside=0.24, seen=a_line, bad=WARNING)

``seen`` makes what the check is to judge from one figure, in the limit's own unit; ``bad`` is the level of what is found
outside, ``good`` (nothing, by default) the level inside. What is exactly on the limit is held to be inside it, unless
``exactly="outside"``. Other limits that the table wants out of the way are given by name. What is on or off, or a list of
words, has sides instead:

    sides("ink/rgb", "calibrated", seen=in_srgb, levels={False: ERROR, True: PASSED})

Importing this package imports every module beside it, as ``breaks`` does. ``test_limits_tables.py`` runs the tables, proves of
each that it is this limit that decides (the limit is moved past both figures, and both change sides), holds the figure
against the check's default, and fails for a limit without a table.
"""

from __future__ import annotations

import importlib
import pkgutil

from tests.preflight.limits.base import TABLES, Case, Sides, Table, sides, table

__all__ = ["TABLES", "Case", "Sides", "Table", "sides", "table"]

for _family in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_family}")
