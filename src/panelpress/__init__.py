"""panelpress: print-ready A1 exhibition panels and an A5 catalogue, checked as a print shop would."""

from __future__ import annotations

__version__ = "0.1.0"
