"""Files: a name is either as it was or complete, whatever happens in between."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panelpress.ground import files
from panelpress.ground.files import Cache, Swap, canonical, digest, digest_file, replacing, write_atomic

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = digest(b"recipe")


class PulledPlugError(BaseException):
    """Ends a run where a kill would: it is no Exception, so nothing may catch it by the way."""


def content(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# -- one file --------------------------------------------------------------------------------------------------------


def test_a_new_file_is_complete_and_has_ordinary_permissions(tmp_path: Path) -> None:
    target = tmp_path / "new" / "file"
    write_atomic(target, b"whole")
    assert target.read_bytes() == b"whole"
    ordinary = tmp_path / "ordinary"
    ordinary.touch()
    assert target.stat().st_mode == ordinary.stat().st_mode
    assert list(target.parent.iterdir()) == [target]


def test_the_old_file_stays_while_the_new_one_is_written(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"old")
    with replacing(target) as beside:
        beside.write_bytes(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("step", ["write", "fsync", "chmod", "replace"])
def test_a_file_cut_off_at_any_step_is_the_old_one(tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"old")

    def cut(*_: Any, **__: Any) -> None:
        raise PulledPlugError

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", cut)
    elif step != "write":
        monkeypatch.setattr(Path, step, cut)

    def write() -> None:
        with replacing(target) as beside:
            beside.write_bytes(b"ne")
            if step == "write":
                raise PulledPlugError

    with pytest.raises(PulledPlugError):
        write()
    monkeypatch.undo()
    assert content(tmp_path) == {"file": b"old"}


# -- a folder --------------------------------------------------------------------------------------------------------


def filled(target: Path) -> Swap:
    """The old set in its place, and a new one filled beside it."""
    write_atomic(target / "a.pdf", b"old")
    write_atomic(target / "rejected" / "b.pdf", b"old")
    swap = Swap(target)
    swap.recover()
    write_atomic(swap.staging / "a.pdf", b"new")
    return swap


def test_a_folder_is_replaced_as_a_whole_and_leaves_nothing_behind(tmp_path: Path) -> None:
    swap = filled(tmp_path / "press")
    assert content(swap.target) == {"a.pdf": b"old", "rejected/b.pdf": b"old"}
    swap.publish()
    assert content(tmp_path) == {"press/a.pdf": b"new"}
    assert [p.name for p in tmp_path.iterdir()] == ["press"]


def test_the_first_set_needs_no_older_one(tmp_path: Path) -> None:
    swap = Swap(tmp_path / "out" / "press")
    swap.recover()
    write_atomic(swap.staging / "a.pdf", b"new")
    swap.publish()
    assert content(swap.target) == {"a.pdf": b"new"}


def killed_at(method: Callable[[], None], name: str, calls: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Run a method and pull the plug *before* the given call of an operation; tell whether it came to that."""
    owner: Any = {"rename": Path, "_sync": files, "rmtree": shutil}[name]
    real, seen = getattr(owner, name), 0

    def counting(*arguments: Any, **options: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == calls:
            # everything after this instant is as it is after a kill: nothing runs any more
            for other, what in ((Path, "rename"), (files, "_sync"), (shutil, "rmtree")):
                monkeypatch.setattr(other, what, dead)
            raise PulledPlugError
        return real(*arguments, **options)

    def dead(*_: Any, **__: Any) -> None:
        raise PulledPlugError

    monkeypatch.setattr(owner, name, counting)
    try:
        method()
    except PulledPlugError:
        return True
    finally:
        monkeypatch.undo()
    return False


@pytest.mark.parametrize("calls", range(1, 5))
@pytest.mark.parametrize("operation", ["rename", "_sync", "rmtree"])
def test_killed_anywhere_while_publishing_a_whole_set_remains(
    tmp_path: Path, operation: str, calls: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    swap = filled(tmp_path / "press")
    old, new = content(swap.target), content(swap.staging)
    killed = killed_at(swap.publish, operation, calls, monkeypatch)
    swap.recover()  # the next build begins
    assert content(swap.target) in ([old, new] if killed else [new])
    assert content(swap.staging) == {}
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        [swap.staging.name, *(p.name for p in swap.left()), "press"]
    )
    swap.discard()
    assert [p.name for p in tmp_path.iterdir()] == ["press"]


@pytest.mark.parametrize("calls", [1, 2])
def test_an_error_between_the_renames_puts_the_old_set_back_at_once(
    tmp_path: Path, calls: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    swap = filled(tmp_path / "press")
    old, real, seen = content(swap.target), Path.rename, 0

    def failing(path: Path, target: Path) -> Path:
        nonlocal seen
        seen += 1
        if seen == calls:
            raise PermissionError(13, "Permission denied")
        return real(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(PermissionError):
        swap.publish()
    assert content(swap.target) == old


def test_recovery_cut_off_half_way_recovers_the_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swap = filled(tmp_path / "press")
    old = content(swap.target)
    swap.target.rename(swap.retired)  # killed between the two renames
    assert killed_at(swap.recover, "rename", 1, monkeypatch)
    swap.recover()
    assert content(swap.target) == old


def test_what_an_orphan_of_a_killed_build_still_writes_never_enters_the_new_set(tmp_path: Path) -> None:
    orphans = tmp_path / ".press.new-1"
    write_atomic(orphans / "a.pdf", b"stale")
    swap = Swap(tmp_path / "press")
    swap.recover()
    assert swap.left() == (orphans,), "what is whole in it may be used again"
    write_atomic(orphans / "a.pdf", b"stale")  # it wakes up now
    write_atomic(swap.staging / "b.pdf", b"new")
    swap.publish()
    swap.discard()
    assert content(swap.target) == {"b.pdf": b"new"}
    assert not orphans.exists()


def test_discarding_leaves_the_old_set_alone(tmp_path: Path) -> None:
    swap = filled(tmp_path / "press")
    old = content(swap.target)
    swap.discard()
    swap.discard()
    assert content(tmp_path / "press") == old
    assert not swap.staging.exists()


# -- the cache -------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=200))
def test_what_is_kept_comes_back(data: bytes) -> None:
    import tempfile  # noqa: PLC0415 - hypothesis and tmp_path do not go together

    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder))
        assert cache.get(KEY) is None
        cache.put(KEY, data)
        assert cache.get(KEY) == data
        assert cache.get(digest(b"other")) is None


@pytest.mark.parametrize("damage", ["empty", "cut", "grown", "flipped", "folder"])
def test_a_torn_or_altered_entry_is_a_miss_and_is_made_again(tmp_path: Path, damage: str) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, b"picture")
    entry = next(p for p in tmp_path.rglob("*") if p.is_file() and p.name == KEY)
    kept = entry.read_bytes()
    if damage == "folder":
        entry.unlink()
        entry.mkdir()
    else:
        changed = {"empty": b"", "cut": kept[:-1], "grown": kept + b"x", "flipped": kept[:-1] + b"E"}
        entry.write_bytes(changed[damage])
    assert cache.get(KEY) is None
    cache.put(KEY, b"picture")
    assert cache.get(KEY) == (None if damage == "folder" else b"picture")


def test_a_cache_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    Cache(tmp_path / "file").put(KEY, b"picture")
    Cache(None).put(KEY, b"picture")
    assert Cache(tmp_path / "file").get(KEY) is None
    assert Cache(None).get(KEY) is None


def test_the_cache_says_that_it_may_be_deleted(tmp_path: Path) -> None:
    Cache(tmp_path / "cache").put(KEY, b"picture")
    assert "deleting it is always safe" in (tmp_path / "cache" / "README").read_text("utf-8")


# -- digests ---------------------------------------------------------------------------------------------------------


@given(st.binary())
def test_a_file_and_its_bytes_have_one_digest(data: bytes) -> None:
    import tempfile  # noqa: PLC0415

    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(data)
        assert digest_file(Path(file.name)) == digest(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), JSON))
def test_equal_values_give_equal_bytes_in_whatever_order_they_were_written(value: dict[str, Any]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_of_a_full_cache_what_was_used_longest_ago_leaves_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    keys = [digest(str(number).encode()) for number in range(6)]
    for age, key in enumerate(keys):
        cache.put(key, b"x" * 936)  # with its digest 1000 bytes
        used = 1_000_000 + age
        os.utime(tmp_path / "cache" / key[:2] / key, (used, used))
    assert cache.get(keys[0]) is not None, "the oldest is used again"
    assert cache.trim(3000, since=2_000_000) == 3000
    assert [cache.holds(key) for key in keys] == [True, False, False, False, True, True]
    assert cache.trim(3000, since=2_000_000) == 0
    assert cache.trim(0, since=2_000_000) == 2000, "what was used since then stays, however much it is"
    assert cache.get(keys[0]) is not None
    assert Cache(None).trim(0, since=0) == 0
