"""The rules about where the ledger lies, and about the files it rests on."""

from datetime import date
from typing import Any

import pytest

from ntmtrack.domain.checks.finding import SYSTEM, Rule
from ntmtrack.domain.checks.place import (
    Engine,
    Kept,
    Place,
    backup,
    file_changed,
    file_missing,
    journal_mode,
    leftover,
    network_folder,
    old_sqlite,
    rights,
    synced_folder,
)
from tests.reports.values import words

HOME = Place("/home/an/so.db", "/home/an", ("home", "an"), 0o600, 0o700, "ext4")


@pytest.mark.parametrize(
    ("mode", "folder_mode", "files"),
    [
        (0o600, 0o755, []),
        (0o640, 0o700, ["/home/an/so.db"]),
        (0o604, 0o772, ["/home/an/so.db", "/home/an"]),
        (0o600, 0o775, []),
        (0o600, 0o1777, []),
        (None, None, []),
    ],
)
def test_rights_of_others_are_found(mode: Any, folder_mode: Any, files: list[str]) -> None:
    found = list(rights(HOME._replace(mode=mode, folder_mode=folder_mode)))
    assert [each.file for each in found] == files
    assert all(each.command and each.command[:2] == (SYSTEM, "chmod") for each in found)


@pytest.mark.parametrize(
    ("path", "kind", "count"),
    [
        ("/home/an/so.db", "ext4", 0),
        ("/home/an/so.db", None, 0),
        ("/mnt/chung/so.db", "cifs", 1),
        ("/mnt/chung/so.db", "nfs4", 1),
        ("\\\\maychu\\chung\\so.db", None, 1),
    ],
)
def test_a_network_drive_is_found(path: str, kind: str | None, count: int) -> None:
    assert len(list(network_folder(HOME._replace(path=path, filesystem=kind)))) == count


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - UBND xã Bản Bo", "OneDrive"),
        ("Dropbox (UBND)", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("My Drive", "Google Drive"),
        ("Drive của tôi", "Google Drive"),
        ("com~apple~CloudDocs", "iCloud"),
        ("Nextcloud", "Nextcloud"),
        ("Syncthing", "Syncthing"),
        ("Tài liệu", None),
        ("Đồng bộ dữ liệu", None),
        ("Box", None),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(folder: str, service: str | None) -> None:
    found = list(synced_folder(HOME._replace(parts=("home", folder, "so"))))
    assert [str(each.what.values["service"]) for each in found] == ([service] if service else [])


@pytest.mark.parametrize("folder", ["Zalo", "ZaloPC", "Zalo Received Files"])
def test_a_folder_that_zalo_clears_is_no_place_for_a_ledger(folder: str) -> None:
    (found,) = synced_folder(HOME._replace(parts=("home", folder)))
    assert words(found.what).startswith("Zalo keeps what it receives")


def test_a_journal_is_never_thrown_away() -> None:
    journal, new = leftover(HOME._replace(leftovers=("/x/so.db-journal", "/x/.so.db.a.new")))
    assert journal.command == ("check", "--rule", "integrity")
    assert new.command == (SYSTEM, "rm", "/x/.so.db.a.new")


@pytest.mark.parametrize(
    ("version", "journal", "count"),
    [
        ((3, 40, 1), "delete", 0),
        ((3, 39, 1), "delete", 1),
        ((3, 39, 2), "delete", 0),
        ((3, 51, 2), "wal", 1),
        ((3, 51, 3), "wal", 0),
        ((3, 38, 0), "wal", 2),
    ],
)
def test_a_sqlite_with_a_fault_that_matters_is_found(
    version: tuple[int, int, int], journal: str, count: int
) -> None:
    assert len(list(old_sqlite(Engine(version, journal)))) == count


def test_another_journal_mode_is_found() -> None:
    assert not list(journal_mode(Engine((3, 40, 1), "delete"), "so.db"))
    (found,) = journal_mode(Engine((3, 40, 1), "wal"), "so.db")
    assert found.rule is Rule.JOURNAL_MODE


@pytest.mark.parametrize(
    ("unsaved", "count"),
    [(None, 0), (date(2024, 7, 2), 0), (date(2024, 7, 1), 1), (date(2025, 1, 1), 0)],
)
def test_what_has_no_copy_for_more_than_a_week_is_found(unsaved: Any, count: int) -> None:
    today = date(2024, 7, 9)
    assert len(list(backup(unsaved, None, today))) == count
    found = [words(each.what) for each in backup(unsaved, date(2024, 6, 1), today)]
    assert all(each.endswith("the last one is of 2024-06-01") for each in found)


def test_files_are_missing_changed_or_as_they_were() -> None:
    fine = Kept("/x/a.pdf", there=True, same=True)
    gone = Kept("/x/b.pdf", there=False, same=False, unit_key=1, set_code="s", number="3")
    asked = Kept("c.pdf", there=False, same=False, bare=True, document="12/TB")
    other = Kept("/x/d.pdf", there=True, same=False)
    missing = list(file_missing([fine, gone, asked, other]))
    assert [words(each.what) for each in missing] == [
        "/x/b.pdf is not there",
        "c.pdf did not come with what another office sent",
    ]
    assert [each.command and each.command[0] for each in missing] == ["evidence", "notice"]
    (changed,) = file_changed([fine, gone, asked, other])
    assert (changed.file, changed.command) == ("/x/d.pdf", None)
    (nameless,) = file_missing([gone._replace(set_code=None)])
    assert nameless.command is not None and "SET" in nameless.command
