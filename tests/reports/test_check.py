"""What `check` shows: the worst first, and commands that can be pasted."""

import re
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.checks.finding import SYSTEM, UNIT, Finding, Rule, Severity
from ntmtrack.domain.standing import CountedAs
from ntmtrack.message import say
from ntmtrack.reports.check import CARRIED_OUT, COLUMNS, build, command_line, rules
from ntmtrack.reports.check_counts import count_and_list
from tests.reports.values import (
    SET,
    TODAY,
    a_standing,
    a_tally,
    cells,
    headings,
    notes,
    records,
    words,
)

UNITS = {1: ("03424", "Xã Bản Bo"), 2: ("02290", "Xã An Bình")}


def a_finding(rule: Rule, unit: int | None = None, **facts: object) -> Finding:
    return Finding(rule, say("x"), unit, **facts)  # type: ignore[arg-type]


def test_errors_come_before_warnings_before_notes_and_units_by_name() -> None:
    found = [
        a_finding(Rule.TASK_WITHOUT_DUE, 1),
        a_finding(Rule.UNMET_WITHOUT_TASK, 1),
        a_finding(Rule.UNMET_WITHOUT_TASK, 2),
        a_finding(Rule.CHAIN, change=4),
        a_finding(Rule.BACKUP),
    ]
    report = build(found, UNITS, CARRIED_OUT, day=TODAY)
    assert [block.key for block in report.blocks] == ["error", "warning", "note"]
    assert headings(report) == ["1 error", "3 warnings", "1 note"]
    assert cells(report, "unit_name") == [None, "Xã An Bình", "Xã Bản Bo", None, "Xã Bản Bo"]
    assert report.summary == {"error": 1, "warning": 3, "note": 1, "rules": len(CARRIED_OUT)}
    assert notes(report)[0] == (
        "By rule: chain 1, unmet_without_task 2, backup 1, task_without_due 1"
    )
    assert report.found


def test_units_come_in_the_order_of_unit_lists() -> None:
    names = ("Xã Bình Ca", "Xã Bắc Mê", "Xã Bạch Xa", "Xã Đạo Đức", "Xã Du Già", "Xã Bản Máy")
    units = {key: (f"0{key}", name) for key, name in enumerate(names, 1)}
    report = build(
        [a_finding(Rule.TASK_WITHOUT_DUE, key) for key in units], units, CARRIED_OUT, day=TODAY
    )
    assert cells(report, "unit_name") == [
        *("Xã Bắc Mê", "Xã Bạch Xa", "Xã Bản Máy", "Xã Bình Ca", "Xã Đạo Đức", "Xã Du Già")
    ]


def test_a_ledger_without_faults_says_how_many_rules_were_carried_out() -> None:
    report = build([], {}, [Rule.CHAIN], day=TODAY)
    assert not report.found
    assert words(report.empty) == "Nothing was found."
    assert notes(report) == [
        f"1 of {len(CARRIED_OUT)} rules was carried out; `ntmtrack check --rules` tells what each"
        " finds"
    ]


def test_one_finding_needs_no_sum() -> None:
    assert len(notes(build([a_finding(Rule.CHAIN)], {}, CARRIED_OUT, day=TODAY))) == 1


def test_a_row_says_where_and_what_mends_it() -> None:
    command = ("evidence", UNIT, "3", "--file", "FILE")
    found = a_finding(Rule.FILE_MISSING, 1, numbers=("3",), file="/x/a b.pdf", command=command)
    (row,) = records(build([found], UNITS, CARRIED_OUT, day=TODAY))
    assert row["command"] == "ntmtrack evidence 03424 3 --file FILE"
    assert (row["rule"], row["severity"], row["unit"]) == (
        "file_missing",
        Severity.WARNING,
        "03424",
    )
    assert (row["numbers"], row["file"], row["change"]) == (("3",), "/x/a b.pdf", None)
    assert [column.key for column in COLUMNS] == list(row)


def test_a_finding_without_a_command_has_none() -> None:
    (row,) = records(build([a_finding(Rule.NETWORK_FOLDER)], {}, CARRIED_OUT, day=TODAY))
    assert row["command"] is None


@pytest.mark.parametrize(
    ("given_", "line"),
    [
        (("log", "4"), "ntmtrack log 4"),
        (("unit", "show", UNIT), "ntmtrack unit show UNIT"),
        (("agency", "show", "Phòng NN"), 'ntmtrack agency show "Phòng NN"'),
        (("agency", "show", 'A "B" $C'), """ntmtrack agency show 'A "B" $C'"""),
        ((SYSTEM, "chmod", "600", "/x/a b"), 'chmod 600 "/x/a b"'),
        ((SYSTEM, "icacls", "C:\\Sổ xã\\x.db"), 'icacls "C:\\Sổ xã\\x.db"'),
        (("tally", ""), 'ntmtrack tally ""'),
    ],
)
def test_a_command_is_written_as_a_shell_takes_it(given_: tuple[str, ...], line: str) -> None:
    assert command_line(given_) == line


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1))
def test_a_shell_reads_back_the_words_that_were_meant(given_: list[str]) -> None:
    words_ = [word for word in given_ if word not in (UNIT, SYSTEM)] or ["x"]
    assert shlex.split(command_line(words_)) == ["ntmtrack", *words_]


def test_every_rule_is_listed_with_what_it_means() -> None:
    report = rules(TODAY)
    assert cells(report, "rule") == [rule.value for rule in Rule]
    assert all(re.match("[a-zS]", words(each)) for each in cells(report, "meaning"))
    assert report.summary == {"rules": len(Rule)}


def test_a_count_that_its_list_contradicts_is_found() -> None:
    listed = a_standing(Verdict.MET, Verdict.UNMET, unit="1", tallies=(a_tally(2, 2),))
    (found,) = count_and_list([listed], {})
    assert words(found.what) == "counted 2/2 met on 2024-07-08; the list of that day says 1/2"
    assert found.command == (
        *("tally", UNIT, "COUNT", "--what", "met", "--on", "2024-07-08"),
        *("--set", SET),
    )
    agrees = a_standing(Verdict.MET, Verdict.UNMET, unit="1", tallies=(a_tally(1, 2),))
    assert not list(count_and_list([agrees], {}))


def test_parts_that_do_not_add_up_are_found() -> None:
    counted = [
        a_tally(22, what=CountedAs.REGISTERED),
        a_tally(1, what=CountedAs.RECOGNISED),
        a_tally(17, what=CountedAs.UNDER_WAY),
    ]
    (found,) = count_and_list([], {1: counted})
    assert words(found.what) == "22 units were registered, but the parts add up to 18"
    assert not list(count_and_list([], {1: counted[:2]}))
