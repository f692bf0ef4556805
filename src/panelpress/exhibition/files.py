"""The files of a project: read once, kept inside the project, and everything that is wrong with them gathered."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from panelpress.exhibition.root import CATALOGUE
from panelpress.exhibition.shape import LANGUAGE, Shape
from panelpress.ground.diagnostics import Diagnostic, Level, Span, did_you_mean, error
from panelpress.ground.yamlsource import YamlSource, read_yaml, salvage, source_value, validate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from panelpress.exhibition.model import Localised
    from panelpress.ground.keys import Loc

Model = TypeVar("Model", bound=Shape)

# With these in the place of faulty values, the rest of a faulty file can still be checked.
_INSTEAD: dict[tuple[str | int, ...], object] = {
    ("job",): "job",
    ("title",): "title",
    ("languages",): ["en-GB"],
    ("catalogue", "pages"): 4,
}


@dataclass
class Files:
    """Reads the files of a project, and gathers what was read and everything that is wrong.

    Attributes:
        root: the folder that holds `catalogue.yml`.
        problems: everything that is wrong or worth knowing, in the order it was found.
        sources: the files that were read.
        typed: the YAML files as they were typed, before faulty parts were taken out.
    """

    root: Path
    problems: list[Diagnostic] = field(default_factory=list)
    sources: list[Path] = field(default_factory=list)
    typed: dict[str, YamlSource] = field(default_factory=dict)

    def error(self, id: str, message: str, help: str, span: Span | None = None) -> None:
        """Note a fault."""
        self.problems.append(error(id, message, help, span=span))

    def unknown(self, noun: str, name: str, known: Iterable[str], span: Span) -> None:
        """Note a name that nothing has."""
        self.error("config/unknown-id", f"there is no {noun} `{name}`", did_you_mean(name, known), span)

    def text(self, name: str) -> str | None:
        """Return a file of the project as text; None where there is none, or where it cannot be read (that is noted)."""
        path = self.root / name
        try:
            data = path.read_bytes()
            text = data.decode("utf-8-sig")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as broken:
            self._encoding(name, data, broken.start)
            return None
        except OSError as refused:
            folder = isinstance(refused, IsADirectoryError)
            help = "move the folder away: a file of that name is read" if folder else "check its permissions"
            self.error("project/unreadable", f"cannot read {name}: {refused.strerror}", help, Span(name, 1))
            return None
        if not self.holds(path):
            self.error("project/outside", f"{name} is a link out of the project", "copy the file itself", Span(name, 1))
            return None
        self.sources.append(path)
        return text

    def _encoding(self, name: str, data: bytes, at: int) -> None:
        """Say where a file is not UTF-8, and show the line as the editor who saved it saw it."""
        begin = data.rfind(b"\n", 0, at) + 1
        text = data[begin:].partition(b"\n")[0].decode("cp1252", errors="replace").rstrip("\r")
        span = Span(name, data[:begin].count(b"\n") + 1, at - begin + 1, 1, text)
        self.error("project/encoding", f"{name} is not UTF-8 text", "choose `UTF-8` when saving it", span)

    def yaml(self, name: str, model: type[Model], *, optional: bool = False) -> tuple[YamlSource | None, Model | None]:
        """Return a YAML file as typed and checked; what is faulty in it is noted and left out."""
        text = self.text(name)
        if text is None:
            if optional:
                return None, model()
            if not any(p.span and p.span.file == name for p in self.problems):
                self.error(
                    "project/missing-file", f"{name} is missing", "every exhibition has one; `panelpress new` writes it"
                )
            return None, None
        return self.checked(read_yaml(text, name), model)

    def checked(self, source: YamlSource, model: type[Model]) -> tuple[YamlSource, Model | None]:
        """Return YAML that has been read, checked against a model; what is faulty in it is noted and left out."""
        value, problems = validate(source, model)
        self.problems += problems
        self.typed[source.file] = source
        if value is None and (rest := salvage(source, model, _INSTEAD)):
            return rest
        return source, value

    def as_typed(self, name: str, source: YamlSource, *loc: str | int) -> bool:
        """Tell whether a part of a file is all there, or something faulty was taken out of it."""
        return bool(source_value(self.typed[name], loc) == source_value(source, loc))

    def names_in(self, name: str, *loc: str | int) -> set[str]:
        """Return the names of a group as they were typed, the faulty ones too and as they are meant (``Seam``: ``seam``)."""
        typed = source_value(self.typed[name], loc) if name in self.typed else None
        names = set(typed) if isinstance(typed, dict) else set()
        return names | {"-".join(re.findall(r"[a-z0-9]+", word.lower())) for word in names}

    def holds(self, path: Path) -> bool:
        """Tell whether a path really lies inside the project, wherever links lead."""
        return path.resolve().is_relative_to(self.root.resolve())

    def inside(self, folder: str, name: str, span: Span, kinds: set[str]) -> Path | None:
        """Return a file of one of the project's folders; anything else is refused with a remedy."""
        if (
            "://" in name
            or name.startswith(("/", "~", "\\"))
            or ".." in Path(name).parts
            or re.match(r"^[A-Za-z]:", name)
        ):
            where = f"put the file into {folder}/" if folder else "put the file into the exhibition's folder"
            self.error("project/outside", f"`{name}` is outside the project", where, span)
            return None
        base, shown = self.root / folder, f"{folder}/{name}".lstrip("/")
        try:
            path = _spelt_otherwise(base / name)
            found = path.is_file()
        except OSError as refused:
            self.error("project/unreadable", f"cannot read {shown}: {refused.strerror}", "check it", span)
            return None
        if not found:
            nearby = base.rglob("*") if folder else (*base.glob("*"), *base.glob("*/*"))
            there = [p.relative_to(base).as_posix() for p in nearby if p.suffix.lower() in kinds and p.is_file()]
            self.error(
                "project/missing-file",
                f"there is no file {shown}",
                did_you_mean(name, there) or "no such file has been put there yet",
                span,
            )
            return None
        if not self.holds(path):
            self.error("project/outside", f"`{name}` points outside the project", "copy the file itself", span)
            return None
        if path.suffix.lower() not in kinds:
            wanted = ", ".join(sorted(kinds))
            self.error("project/file-kind", f"`{name}` is not one of {wanted}", "save it as one of these", span)
            return None
        return path

    def languages(self, text: Localised | None, languages: Iterable[str], source: YamlSource, loc: Loc) -> None:
        """Refuse a text in a language that the exhibition does not have."""
        if not self.sure_of_languages:
            return
        allowed = {"", *languages, *(tag.partition("-")[0] for tag in languages)}
        for language in text or ():
            if language not in allowed:
                self.unknown("language", language, languages, source.span((*loc, language), key=True))

    @property
    def sure_of_languages(self) -> bool:
        """Whether the exhibition's languages were given without a fault."""
        source = self.typed.get(CATALOGUE)
        typed = source_value(source, ("languages",)) if source else None
        return isinstance(typed, list) and all(re.fullmatch(LANGUAGE, str(tag)) for tag in typed)


def _spelt_otherwise(path: Path) -> Path:
    """Return the file that has the same name in other code points: Macs write `é` as two, most others as one."""
    if path.exists() or path.name.isascii() or not path.parent.is_dir():
        return path
    plain = unicodedata.normalize("NFC", path.name)
    same = (p for p in sorted(path.parent.iterdir()) if unicodedata.normalize("NFC", p.name) == plain)
    return next(same, path)


_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_MOST_TOLD = 5


def hidden_characters(lines: Iterable[str], file: str) -> list[Diagnostic]:
    """Return where a text holds characters that nobody sees: left behind by Word, or turning the words around."""
    found = []
    for number, line in enumerate(lines, start=1):
        if match := _INVISIBLE.search(line):
            code = ord(match.group())
            name = f" {unicodedata.name(match.group())}" if unicodedata.name(match.group(), "") else ""
            found.append(
                Diagnostic(
                    "text/control",
                    Level.ERROR,
                    f"an invisible control character (U+{code:04X}{name}) stands here",
                    "delete it and type the text around it again",
                    Span(file, number, match.start() + 1, 1, line),
                )
            )
    return found[:_MOST_TOLD]
