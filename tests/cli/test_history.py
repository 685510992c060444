"""`history`: every judgement of a unit."""

from pathlib import Path

from tests.factories import ADVANCED, TODAY, done
from tests.run import refused, rows, run


def test_it_keeps_every_judgement_with_both_days(demo: Path) -> None:
    done("assess", "ban bo", "--met", "10", "--on", "1/7/2024", "--note", "đủ", db=demo)
    found = rows("history", "ban bo", "10", db=demo, today=TODAY)
    assert [(row["assessed_on"], row["verdict"]) for row in found] == [
        ("2024-07-01", "met"),
        ("2023-03-10", "unmet"),
    ]
    assert found[0]["note"] == "đủ"
    assert found[0]["recorded_at"] >= found[1]["recorded_at"]
    assert [row["change"] for row in found] == [2, 1]


def test_as_of_leaves_out_what_came_later(demo: Path) -> None:
    done("assess", "ban bo", "--met", "10", "--on", "1/7/2024", db=demo)
    assert len(rows("history", "ban bo", "10", "--as-of", "30/6/2024", db=demo)) == 1


def test_a_criterion_brings_its_indicators(demo: Path) -> None:
    done("assess", "ban bo", "17.8", "--verdict", "met", db=demo)
    numbers = {row["number"] for row in rows("history", "ban bo", "17", db=demo, today=TODAY)}
    assert numbers == {"17", "17.8"}


def test_set_narrows(demo_file: Path) -> None:
    assert len(rows("history", "ban bo", "--set", ADVANCED, db=demo_file, today=TODAY)) == 19
    assert rows("history", "ban bo", "--set", "xa-ntm-2021-2025", db=demo_file, today=TODAY) == []


def test_a_unit_without_judgements_has_an_empty_history(demo_file: Path) -> None:
    result = run("history", "bang coc", db=demo_file)
    assert result.code == 0
    assert "Nothing has been recorded" in result.out


def test_it_wants_one_unit_and_one_number(demo_file: Path) -> None:
    refused(run("history", db=demo_file), 2)
    refused(run("history", "ban bo", "1,2", db=demo_file), 3)
    refused(run("history", "ban bo", "một", db=demo_file), 3)
    refused(run("history", "ban bo", "1", "2", db=demo_file), 2)


def test_words_of_a_set_are_looked_for_at_the_level_of_the_unit(demo_file: Path) -> None:
    """Communes and districts both have a set "nâng cao"."""
    for command in ("unmet", "history", "overdue"):
        done(command, "ban bo", "--set", "nang cao", db=demo_file)
    done("task", "list", "ban bo", "--set", "nang cao", db=demo_file)
