"""`init`."""

from pathlib import Path

from tests.run import refused, rows, run


def test_it_makes_a_ledger_with_every_shipped_set(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    made = run("init", "--office", "Văn phòng NTM huyện Tam Đường", "-f", "json", db=path)
    assert made.code == 0
    assert made.rows == [
        {"ledger": str(path), "office": "Văn phòng NTM huyện Tam Đường", "sets": 15}
    ]
    assert len(rows("criteria", "list", db=path)) == 15
    assert "Văn phòng NTM huyện Tam Đường" in run(db=path).out


def test_it_needs_no_office_and_makes_the_folders_on_the_way(tmp_path: Path) -> None:
    assert run("init", db=tmp_path / "a" / "b" / "new.db").code == 0
    assert rows("unit", "list", db=tmp_path / "a" / "b" / "new.db") == []


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    run("init", db=tmp_path / "new.db")
    assert (tmp_path / "new.db").stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["new.db"]


def test_it_touches_nothing_that_is_there(new: Path) -> None:
    before = new.read_bytes()
    assert "already there" in refused(run("init", db=new), 4)
    assert new.read_bytes() == before


def test_without_a_name_it_goes_into_the_user_s_data_folder(tmp_path: Path) -> None:
    told = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    assert run("init", env=told).code == 0
    assert (tmp_path / "data" / "ntmtrack" / "ntmtrack.db").is_file()
    assert run("unmet", env=told).code == 0
