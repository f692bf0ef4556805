"""The two locks and pyproject.toml: what goes into a lock, its seal, and whether they still agree.

    python tools/setup/locks.py requirements LOCK   what the lock needs besides pyproject's own lists, for the resolver
    python tools/setup/locks.py seal LOCK           write the seal into a lock just made
    python tools/setup/locks.py check               both locks against pyproject.toml; needs no network

`tools/lock.sh` uses the first two, `make lock-check` and CI the third.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"

# Hatchling asks for this only when it makes an editable installation, so no list names it.
FOR_EDITABLE = ["editables"]
# The resolver that makes the locks is locked like everything else.
FOR_LOCKING = ["uv"]

PIN = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)==(?P<version>[^\s;\\]+)")
SEAL = re.compile(r"^# Made by `make lock` from pyproject\.toml \((?P<digest>[0-9a-f]{64})\)\. Not to be edited\.$")


def wanted(lock: str) -> list[str]:
    """Every requirement that a lock must satisfy, as pyproject.toml has it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = [*project["project"]["dependencies"], *project["build-system"]["requires"], *FOR_EDITABLE]
    if lock == DEVELOPMENT:
        found += [*project["dependency-groups"]["dev"], *FOR_LOCKING]
    # The lowest Python decides which versions can be taken.
    return [*sorted(found), f"python {project['project']['requires-python']}"]


def seal_of(lock: str) -> str:
    """The digest of what a lock was made from: it changes with a removed requirement too."""
    return hashlib.sha256(json.dumps(wanted(lock)).encode()).hexdigest()


def extra_requirements(lock: str) -> list[str]:
    """What the resolver is not told by pyproject's dependencies and its `dev` group."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [*project["build-system"]["requires"], *FOR_EDITABLE, *(FOR_LOCKING if lock == DEVELOPMENT else [])]


def pins_of(text: str) -> dict[str, set[str]]:
    """Name to versions; a universal lock has two where one version does not serve every Python."""
    pins: dict[str, set[str]] = {}
    for line in text.splitlines():
        if seen := PIN.match(line):
            pins.setdefault(canonicalize_name(seen["name"]), set()).add(seen["version"])
    return pins


def problems(lock: str) -> list[str]:
    """What is wrong with a lock, in sentences."""
    path = ROOT / lock
    if not path.exists():
        return [f"{lock} is not there"]
    text = path.read_text(encoding="utf-8")
    found: list[str] = []
    seal = SEAL.match(text.partition("\n")[0])
    if seal is None or seal["digest"] != seal_of(lock):
        found.append(f"{lock} was made from other requirements than pyproject.toml has now")
    pins = pins_of(text)
    for wish in wanted(lock)[:-1]:
        requirement = Requirement(wish)
        versions = pins.get(canonicalize_name(requirement.name))
        if versions is None:
            found.append(f"{lock} lacks {wish}")
        found += [
            f"{lock} has {requirement.name} {version}, pyproject.toml wants {wish}"
            for version in sorted(versions or ())
            if not requirement.specifier.contains(version, prereleases=True)
        ]
    if "://" in text:
        found.append(f"{lock} names a host: where packages come from is each machine's own affair")
    for entry in re.split(r"\n(?=\S)", text):
        if PIN.match(entry) and "--hash=sha256:" not in entry:
            found.append(f"{lock} has no checksum for {entry.split()[0]}")
    return found


def disagreements() -> list[str]:
    """Packages that the two locks pin differently: then `make test` would not test what `make build` runs."""
    runtime, development = (pins_of((ROOT / lock).read_text(encoding="utf-8")) for lock in (RUNTIME, DEVELOPMENT))
    return [
        f"{name} is {', '.join(sorted(versions))} in {RUNTIME} and "
        f"{', '.join(sorted(development.get(name, {'absent'})))} in {DEVELOPMENT}"
        for name, versions in runtime.items()
        if development.get(name) != versions
    ]


def seal(lock: str) -> None:
    """Write the seal as a lock's first line."""
    path = ROOT / lock
    body = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    first = f"# Made by `make lock` from pyproject.toml ({seal_of(lock)}). Not to be edited."
    path.write_text("\n".join([first, *body]) + "\n", encoding="utf-8")


def check() -> int:
    """Say what is wrong, and 1 if anything is."""
    found = [*problems(RUNTIME), *problems(DEVELOPMENT)]
    if not found:
        found = disagreements()
    for problem in found:
        print(problem, file=sys.stderr)
    if found:
        print("`make lock` makes both anew (it needs the network).", file=sys.stderr)
        return 1
    counts = " and ".join(
        str(len(pins_of((ROOT / lock).read_text(encoding="utf-8")))) for lock in (RUNTIME, DEVELOPMENT)
    )
    print(f"The locks agree with pyproject.toml and with each other ({counts} packages).")
    return 0


def main(arguments: list[str]) -> int:
    """Do what the first word says."""
    match arguments:
        case ["requirements", lock]:
            print("\n".join(extra_requirements(lock)))
        case ["seal", lock]:
            seal(lock)
        case ["check"]:
            return check()
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
