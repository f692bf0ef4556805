"""Where in the exhibition's `out/` things are: all of it can be made again."""

from __future__ import annotations

OUT = "out"
PRESS = "press"
"""The press files, with their reports"""
CACHE = "cache"
PREFLIGHT = "preflight.json"
"""What was found in them, for machines"""
