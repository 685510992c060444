"""`demo`, as a command; what it holds is in tests/test_demo.py."""

from pathlib import Path

from tests.run import refused, run


def test_it_is_shown_in_both_languages_and_as_tables_on_a_terminal(tmp_path: Path) -> None:
    english = run("demo", db=tmp_path / "a.db")
    vietnamese = run("demo", db=tmp_path / "b.db", lang="vi")
    assert english.code == vietnamese.code == 0
    assert english.out != vietnamese.out
    assert "Xã Bản Bo" in vietnamese.out
    watched = run("demo", db=tmp_path / "c.db", tty=True, width=120)
    assert "─" in watched.out


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    assert run("demo", db=tmp_path / "new" / "demo.db").code == 0


def test_it_takes_no_arguments(tmp_path: Path) -> None:
    refused(run("demo", "extra", db=tmp_path / "demo.db"), 2)
    assert list(tmp_path.iterdir()) == []
