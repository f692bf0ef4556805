"""Jinja: the project's own templates first, then the ones that ship; what a template gets wrong is a Diagnostic."""

from __future__ import annotations

import functools
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from panelpress.exhibition.typography import no_break, no_runt
from panelpress.ground.diagnostics import PanelpressError, Span, error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from panelpress.ground.geometry import Box

SHIPPED = Path(__file__).parent / "templates"
THEMES = Path(__file__).parent / "themes"


def folders(root: Path) -> tuple[Path, ...]:
    """Return where templates are looked for, the project's own first."""
    return (root / "styles" / "templates", SHIPPED)


def environment(root: Path) -> jinja2.Environment:
    """Return the template environment of a project. Undefined names are errors, and text is escaped.

    Templates are compiled once, and anew when one of the project's own comes, goes or changes.
    """
    own = folders(root)[0]
    return _environment(root, tuple(sorted((str(p), p.stat().st_mtime_ns) for p in own.rglob("*") if p.is_file())))


@functools.lru_cache(maxsize=4)
def _environment(root: Path, _own: tuple[tuple[str, int], ...]) -> jinja2.Environment:
    environment = (
        SandboxedEnvironment(  # an exhibition may come from elsewhere: its templates set pages, and do no more
            loader=jinja2.FileSystemLoader([str(folder) for folder in folders(root)]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
    )
    environment.filters["at"] = _at
    environment.filters["tied"] = lambda text: no_runt(no_break(str(text)))
    return environment


def _at(box: Box) -> str:
    """Return a box as the CSS that puts an element there."""
    return f"left:{box.left:.4f}mm;top:{box.top:.4f}mm;width:{box.width:.4f}mm;height:{box.height:.4f}mm"


def render(environment: jinja2.Environment, name: str, values: dict[str, Any]) -> str:
    """Return a template filled in.

    Raises:
        PanelpressError: with the template's file, line and source line.
    """
    try:
        return environment.get_template(name).render(values)
    except jinja2.TemplateNotFound as missing:
        raise PanelpressError(
            [error("style/template", f"there is no template {missing.message}", "templates are in styles/templates/")]
        ) from None
    except jinja2.TemplateSyntaxError as wrong:
        span = _span(wrong.filename or name, wrong.lineno)
        raise PanelpressError(
            [error("style/template", f"this template is wrong: {wrong.message}", "mend this line", span=span)]
        ) from None
    except UnicodeDecodeError:
        raise PanelpressError(
            [error("style/template", f"the template {name} is not UTF-8 text", "save it as UTF-8")]
        ) from None
    except jinja2.UndefinedError as wrong:
        raise _failed(wrong, f"this template asks for something that is not there: {wrong.message}") from None
    except Exception as wrong:
        if not _lines_of_templates(wrong):
            raise
        raise _failed(wrong, f"this template is wrong: {wrong}") from None


def _lines_of_templates(wrong: Exception) -> list[traceback.FrameSummary]:
    return [f for f in traceback.extract_tb(wrong.__traceback__) if f.filename.endswith((".html", ".css"))]


def _failed(wrong: Exception, message: str) -> PanelpressError:
    frames = _lines_of_templates(wrong)
    at = _span(frames[-1].filename, frames[-1].lineno or 1) if frames else None
    return PanelpressError([error("style/template", message, "mend the line, or take the shipped template", span=at)])


def _span(filename: str, line: int) -> Span:
    path = Path(filename)
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    name = f"templates/{path.relative_to(SHIPPED).as_posix()}" if path.is_relative_to(SHIPPED) else _in_project(path)
    return Span(name, line, len(text) - len(text.lstrip()) + 1, max(1, len(text.strip())), text)


def _in_project(path: Path) -> str:
    """Return a template's name as people find it: from `styles/` on."""
    parts = path.parts
    start = max((i for i, part in enumerate(parts) if part == "styles"), default=len(parts) - 1)
    return "/".join(parts[start:])


def stylesheet(name: str) -> str:
    """Return one of the style sheets that ship with panelpress.

    Args:
        name: such as ``base.css``.
    """
    return (SHIPPED / name).read_text("utf-8")


def as_sources(texts: Sequence[tuple[str, Path]]) -> tuple[tuple[str, str], ...]:
    """Return style sheets as (name in messages, text)."""
    return tuple((name, path.read_text("utf-8")) for name, path in texts)
