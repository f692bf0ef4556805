"""The fourteen stand-ins: file name, final size in pixels, how each is made and how it is printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.standins import altiplano, camp, dusk, face, headframe, mouth, ore, plain, props, track, tunnel, wagon

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.standins.noise import Array


@dataclass(frozen=True)
class Standin:
    """One picture. ``paint(width, height)`` gives linear light at ``oversample`` times the final size."""

    id: str
    width: int
    height: int
    paint: Callable[[int, int], Array]
    seed: int
    oversample: float = 1.0
    quality: int = 82
    look: dict[str, float] = field(default_factory=dict)


STANDINS: tuple[Standin, ...] = (
    Standin("ridge-line", 3300, 2200, altiplano.ridge_line, 1, look={"contrast": 0.5}),
    Standin("mine-mouth", 2000, 2500, mouth.mine_mouth, 2, oversample=1.2, look={"contrast": 0.5, "gamma": 0.52}),
    Standin("headframe", 2700, 4050, headframe.headframe, 3, oversample=1.3),
    Standin(
        "tunnel-lamp",
        3300,
        2200,
        tunnel.tunnel_lamp,
        4,
        oversample=1.1,
        look={"white": 99.2, "gamma": 0.48, "contrast": 0.5},
    ),
    Standin("rails", 2000, 2500, track.rails, 5),
    Standin("spoil-heaps", 3600, 1500, plain.spoil_heaps, 6),
    Standin("storm-over-altiplano", 3000, 2000, plain.storm, 7),
    Standin("lamp-lit-wall", 2700, 2700, face.lamp_lit_wall, 8, look={"white": 99.7, "gamma": 0.42}),
    Standin("ore-wagon", 2400, 1800, wagon.ore_wagon, 9, oversample=1.2, look={"contrast": 0.55, "gamma": 0.52}),
    Standin(
        "terrace-houses",
        3300,
        2200,
        camp.terrace_houses,
        10,
        oversample=1.0,
        look={"white": 99.9, "gamma": 0.6, "contrast": 0.5, "softness": 0.35, "grain_size": 0.3},
    ),
    Standin(
        "timber-props", 2000, 2500, props.timber_props, 11, oversample=1.15, look={"contrast": 0.55, "gamma": 0.52}
    ),
    Standin("ore-hand-sorting-stones", 2200, 2200, ore.ore_stones, 12),
    Standin("snow-peak", 2700, 1800, altiplano.snow_peak, 13),
    Standin("path-at-dusk", 3600, 1500, dusk.path_at_dusk, 14, look={"white": 99.9, "gamma": 0.5, "contrast": 0.5}),
)
