"""`unit merge`, `split`, `lineage`: what was true before stays true of the days before."""

import json
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.store.database import open_reader
from tests.factories import ADVANCED, a_task, a_unit, done
from tests.run import refused, rows, run

EVE, DAY, LATER = "2025-06-30", "2025-07-01", "2026-11-22"
PAPER = ("--on", "1/7/2025", "--document", "1670/NQ-UBTVQH15")
INTO = ("--into", "Xã Bản Bo", "--code", "03424", "--under", "Lai Châu", *PAPER)


@pytest.fixture
def two(demo: Path) -> Path:
    """Two communes of Tam Đường, judged, with a village and a task each."""
    a_unit(demo, "Xã Nà Tăm", code="03427", under="Tam Đường")
    a_unit(demo, "Thôn Nà Khương", under="ban bo")
    a_unit(demo, "Thôn Coóc Nọc", under="na tam")
    done(*("assess", "na tam", "--set", ADVANCED, "--met", "1-4", "--unmet", "5"), db=demo)
    a_task(demo, "na tam", lead="UBND huyện Tam Đường", due="trong năm 2024")
    return demo


@pytest.fixture
def merged(two: Path) -> Path:
    """The two, merged into a new one that bears the name and the code of the first."""
    done("unit", "merge", "ban bo", "na tam", *INTO, db=two, today=LATER)
    return two


def _merge(db: Path, *argv: object) -> dict[str, Any]:
    result = run("unit", "merge", *argv, *PAPER, "-f", "json", db=db, today=LATER)
    assert result.code == 0, result.err
    return dict(json.loads(result.out))


def _names(db: Path, day: str, *argv: str) -> set[str]:
    return {row["unit_name"] for row in rows("unit", "list", *argv, "--as-of", day, db=db)}


def test_the_old_end_the_day_before_and_the_new_begins(merged: Path) -> None:
    assert {"Xã Bản Bo", "Xã Nà Tăm"} <= _names(merged, EVE, "--under", "Tam Đường")
    assert _names(merged, DAY, "--under", "Tam Đường") == set()
    assert _names(merged, DAY, "--under", "Lai Châu") == {
        "Huyện Tam Đường",
        "Xã Bản Bo",
        "Thôn Nà Khương",
        "Thôn Coóc Nọc",
    }


@pytest.mark.parametrize(
    "look",
    [
        ("status", "--under", "Tam Đường"),
        ("unmet", "--under", "Tam Đường"),
        ("overdue", "--under", "Tam Đường"),
        ("task", "list", "--under", "Tam Đường"),
        ("task", "list", "na tam"),
        ("unit", "list", "--columns", "unit,unit_name,kind,parent,valid_from"),
        ("unmet", "03424"),
        ("history", "03424"),
    ],
    ids=" ".join,
)
def test_reports_of_the_days_before_are_the_same_bytes(two: Path, look: tuple[str, ...]) -> None:
    asked = (*look, "--as-of", EVE, "-f", "csv")
    before = run(*asked, db=two, today=LATER).out
    assert before.count("\n") > 1
    done("unit", "merge", "ban bo", "na tam", *INTO, db=two, today=LATER)
    assert run(*asked, db=two, today=LATER).out == before


def test_what_the_old_communes_owed_is_owed_below_the_province_still(merged: Path) -> None:
    def late(day: str, *argv: str) -> set[tuple[str, str]]:
        found = rows("overdue", *argv, "--as-of", day, db=merged, today=LATER)
        return {(row["task"], row["unit_name"]) for row in found}

    before = late(EVE, "--under", "Lai Châu")
    assert {name for _, name in before} == {"Xã Bản Bo", "Xã Nà Tăm"}
    assert late(DAY, "--under", "Lai Châu") == before
    # The new commune is below the province itself, not below the district.
    assert late(EVE, "--under", "Tam Đường") == before
    assert late(DAY, "--under", "Tam Đường") == set()
    assert late(DAY, "--under", "Tuyên Quang") == late(EVE, "--under", "Tuyên Quang")


@pytest.mark.parametrize("look", ["status", "unmet"])
def test_reports_of_the_days_after_use_the_tree_of_those_days(merged: Path, look: str) -> None:
    for under in ("Tam Đường", "Lai Châu"):
        assert rows(look, "--under", under, "--as-of", EVE, db=merged, today=LATER)
        assert not rows(look, "--under", under, "--as-of", DAY, db=merged, today=LATER)


@pytest.mark.parametrize("look", ["status", "unmet"])
def test_a_new_unit_without_a_judgement_says_what_it_was_made_of(merged: Path, look: str) -> None:
    said = " ".join(run(look, "03424", db=merged, today=LATER).out.split())
    assert "Xã Bản Bo was formed on 01/07/2025, nothing has been judged of it yet" in said
    assert "`ntmtrack unit lineage 03424`" in said
    done(
        *("assess", "03424", "--set", "xa-ntm-2021-2025", "--met", "1", "--on", "1/8/2025"),
        db=merged,
        today=LATER,
    )
    assert "was formed on" not in run(look, "03424", db=merged, today=LATER).out


def test_an_ended_unit_says_what_it_became(merged: Path) -> None:
    shown = run("unit", "show", "na tam", db=merged, today=LATER).out
    assert "it went over into Xã Bản Bo on 01/07/2025 (1670/NQ-UBTVQH15)" in shown
    assert "went over" not in run("unit", "show", "na tam", "--as-of", EVE, db=merged).out
    of_new = run("unit", "show", "03424", db=merged, today=LATER).out
    assert "Xã Bản Bo, Xã Nà Tăm went over into it on 01/07/2025" in of_new


def test_the_answer_names_the_law_and_counts_what_goes_on_below(two: Path) -> None:
    whole = _merge(two, "ban bo", "na tam", "--into", "Xã Bản Bo", "--under", "Lai Châu")
    assert [(row["unit_name"], row["relation"]) for row in whole["rows"]] == [
        ("Xã Bản Bo", "predecessor"),
        ("Xã Nà Tăm", "predecessor"),
        ("Xã Bản Bo", "successor"),
    ]
    said = " ".join(whole["notes"])
    assert "2 units below go on" in said
    assert "35/2023/UBTVQH15" in said
    assert "the one of that name before it has ended" in said


def test_a_fact_of_later_stays_and_is_warned_about(two: Path) -> None:
    day = ("--on", "2/7/2025")
    done("assess", "na tam", "--set", ADVANCED, "--met", "5", *day, db=two, today=LATER)
    whole = _merge(two, "ban bo", "na tam", "--into", "Xã Mới", "--under", "Lai Châu")
    assert "1 fact of Xã Nà Tăm" in " ".join(whole["notes"])


def test_a_figure_and_a_paper_of_later_are_warned_about_too(two: Path) -> None:
    day = ("--set", ADVANCED, "--on", "2/7/2025")
    done("measure", "na tam", "10", "30", *day, db=two, today=LATER)
    done("dossier", "paper", "na tam", "Tờ trình", *day, db=two, today=LATER)
    whole = _merge(two, "ban bo", "na tam", "--into", "Xã Mới", "--under", "Lai Châu")
    assert "2 facts of Xã Nà Tăm" in " ".join(whole["notes"])


def test_a_unit_that_takes_another_in_goes_on(two: Path) -> None:
    whole = _merge(two, "na tam", "--into", "03424")
    assert "goes on under its own name" in whole["notes"][0]
    assert whole["rows"][-1]["valid_to"] is None
    assert "Thôn Coóc Nọc" in _names(two, DAY, "--under", "03424")
    lineage = rows("unit", "lineage", "03424", db=two, today=LATER)
    relations = [row["relation"] for row in lineage if row["block"] == "relations"]
    assert sorted(relations) == ["itself", "predecessor"]


def test_a_unit_that_is_there_already_is_taken(two: Path) -> None:
    new = ("--code", "09999", "--under", "Lai Châu", "--from", "1/7/2025")
    done("unit", "add", "Xã Bình Lư", *new, db=two, today=LATER)
    for words in ("09999", "Xã Bình Lư", "xa binh lu", "Xã Bình Lư, Lai Châu"):
        copy = two.with_name(f"{len(words)}-{words[:2]}.db")
        copy.write_bytes(two.read_bytes())
        whole = _merge(copy, "ban bo", "na tam", "--into", words)
        assert whole["rows"][-1]["unit"] == "09999"
        assert "goes on under" not in " ".join(whole["notes"])


def test_marks_that_differ_are_another_name_and_are_asked_about(two: Path) -> None:
    new = ("--under", "Lai Châu", "--from", "1/7/2025")
    done("unit", "add", "Xã Tân Thạnh", *new, db=two, today=LATER)
    said = refused(
        run(*("unit", "merge", "ban bo", "--into", "Xã Tân Thành"), *PAPER, db=two, today=LATER), 3
    )
    assert "Xã Tân Thạnh" in said


def test_a_unit_of_that_name_elsewhere_is_not_taken(two: Path) -> None:
    whole = _merge(two, "na tam", "--into", "Xã Bình An", "--under", "Lai Châu")
    assert whole["rows"][-1]["valid_from"] == DAY
    assert whole["rows"][-1]["parent"] == "Tỉnh Lai Châu"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("ban bo", "ban bo", "--into", "Xã Mới"), "named twice"),
        (("ban bo", "khong co", "--into", "Xã Mới"), "khong co"),
        (("ban bo", "--into", "Tân Lập"), "--kind"),
        (("ban bo", "--into", "03424"), "names no unit that exists on"),
        (("ban bo", "ngoc hoi", "--into", "Xã Mới"), "--under"),
        (("ban bo", "--into", "03427", "--code", "03424"), "is there already"),
        (("ban bo", "--into", "106"), "level"),
        (("ban bo", "--into", "Thôn Mới"), "not a unit of the level of Xã Bản Bo"),
        (("ban bo", "--into", "Huyện Mới"), "not a unit of the level of Xã Bản Bo"),
        (("ban bo", "--into", "Xã Mới", "--kind", "district"), "level"),
        (("ban bo", "Thôn Coóc Nọc", "--into", "Xã Mới", "--under", "Lai Châu"), "level"),
        (("ban bo", "--into", "Xã Mới", "--code", "03427"), "03427"),
        (("ban bo", "--into", "Xã Mới", "--under", "ban bo"), "ban bo"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    two: Path, argv: tuple[str, ...], said: str
) -> None:
    before = two.read_bytes()
    assert said in refused(run("unit", "merge", *argv, *PAPER, db=two, today=LATER), 3)
    assert two.read_bytes() == before


def test_no_unit_goes_over_twice_or_comes_back(merged: Path) -> None:
    again = ("--into", "Xã Khác", "--under", "Lai Châu", "--document", "2")
    said = refused(run("unit", "merge", "na tam", *again, "--on", "1/1/2025", db=merged), 3)
    assert "went over into others on 01/07/2025 already" in said
    said = refused(run("unit", "merge", "na tam", *again, "--on", "1/1/2026", db=merged), 3)
    assert "names no unit that exists on 31/12/2025" in said
    back = ("--into", "03427", "--on", "1/1/2026", "--document", "2")
    said = refused(run("unit", "merge", "03424", *back, db=merged, today=LATER), 3)
    assert "names no unit that exists on" in said


def test_a_unit_never_comes_out_of_itself(two: Path) -> None:
    _merge(two, "na tam", "--into", "03424")
    done("unit", "set", "na tam", "--to", "31/12/2030", db=two, today=EVE)
    argv = ("unit", "merge", "ban bo", "--into", "Xã Nà Tăm", "--on", "1/1/2026", "--document", "2")
    assert "come out of itself" in refused(run(*argv, db=two, today=LATER), 3)


def test_a_change_after_the_day_keeps_a_unit_from_ending(two: Path) -> None:
    done("unit", "set", "na tam", "--name", "Xã Khác", "--from", "1/1/2026", db=two, today=LATER)
    said = refused(
        run("unit", "merge", "03427", "--into", "Xã Mới", *PAPER, db=two, today=LATER), 3
    )
    assert "01/01/2026" in said


def test_a_unit_cannot_end_before_others_go_over_into_it(two: Path) -> None:
    _merge(two, "na tam", "--into", "03424")
    new = ("--into", "Xã Mới", "--document", "2")
    for day in ("1/1/2025", "1/7/2025"):
        said = refused(run("unit", "merge", "ban bo", *new, "--on", day, db=two, today=LATER), 3)
        assert "others go over into Xã Bản Bo on 01/07/2025" in said
    done("unit", "merge", "ban bo", *new, "--on", "2/7/2025", db=two, today=LATER)


def test_a_lineage_is_told_though_an_end_was_mended_past_it(two: Path) -> None:
    _merge(two, "na tam", "--into", "03424")
    done("unit", "set", "03424", "--to", "31/3/2025", db=two, today="2025-03-01")
    done("unit", "set", "03427", "--to", "28/2/2025", db=two, today="2025-02-01")
    for look in (("unit", "lineage"), ("unit", "show")):
        for words in ("03424", "03427"):
            said = run(*look, words, db=two, today=LATER)
            assert said.code == 0, said.err


SPLIT = ("unit", "split", "ban bo", "--into", "Xã Bản Bo", "--into", "Xã Khun Há", *PAPER)


def test_a_unit_is_split_and_its_villages_go_where_it_is_said(two: Path) -> None:
    a_unit(two, "Thôn Hai", under="ban bo")
    village = ("--village", "thon na khuong=Xã Khun Há")
    result = run(*SPLIT, *village, "-f", "json", db=two, today=LATER)
    assert result.code == 0, result.err
    assert [row["relation"] for row in result.rows] == ["predecessor", "successor", "successor"]
    said = " ".join(json.loads(result.out)["notes"])
    assert "1 unit below goes on" in said
    assert "WARNING these are below nothing" in said
    assert "Thôn Hai" in said
    assert _names(two, DAY, "--under", "Xã Khun Há") == {"Thôn Nà Khương"}
    assert _names(two, DAY, "--under", "Xã Bản Bo, Tam Đường") == set()
    assert _names(two, EVE, "--under", "03424") == {"Thôn Nà Khương", "Thôn Hai"}
    (alone,) = rows("unit", "list", "thon hai", "--as-of", DAY, db=two)
    assert alone["parent"] is None
    shown = run("unit", "show", "khun ha", db=two, today=LATER).out
    assert "a part of Xã Bản Bo went over into it" in shown
    assert "it was split into" in run("unit", "show", "03424", db=two, today=LATER).out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--village", "Thôn Nà Khương"), "does not name one unit below"),
        (("--village", "Thôn Lạ=Xã Khun Há"), "does not name one unit below"),
        (("--village", "Thôn Nà Khương=Xã Lạ"), "does not name one unit below"),
        (
            ("--village", "Thôn Nà Khương=Xã Khun Há", "--village", "Thôn Nà Khương=Xã Bản Bo"),
            "named twice",
        ),
        (("--into", "Xã Khun Há"), "named twice"),
    ],
    ids=" ".join,
)
def test_a_split_that_is_not_clear_is_refused(two: Path, argv: tuple[str, ...], said: str) -> None:
    before = two.read_bytes()
    assert said in refused(run(*SPLIT, *argv, db=two, today=LATER), 3)
    assert two.read_bytes() == before


def test_a_split_into_one_is_no_split(two: Path) -> None:
    argv = ("unit", "split", "ban bo", "--into", "Xã Khun Há", *PAPER)
    assert "two parts or more" in refused(run(*argv, db=two, today=LATER), 3)


def test_lineage_is_derived_and_counted_nowhere(merged: Path) -> None:
    result = run("unit", "lineage", "03424", "-f", "json", db=merged, today=LATER)
    found = result.rows
    relations = [row for row in found if row["block"] == "relations"]
    assert [(row["unit_name"], row["score"]) for row in relations] == [
        ("Xã Bản Bo", "9/19"),
        ("Xã Nà Tăm", "4/19"),
    ]
    verdicts = {row["number"]: row for row in found if row["block"] == "derived"}
    assert len(verdicts) == 19
    assert verdicts["3"]["verdict"] == "met"
    assert (verdicts["1"]["verdict"], verdicts["1"]["unmet_in"]) == ("unmet", ["Xã Bản Bo"])
    assert verdicts["9"]["verdict"] == "not_assessed"
    said = " ".join(json.loads(result.out)["notes"])
    assert "no assessment" in said
    assert "Điều 17" in said
    assert "03424" not in {row["unit"] for row in rows("status", db=merged, today=LATER)}
    assert rows("unmet", "03424", db=merged, today=LATER) == []


def test_table_csv_and_json_of_a_lineage_agree(merged: Path) -> None:
    import csv
    import io

    asked = ("unit", "lineage", "03424")
    by_csv = list(csv.DictReader(io.StringIO(run(*asked, "-f", "csv", db=merged).out)))
    by_json = rows(*asked, db=merged)
    assert [row["number"] for row in by_csv] == [row["number"] or "" for row in by_json]
    assert [row["verdict"] for row in by_csv] == [row["verdict"] or "" for row in by_json]
    seen = run(*asked, db=merged, tty=True, width=200).out
    assert "Quy hoạch" in seen


def test_lineage_of_a_day_before_knows_of_no_change(merged: Path) -> None:
    assert rows("unit", "lineage", "03424", "--as-of", EVE, db=merged, today=LATER) == []
    (row,) = rows("unit", "lineage", "na tam", db=merged, today=LATER)
    assert (row["unit_name"], row["relation"]) == ("Xã Bản Bo", "successor")


def test_lineage_under_another_set(merged: Path) -> None:
    other = rows("unit", "lineage", "03424", "--set", "xa-ntm-2021-2025", db=merged, today=LATER)
    assert {row["block"] for row in other} == {"relations"}
    argv = ("unit", "lineage", "03424", "--set", "khong co")
    refused(run(*argv, db=merged, today=LATER), 3)


def test_an_old_name_marked_as_old_is_the_unit_that_ended(merged: Path) -> None:
    for words in ("Xã Bản Bo cũ", "xã bản bo (cũ)", "Bản Bo (cu)", "Bản Bo cũ, Tam Đường"):
        (row,) = rows("unit", "show", words, db=merged, today=LATER)
        assert row["valid_to"] == EVE, words
    (row,) = rows("unit", "show", "Xã Bản Bo", db=merged, today=LATER)
    assert row["valid_from"] == DAY
    done("assess", "Bản Bo cũ", "--set", ADVANCED, "--met", "1", "--on", EVE, db=merged, today=EVE)
    said = refused(run("assess", "Bản Bo cũ", "--met", "1", db=merged, today=LATER), 3)
    assert "30/06/2025" in said


def test_old_is_understood_without_marks_unless_it_is_a_piece_of_a_name(merged: Path) -> None:
    for words in ("xa ban bo cu", "ban bo cu, tam duong"):
        (row,) = rows("unit", "show", words, db=merged, today=LATER)
        assert row["valid_to"] == EVE, words
    done("assess", "ban bo cu", "--set", ADVANCED, "--met", "1", "--on", EVE, db=merged, today=EVE)
    assert "there is no unit" in refused(run("unit", "show", "cu", db=merged, today=LATER), 3)
    a_unit(merged, "Xã Bản Bo Cư", under="Lai Châu", from_=DAY)
    (row,) = rows("unit", "show", "ban bo cu", db=merged, today=LATER)
    assert row["unit_name"] == "Xã Bản Bo Cư"


RENAMED = ("--name", "Xã Nà Hiên", "--code", "09998", "--from", "1/1/2025")


def test_a_unit_called_by_an_earlier_name_or_code_is_told_as_it_stands(two: Path) -> None:
    done("unit", "set", "na tam", *RENAMED, db=two, today=LATER)
    for words in ("na tam", "Xã Nà Tăm cũ", "03427"):
        (row,) = rows("status", words, db=two, today=LATER)
        assert (row["unit"], row["unit_name"]) == ("09998", "Xã Nà Hiên"), words
        assert "ended on" not in run("status", words, db=two, today=LATER).out
    for words in ("na hien", "na tam", "09998"):
        (row,) = rows("status", words, "--as-of", "2024-12-31", db=two, today=LATER)
        assert (row["unit"], row["unit_name"]) == ("03427", "Xã Nà Tăm"), words
        assert "exists only" not in run("status", words, "--as-of", "2024-12-31", db=two).out


def test_an_earlier_name_of_a_unit_that_ended_tells_its_end(two: Path) -> None:
    done("unit", "set", "na tam", *RENAMED, db=two, today=LATER)
    _merge(two, "na hien", "--into", "03424")
    said = run("status", "na tam", db=two, today=LATER).out
    assert "Xã Nà Hiên ended on 30/06/2025; it went over into Xã Bản Bo" in said


def test_a_village_named_with_its_former_commune_has_not_ended(merged: Path) -> None:
    said = run("unmet", "Thôn Coóc Nọc, Nà Tăm", db=merged, today=LATER)
    assert said.code == 0, said.err
    assert "ended" not in said.out


LOOKS = (
    ("unmet",),
    ("status",),
    ("history",),
    ("regressions",),
    ("nearest",),
    ("differences",),
    ("completeness",),
    ("progress",),
    ("trend",),
    ("standing", "list"),
    ("standing", "show"),
    ("target", "list"),
    ("milestone", "list"),
    ("dossier", "list"),
    ("dossier", "show", "--set", ADVANCED),
)


@pytest.mark.parametrize("look", LOOKS, ids=" ".join)
def test_on_either_side_of_a_merger_it_is_said_which_unit_is_not_there(
    merged: Path, look: tuple[str, ...]
) -> None:
    after = " ".join(run(*look, "na tam", db=merged, today=LATER).out.split())
    assert "Xã Nà Tăm ended on 30/06/2025; it went over into Xã Bản Bo" in after
    uid = _uid(merged)
    before = " ".join(run(*look, uid, "--as-of", EVE, db=merged, today=LATER).out.split())
    assert "Xã Bản Bo exists only from 01/07/2025; see `ntmtrack unit lineage 03424`" in before
    assert "exists only" not in run(*look, uid, "--as-of", DAY, db=merged, today=LATER).out


def _uid(db: Path) -> str:
    """The one handle of the new unit on a day on which its name and code are the old one's."""
    with open_reader(db) as conn:
        (uid,) = conn.execute(
            "select u.uid from unit u join lineage l on l.to_id = u.id limit 1"
        ).fetchone()
    return str(uid)


def test_a_code_means_the_unit_of_the_day(merged: Path) -> None:
    for day, begins in ((EVE, None), (DAY, DAY)):
        (row,) = rows("unit", "show", "03424", "--as-of", day, db=merged, today=LATER)
        assert row["valid_from"] == begins


def test_a_code_that_two_units_bore_before_is_asked_about(two: Path) -> None:
    for name, start, end in (("Xã Một", "1/1/2000", "31/12/2005"), ("Xã Hai", "1/1/2006", EVE)):
        a_unit(two, name, code="09999", under="Tam Đường", from_=start, to=end)
    (row,) = rows("unit", "show", "09999", "--as-of", "2001-01-01", db=two, today=LATER)
    assert row["unit_name"] == "Xã Một"
    said = refused(run("unit", "show", "09999", db=two, today=LATER), 3)
    assert "Xã Một" in said
    assert "Xã Hai" in said
