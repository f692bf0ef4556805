"""On what and with what it was measured."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

from tools.bench import browsers


def machine(installed: Path | None) -> dict[str, str]:
    """Return the processor, the memory, the system, and the versions of what was compared."""
    found = {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": _memory(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}",
        "busy when it began": _busy(),
        "panelpress": version("panelpress"),
        "WeasyPrint": version("weasyprint"),
        "Pillow": version("pillow"),
    }
    others = {"Chromium": browsers.chromium(), "Vivliostyle CLI": browsers.vivliostyle(installed)}
    return found | {name: _told(path) for name, path in others.items() if path}


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*:\s*(.+)", info.read_text("utf-8")) if info.exists() else []
    return names[0].strip() if names else platform.processor() or platform.machine()


def _memory() -> str:
    if "SC_PHYS_PAGES" not in os.sysconf_names:
        return "not told"
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 1e9:.0f} GB"


def _busy() -> str:
    """Return how many processes wanted a processor in the minute before: figures of a busy machine say less."""
    return f"{os.getloadavg()[0]:.1f} of {os.cpu_count()} processors" if hasattr(os, "getloadavg") else "not told"


def _told(program: str) -> str:
    """Return the version a program tells."""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    numbers = re.findall(r"\d+(?:\.\d+)+", done.stdout)
    return numbers[0] if numbers else "not told"
