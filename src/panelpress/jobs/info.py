"""`panelpress info`: everything that can change a PDF, to paste into a report of a fault."""

from __future__ import annotations

import platform
import sys

from panelpress import __version__


def versions() -> dict[str, str]:
    """Return the versions of panelpress and of all that its output depends on, and the digests of fonts and profile."""
    from pypdfium2.version import PDFIUM_INFO

    from panelpress.ground.files import digest_file
    from panelpress.press import engine
    from panelpress.press.conditions import SHIPPED
    from panelpress.press.inputs import fonts_digest, package_versions

    found = {
        "panelpress": __version__,
        "system": f"{platform.system()} {platform.machine()}",
    }
    found |= package_versions()
    found |= dict(engine.versions())
    found["pdfium"] = str(PDFIUM_INFO)
    found["fonts"] = fonts_digest()
    found |= {f"profile {name}": digest_file(path) for name, path in SHIPPED.items()}
    found["byte order"] = sys.byteorder
    return found
