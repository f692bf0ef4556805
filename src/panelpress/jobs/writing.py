"""What goes beside the press files: the job ticket, the reports, and last the manifest."""

from __future__ import annotations

from dataclasses import replace
from json import dumps
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level
from panelpress.ground.files import digest, digest_file
from panelpress.jobs.orders import digest_of
from panelpress.jobs.places import PREFLIGHT
from panelpress.jobs.pool import apart
from panelpress.jobs.ticket import ticket_of, ticket_pdf
from panelpress.ledger import editions, manifest
from panelpress.press.inputs import inputs_of
from panelpress.report import html, json
from panelpress.report.words import GOOD_STATES

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.exhibition.model import Exhibition
    from panelpress.ground.files import Cache
    from panelpress.jobs.build import Built
    from panelpress.jobs.pool import Crew
    from panelpress.report.model import ItemReport, Report


def write_reports(built: Built, cache: Cache, staging: Path, jobs: int, people: Crew | None = None) -> None:
    """Write the job ticket and the reports, then the manifest, last."""
    exhibition = built.exhibition
    released = built.report.released or _is_edition(exhibition.root, exhibition, built.report)
    report = replace(built.report, released=released, asked=())  # they tell of the whole set, whatever was asked for
    content = ticket_of(
        exhibition, built.printers, report.items, built.recipes, built.stands, built.ledger.heads,
        released=released,
    )  # fmt: skip
    with apart(ticket_pdf, content, exhibition.root, cache, jobs=jobs, people=people) as ticket:
        files = {
            "preflight.html": html.page(report).encode(),
            PREFLIGHT: json.encode(json.document(report)),
            "ticket.json": (dumps(content.document(), ensure_ascii=False, indent=1) + "\n").encode(),
            "ticket.pdf": ticket(),
        }
    for file, data in files.items():
        (staging / file).write_bytes(data)
    panels, books = built.printers
    about = {
        "job": exhibition.job,
        "title": report.title,
        "edition": exhibition.edition,
        "date": report.date,
        "released": released,
        "printers": {"panels": panels.model_dump(mode="json"), "catalogue": books.model_dump(mode="json")},
    }
    if exhibition.variable is not None:
        about["venue"] = exhibition.variable.venue
    sources = {path.relative_to(exhibition.root).as_posix(): digest_file(path) for path in exhibition.sources}
    digests = {file: digest(data) for file, data in files.items()}
    entries = [_entry(item, built) for item in report.items]
    (staging / manifest.NAME).write_bytes(manifest.build(about, entries, digests, sources, built.versions))


def _entry(item: ItemReport, built: Built) -> manifest.Entry:
    recipe, order, rules = built.recipes[item.key], built.orders[item.key], built.rules[item.key]
    inputs = built.inputs.get(item.key) or inputs_of(recipe)
    counts = {level.word: item.count(level) for level in Level}
    reason = {
        "rejected": "its findings are in preflight.html; its file, if one was made, is in rejected/",
        "absent": "not asked for, and no file of the same inputs was here",
        "crashed": "panelpress failed on it",
    }.get(item.state, "")
    return manifest.Entry(
        item.key,
        item.label,
        item.state,
        item.file if item.state in GOOD_STATES else "",
        item.digest,
        item.content_digest,
        item.octets,
        item.pages,
        (item.width_mm, item.height_mm),
        None if item.lowest_ppi is None else round(item.lowest_ppi, 1),
        counts,
        digest_of(recipe, order, rules, inputs),
        inputs,
        reason,
        built.judged.get(item.key, {}),
        item.inks,
        built.stands[item.key].words if item.state in GOOD_STATES else "",
    )


def _is_edition(root: Path, exhibition: Exhibition, report: Report) -> bool:
    """Tell whether a set is, file for file, the edition of its number as it was closed."""
    known, _ = editions.every(root)
    record = known.get(exhibition.edition)
    made = {item.key: item.digest for item in report.items if item.state in GOOD_STATES}
    return record is not None and made == {key: item.sha256 for key, item in record.items.items()}
