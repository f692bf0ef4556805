"""Text: where glyphs stand, how large they are, what they are painted with (ISO 32000-2, 9.3 and 9.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pikepdf

from panelpress.facts.pdf import TextRun
from panelpress.ground.geometry import Box, Matrix
from panelpress.inspect.objects import name_of
from panelpress.inspect.paths import MM_PER_PT
from panelpress.inspect.state import FontUse, State, Walk, box_of, corners_of, meet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from panelpress.inspect.state import Corners

_FILLING, _STROKING = frozenset((0, 2, 4, 6)), frozenset((1, 2, 5, 6))
_SPACES = frozenset(" \u00a0\u2009\u202f\u00ad")
_UNMAPPED = "\ufffd"


def begin(walk: Walk, _operands: Sequence[Any]) -> None:
    """``BT``."""
    walk.text_matrix = walk.line_matrix = Matrix()
    walk.run_open = False


def set_matrix(walk: Walk, operands: Sequence[Any]) -> None:
    """``Tm``."""
    walk.text_matrix = walk.line_matrix = Matrix(*(float(o) for o in operands[:6]))
    walk.run_open = False


def move(walk: Walk, operands: Sequence[Any]) -> None:
    """``Td``."""
    walk.line_matrix = Matrix(1, 0, 0, 1, float(operands[0]), float(operands[1])) @ walk.line_matrix
    walk.text_matrix = walk.line_matrix
    walk.run_open = False


def move_leading(walk: Walk, operands: Sequence[Any]) -> None:
    """``TD``: as ``Td``, and the leading becomes what it moved by."""
    walk.state.leading = -float(operands[1])
    move(walk, operands)


def next_line(walk: Walk, _operands: Sequence[Any] = ()) -> None:
    """``T*``."""
    move(walk, (0, -walk.state.leading))


def set_font(walk: Walk, operands: Sequence[Any]) -> None:
    """``Tf``."""
    walk.state.font = walk.shared.font(walk.resource("/Font", name_of(operands[0])))
    walk.state.size = float(operands[1])
    walk.run_open = False


def _setter(apply: Callable[[State, float], None]) -> Callable[[Walk, Sequence[Any]], None]:
    def set_one(walk: Walk, operands: Sequence[Any]) -> None:
        apply(walk.state, float(operands[0]))
        walk.run_open = False

    return set_one


def _char_space(state: State, value: float) -> None:
    state.char_space = value


def _word_space(state: State, value: float) -> None:
    state.word_space = value


def _stretch(state: State, value: float) -> None:
    state.stretch = value / 100


def _leading(state: State, value: float) -> None:
    state.leading = value


def _rise(state: State, value: float) -> None:
    state.rise = value


def _mode(state: State, value: float) -> None:
    state.mode = int(value)


def show(walk: Walk, operands: Sequence[Any]) -> None:
    """``Tj``."""
    show_pieces(walk, operands)


def show_spaced(walk: Walk, operands: Sequence[Any]) -> None:
    """``TJ``: strings, and numbers that move the pen back by thousandths of the size."""
    if isinstance(operands[0], pikepdf.Array):
        show_pieces(walk, operands[0])


def show_next(walk: Walk, operands: Sequence[Any]) -> None:
    """``'``."""
    next_line(walk)
    show_pieces(walk, operands)


def show_next_spaced(walk: Walk, operands: Sequence[Any]) -> None:
    """``"``: word space, character space, string."""
    walk.state.word_space, walk.state.char_space = float(operands[0]), float(operands[1])
    next_line(walk)
    show_pieces(walk, operands[2:])


def show_pieces(walk: Walk, pieces: Any) -> None:
    """Show strings; spaces at either end take part in the pen's way, not in the box."""
    state = walk.state
    font, size = state.font, state.size
    characters, width, stretch = font.characters, font.width, state.stretch
    shown = walk.shared.shown.setdefault(font.key, set())
    pen, ink_from, ink_to = 0.0, None, 0.0
    text: list[str] = []
    glyphs = notdef = 0
    for piece in pieces:
        if not isinstance(piece, pikepdf.String):
            pen -= float(piece) / 1000 * size * stretch
            continue
        codes = font.codes(bytes(piece))
        shown.update(codes)
        for code in codes:
            character = characters.get(code, _UNMAPPED)
            before = pen
            pen += (width(code) * size + state.char_space) * stretch
            if code == 32 and font.code_octets == 1:
                pen += state.word_space * stretch
            text.append(character)
            if character not in _SPACES:
                glyphs += 1
                notdef += code == font.notdef_code
                ink_from = before if ink_from is None else ink_from
                ink_to = pen
    if ink_from is not None:
        _note(walk, _Shown("".join(text), ink_from, ink_to, glyphs, notdef))
    elif text and walk.run_open and walk.texts:
        walk.texts[-1] = replace(walk.texts[-1], text=walk.texts[-1].text + "".join(text))
    walk.text_matrix = Matrix(1, 0, 0, 1, pen, 0) @ walk.text_matrix


@dataclass(frozen=True, slots=True)
class _Shown:
    """What one operator showed: the text, and where its ink starts and ends along the line."""

    text: str
    ink_from: float
    ink_to: float
    glyphs: int
    notdef: int


def _note(walk: Walk, shown: _Shown) -> None:
    """Add a run, or lengthen the last one where nothing but showing text happened since."""
    state = walk.state
    font = state.font
    page_matrix = walk.text_matrix @ state.ctm
    low, high = state.rise + font.descent * state.size, state.rise + font.ascent * state.size
    corners = corners_of(page_matrix, shown.ink_from, min(low, high), shown.ink_to, max(low, high))
    seen = meet(corners, state.clip)
    _use_font(walk)
    if walk.run_open and walk.texts:
        last = walk.texts[-1]
        box = Box.around([(last.box.left, last.box.top), (last.box.right, last.box.bottom), corners[:2], corners[2:]])
        walk.texts[-1] = replace(
            last,
            text=last.text + shown.text,
            box=box,
            visible=box_of(meet(_corners(box), state.clip)),
            glyphs=last.glyphs + shown.glyphs,
            notdef=last.notdef + shown.notdef,
        )
        return
    walk.texts.append(
        TextRun(
            page=walk.page,
            order=walk.next_order(),
            text=shown.text,
            font=font.name,
            size_pt=abs(state.size) * page_matrix.scale_y / MM_PER_PT,
            box=Box(*corners),
            visible=box_of(seen),
            fill=walk.paint() if state.mode in _FILLING else None,
            stroke=walk.paint(stroke=True) if state.mode in _STROKING else None,
            mode=state.mode,
            glyphs=shown.glyphs,
            notdef=shown.notdef,
        )
    )
    walk.run_open = True
    if seen is not None:
        _through_letters(walk, seen)


def _through_letters(walk: Walk, seen: Corners) -> None:
    """Read the cells of the tiling patterns that letters are painted with: what shows through them is on the paper."""
    state, runs = walk.state, len(walk.texts)
    painted = ((_FILLING, state.fill_pattern, state.fill), (_STROKING, state.stroke_pattern, state.stroke))
    for modes, pattern, colour in painted:
        if state.mode in modes and isinstance(pattern, pikepdf.Stream):
            walk.tile(walk, pattern, colour, seen)
            walk.run_open = len(walk.texts) == runs  # letters in the cell are no part of the run


def _corners(box: Box) -> tuple[float, float, float, float]:
    return (box.left, box.top, box.right, box.bottom)


def _use_font(walk: Walk) -> None:
    font = walk.state.font
    key = (font.name, font.family, font.subtype, font.embedded, font.subset, font.has_to_unicode)
    use = walk.shared.font_use.setdefault(key, FontUse())
    use.pages.add(walk.page)
    use.keys.add(font.key)
    use.visible = use.visible or walk.state.mode in _FILLING or walk.state.mode in _STROKING


OPERATORS: dict[str, Callable[[Walk, Sequence[Any]], None]] = {
    "BT": begin,
    "Tm": set_matrix,
    "Td": move,
    "TD": move_leading,
    "T*": next_line,
    "Tf": set_font,
    "Tc": _setter(_char_space),
    "Tw": _setter(_word_space),
    "Tz": _setter(_stretch),
    "TL": _setter(_leading),
    "Ts": _setter(_rise),
    "Tr": _setter(_mode),
    "Tj": show,
    "TJ": show_spaced,
    "'": show_next,
    '"': show_next_spaced,
}
