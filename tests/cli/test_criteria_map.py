"""`criteria map`: how one set corresponds to another, and what both say of a unit."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.factories import ADVANCED, BASIC, done
from tests.run import Result, refused, rows, run

NEW = "xa-ntm-2026-2030"
BETWEEN = (BASIC, NEW)
DAY = "2026-11-22"

FILE = """
[mapping]
old = "xa-ntm-2021-2025"
new = "xa-ntm-2026-2030"
name = "Hướng dẫn của tỉnh"
source = "12/HD-VPĐP"
confidence = "verified"

[[relation]]
old = ["1"]
new = ["1"]
relation = "exact"

[[relation]]
old = ["2", "3"]
new = ["2"]
relation = "broader"
note = "hạ tầng"
"""


def a_file(folder: Path, text: str = FILE, name: str = "map.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def said(*argv: object, db: Path) -> str:
    result = run(*argv, db=db, today=DAY)
    assert result.code == 0, result.err
    return " ".join(result.out.split())


def judge(db: Path) -> None:
    old = ("--met", "1,17", "--unmet", "2,18", "--on", "2025-12-01")
    done("assess", "bang coc", "--set", BASIC, *old, db=db, today=DAY)
    own = ("--unmet", "1", "--on", "2026-06-01")
    done("assess", "bang coc", "--set", NEW, *own, db=db, today=DAY)


def test_both_ways_are_listed_whole(demo_file: Path) -> None:
    found = rows("criteria", "map", *BETWEEN, db=demo_file)
    assert {row["old"] for row in found} - {None} == {str(number) for number in range(1, 20)}
    assert {row["new"] for row in found} - {None} == {str(number) for number in range(1, 11)}
    alone = [(row["old"], row["new"]) for row in found if row["relation"] is None]
    assert alone == [("10", None), (None, "7")]


def test_what_comes_with_the_program_says_so_and_that_nothing_confirms_it(demo_file: Path) -> None:
    told = said("criteria", "map", *BETWEEN, db=demo_file)
    assert "It comes with the program; none has been loaded instead of it." in told
    found = rows("criteria", "map", *BETWEEN, db=demo_file)
    assert {row["confidence"] for row in found if row["relation"]} == {"unverified"}


def test_the_sets_may_be_named_by_words(demo_file: Path) -> None:
    found = rows("criteria", "map", BASIC, "51/2025/QĐ-TTg", db=demo_file)
    assert found == rows("criteria", "map", *BETWEEN, db=demo_file)


def test_table_csv_and_json_agree(demo_file: Path) -> None:
    found = rows("criteria", "map", *BETWEEN, db=demo_file)
    text = run("criteria", "map", *BETWEEN, "-f", "csv", db=demo_file).out
    sheet = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    plain = [{key: value or "" for key, value in row.items()} for row in found]
    assert sheet == plain
    table = run("criteria", "map", *BETWEEN, db=demo_file, tty=True, width=200).out
    for row in found:
        assert (row["old_name"] or row["new_name"]) in table


def test_check_asks_whether_anything_is_without_counterpart(demo_file: Path) -> None:
    assert run("criteria", "map", *BETWEEN, "--check", db=demo_file).code == 1
    assert run("criteria", "map", "xa-ntm-2016-2020", BASIC, "--check", db=demo_file).code == 0


def test_alone_it_lists_the_mappings_that_there_are(demo: Path, tmp_path: Path) -> None:
    before = rows("criteria", "map", db=demo)
    assert [(row["old"], row["new"], row["loaded"]) for row in before] == [
        ("xa-ntm-2016-2020", BASIC, False),
        (*BETWEEN, False),
    ]
    done("criteria", "load", a_file(tmp_path), db=demo)
    after = {(row["old"], row["new"]): row["loaded"] for row in rows("criteria", "map", db=demo)}
    assert after == {("xa-ntm-2016-2020", BASIC): False, BETWEEN: True}


def test_a_loaded_mapping_counts_instead_of_the_shipped_one(demo: Path, tmp_path: Path) -> None:
    row = done("criteria", "load", a_file(tmp_path), db=demo)
    assert (row["old"], row["new"], row["relations"], row["loaded"]) == (*BETWEEN, 3, True)
    found = rows("criteria", "map", *BETWEEN, db=demo)
    related = [(row["old"], row["relation"], row["new"]) for row in found if row["relation"]]
    assert related == [("1", "exact", "1"), ("2", "broader", "2"), ("3", "broader", "2")]
    assert "It was loaded on" in said("criteria", "map", *BETWEEN, db=demo)


def test_the_same_content_again_records_nothing(demo: Path, tmp_path: Path) -> None:
    done("criteria", "load", a_file(tmp_path), db=demo)
    before = len(rows("log", db=demo))
    told = said("criteria", "load", a_file(tmp_path, f"# như cũ\n{FILE}"), db=demo)
    assert "is loaded already, with the same content" in told
    assert len(rows("log", db=demo)) == before


@pytest.mark.parametrize("turns", [("a", "b"), ("b", "a"), ("a", "b", "a")])
def test_of_several_the_last_one_loaded_counts(
    demo: Path, tmp_path: Path, turns: tuple[str, ...]
) -> None:
    for turn in turns:
        path = a_file(tmp_path, FILE.replace("Hướng dẫn", f"Hướng dẫn {turn}"))
        told = said("criteria", "load", path, db=demo)
    assert f"{BASIC} to {NEW} is loaded, and counts instead of the one of" in told
    assert f"Hướng dẫn {turns[-1]} của tỉnh" in said("criteria", "map", *BETWEEN, db=demo)


def test_what_was_not_yet_recorded_is_not_known(demo: Path, tmp_path: Path) -> None:
    done("criteria", "load", a_file(tmp_path), db=demo)
    found = rows("criteria", "map", *BETWEEN, "--known", "c1", db=demo)
    assert len([row for row in found if row["relation"]]) == 20


def test_a_file_is_looked_at_without_being_loaded(demo_file: Path, tmp_path: Path) -> None:
    path = a_file(tmp_path)
    found = rows("criteria", "map", path, db=demo_file)
    assert len([row for row in found if row["relation"]]) == 3
    assert "not loaded" in said("criteria", "map", path, db=demo_file)


def test_check_of_a_file_says_what_it_leaves_open(demo_file: Path, tmp_path: Path) -> None:
    found = rows("criteria", "check", a_file(tmp_path), db=demo_file)
    assert [row["finding"].partition(":")[0] for row in found] == [
        f"16 criteria of {BASIC} have no counterpart",
        f"8 criteria of {NEW} have no counterpart",
    ]


def refused_everywhere(db: Path, path: Path) -> str:
    """The complaint that loading, checking and looking at a file all make; nothing is written."""
    before = rows("log", db=db)
    complaints = {
        refused(run("criteria", command, path, db=db), 3) for command in ("load", "check", "map")
    }
    assert rows("log", db=db) == before
    (complaint,) = complaints
    return complaint


def test_unknown_numbers_are_refused_and_all_named(demo: Path, tmp_path: Path) -> None:
    text = FILE.replace('["2", "3"]', '["2", "20", "21"]').replace('["2"]\n', '["11"]\n')
    told = refused_everywhere(demo, a_file(tmp_path, text))
    for number in ("20", "21"):
        assert f"{BASIC} has no criterion {number}" in told
    assert f"{NEW} has no criterion 11" in told


def test_unknown_sets_are_refused_and_all_named(demo: Path, tmp_path: Path) -> None:
    text = FILE.replace(BASIC, "xa-cu").replace(NEW, "xa-moi")
    told = refused_everywhere(demo, a_file(tmp_path, text))
    assert "the set xa-cu is not loaded" in told
    assert "the set xa-moi is not loaded" in told


def test_sets_of_two_levels_are_not_mapped(demo: Path, tmp_path: Path) -> None:
    told = refused_everywhere(demo, a_file(tmp_path, FILE.replace(BASIC, "huyen-ntm-2021-2025")))
    assert "not of one level" in told


def test_every_fault_of_a_file_is_named(demo: Path, tmp_path: Path) -> None:
    text = FILE.replace('"exact"', '"same"').replace("note", "nte").replace("source", "sorce")
    told = refused_everywhere(demo, a_file(tmp_path, text))
    assert "4 faults" in told
    assert len(told.splitlines()) == 6


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        ((NEW, BASIC), "there is one the other way"),
        ((ADVANCED, NEW), "there is no mapping from"),
        ((BASIC,), "say which two sets"),
        (("--unit", "bang coc"), "say which two sets"),
        ((BASIC, "khong-co"), "there is no criteria set"),
        (("khong-co.toml",), "cannot be read"),
        ((*BETWEEN, "--unit", "khong co"), "there is no unit"),
        ((*BETWEEN, "--unit", "huyen chiem hoa"), "is not of it"),
    ],
    ids=str,
)
def test_what_cannot_be_answered_is_refused(
    demo_file: Path, argv: tuple[str, ...], why: str
) -> None:
    assert why in refused(run("criteria", "map", *argv, db=demo_file), 3)


def test_a_file_that_holds_no_mapping_is_refused(demo_file: Path, tmp_path: Path) -> None:
    import ntmtrack

    shipped = Path(ntmtrack.__file__).parent / "data" / "criteria" / f"{NEW}.toml"
    assert "holds no mapping" in refused(run("criteria", "map", shipped, db=demo_file), 3)
    told = refused(run("criteria", "diff", BASIC, a_file(tmp_path), db=demo_file), 3)
    assert "holds a mapping, not a set" in told


def of_unit(db: Path, *more: object) -> dict[str, dict[str, object]]:
    found = rows("criteria", "map", *BETWEEN, "--unit", "bang coc", *more, db=db, today=DAY)
    return {row["new"]: row for row in found}


def test_what_both_sets_say_of_a_unit_stands_side_by_side(demo: Path) -> None:
    judge(demo)
    found = of_unit(demo)
    assert list(found) == [str(number) for number in range(1, 11)]
    own, related = found["1"], found["10"]
    assert (own["verdict"], own["assessed_on"]) == ("unmet", "2026-06-01")
    assert (own["carried"], own["carried_on"]) == ("1 met", "2025-12-01")
    assert (related["verdict"], related["assessed_on"]) == (None, None)
    assert related["carried"] == "18 unmet, 19 not assessed"
    assert related["from"] == ["18", "19"]
    assert (found["8"]["carried"], found["7"]["carried"]) == ("17 met", None)


def test_no_verdict_is_carried_by_what_is_not_verified(demo: Path, tmp_path: Path) -> None:
    judge(demo)
    assert {row["carried_verdict"] for row in of_unit(demo).values()} == {None}
    done("criteria", "load", a_file(tmp_path), db=demo)
    verdicts = {new: row["carried_verdict"] for new, row in of_unit(demo).items()}
    assert {new: verdict for new, verdict in verdicts.items() if verdict} == {"1": "met"}


def test_it_looks_at_the_day_asked_for(demo: Path) -> None:
    judge(demo)
    found = of_unit(demo, "--as-of", "2026-01-01")
    assert (found["1"]["verdict"], found["1"]["carried"]) == (None, "1 met")
    assert {row["carried"] for row in of_unit(demo, "--as-of", "2025-11-30").values()} == {None}


def figures(db: Path) -> list[Result]:
    return [
        run(*question, "-f", form, db=db, today=DAY)
        for question in (("status",), ("status", "--bands"), ("unmet",), ("history", "bang coc"))
        for form in ("csv", "jsonl")
    ]


def test_no_figure_changes_by_a_mapping(demo: Path, tmp_path: Path) -> None:
    judge(demo)
    before = figures(demo)
    done("criteria", "load", a_file(tmp_path), db=demo)
    of_unit(demo)
    assert figures(demo) == before
    assert "counts nowhere as assessed" in said(
        "criteria", "map", *BETWEEN, "--unit", "bang coc", db=demo
    )


def test_under_takes_the_units_that_the_sets_are_for(demo: Path) -> None:
    found = rows("criteria", "map", *BETWEEN, "--under", "tuyen quang", db=demo, today=DAY)
    below = rows("unit", "list", "--under", "tuyen quang", db=demo, today=DAY)
    communes = {row["unit_name"] for row in below if row["kind"] == "commune"}
    assert {"Xã Bằng Cốc", "Xã Ngọc Hội"} < communes
    assert len(communes) < len(below)
    assert {row["unit_name"] for row in found} == communes
    assert len(found) == 10 * len(communes)


def test_a_decision_that_adds_a_criterion_leaves_it_without_counterpart_from_its_day(
    demo: Path, tmp_path: Path
) -> None:
    text = f"""[overlay]
code = "them"
of = "{NEW}"
name = "Thêm"
decision = "20/QĐ-UBND"
effective = 2026-09-01
[[criterion]]
number = "11"
name = "Riêng của tỉnh"
"""
    done("criteria", "load", a_file(tmp_path, text), db=demo, today=DAY)

    def new_only(day: str) -> list[str]:
        found = rows("criteria", "map", *BETWEEN, "--as-of", day, db=demo, today=DAY)
        return [row["new"] for row in found if row["old"] is None]

    assert (new_only("2026-08-31"), new_only("2026-09-01")) == (["7"], ["7", "11"])
    more = FILE + '\n[[relation]]\nold = ["19"]\nnew = ["11"]\nrelation = "related"\n'
    done("criteria", "load", a_file(tmp_path, more), db=demo, today=DAY)
    assert "11" not in new_only("2026-09-01")


def test_an_answer_that_cannot_be_given_leaves_nothing_loaded(demo: Path, tmp_path: Path) -> None:
    before = rows("log", db=demo)
    target = tmp_path / "none" / "x.csv"
    refused(run("criteria", "load", a_file(tmp_path), "-o", target, db=demo), 3)
    assert rows("log", db=demo) == before


def test_json_is_one_envelope_with_both_days(demo_file: Path) -> None:
    whole = json.loads(run("criteria", "map", *BETWEEN, "-f", "json", db=demo_file, today=DAY).out)
    assert (whole["name"], whole["as_of"]) == ("criteria map", DAY)
    assert whole["summary"] == {"relations": 20, "old_only": 1, "new_only": 1}


RELATION_KEYS = [
    *("old", "old_name", "relation", "new", "new_name", "confidence", "note"),
    *("old_set", "new_set"),
]
CARRIED_KEYS = [
    *("unit", "unit_name", "new", "new_name", "verdict", "assessed_on", "carried", "carried_on"),
    *("carried_verdict", "from", "relations", "old_set", "new_set"),
]
MAPPING_KEYS = [
    *("old", "new", "name", "relations", "confidence", "loaded", "recorded_at", "source"),
]


@pytest.mark.parametrize(
    ("argv", "keys"),
    [
        ((), MAPPING_KEYS),
        (BETWEEN, RELATION_KEYS),
        ((*BETWEEN, "--unit", "bang coc"), CARRIED_KEYS),
    ],
)
def test_the_names_of_the_columns_are_a_contract(
    demo_file: Path, argv: tuple[str, ...], keys: list[str]
) -> None:
    assert all(list(row) == keys for row in rows("criteria", "map", *argv, db=demo_file))
    header = run("criteria", "map", *argv, "-f", "tsv", db=demo_file).out.partition("\n")[0]
    assert header.split("\t") == keys


def test_data_are_the_same_in_every_language(demo: Path) -> None:
    judge(demo)
    for more in ((), ("--unit", "bang coc")):
        for form in ("json", "csv"):
            asked = ("criteria", "map", *BETWEEN, *more, "-f", form)
            assert run(*asked, db=demo, lang="vi").out == run(*asked, db=demo, lang="en").out
