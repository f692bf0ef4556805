"""Where in the exhibition's `out/` things are: all of it can be made again."""

from __future__ import annotations

OUT = "out"
PRESS = "press"
"""The press files, with their reports"""
REJECTED = "rejected"
"""In it, what failed its checks: never beside the good ones"""
CACHE = "cache"
PREFLIGHT = "preflight.json"
"""What was found in them, for machines"""
