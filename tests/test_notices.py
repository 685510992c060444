"""How much of the sample notices the reader must find, and what it must never propose."""

import copy
from dataclasses import dataclass
from typing import Any

import pytest

from tests.bench.notice_samples import SAMPLES, samples
from tests.bench.notices import FIELDS, Bench, read_all


@dataclass(frozen=True)
class Floor:
    """The least precision and recall of a field."""

    precision: float
    recall: float


FLOORS = {
    "kind": Floor(1.0, 0.95),
    "number": Floor(1.0, 1.0),
    "date": Floor(1.0, 1.0),
    "issuer": Floor(0.95, 0.9),
    "units": Floor(0.95, 0.95),
    "set": Floor(0.95, 0.95),
    "tally": Floor(1.0, 0.9),
    "unmet": Floor(1.0, 0.95),
    "targets": Floor(0.95, 0.8),
    "clauses": Floor(0.95, 0.95),
    "tasks": Floor(0.95, 0.95),
    "unit": Floor(0.95, 0.95),
    "criterion": Floor(0.95, 0.95),
    "leads": Floor(0.95, 0.95),
    "coordinators": Floor(0.9, 0.9),
    "persons": Floor(1.0, 0.85),
    "due": Floor(1.0, 0.95),
    "undated": Floor(0.95, 0.9),
}


@pytest.fixture(scope="module")
def bench() -> Bench:
    return read_all()


def test_every_field_has_a_floor() -> None:
    assert tuple(FLOORS) == FIELDS


@pytest.mark.parametrize("field", FIELDS)
def test_the_reader_keeps_its_floor(bench: Bench, field: str) -> None:
    score = bench.score(field)
    assert score.expected, f"no sample expects any {field}"
    assert score.precision >= FLOORS[field].precision, _faults(bench, field)
    assert score.recall >= FLOORS[field].recall, _faults(bench, field)


def test_no_wrong_due_is_ever_proposed(bench: Bench) -> None:
    wrong = [each for each in bench.faults if each.field == "due" and each.what.startswith("wrong")]
    assert not wrong


def test_every_paper_has_its_expected_result_and_every_result_its_paper() -> None:
    papers = {path.stem for path, _ in samples(SAMPLES)}
    assert papers == {path.stem for path in SAMPLES.glob("*.json")}
    assert len(papers) >= 28


def _as_proposed(expected: dict[str, Any]) -> dict[str, Any]:
    """An expected result in the shape of what a reader proposes."""
    reading = copy.deepcopy(expected)
    for clause in reading["clauses"]:
        clause["number"] = clause["number"] or ""
        clause["text"] = " ".join(task["title_words"] for task in clause["tasks"])
    return reading


def test_the_bench_gives_full_marks_to_the_expected_results_alone() -> None:
    bench = Bench()
    for path, expected in samples(SAMPLES):
        bench.compare(path.stem, expected, _as_proposed(expected))
    assert not bench.faults
    assert bench.total().precision == bench.total().recall == 1.0


def test_the_bench_counts_what_is_missed_and_what_is_wrong() -> None:
    due = {"words": "30/6/2024", "last_day": "2024-06-30", "precision": "day"}
    task = {
        "title_words": "lập kế hoạch",
        "unit": "xã A",
        "criterion": None,
        "leads": ["UBND xã A", "Phòng B"],
        "coordinators": [],
        "persons": [],
        "due": due,
    }
    expected = {
        "document": {"kind": "Thông báo", "number": None, "date": None, "issuer": None},
        "units": ["xã A"],
        "set": None,
        "tally": None,
        "unmet": ["1", "2"],
        "targets": [],
        "clauses": [{"number": "1", "tasks": [task]}, {"number": "2", "tasks": []}],
    }
    reading = _as_proposed(expected)
    reading["unmet"] = ["2", "3"]
    reading["clauses"][0]["tasks"][0]["leads"] = ["ubnd xa a"]
    reading["clauses"][0]["tasks"][0]["due"]["last_day"] = "2024-06-29"
    reading["clauses"][1]["tasks"] = [{**task, "title_words": "việc khác", "unit": None}]
    bench = Bench()
    bench.compare("sample", expected, reading)
    assert bench.score("kind") == (1, 1, 1)
    assert bench.score("unmet") == (1, 2, 2)
    assert bench.score("clauses") == (2, 2, 2)
    assert bench.score("tasks") == (1, 2, 1)
    assert bench.score("unit") == (1, 1, 1)
    assert bench.score("leads") == (1, 3, 2)
    assert bench.score("due") == (0, 2, 1)


def _faults(bench: Bench, field: str) -> str:
    return "\n".join(
        f"{each.sample}: {each.where}: {each.what}" for each in bench.faults if each.field == field
    )
