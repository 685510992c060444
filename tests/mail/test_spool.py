"""Mail into a folder: one whole file for each letter."""

import os
import stat
from pathlib import Path

import pytest

from ntmtrack.mail.outcome import NotSent, Sent
from ntmtrack.mail.spool import Spool

SENDER = "ntm@example.gov.vn"
LETTER = b"Subject: a\r\n\r\nb\r\n"
posix = pytest.mark.skipif(os.name != "posix", reason="files have no such modes here")


def put(folder: Path, address: str = "a@example.vn", message: bytes = LETTER) -> str:
    result = Spool(folder).deliver(SENDER, address, message)
    assert isinstance(result, Sent)
    return result.answer


def test_a_letter_is_a_file_of_its_own(tmp_path: Path) -> None:
    name = put(tmp_path)
    assert name.endswith(".eml")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == LETTER


def test_the_same_again_is_the_same_file_and_anything_else_another(tmp_path: Path) -> None:
    names = [
        put(tmp_path),
        put(tmp_path),
        put(tmp_path, address="b@example.vn"),
        put(tmp_path, message=LETTER + b"c"),
    ]
    assert names[0] == names[1]
    assert len(set(names)) == 3
    assert {path.name for path in tmp_path.iterdir()} == set(names)


@posix
def test_the_folder_is_made_and_nobody_else_looks_in(tmp_path: Path) -> None:
    folder = tmp_path / "mail" / "out"
    name = put(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_written_to_is_a_fault_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = Spool(tmp_path / "file").deliver(SENDER, "a@example.vn", LETTER)
    assert isinstance(result, NotSent)
    assert result.of_server
    assert not result.permanent
    assert all(isinstance(value, str | int) for value in result.why.values.values())


def test_a_letter_that_could_not_be_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = Spool(tmp_path).deliver(SENDER, "a@example.vn", LETTER)
    assert isinstance(result, NotSent)
    assert result.of_server
    assert list(tmp_path.iterdir()) == []
