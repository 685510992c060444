"""`undo`: one whole change taken back; what cannot be is refused with the reason."""

import io
import json
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ntmtrack.errors import DataError
from ntmtrack.store.undoing import take_back
from ntmtrack.store.writing import Occasion, writing
from tests.factories import ADVANCED, TODAY, a_task, a_unit, an_agency, done
from tests.ledger_rows import canonical, sound
from tests.run import refused, rows, run

TASK = "NV2023-005"
LATER = datetime.now(UTC) + timedelta(days=1)


def undo(db: Path, *argv: object) -> dict[str, object]:
    result = run("undo", *argv, "--yes", "-f", "json", db=db, today=TODAY)
    assert result.code == 0, result.err
    sound(db)
    return dict(json.loads(result.out))


def complaint(db: Path, *argv: object, code: int = 3) -> str:
    before = db.read_bytes()
    said = refused(run("undo", *argv, "--yes", db=db, today=TODAY), code)
    assert db.read_bytes() == before
    return " ".join(said.split())


def newest(db: Path) -> int:
    return int(rows("log", "--limit", "1", db=db)[0]["change"])


def test_it_shows_what_it_reverses_before_and_after(demo: Path) -> None:
    done("task", "done", TASK, db=demo)
    told = run("undo", "--preview", db=demo, today=TODAY)
    assert told.code == 0
    said = " ".join(told.out.split())
    assert "Corrected: task NV2023-005 state Before: reported done · After: open" in said
    assert "Taken back: event of a task NV2023-005" in said
    assert "Preview: nothing has been written." in said
    assert newest(demo) == 2


def test_without_a_terminal_it_asks_for_yes_and_writes_nothing(demo: Path) -> None:
    done("task", "done", TASK, db=demo)
    result = run("undo", db=demo, today=TODAY)
    assert result.code == 3
    assert "--yes" in result.err
    assert newest(demo) == 2


@pytest.mark.parametrize(("answer", "written"), [("y\n", True), ("n\n", False), ("", False)])
def test_at_a_terminal_it_asks(
    demo: Path, monkeypatch: pytest.MonkeyPatch, answer: str, written: bool
) -> None:
    done("task", "done", TASK, db=demo)

    class Typed(io.StringIO):
        def isatty(self) -> bool:
            return True

    real = pytest.MonkeyPatch.setattr

    def with_answer(patch: pytest.MonkeyPatch, target: object, name: str, value: object) -> None:
        typed = target is sys and name == "stdin"
        real(patch, target, name, Typed(answer) if typed else value)

    monkeypatch.setattr(pytest.MonkeyPatch, "setattr", with_answer)
    result = run("undo", db=demo, today=TODAY, tty=True)
    assert result.code == 0, result.err
    assert "Undo this? [y/N]" in result.err
    assert newest(demo) == (3 if written else 2)


def test_without_a_number_it_is_the_newest_that_stands_and_no_undo(demo: Path) -> None:
    done("task", "note", TASK, "--text", "một", db=demo)
    done("task", "note", TASK, "--text", "hai", db=demo)
    assert undo(demo)["summary"] == {"undone": 3, "change": 4}
    assert undo(demo)["summary"] == {"undone": 2, "change": 5}
    assert "there is no change to undo" in complaint(demo)


def test_it_is_a_change_of_its_own_with_its_reason_and_both_are_marked(demo: Path) -> None:
    done("task", "note", TASK, "--text", "một", db=demo)
    undo(demo, "2", "--reason", "nhầm việc")
    mine, its, _ = rows("log", db=demo)
    assert (mine["kind"], mine["undoes"], mine["undone_by"]) == ("undo", 2, None)
    assert mine["reason"] == "nhầm việc"
    assert (its["undoes"], its["undone_by"]) == (None, 3)
    assert "it was undone by change 3" in run("log", "2", db=demo).out
    assert "it undoes change 2" in run("log", "3", db=demo).out


def test_what_was_undone_is_not_undone_again_but_its_undo_is(demo: Path) -> None:
    done("task", "note", TASK, "--text", "một", db=demo)
    undo(demo, "2")
    said = complaint(demo, "2")
    assert "change 2 was undone by change 3" in said
    assert "`ntmtrack undo 3` takes that back" in said
    undo(demo, "3")
    assert [row["undone_by"] for row in rows("log", db=demo)] == [None, 4, None, None]


def test_what_stands_again_is_undone_by_the_number_it_was_made_with(demo: Path) -> None:
    done("task", "note", TASK, "--text", "một", db=demo)
    before = canonical(demo)
    undo(demo, "2")
    undo(demo, "3")
    assert canonical(demo) == before
    told = undo(demo, "2")
    assert told["summary"] == {"undone": 4, "change": 5}
    assert "what change 2 wrote was undone and stands again by change 4" in str(told["notes"])


@pytest.mark.parametrize(
    ("argv", "why"),
    [(("1",), "it made the ledger"), (("99",), "there is no change 99")],
)
def test_what_is_never_undone_is_refused_with_the_reason(
    demo: Path, argv: tuple[str, ...], why: str
) -> None:
    done("task", "note", TASK, "--text", "một", db=demo)
    assert why in complaint(demo, *argv)


@pytest.mark.parametrize("argv", [("0",), ("x",), ("2", "3"), ("--reason", " ")])
def test_what_is_no_number_is_a_fault_of_the_line(demo_file: Path, argv: tuple[str, ...]) -> None:
    refused(run("undo", *argv, db=demo_file), 3 if argv[0] == "--reason" else 2)


def test_a_migration_is_not_undone(demo: Path) -> None:
    occasion = Occasion("An", "x", LATER, kind="migration")
    with writing(demo, occasion) as change:
        change.insert("setting", {"key": "x", "value": "y"})
    assert "brought the ledger up to date" in complaint(demo, "2")


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (
            "bundle",
            {"way": "made", "office_uid": "x", "number": 1, "signature": "none"},
        ),
        ("hub_cursor", {"hub": "h", "way": "push", "cursor": "1"}),
    ],
)
def test_what_was_given_to_others_is_not_undone(
    demo: Path, table: str, row: dict[str, object]
) -> None:
    with writing(demo, Occasion("An", "x", LATER)) as change:
        more = {"counts": "{}", "body": "{}"} if table == "bundle" else {}
        change.insert(table, {**row, **more})
    assert "what was given is given" in complaint(demo, "2")


def test_what_others_speak_of_is_refused_and_they_are_named(demo: Path) -> None:
    a_unit(demo, code="90001")
    done("assess", "90001", "--set", ADVANCED, "--met", "1", db=demo)
    a_task(demo, "90001")
    said = complaint(demo, "2")
    assert "change 2 cannot be undone, later changes stand on it: they speak of" in said
    assert "change 4: " in said and "change 3: " in said
    assert "`ntmtrack undo 4`; nothing was written" in said
    for number in ("4", "3", "2"):
        undo(demo, number)


def test_a_field_that_was_corrected_since_is_refused_and_another_is_not(demo: Path) -> None:
    an_agency(demo, code="TC")
    done("agency", "set", "TC", "--name", "Phòng TC-KH", db=demo)
    done("agency", "set", "TC", "--name", "Phòng KT", db=demo)
    assert "they corrected the same fields change 4:" in complaint(demo, "3")
    done("agency", "set", "TC", "--code", "KT", db=demo)
    undo(demo, "4")
    undo(demo, "3")
    (found,) = [row for row in rows("agency", "list", db=demo) if row["code"] == "KT"]
    assert found["agency"] == "Phòng Tài chính"


def test_changes_that_came_and_went_between_are_not_named(demo: Path) -> None:
    an_agency(demo, code="TC")
    done("agency", "set", "TC", "--name", "Phòng A", db=demo)
    done("agency", "set", "TC", "--name", "Phòng B", db=demo)
    undo(demo, "4")
    done("agency", "set", "TC", "--name", "Phòng C", db=demo)
    said = complaint(demo, "3")
    assert "change 6:" in said
    assert "change 4:" not in said and "change 5:" not in said


def test_an_entity_that_was_corrected_since_is_not_taken_away(demo: Path) -> None:
    an_agency(demo, code="TC")
    done("agency", "set", "TC", "--name", "Phòng A", db=demo)
    assert "they corrected the same fields" in complaint(demo, "2")


def test_a_correction_of_what_was_taken_away_stays_as_it_is(demo: Path) -> None:
    an_agency(demo, code="TC")
    done("agency", "set", "TC", "--name", "Phòng A", db=demo)
    undo(demo, "3")
    undo(demo, "2")
    assert "they took back what it wrote change 5:" in complaint(demo, "4")
    undo(demo, "5")
    undo(demo, "4")
    assert any(row["agency"] == "Phòng A" for row in rows("agency", "list", db=demo))


def test_what_comes_again_needs_what_it_speaks_of(demo: Path) -> None:
    a_unit(demo, code="90001")
    done("assess", "90001", "--set", ADVANCED, "--met", "1", db=demo)
    before = canonical(demo)
    undo(demo, "3")
    undo(demo, "2")
    assert "they took back what its rows speak of change 5:" in complaint(demo, "4")
    undo(demo, "5")
    undo(demo, "4")
    assert canonical(demo) == before


def test_the_life_of_a_task_is_undone_from_its_end(demo: Path) -> None:
    done("task", "pause", TASK, "--reason", "chờ", db=demo)
    done("task", "resume", TASK, db=demo)
    assert "later changes stand on it" in complaint(demo, "2")
    undo(demo, "3")
    undo(demo, "2")


def test_an_event_that_another_takes_back_is_held_by_it(demo: Path) -> None:
    done("task", "done", TASK, db=demo)
    done("task", "correct", TASK, "--take-back", "reported", "--reason", "nhầm", db=demo)
    before = canonical(demo)
    assert "change 3:" in complaint(demo, "2")
    undo(demo, "3")
    undo(demo, "2")
    undo(demo, "5")
    undo(demo, "4")
    assert canonical(demo) == before


def test_what_was_recorded_anew_of_the_same_thing_goes_on_to_hold(demo: Path) -> None:
    for verdict in ("--met", "--unmet"):
        done("assess", "ban bo", "--set", ADVANCED, verdict, "10", db=demo)
    undo(demo, "2")
    undo(demo, "4")
    found = rows("history", "ban bo", "10", db=demo)
    assert [(each["verdict"], each["change"]) for each in found[:2]] == [("unmet", 3), ("met", 5)]
    undo(demo, "3")
    assert rows("history", "ban bo", "10", db=demo)[0]["verdict"] == "met"


def test_what_comes_again_stands_where_it_stood_before_what_was_recorded_since(
    demo: Path,
) -> None:
    done("assess", "ban bo", "--set", ADVANCED, "--met", "10", db=demo)
    undo(demo, "2")
    done("assess", "ban bo", "--set", ADVANCED, "--unmet", "10", db=demo)
    undo(demo, "3")
    assert rows("history", "ban bo", "10", db=demo)[0]["verdict"] == "unmet"


def test_a_step_that_was_taken_back_since_is_what_took_it_back_stands_on(demo: Path) -> None:
    # It is named in the body of the later event, which no foreign key knows of.
    done("task", "progress", TASK, "--percent", "40", db=demo)
    done("task", "correct", TASK, "--take-back", "progress", "--reason", "nhầm", db=demo)
    said = complaint(demo, "2")
    assert "they speak of what it brought in" in said and "change 3:" in said
    undo(demo, "3")
    undo(demo, "2")


def test_a_number_is_not_given_again(demo: Path) -> None:
    first = a_task(demo)
    undo(demo)
    assert a_task(demo) != first


def test_what_took_the_same_name_since_stands_in_the_way(demo: Path) -> None:
    with writing(demo, Occasion("An", "x", LATER)) as change:
        change.insert("setting", {"key": "x", "value": "1"})
    undo(demo, "2")
    with writing(demo, Occasion("An", "x", LATER)) as change:
        change.insert("setting", {"key": "x", "value": "2"})
    assert "does not go with it change 4:" in complaint(demo, "3")


def test_a_change_in_a_closed_period_is_undone_and_that_is_said(demo: Path) -> None:
    done("assess", "ban bo", "--set", ADVANCED, "--met", "10", "--on", "1/6/2023", db=demo)
    done("period", "close", "2023", db=demo)
    notes = str(undo(demo, "2")["notes"])
    assert "2023 was closed on 09/07/2024: its figures stay as they were closed" in notes
    undo(demo, "3")


def test_a_letter_that_was_sent_is_sent(demo: Path) -> None:
    assert "what was sent is sent" in complaint(demo, a_letter(demo))


def a_letter(db: Path) -> int:
    """The change of a letter that waits."""
    with writing(db, Occasion("An", "x", LATER)) as change:
        key = change.insert(
            "letter",
            {
                **{"number": "T1", "kind": "overdue", "receiver": "a", "receiver_name": "A"},
                **{"lang": "vi", "period": "2024", "written_on": "2024-07-09", "content": "x"},
                **{"content_hash": "0" * 64, "sender": "a@b.vn", "subject": "x"},
                "header_id": "x",
            },
        )
        change.insert("told", {"letter_id": key, "mark": "x"})
        return change.change


def a_bundle(db: Path, number: int) -> None:
    """A bundle of another office: an agency that it knows, and what was received."""
    occasion = Occasion("An", "bundle apply", LATER, kind="bundle")
    with writing(db, occasion) as change:
        facts = {"way": "applied", "office_uid": "x", "number": number, "signature": "none"}
        key = change.insert("bundle", {**facts, "counts": "{}", "body": "{}"})
        item = change.conn.execute("select max(item_id) from assessment").fetchone()[0]
        first = [
            change.insert(
                "assessment",
                {
                    **{"unit_id": 3, "item_id": item, "stage": "self", "verdict": "met"},
                    **{"assessed_on": f"2024-0{place}-01", "judged": "by_hand"},
                },
            )
            for place in (1, 2)
        ]
        change.insert(
            "received",
            {
                **{"bundle_id": key, "change_uid": f"c{number}", "office_uid": "x", "seq": 1},
                **{"lamport": 1, "kind": "command", "actor": "B", "command": "y", "whole": 1},
                "recorded_at": "2024-01-01T00:00:00.000Z",
                "extent": json.dumps({"assessment": [[*first, 7]]}),
            },
        )


def test_bundles_are_undone_the_newest_first_and_come_again_in_their_order(demo: Path) -> None:
    before = canonical(demo)
    a_bundle(demo, 1)
    a_bundle(demo, 2)
    both = canonical(demo)
    said = complaint(demo, "2")
    assert "change 2 took in a bundle, and later ones build on it: 3" in said
    assert "`ntmtrack undo 3`" in said
    undo(demo, "3")
    undo(demo, "2")
    assert canonical(demo) == before
    assert "later ones build on it: 5" in complaint(demo, "4")
    undo(demo, "5")
    undo(demo, "4")
    with closing(sqlite3.connect(demo)) as conn:
        rows_ = conn.execute("select extent, change_id from received order by id").fetchall()
        for told, change in rows_:
            ((first, last, place),) = json.loads(told)["assessment"]
            assert place == 7
            count = conn.execute(
                "select count(*) from assessment where id between ? and ? and change_id = ?",
                (first, last, change),
            ).fetchone()
            assert count == (2,)
    without = {table: found for table, found in canonical(demo).items() if table != "received"}
    assert without == {table: found for table, found in both.items() if table != "received"}


def test_what_was_undone_meanwhile_is_not_undone_twice(demo: Path) -> None:
    done("task", "note", TASK, "--text", "một", db=demo)
    undo(demo, "2")
    # The engine itself, without the questions that are asked before.
    occasion = Occasion("An", "x", LATER, None, "undo", 2)
    with (
        pytest.raises(DataError, match="cannot be undone"),
        writing(demo, occasion) as change,
    ):
        take_back(change, 2)
    assert newest(demo) == 3


def test_the_answer_is_the_same_in_every_form(demo: Path) -> None:
    done("assess", "ban bo", "--set", ADVANCED, "--met", "10", "--unmet", "17.8", db=demo)
    forms = {
        form: run("undo", "--preview", "-f", form, db=demo, today=TODAY).out
        for form in ("json", "csv", "tsv")
    }
    told = json.loads(forms["json"])["rows"]
    assert len(forms["csv"].splitlines()) == len(told) + 1
    assert len(forms["tsv"].splitlines()) == len(told) + 1
    assert {row["action"] for row in told} == {"delete"}


def test_an_answer_that_cannot_be_given_undoes_nothing(demo: Path) -> None:
    done("task", "note", TASK, "--text", "một", db=demo)
    refused(run("undo", "--yes", "--columns", "khong", db=demo, today=TODAY), 3)
    refused(run("undo", "--yes", "-o", demo, db=demo, today=TODAY), 3)
    assert newest(demo) == 2


def test_it_speaks_vietnamese(demo: Path) -> None:
    done("task", "done", TASK, db=demo)
    said = run("undo", "--preview", db=demo, today=TODAY, lang="vi").out
    assert TASK in said


def test_a_ledger_whose_rules_were_taken_away_is_not_undone(demo: Path) -> None:
    assert run("agency", "add", "Phòng Kinh tế", db=demo).code == 0
    with closing(sqlite3.connect(demo)) as conn:
        conn.execute("drop trigger agency_deleted")
        conn.commit()
    said = refused(run("undo", "--yes", db=demo), 3)
    assert "the rules of the ledger are not those it was made with" in said
    assert "check --rule schema" in said


def test_without_a_number_what_was_given_to_others_is_passed_over(
    demo: Path, tmp_path: Path
) -> None:
    for argv in (
        ("office", "set", "--name", "UBND xã Bản Bo", "--mark", "BB", "--unit", "ban bo"),
        ("agency", "add", "Phòng Kinh tế"),
        ("bundle", "make", "-o", str(tmp_path / "1.bundle")),
    ):
        assert run(*argv, db=demo).code == 0
    told = run("undo", "--preview", db=demo)
    assert told.code == 0 and "agency add" in told.out


def test_a_period_that_is_opened_again_is_warned_of(demo: Path) -> None:
    done("period", "close", "2024-H1", db=demo)
    for argv in (("undo", "2", "--preview"), ("undo", "2", "--yes")):
        told = " ".join(run(*argv, db=demo, today=TODAY).out.split())
        assert "WARNING 2024-H1 was closed on 09/07/2024 and is open again" in told
        assert "`ntmtrack log show 2`" in told
    kept = run("log", "show", "2", "-f", "json", db=demo, today=TODAY)
    assert "2024-H1" in kept.out
