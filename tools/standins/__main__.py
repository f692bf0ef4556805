"""Make the stand-in pictures: ``python -m tools.standins [--only ID ...] [--out DIR]`` from the project folder."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from PIL import Image

from tools.standins.light import make_print
from tools.standins.profile import grey_gamma_2_2
from tools.standins.scenes import STANDINS, Standin


def make(standin: Standin, size: float = 1.0) -> Image.Image:
    """The finished greyscale picture; ``size`` below 1 makes a quick proof of it."""
    w, h = round(standin.width * size), round(standin.height * size)
    k = standin.oversample
    painted = standin.paint(round(w * k), round(h * k))
    values = make_print(painted, (w, h), standin.seed, **standin.look)
    # Rounding with a little noise keeps long skies free of steps; the grain has already supplied that noise.
    return Image.fromarray(np.asarray(values * 255.0 + 0.5, np.uint8), "L")


def main(argv: list[str] | None = None) -> int:
    """Make all the pictures, or those asked for, and say what each took."""
    parser = argparse.ArgumentParser(prog="python -m tools.standins", description="Make the stand-in pictures.")
    parser.add_argument(
        "--only",
        action="append",
        metavar="ID",
        choices=[s.id for s in STANDINS],
        help="make this picture only (may be given more than once)",
    )
    parser.add_argument("--out", type=Path, default=Path("photos"), help="folder to write to (default: photos)")
    parser.add_argument("--proof", type=float, default=1.0, metavar="SIZE", help="scale for quick proofs, e.g. 0.3")
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    total = 0
    for standin in STANDINS:
        if args.only and standin.id not in args.only:
            continue
        began = time.perf_counter()
        path = args.out / f"{standin.id}.jpg"
        make(standin, args.proof).save(path, quality=standin.quality, optimize=True, icc_profile=grey_gamma_2_2())
        total += path.stat().st_size
        print(f"{path}  {path.stat().st_size:,} bytes  {time.perf_counter() - began:.1f} s")
    print(f"together {total:,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
