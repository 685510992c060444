"""`bundle apply`, `conflicts`, `settle` and `refused`, as an officer types them."""

import json
import shlex
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.factories import ADVANCED, done
from tests.run import Result, refused, rows, run

UNITS = (
    ("Tỉnh Lai Châu", "province", "12"),
    ("Xã Bản Bo", "commune", "03427"),
    ("Xã Bình Lư", "commune", "03439"),
)


@pytest.fixture(scope="module")
def begun(new_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province and a commune that know one another."""
    place = tmp_path_factory.mktemp("begun")
    for name, office, mark, unit in (
        ("p", "VPĐP tỉnh", "LC", "12"),
        ("a", "Xã Bản Bo", "BB", "03427"),
    ):
        db = place / f"{name}.db"
        run("init", db=db)
        for words, kind, code in UNITS:
            under = () if code == "12" else ("--under", "12")
            done("unit", "add", words, "--kind", kind, "--code", code, *under, db=db)
        done("office", "set", "--name", office, "--mark", mark, "--unit", unit, db=db)
        done("bundle", "make", "-o", place / f"{name}0.ntb", db=db)
    done("office", "add", "--from", place / "p0.ntb", "--unit", "12", db=place / "a.db")
    done("office", "add", "--from", place / "a0.ntb", "--unit", "03427", db=place / "p.db")
    return place


@pytest.fixture
def place(begun: Path, tmp_path: Path) -> Path:
    for name in ("p.db", "a.db"):
        (tmp_path / name).write_bytes((begun / name).read_bytes())
        (tmp_path / name).chmod(0o600)
    return tmp_path


def made(place: Path, name: str, *more: object) -> Path:
    number = len(list(place.glob("*.ntb")))
    file = place / f"{name}-{number}.ntb"
    done("bundle", "make", "-o", file, *more, db=place / f"{name}.db")
    return file


def told(result: Result) -> dict[str, Any]:
    answer = json.loads(result.out)
    counted = answer["summary"]
    parts = ("applied", "same", "conflict", "waiting", "refused")
    assert counted["received"] == sum(counted[part] for part in parts)
    return dict(answer)


def judged(place: Path, unit: str, numbers: str = "1") -> None:
    day = ("--on", "2024-06-30")
    done("assess", unit, "--set", ADVANCED, "--unmet", numbers, *day, db=place / "a.db")


def test_a_bundle_is_taken_in_and_its_counts_add_up(place: Path) -> None:
    judged(place, "ban bo", "1,2,5")
    file = made(place, "a")
    result = run("bundle", "apply", file, "-f", "json", db=place / "p.db")
    assert result.code == 0, result.err
    assert told(result)["rows"] == []
    found = rows("unmet", "ban bo", db=place / "p.db")
    assert [row["number"] for row in found if row["verdict"] == "unmet"] == ["1", "2", "5"]
    before = (place / "p.db").read_bytes()
    again = run("bundle", "apply", file, "-f", "json", db=place / "p.db")
    summary = told(again)["summary"]
    assert summary["same"] == summary["received"]
    assert (place / "p.db").read_bytes() == before


def test_a_copy_is_made_before_a_bundle_is_taken_in(place: Path) -> None:
    before = (place / "p.db").read_bytes()
    judged(place, "ban bo")
    run("bundle", "apply", made(place, "a"), db=place / "p.db")
    copies = list((place / "p.db.backups").glob("*.db"))
    assert len(copies) == 1
    assert copies[0].read_bytes() != b""
    assert before != (place / "p.db").read_bytes()


def test_a_refused_row_is_told_with_its_unit_and_its_reason(place: Path) -> None:
    judged(place, "binh lu")
    file = made(place, "a")
    result = run("bundle", "apply", file, "--check", "-f", "json", db=place / "p.db")
    assert result.code == 1
    (row,) = told(result)["rows"]
    assert (row["outcome"], row["table"], row["unit_name"]) == (
        "refused",
        "assessment",
        "Xã Bình Lư",
    )
    assert row["row"] == "Xã Bình Lư, 1"
    assert row["why"].startswith("Xã Bản Bo may not write about Xã Bình Lư")
    assert rows("bundle", "refused", db=place / "p.db") == [row]
    assert run("bundle", "refused", "--check", db=place / "p.db").code == 1
    assert rows("bundle", "refused", db=place / "a.db") == []


def test_what_was_refused_is_told_to_its_office_by_the_answer(place: Path) -> None:
    judged(place, "binh lu")
    run("bundle", "apply", made(place, "a"), db=place / "p.db")
    answer = made(place, "p", "--to", "Xã Bản Bo")
    result = run("bundle", "apply", answer, "-f", "json", db=place / "a.db")
    (row,) = told(result)["rows"]
    assert (row["outcome"], row["row"]) == ("refused", "Xã Bình Lư, 1")


def test_a_preview_says_the_same_and_writes_nothing(place: Path) -> None:
    judged(place, "ban bo")
    file = made(place, "a")
    before = (place / "p.db").read_bytes()
    seen = run("bundle", "apply", file, "--preview", "-f", "json", db=place / "p.db")
    assert (place / "p.db").read_bytes() == before
    done_ = run("bundle", "apply", file, "-f", "json", db=place / "p.db")
    assert told(seen)["summary"] == told(done_)["summary"]
    assert told(seen)["notes"] == ["Preview: nothing has been written.", *told(done_)["notes"]]


def test_an_office_that_is_not_registered_is_named_with_the_command_that_does_it(
    place: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    run("init", db=other)
    done("unit", "add", "Tỉnh Sơn La", "--kind", "province", "--code", "14", db=other)
    done("office", "set", "--name", "Tỉnh khác", "--mark", "SL", "--unit", "14", db=other)
    file = made(tmp_path, "other")
    result = run("bundle", "apply", file, db=place / "p.db")
    complaint = refused(result, 3)
    assert "Tỉnh khác (SL), of Tỉnh Sơn La (14)" in complaint
    assert f"office add --from {file} --unit UNIT" in complaint


def in_conflict(place: Path) -> str:
    number = str(done("task", "add", "ban bo", "--title", "Làm đường", db=place / "a.db")["task"])
    run("bundle", "apply", made(place, "a"), db=place / "p.db")
    for name, title in (("a", "Làm đường xã"), ("p", "Làm đường tỉnh")):
        change = ("task", "correct", number, "--title", title, "--reason", "rõ hơn")
        done(*change, db=place / f"{name}.db")
    result = run("bundle", "apply", made(place, "a"), "-f", "json", db=place / "p.db")
    assert told(result)["summary"]["conflict"] == 1
    return number


def test_both_values_are_shown_and_one_is_chosen(place: Path) -> None:
    number = in_conflict(place)
    db = place / "p.db"
    found = rows("bundle", "conflicts", db=db)
    assert {(row["field"], row["value"], row["office"]) for row in found} == {
        ("title", "Làm đường xã", "Xã Bản Bo"),
        ("title", "Làm đường tỉnh", "VPĐP tỉnh"),
    }
    assert [row["stands"] for row in found].count(True) == 1
    [offered] = [row["command"] for row in found if row["value"] == "Làm đường xã"]
    for choice, title in (
        (shlex.split(offered)[1:], "Làm đường xã"),
        (("bundle", "settle", number, "title", "--keep", "VPĐP tỉnh"), "Làm đường tỉnh"),
    ):
        done(*choice, db=db)
        assert rows("bundle", "conflicts", db=db) == []
        assert [row["title"] for row in rows("task", "list", db=db)] == [title]
        assert run("undo", "--yes", db=db).code == 0
        assert len(rows("bundle", "conflicts", db=db)) == 2


def test_a_choice_goes_to_the_other_office(place: Path) -> None:
    number = in_conflict(place)
    done("bundle", "settle", number, "title", "Làm đường tỉnh", db=place / "p.db")
    result = run("bundle", "apply", made(place, "p"), "-f", "json", db=place / "a.db")
    assert result.code == 0, result.err
    assert rows("bundle", "conflicts", db=place / "a.db") == []
    assert [row["title"] for row in rows("task", "list", db=place / "a.db")] == ["Làm đường tỉnh"]


@pytest.mark.parametrize(
    "words",
    [
        ("NV2024-099", "title", "--keep", "Xã Bản Bo"),
        ("{number}", "note", "--keep", "Xã Bản Bo"),
        ("{number}", "title", "--keep", "Xã khác"),
        ("{number}", "title", "Khác"),
        ("{number}", "title"),
    ],
)
def test_a_choice_of_nothing_that_is_open_is_refused(place: Path, words: tuple[str, ...]) -> None:
    number = in_conflict(place)
    before = (place / "p.db").read_bytes()
    given = [word.format(number=number) for word in words]
    refused(run("bundle", "settle", *given, db=place / "p.db"), 3)
    assert (place / "p.db").read_bytes() == before


def test_what_is_told_in_part_is_no_gap_and_is_not_told_for_ever(place: Path) -> None:
    p, a = place / "p.db", place / "a.db"
    office = ("--to", "BB", "--unit", "03427")
    done("agency", "add", "Tổ giúp việc", db=p)
    # One change about two communes: the bundle about one of them tells a part of it.
    done("task", "add", "03427", "03439", "--title", "Rà soát", "--due", "30/9/2024", db=p)
    first = made(place, "p", *office)
    done("assess", "03427", "--set", ADVANCED, "--stage", "appraisal", "--met", "1", db=p)
    for file in (first, made(place, "p", *office)):
        taken = run("bundle", "apply", file, db=a)
        assert taken.code == 0, taken.err
        assert "Missing" not in taken.out
    assert [row["title"] for row in rows("task", "list", db=a)] == ["Rà soát"]
    assert run("bundle", "apply", made(place, "a"), db=p).code == 0
    nothing = made(place, "p", *office)
    assert content(nothing)["counts"]["ops"] == 0
    # Of what is old there goes along what the new rests on.
    number = rows("task", "list", "03427", db=p)[0]["task"]
    done("task", "assign", number, "--lead", "Tổ giúp việc", db=p)
    last = made(place, "p", *office)
    assert content(last)["counts"]["ops"] > 0
    assert told(run("bundle", "apply", last, "-f", "json", db=a))["summary"]["waiting"] == 0
    assert rows("task", "list", db=a)[0]["leads"] == ["Tổ giúp việc"]
    for shown in (run("office", "list", db=a), run("bundle", "inspect", last, db=a)):
        assert "neither here nor in it" not in shown.out


def by_an(place: Path) -> str:
    """What the officer An of the commune recorded, as the province takes it in; a task's number."""
    db = place / "a.db"
    as_an = ("--actor", "an")
    day = ("--on", "2024-06-30")
    run(*as_an, "assess", "ban bo", "--set", ADVANCED, "--unmet", "6", *day, db=db)
    title = ("--title", "Xây nhà văn hoá", "--criterion", "6", "--set", ADVANCED)
    run(*as_an, "task", "add", "ban bo", *title, db=db)
    [number] = [row["task"] for row in rows("task", "list", db=db)]
    run(*as_an, "task", "note", number, "--text", "đã chọn đất", db=db)
    taken = run("--actor", "binh", "bundle", "apply", made(place, "a"), db=place / "p.db")
    assert taken.code == 0, taken.err
    return str(number)


def without(found: list[dict[str, Any]], *keys: str) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key not in keys} for row in found]


def test_what_came_is_told_with_its_author_its_office_and_its_moment_there(place: Path) -> None:
    number = by_an(place)
    p, a = place / "p.db", place / "a.db"
    [taken] = [row["change"] for row in rows("log", "--limit", "1", db=p)]
    who = ("log", "who", "ban bo", "6")
    there, here = rows(*who, db=a), rows(*who, db=p)
    kinds = {row["about"] for row in here}
    assert {"assessment", "task", "task_event"} <= kinds
    assert {(row["actor"], row["office"], row["change"]) for row in here} == {
        ("an", "Xã Bản Bo", taken)
    }
    assert {row["office"] for row in there} == {None}
    moments = [sorted((row["about"], row["recorded_at"]) for row in each) for each in (there, here)]
    assert moments[0] == moments[1]
    for asked in (("task", "show", number), ("history", "ban bo", "--set", ADVANCED)):
        own, come = rows(*asked, db=a), rows(*asked, db=p)
        assert own
        assert without(come, "change") == without(own, "change")
    assert {row["actor"] for row in rows("task", "show", number, db=p)} == {"an"}


def test_what_is_written_beside_it_here_keeps_its_own_author(place: Path) -> None:
    number = by_an(place)
    p = place / "p.db"
    run("--actor", "chi", "task", "note", number, "--text", "đã xem", db=p)
    assert [row["actor"] for row in rows("task", "show", number, db=p)] == ["an", "an", "chi"]
    newest, *others = rows("log", "who", "ban bo", "6", db=p)
    assert (newest["actor"], newest["office"]) == ("chi", None)
    assert {row["actor"] for row in others} == {"an"}


def test_what_came_and_was_undone_is_still_its_authors(place: Path) -> None:
    by_an(place)
    p = place / "p.db"
    before = rows("log", "who", "ban bo", "6", db=p)
    undone = run("--actor", "binh", "undo", "--yes", db=p)
    assert undone.code == 0, undone.err
    after = rows("log", "who", "ban bo", "6", db=p)
    assert {row["undone_by"] for row in before} == {None}
    assert None not in {row["undone_by"] for row in after}
    assert {row["actor"] for row in after} == {"an"}
    assert len(rows("log", "--actor", "an", db=p)) == 1


def test_the_log_finds_the_change_that_brought_what_somebody_wrote(place: Path) -> None:
    by_an(place)
    p = place / "p.db"
    found = rows("log", "--actor", "AN", db=p)
    assert [row["actor"] for row in found] == ["binh"]
    assert "bundle apply" in found[0]["command"]
    assert rows("log", "--actor", "binh", db=p) == found
    names = refused(run("log", "--actor", "chi", db=p), 3)
    assert "an, " in names
    assert "binh" in names


def test_what_a_bundle_did_is_told_in_words(place: Path) -> None:
    by_an(place)
    p = place / "p.db"
    number = str(rows("log", "--limit", "1", db=p)[0]["change"])
    english, raw = (run("log", "show", number, "--all", *f, db=p).out for f in ((), ("-f", "json")))
    fields = {(row["table"], row["field"], row["after"]) for row in json.loads(raw)["rows"]}
    assert ("bundle", "way", "applied") in fields
    assert ("received", "kind", "command") in fields
    assert ("received_op", "action", "insert") in fields
    vietnamese = run("--lang", "vi", "log", "show", number, "--all", db=p).out
    for word in ("insert", "applied", "command", "T0", "Z\n"):
        assert word not in vietnamese.replace("bundle apply", ""), word
    assert "written" in english


def content(file: Path) -> dict[str, Any]:
    with zipfile.ZipFile(file) as container:
        return dict(json.loads(container.read("manifest.json")))


def test_it_is_said_for_whom_a_bundle_was_made(place: Path) -> None:
    p, a = place / "p.db", place / "a.db"
    file = place / "for-a.ntb"
    note = run("bundle", "make", "-o", file, "--to", "BB", db=p).out
    assert "of every unit in this ledger; --unit keeps to what concerns one" in " ".join(
        note.split()
    )
    less = ("bundle", "make", "-o", place / "less.ntb", "--to", "BB", "--unit", "03427")
    assert "of every unit" not in run(*less, db=p).out
    assert "was made for" not in run("bundle", "apply", file, db=a).out
    assert "This office made the bundle itself." in run("bundle", "apply", file, db=p).out
    up = place / "up.ntb"
    assert "of every unit" not in run("bundle", "make", "-o", up, "--to", "LC", db=a).out
