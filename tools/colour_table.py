"""Print how true each kind of file prints: ``python -m tools.colour_table``, the table of docs/photographs.md.

The chart, the kinds and the measure are the tests' own (``tests/press/test_colour_kinds.py``).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.press.test_colour_kinds import KINDS, derived, meant, printable, shown
from tests.support.press import delta_e_2000, lab_from_srgb

from panelpress.press.recipe import Treatment


def main() -> None:
    """Derive the chart from every kind by both intents, and print mean CIEDE2000 of what the press shows."""
    print("| file | patches the press has | relative: mean, worst | perceptual: mean | greys: worst a*, b* |")
    print("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            target = meant(kind)
            inside = printable(target)
            lab = lab_from_srgb(target)
            relative = lab_from_srgb(shown(derived(kind, Path(folder))))
            perceptual = lab_from_srgb(shown(derived(kind, Path(folder), Treatment(intent="perceptual"))))
            exact = delta_e_2000(lab, relative)[inside]
            pulled = delta_e_2000(lab, perceptual)
            cast = np.abs(relative[18:, 1:] - lab[18:, 1:]).max()
            print(
                f"| `{kind.name}` | {inside.sum()} of 24 | {exact.mean():.2f}, {exact.max():.2f} | {pulled.mean():.1f} "
                f"| {cast:.1f} |"
            )


if __name__ == "__main__":
    main()
