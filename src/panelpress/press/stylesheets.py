"""Style sheets for the press: assembled in order, and linted for what would not survive the printing.

The engine passes every colour that is not ``device-cmyk()`` straight through as RGB, crashes on CMYK gradients and on inset
borders, and drops what it does not know with a line in a log. All of that is refused here, with file, line and remedy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import tinycss2
from tinycss2 import color3

from panelpress.exhibition.model import in_language
from panelpress.ground.diagnostics import Diagnostic, Level, Span, did_you_mean
from panelpress.press.fonts import font_faces
from panelpress.press.templating import stylesheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from panelpress.exhibition.model import Exhibition
    from panelpress.press.recipe import Sheet

_COLOUR_FUNCTIONS = {"rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix"}
_KEEP = {"transparent", "currentcolor", "inherit", "initial", "none", "unset", "revert"}
_NAMES = {name for name in color3._COLOR_KEYWORDS if name not in _KEEP}  # noqa: SLF001 - the list has no public name
_COLOURED = (
    *("color", "background", "border", "outline", "fill", "stroke", "column-rule", "text-decoration", "--"),
    *("box-shadow", "text-shadow"),
)
_CARVED = {"inset", "outset", "ridge", "groove"}
_TOKEN = re.compile(r"(--[\w-]+)\s*:")
_CMYK = "write it as device-cmyk(c m y k), each 0-1, or use a token of the theme such as var(--ink)"


def style_sheets(exhibition: Exhibition, sheet: Sheet, kind: str) -> tuple[tuple[str, str], ...]:
    """Return an item's style sheets in order, as (name in messages, text).

    Args:
        exhibition: names the theme and the project's own sheets.
        sheet: the page.
        kind: ``panel`` or ``book``.
    """
    own = [(path.relative_to(exhibition.root).as_posix(), _read(path)) for path in exhibition.styles]
    theme = exhibition.theme
    name = (
        theme.relative_to(exhibition.root).as_posix()
        if theme.is_relative_to(exhibition.root)
        else f"themes/{theme.name}"
    )
    return (
        ("fonts.css", font_faces()),
        ("page.css", page_rule(sheet, kind) + (running_feet(exhibition) if kind == "book" else "")),
        ("base.css", stylesheet("base.css")),
        (f"{kind}.css", stylesheet(f"{kind}.css")),
        (name, _read(theme)),
        *own,
    )


def page_rule(sheet: Sheet, kind: str = "panel") -> str:
    """Return the ``@page`` rule of the press file: trimmed size, bleed on each edge, paper tint into the bleed."""
    paper = "var(--book-paper, var(--paper))" if kind == "book" else "var(--paper)"
    bleed = "; ".join(f"bleed-{edge}: {mm:g}mm" for edge, mm in sheet.bleed.named)
    return (
        f"@page {{ size: {sheet.width:g}mm {sheet.height:g}mm; margin: 0; {bleed}; marks: none; background: {paper} }}"
    )


def running_feet(exhibition: Exhibition) -> str:
    """Return the rules of the running feet on flowing catalogue pages: number and title, outside edge first."""
    title = in_language(exhibition.title, exhibition.language).replace("\\", "").replace('"', "\\22 ")
    style = "font: var(--book-folio); color: var(--book-ink, var(--ink)); vertical-align: top; padding-top: 5mm"
    left = f'content: counter(page) "\\2003 {title}"'
    right = f'content: "{title}\\2003 " counter(page)'
    return (
        f"\n@page text:left {{ @bottom-left {{ {left}; {style} }} }}"
        f"\n@page text:right {{ @bottom-right {{ {right}; {style} }} }}"
    )


def _read(path: Path) -> str:
    """Return a style sheet; the mark some editors put before the first letter would belong to its first selector."""
    return path.read_text("utf-8-sig")


def lint_styles(exhibition: Exhibition) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the theme and the project's own style sheets."""
    found: list[Diagnostic] = []
    texts: dict[str, str] = {}
    for path in (exhibition.theme, *exhibition.styles):
        name = path.relative_to(exhibition.root).as_posix() if path.is_relative_to(exhibition.root) else path.name
        try:
            texts[name] = _read(path)
        except UnicodeDecodeError:
            found.append(Diagnostic("style/encoding", Level.ERROR, f"{name} is not UTF-8 text", "save it as UTF-8"))
    shipped = [stylesheet(name) for name in ("base.css", "panel.css", "book.css")]
    templates = (exhibition.root / "styles" / "templates").rglob("*.html")
    own = [path.read_text("utf-8", errors="replace") for path in templates if path.is_file()]
    tokens = frozenset(_TOKEN.findall("\n".join((*texts.values(), *shipped, *own))))
    for name, text in texts.items():
        folder = (exhibition.root / name).parent if (exhibition.root / name).is_file() else None
        found += lint(name, text, tokens, folder)
    return tuple(found)


def lint(
    name: str, text: str, tokens: frozenset[str] | None = None, folder: Path | None = None
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with one style sheet.

    Args:
        name: as messages give it.
        text: the style sheet.
        tokens: every token that some sheet sets; None: their names are not checked.
        folder: where it lies, for the files it names; None: they are not looked for.
    """
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return tuple(_Lint(name, text.splitlines(), tokens, folder).rules(rules))


@dataclass(frozen=True)
class _Lint:
    name: str
    lines: list[str]
    tokens: frozenset[str] | None = None
    folder: Path | None = None

    def rules(self, rules: list[Any]) -> Iterator[Diagnostic]:
        for rule in rules:
            if rule.type == "error":
                yield self._wrong(
                    rule, "style/syntax", f"this is not CSS: {rule.message}", "check brackets and semicolons"
                )
            elif rule.type == "at-rule":
                yield from self._at_rule(rule)
            elif rule.type == "qualified-rule":
                for token in rule.prelude:
                    if token.type == "error":
                        yield self._wrong(
                            token, "style/syntax", f"this is not CSS: {token.message}", "check brackets and semicolons"
                        )
                yield from self._declarations(rule.content)

    def _at_rule(self, rule: Any) -> Iterator[Diagnostic]:
        keyword = rule.lower_at_keyword
        if keyword == "import":
            yield self._wrong(
                rule, "style/import", "style sheets are not imported", "list the file under `styles:` in catalogue.yml"
            )
        elif keyword == "color-profile":
            yield self._wrong(
                rule,
                "style/profile",
                "the press profile is the printer's",
                "set `profile:` in the printer's section",
                len("@color-profile"),
            )
        elif keyword == "media" and rule.content is not None:
            yield from self.rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
        elif rule.content is not None:
            yield from self._declarations(rule.content)
            if keyword == "page":
                for declaration in self._parsed(rule.content):
                    if declaration.type == "declaration" and declaration.lower_name.startswith(
                        ("bleed", "marks", "size")
                    ):
                        yield self._wrong(
                            declaration,
                            "style/page",
                            f"`{declaration.name}` belongs to the printer, not to the styles",
                            "set `bleed_mm:` and `marks:` in the printer's section of catalogue.yml",
                        )

    @staticmethod
    def _parsed(content: list[Any]) -> list[Any]:
        nodes: list[Any] = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
        return nodes

    def _declarations(self, content: list[Any]) -> Iterator[Diagnostic]:
        for node in self._parsed(content):
            if node.type == "error":
                yield self._wrong(
                    node, "style/syntax", f"this is not CSS: {node.message}", "check colons and semicolons"
                )
            elif node.type == "qualified-rule":
                yield from self._declarations(node.content)
            elif node.type == "at-rule":
                yield from self._at_rule(node)
            elif node.type == "declaration":
                yield from self._values(node, node.value)
                if node.lower_name in ("box-shadow", "text-shadow") and self._blurred(node.value):
                    yield self._wrong(
                        node,
                        "style/shadow",
                        "a blurred shadow cannot be printed in press colours",
                        "leave it out",
                        len(node.name),
                    )

    def _values(self, declaration: Any, values: list[Any]) -> Iterator[Diagnostic]:
        property_name = declaration.lower_name
        coloured = property_name.startswith(_COLOURED)
        for value in values:
            if value.type == "hash" and coloured:
                yield self._wrong(
                    value, "style/colour", f"`#{value.value}` is an RGB colour", _CMYK, len(value.value) + 1
                )
            elif value.type == "ident" and coloured and value.lower_value in _NAMES and property_name != "--":
                yield self._wrong(value, "style/colour", f"`{value.value}` is an RGB colour", _CMYK, len(value.value))
            elif (
                value.type == "ident"
                and value.lower_value in _CARVED
                and property_name.startswith(("border", "outline"))
            ):
                yield self._wrong(
                    value,
                    "style/border",
                    f"a border cannot be `{value.value}` in press colours",
                    "use solid, dashed, dotted or double",
                    len(value.value),
                )
            elif value.type == "url":
                yield from self._address(value, value.value)
            elif value.type == "function":
                yield from self._function(declaration, value)

    @staticmethod
    def _blurred(values: list[Any]) -> bool:
        """Tell whether one of the shadows, between commas, has a third length that is not 0: x, y, blur, spread."""
        lengths: list[float] = []
        blurred = False
        for value in values:
            if value.type in ("dimension", "number"):
                lengths.append(value.value)
                blurred |= len(lengths) == 3 and lengths[2] > 0
            elif value.type == "literal" and value.value == ",":
                lengths.clear()
        return blurred

    def _function(self, declaration: Any, value: Any) -> Iterator[Diagnostic]:
        name = value.lower_name
        if name in _COLOUR_FUNCTIONS:
            yield self._wrong(value, "style/colour", f"`{name}()` is not a press colour", _CMYK, len(name))
        elif name.endswith("gradient"):
            yield self._wrong(
                value,
                "style/gradient",
                "gradients cannot be printed in press colours",
                "use a flat tint, or a photograph of the gradient",
                len(name),
            )
        elif name == "url":
            for argument in value.arguments:
                if argument.type == "string":
                    yield from self._address(value, argument.value)
        else:
            if name == "device-cmyk":
                yield from self._inks(value)
            elif name == "var":
                yield from self._token(value)
            yield from self._values(declaration, value.arguments)

    def _inks(self, value: Any) -> Iterator[Diagnostic]:
        """Refuse ink beyond all there is: 0-100 written for 0-1 would print every ink solid."""
        figures = [v for v in value.arguments if v.type in ("number", "percentage")]
        others = [v for v in value.arguments if v.type in ("function", "ident", "literal")]
        for figure in figures:
            if not 0 <= figure.value <= (100 if figure.type == "percentage" else 1):
                typed = figure.serialize()
                yield self._wrong(
                    figure, "style/colour", f"`{typed}` is more ink than there is", f"{_CMYK}; 30 % is .3", len(typed)
                )
        if len(figures) < 4 and not others:
            message = f"device-cmyk() wants four inks, not {len(figures)}"
            yield self._wrong(value, "style/colour", message, _CMYK, len("device-cmyk"))

    def _token(self, value: Any) -> Iterator[Diagnostic]:
        """Refuse a token that no sheet sets and that has nothing to fall back on: what uses it would be left out."""
        names = [v for v in value.arguments if v.type == "ident"]
        falls_back = any(v.type == "literal" and v.value == "," for v in value.arguments)
        if self.tokens is None or falls_back or not names or names[0].value in self.tokens:
            return
        typed = names[0].value
        near = did_you_mean(typed, self.tokens)
        help = near if near.startswith("did") else "set it in the theme, or use one of its tokens"
        yield self._wrong(names[0], "style/token", f"no style sheet sets `{typed}`", help, len(typed))

    def _address(self, node: Any, address: str) -> Iterator[Diagnostic]:
        if re.match(r"[a-z][a-z0-9+.-]*:|/", address, re.IGNORECASE) or ".." in address.split("/"):
            yield self._wrong(
                node,
                "style/outside",
                f"`{address[:60]}` is outside the project",
                "put the file into styles/ and name it from there; photographs are placed by id in the text",
            )
        elif self.folder is not None and address and not address.startswith("#"):
            file = self.folder / unquote(address.partition("#")[0].partition("?")[0])
            if not file.is_file():
                there = [p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*") if p.is_file()]
                near = did_you_mean(address, there)
                help = near if near.startswith("did") else "put the file beside this style sheet"
                yield self._wrong(node, "style/missing-file", f"there is no file `{address[:60]}` in styles/", help)

    def _wrong(self, node: Any, id: str, message: str, help: str, length: int = 1) -> Diagnostic:
        line, column = node.source_line, node.source_column
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return Diagnostic(id, Level.ERROR, message, help, Span(self.name, line, column, length, text))
