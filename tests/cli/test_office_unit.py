"""A ledger that begins from another office's bundle, and one that lost what it had given."""

import shutil
from pathlib import Path

import pytest

from tests.factories import ADVANCED, done
from tests.run import refused, rows, run

DAY = "2026-10-01"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province with a bundle of its units, and a commune that has none."""
    place = tmp_path_factory.mktemp("begun")
    for name in ("p", "a"):
        assert run("init", db=place / f"{name}.db").code == 0
    p, a = place / "p.db", place / "a.db"
    since = ("--from", "1/7/2025")
    done("unit", "add", "Tỉnh Lai Châu", "--kind", "province", "--code", "12", *since, db=p)
    for words, code in (("Xã Bản Bo", "03424"), ("Xã Bình Lư", "03390")):
        done("unit", "add", words, "--code", code, "--under", "12", *since, db=p, today=DAY)
    done("office", "set", "--name", "VPĐP", "--mark", "LC", "--unit", "12", db=p, today=DAY)
    done("bundle", "make", "-o", place / "p.goi", db=p)
    done("office", "set", "--name", "Xã Bản Bo", "--mark", "BB", db=a)
    return place


@pytest.fixture
def place(begun: Path, tmp_path: Path) -> Path:
    for each in begun.iterdir():
        if each.is_file():
            shutil.copy(each, tmp_path / each.name)
    return tmp_path


@pytest.mark.parametrize("words", ["12", "lai chau", "Tỉnh Lai Châu"])
def test_the_unit_of_an_office_comes_with_its_bundle(place: Path, words: str) -> None:
    a, file = place / "a.db", place / "p.goi"
    row = done("office", "add", "--from", file, "--unit", words, db=a, today=DAY)
    assert (row["unit"], row["unit_name"]) == ("12", "Tỉnh Lai Châu")
    told = run("bundle", "apply", file, "--check", "-f", "json", db=a, today=DAY)
    assert (told.code, told.rows) == (0, [])
    units = rows("unit", "list", db=a, today=DAY)
    assert sorted(each["code"] for each in units) == ["03390", "03424", "12"]
    done("office", "set", "--unit", "03424", db=a, today=DAY)


def test_a_unit_that_is_not_the_offices_own_is_not_added(place: Path) -> None:
    a = place / "a.db"
    before = a.read_bytes()
    for words in ("03424", "Sơn La"):
        said = run("office", "add", "--from", place / "p.goi", "--unit", words, db=a, today=DAY)
        assert "there is no unit" in refused(said, 3)
    assert a.read_bytes() == before


def test_what_a_restored_ledger_had_given_comes_back_once_it_says_so(place: Path) -> None:
    p, a = place / "p.db", place / "a.db"
    done("office", "add", "--from", place / "p.goi", "--unit", "12", db=a, today=DAY)
    assert run("bundle", "apply", place / "p.goi", db=a, today=DAY).code == 0
    done("office", "set", "--unit", "03424", db=a, today=DAY)
    done("bundle", "make", "-o", place / "a1.goi", db=a, today=DAY)
    done("office", "add", "--from", place / "a1.goi", "--unit", "03424", db=p, today=DAY)
    copy = done("backup", place / "copies", db=a, today=DAY)["file"]
    judged = ("assess", "Bản Bo", "--set", ADVANCED, "--met", "1", "--on", "2026-09-30")
    done(*judged, db=a, today=DAY)
    done("bundle", "make", "-o", place / "a2.goi", db=a, today=DAY)
    assert run("bundle", "apply", place / "a2.goi", db=p, today=DAY).code == 0
    assert run("restore", copy, "--yes", db=a, today=DAY).code == 0
    assert run("history", "Bản Bo", "-f", "json", db=a, today=DAY).rows == []
    done("bundle", "make", "-o", place / "a3.goi", "--to", "LC", db=a, today=DAY)
    assert run("bundle", "apply", place / "a3.goi", db=p, today=DAY).code == 0
    done("bundle", "make", "-o", place / "p2.goi", "--to", "BB", db=p, today=DAY)
    assert run("bundle", "apply", place / "p2.goi", db=a, today=DAY).code == 0
    (row,) = rows("history", "Bản Bo", db=a, today=DAY)
    assert (row["number"], row["verdict"]) == ("1", "met")


def test_a_row_is_chosen_by_the_uid_that_another_ledger_shows(place: Path) -> None:
    p, a = place / "p.db", place / "a.db"
    done("office", "add", "--from", place / "p.goi", "--unit", "12", db=a, today=DAY)
    assert run("bundle", "apply", place / "p.goi", db=a, today=DAY).code == 0
    done("office", "set", "--unit", "03424", db=a, today=DAY)
    for db, name in ((p, "Phòng Kinh tế huyện"), (a, "Phòng Kinh tế - Hạ tầng")):
        done("agency", "add", "Phòng Kinh tế", db=db, today=DAY)
        done("agency", "set", "Phòng Kinh tế", "--name", name, db=db, today=DAY)
    done("bundle", "make", "-o", place / "p2.goi", db=p, today=DAY)
    assert run("bundle", "apply", place / "p2.goi", db=a, today=DAY).code == 0
    (uid,) = {row["uid"] for row in rows("bundle", "conflicts", db=a, today=DAY)}
    done("bundle", "make", "-o", place / "a1.goi", db=a, today=DAY)
    done("office", "add", "--from", place / "a1.goi", "--unit", "03424", db=p, today=DAY)
    assert run("bundle", "apply", place / "a1.goi", db=p, today=DAY).code == 0
    (own,) = {row["uid"] for row in rows("bundle", "conflicts", db=p, today=DAY)}
    assert own != uid
    done("bundle", "settle", uid, "name", "--keep", "BB", db=p, today=DAY)
    assert rows("bundle", "conflicts", db=p, today=DAY) == []
