"""For machines: the photographs' table as one document."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from panelpress.report.json import SCHEMA_VERSION, diagnostic

if TYPE_CHECKING:
    from panelpress.report.photos import PhotoReport, Row


def document(report: PhotoReport) -> dict[str, Any]:
    """Return the table as plain values, without thumbnails."""
    return {
        "schema_version": SCHEMA_VERSION,
        "title": report.title,
        "viewing_distance_m": report.distance_m,
        "photos": [_row(row) for row in report.rows],
        "unused_files": list(report.unused),
        "findings": [diagnostic(d) for d in report.findings],
    }


def _row(row: Row) -> dict[str, Any]:
    facts = asdict(row.facts) if row.facts else None
    if facts:
        facts["fingerprint"] = f"{facts['fingerprint']:016x}"
    return {
        "id": row.id,
        "number": row.number,
        "file": row.file,
        "status": row.status,
        "title": row.title,
        "credit": row.credit,
        "rights": row.rights,
        "alt": row.alt,
        "black": row.black,
        "facts": facts,
        "honest_mm": asdict(row.honest) if row.honest else None,
        "placements": [
            {key: round(value, 2) if isinstance(value, float) else value for key, value in asdict(place).items()}
            for place in row.placements
        ],
        "findings": [diagnostic(d) for d in row.findings],
    }
