"""A file is written whole or not at all, and what was there before stays until then."""

import errno
import gc
import os
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ntmtrack.errors import DataError
from ntmtrack.render.files import staged
from ntmtrack.render.localise import Localiser

OLD, NEW = b"old", b"new and longer"


def refusal(error: pytest.ExceptionInfo[DataError]) -> str:
    assert error.value.hint is not None
    english = Localiser("en")
    return f"{english.say(error.value.message)}; {english.say(error.value.hint)}"


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_what_is_staged_is_there_only_when_it_is_moved(tmp_path: Path) -> None:
    place = tmp_path / "a.csv"
    place.write_bytes(OLD)
    move = staged(place, NEW)
    assert place.read_bytes() == OLD
    move()
    assert place.read_bytes() == NEW
    assert names(tmp_path) == ["a.csv"]


def test_what_is_never_moved_leaves_nothing_behind(tmp_path: Path) -> None:
    move = staged(tmp_path / "a.csv", NEW)
    assert len(names(tmp_path)) == 1
    del move
    gc.collect()
    assert names(tmp_path) == []


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """What a full disk does to a file, on any disk: it takes so many bytes and no more."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_fills_up_leaves_the_old_file_whole_and_no_half_one(tmp_path: Path) -> None:
    place = tmp_path / "a.xlsx"
    place.write_bytes(OLD)
    with files_of_at_most(4096), pytest.raises(DataError) as caught:
        staged(place, b"x" * 100_000)
    assert "a.xlsx cannot be written" in refusal(caught)
    assert place.read_bytes() == OLD
    assert names(tmp_path) == ["a.xlsx"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_fills_up_late_is_told_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    place = tmp_path / "a.xlsx"
    place.write_bytes(OLD)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, full)
    with pytest.raises(DataError) as caught:
        staged(place, NEW)()
    assert "the disk is full" in refusal(caught)
    assert place.read_bytes() == OLD
    assert names(tmp_path) == ["a.xlsx"]


def test_it_is_on_the_disk_before_it_is_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    sync, replace = os.fsync, os.replace

    def noted_sync(descriptor: int) -> None:
        calls.append("sync")
        sync(descriptor)

    def noted_replace(source: str, target: str) -> None:
        calls.append("move")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_replace)
    staged(tmp_path / "a.csv", NEW)()
    assert calls == ["sync", "move"]


def test_a_writer_that_is_stopped_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        staged(tmp_path / "a.csv", NEW)
    assert names(tmp_path) == []


def test_a_folder_is_no_file_and_a_device_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        staged(tmp_path, NEW)
    assert "it is a folder" in refusal(caught)
    with pytest.raises(DataError) as caught:
        staged(Path("/dev/full"), NEW)()
    assert "the disk is full" in refusal(caught)
    staged(Path("/dev/null"), NEW)()
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    with pytest.raises(DataError) as caught:
        staged(tmp_path / "nowhere" / "a.csv", NEW)
    assert "there is no such file or folder" in refusal(caught)


def test_a_file_that_others_hold_is_said_to_be_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: object) -> None:
        raise PermissionError(errno.EACCES, "")

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(DataError) as caught:
        staged(tmp_path / "a.xlsx", NEW)()
    assert "access is denied; close it in other programs" in refusal(caught)
    assert names(tmp_path) == []


def test_who_may_read_a_file_stays_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "a.csv"
    place.write_bytes(OLD)
    place.chmod(0o640)
    staged(place, NEW)()
    assert stat.S_IMODE(place.stat().st_mode) == 0o640


def test_a_link_stays_one(tmp_path: Path) -> None:
    place = tmp_path / "a.csv"
    place.write_bytes(OLD)
    link = tmp_path / "link.csv"
    link.symlink_to(place)
    staged(link, NEW)()
    assert link.is_symlink()
    assert place.read_bytes() == NEW
