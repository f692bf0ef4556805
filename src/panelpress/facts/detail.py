"""What a photograph really holds: figures measured on its pixels, and what they mean to an editor.

Plain values; ``press/pictures/detail.py`` measures them. Each limit stands with the measurement it comes from: figures of
``python -m tools.tune_detail`` over 37 photographs and the 14 pictures of the sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ENLARGED: Final = 1.4  # an enlargement below this costs no detail that shows; above it, see press/pictures/detail.py
LOW_QUALITY: Final = 60  # of libjpeg's 1 to 100; the worst untouched photograph has 70, an office's "small" about 50
CLIPPED_HIGHLIGHTS: Final = (
    0.02  # of the picture's area, in flat white areas: the sun and lit drops gave up to 0.012, a burnt-out sky 0.03
)
BLOCKED_SHADOWS: Final = 0.04  # of the picture's area, in flat black areas; untouched photographs stayed below 0.009
SCREEN: Final = 26.0  # dB over its surround; printed screens gave 36 to 54, planks and bricks 16, a bridge's cables 22
BORDER: Final = 3  # px: a thinner line is a crop's rounding


@dataclass(frozen=True, slots=True)
class Edges:
    """Pixels to cut off at each edge of the original."""

    top: int = 0
    right: int = 0
    bottom: int = 0
    left: int = 0

    @property
    def widest(self) -> int:
        """The widest of the four."""
        return max(self.top, self.right, self.bottom, self.left)


@dataclass(frozen=True, slots=True)
class Detail:
    """What was measured on one original, before anything was cut, turned or resampled.

    Lengths are in pixels of the original.
    """

    width: int
    height: int
    enlarged_factor: float = 1.0
    """The linear factor it seems to have been enlarged by; 1.0 where there is no sign of it."""
    softness: float = 1.0
    """Half of the finest period (in px) that the sharpest places still hold, 1.0 where they hold all that pixels can."""
    resampled: bool = False
    """Whether resampling left its periodic trace; without it, an out-of-focus picture looks the same as an enlarged one."""
    jpeg_quality: int | None = None
    """The file's own quality on libjpeg's scale of 1 to 100, from its tables; None where it is not a JPEG."""
    pixel_quality: int | None = None
    """The worst quality the pixels were ever saved with that can still be seen in them; None where there is no sign."""
    blockiness: float = 0.0
    """The mean step at the lines of the 8 px grid, over that beside them, in grey levels of 0 to 255."""
    clipped_highlights: float = 0.0
    """The share (0 to 1) of the area that lies in flat areas at the white end."""
    blocked_shadows: float = 0.0
    """The share (0 to 1) of the area that lies in flat areas at the black end."""
    black_border: Edges = Edges()
    white_border: Edges = Edges()
    screen_ratio: float = 0.0
    """The strongest fine periodic texture over its surround in the spectrum, in dB of power."""
    screen_period: float = 0.0
    """The period of that texture in px."""

    @property
    def looks_enlarged(self) -> bool:
        """Whether the factor is worth a note."""
        return self.enlarged_factor >= ENLARGED

    @property
    def quality(self) -> int | None:
        """The worse of what the file says of itself and what its pixels show."""
        return min((q for q in (self.jpeg_quality, self.pixel_quality) if q is not None), default=None)

    @property
    def screened(self) -> bool:
        """Whether a printed screen or a fabric may beat with the press's own screen."""
        return self.screen_ratio >= SCREEN


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing worth knowing of a picture: ``message`` goes on from its name ("photograph `x` …"), ``help`` says what to do.

    ``measured`` and ``required`` are the figures compared, as people read them.
    """

    id: str
    message: str
    help: str
    measured: str
    required: str


def remarks(detail: Detail) -> tuple[Remark, ...]:
    """Return what an editor should know of a picture, the gravest first; nothing where nothing is to be said."""
    found = (_enlarged(detail), _quality(detail), *_tones(detail), *_edges(detail), _screen(detail))
    return tuple(remark for remark in found if remark)


def _enlarged(detail: Detail) -> Remark | None:
    if not detail.looks_enlarged:
        return None
    factor = f"{detail.enlarged_factor:.1f}"
    holds = f"holds no detail finer than {factor} px"
    return Remark(
        "picture/enlarged",
        f"looks enlarged about {factor} times: it {holds}"
        if detail.resampled
        else f"{holds}: it was enlarged about {factor} times, or is nowhere quite sharp",
        f"ask for the original scan, or print it at {100 / detail.enlarged_factor:.0f} % of the size its pixels would allow",
        f"{factor} times",
        f"less than {ENLARGED} times",
    )


def _quality(detail: Detail) -> Remark | None:
    if detail.quality is None or detail.quality >= LOW_QUALITY:
        return None
    before = detail.quality != detail.jpeg_quality
    return Remark(
        "picture/recompressed",
        f"{'was once saved' if before else 'is saved'} as a JPEG of low quality (about {detail.quality} of 100)",
        "ask for the file as it came from the camera or scanner; saving it again at a higher quality brings nothing back",
        f"quality {detail.quality}",
        f"at least {LOW_QUALITY}",
    )


def _tones(detail: Detail) -> tuple[Remark | None, ...]:
    return (
        _tone("picture/clipped-highlights", "white", detail.clipped_highlights, CLIPPED_HIGHLIGHTS),
        _tone("picture/blocked-shadows", "black", detail.blocked_shadows, BLOCKED_SHADOWS),
    )


def _tone(id: str, tone: str, share: float, most: float) -> Remark | None:
    if share <= most:
        return None
    return Remark(
        id,
        f"shows nothing in {100 * share:.0f} % of its area, which is flat {tone}",
        f"if the print or negative shows more there, ask for a scan that keeps it; a thing that is really {tone} may stay so",
        f"{100 * share:.1f} % of the area",
        f"at most {100 * most:.0f} %",
    )


def _edges(detail: Detail) -> tuple[Remark | None, ...]:
    return (_border("black", detail.black_border), _border("white", detail.white_border))


def _border(tone: str, edges: Edges) -> Remark | None:
    if not edges.widest:
        return None
    sides = (("top", edges.top), ("right", edges.right), ("bottom", edges.bottom), ("left", edges.left))
    where = ", ".join(f"{width} px at the {side}" for side, width in sides if width)
    return Remark(
        "picture/border",
        f"has a {tone} border from the scan: {where}",
        "crop it away, or leave it if the edge of the print belongs to the picture",
        where,
        "no border",
    )


def _screen(detail: Detail) -> Remark | None:
    if not detail.screened:
        return None
    return Remark(
        "picture/screen",
        f"has a fine regular pattern of {detail.screen_period:.1f} px, such as the dots of a printed page or a fabric: "
        "it may print as moiré",
        "ask for a scan of the photograph itself, or have it scanned again with descreening",
        f"{detail.screen_ratio:.0f} dB above what surrounds it",
        f"less than {SCREEN:.0f} dB",
    )
