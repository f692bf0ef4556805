"""Writes the edition that a version of panelpress leaves behind for all later ones: ``python -m tests.support.older``.

It is run once, when a version is released, and what it writes into ``tests/ledger/data/`` is never written anew. Until that
version is out the format may still move, and so may its file.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from panelpress import __version__
from panelpress.ledger import bundle
from panelpress.ledger.archive import Archive
from panelpress.ledger.editions import record_of
from panelpress.ledger.index import EditionItem, Index

DATA = Path(__file__).parents[1] / "ledger" / "data"
_PICTURE = bytes(range(256)) * 80
_PANEL = b"%PDF-1.6\n1 0 obj <<>>\nstream\n" + _PICTURE + b"\nendstream\nendobj\n" + b"% the rest\n" * 4500
_FILES = {
    "fonts/A.ttf": b"\0",
    "made-from/coal/page.html": b"<p>Coal</p>",
    "press/01-coal.pdf": _PANEL,
    "press/manifest.json": b"{}\n",
    "profiles/FOGRA39.icc": b"\0\0",
    "proofs/proof-1.pdf": b"%PDF-1.7\n",
    "record/signoffs/README": b"none\n",
    "requirements.txt": f"panelpress=={__version__}\n".encode(),
    "sources/catalogue.yml": b"job: small\narchive: kept\n",
}


def main() -> None:
    """Write the zip of an edition, and its record beside it."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder) / "archive")
        kept = {path: archive.put(data) for path, data in _FILES.items()}
        coal = EditionItem(
            "panel 1 coal", "01-coal.pdf", kept["press/01-coal.pdf"].sha256, "0" * 64, 1, (594.0, 841.0), ("1" * 64,)
        )
        index = Index(
            "small", 1, "2026-11-24", "A small exhibition", {"coal": coal}, ("a" * 64,), (1,),
            {"panels": "shop", "catalogue": "press"}, {"panelpress": __version__}, kept,
        )  # fmt: skip
        archive.keep(index)
        target = DATA / f"edition-of-{__version__}.zip"
        bundle.write(archive, index, target)
        target.with_suffix(".json").write_text(record_of(index).text, "utf-8")


if __name__ == "__main__":
    main()
