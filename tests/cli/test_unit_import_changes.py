"""`unit import --changes`: a ledger taken over 1/7/2025, what is sure written, the rest asked."""

import json
from pathlib import Path
from typing import Any

from tests.factories import ADVANCED, a_unit, done
from tests.run import refused, rows, run

EVE, DAY, LATER = "2025-06-30", "2025-07-01", "2026-11-22"
CHANGES = ("unit", "import", "--changes", "1/7/2025")


def _asked(db: Path, *argv: str) -> dict[str, dict[str, Any]]:
    found = rows(*CHANGES, *argv, db=db, today=LATER)
    return {row["unit_name"]: row for row in found}


def test_it_only_proposes_until_it_is_told_to_write(demo: Path) -> None:
    before = demo.read_bytes()
    found = _asked(demo)
    assert demo.read_bytes() == before
    assert {row["action"] for row in found.values()} == {"merge", "end"}
    ban_bo = found["Xã Bản Bo"]
    assert (ban_bo["successor"], ban_bo["successor_code"]) == (["Xã Bản Bo"], ["03424"])
    assert found["Xã Bình An"]["successor_code"] == ["02296"]


def test_what_is_sure_is_written_and_asked_no_more(demo: Path) -> None:
    before = run("unit", "list", "--as-of", EVE, "-f", "csv", db=demo, today=LATER).out
    found = _asked(demo, "--apply", "--document", "1684/NQ-UBTVQH15")
    assert "Xã Bằng Cốc" in found
    after = run("unit", "list", "--as-of", EVE, "-f", "csv", db=demo, today=LATER).out
    assert {line.split(",")[0] for line in after.splitlines()} == {
        line.split(",")[0] for line in before.splitlines()
    }
    assert _asked(demo) == {}
    now = {row["unit"]: row for row in rows("unit", "list", db=demo, today=LATER)}
    assert now["02374"]["unit_name"] == "Xã Hàm Yên"
    assert now["02374"]["parent"] == "Tỉnh Tuyên Quang"
    assert now["02374"]["region"] == "trung-du-mien-nui-phia-bac"
    assert now["16417"]["unit_name"] == "Phường Đông Quang"
    assert "district" not in {row["kind"] for row in now.values()}
    shown = run("unit", "show", "bang coc", db=demo, today=LATER).out
    assert "it went over into Xã Hàm Yên on 01/07/2025 (1684/NQ-UBTVQH15)" in shown


def test_what_the_ledger_lacks_of_a_merger_counts_as_not_assessed(demo: Path) -> None:
    _asked(demo, "--apply")
    result = run("unit", "lineage", "03424", "-f", "json", db=demo, today=LATER)
    said = " ".join(json.loads(result.out)["notes"])
    assert "Xã Nà Tăm (03427)" in said
    verdicts = {row["verdict"] for row in result.rows if row["block"] == "derived"}
    assert verdicts == {"unmet", "not_assessed"}


def test_only_one_province(demo: Path) -> None:
    assert set(_asked(demo, "--province", "Lai Châu")) == {"Xã Bản Bo", "Huyện Tam Đường"}
    ended = _asked(demo, "--province", "Tuyên Quang")
    assert "Xã Bằng Cốc" in ended
    assert "Huyện Tam Đường" not in ended
    refused(run(*CHANGES, "--province", "khong co", db=demo, today=LATER), 3)


def test_a_unit_split_among_several_names_its_candidates(new: Path) -> None:
    a_unit(new, "Xã Đại Mỗ", code="00634", kind="commune")
    row = _asked(new)["Xã Đại Mỗ"]
    assert row["action"] == "ask"
    assert "another name" in row["reason"]
    done("unit", "set", "00634", "--name", "Phường Đại Mỗ", "--kind", "ward", db=new)
    row = _asked(new, "--apply")["Phường Đại Mỗ"]
    assert (row["action"], len(row["successor"])) == ("ask", 5)
    (kept,) = rows("unit", "show", "00634", db=new, today=LATER)
    assert kept["valid_to"] is None


def test_a_unit_without_a_code_is_asked_about(new: Path) -> None:
    a_unit(new, "Xã Bản Bo")
    row = _asked(new)["Xã Bản Bo"]
    assert (row["action"], row["successor_code"]) == ("ask", ["03424"])
    assert "03424" in row["reason"]
    a_unit(new, "Xã Không Đâu Có")
    assert _asked(new)["Xã Không Đâu Có"]["successor"] == []


def test_a_unit_with_later_facts_is_asked_about_and_so_is_what_waits_for_its_code(
    demo: Path,
) -> None:
    a_unit(demo, "Xã Nà Tăm", code="03427", under="Tam Đường")
    argv = ("assess", "ban bo", "--set", ADVANCED, "--met", "1", "--on", "1/8/2025")
    done(*argv, db=demo, today=LATER)
    found = _asked(demo, "--apply", "--province", "Lai Châu")
    assert {name: row["action"] for name, row in found.items()} == {
        "Xã Bản Bo": "ask",
        "Xã Nà Tăm": "ask",
        "Huyện Tam Đường": "ask",
    }
    assert "borne by Xã Bản Bo" in found["Xã Nà Tăm"]["reason"]


def test_a_unit_that_others_went_over_into_is_the_new_one_already(demo: Path) -> None:
    a_unit(demo, "Xã Nà Tăm", code="03427", under="Tam Đường")
    paper = ("--on", "1/7/2025", "--document", "1670/NQ-UBTVQH15")
    done("unit", "merge", "03427", "--into", "03424", *paper, db=demo, today=LATER)
    said = run(*CHANGES, "--apply", db=demo, today=LATER)
    assert said.code == 0, said.err
    (row,) = [each for each in rows(*CHANGES, db=demo, today=LATER) if each["unit"] == "03424"]
    assert (row["action"], row["reason"]) == (
        "ask",
        "others went over into it: it is the new unit already",
    )


def test_a_unit_that_did_not_change_goes_on_below_its_province(new: Path) -> None:
    from ntmtrack.importers.unit_changes import known_changes

    alone = next(
        each
        for each in known_changes("Lai Châu")
        if len(each.together) == 1 and not each.shared and each.old.parent_code
        if (each.old.code, each.old.name) == (each.successors[0].code, each.successors[0].name)
    )
    argv = ("unit", "import", "--province", "Lai Châu", "--as-of", EVE)
    done(*argv, db=new, today=LATER)
    assert _asked(new)[alone.old.name]["action"] == "merge"
    fresh = new.with_name("by-hand.db")
    run("init", db=fresh)
    a_unit(fresh, "Tỉnh Lai Châu", code="12")
    a_unit(fresh, "Huyện Nào Đó", code="108", under="12")
    a_unit(fresh, alone.old.name, code=alone.old.code, under="108")
    found = _asked(fresh, "--apply")
    assert found[alone.old.name]["action"] == "keep"
    assert found["Huyện Nào Đó"]["action"] == "end"
    last = rows("unit", "show", alone.old.code, db=fresh, today=LATER)[-1]
    assert (last["parent"], last["valid_from"]) == ("Tỉnh Lai Châu", DAY)


def test_a_whole_province_as_it_was_is_taken_over(new: Path) -> None:
    argv = ("unit", "import", "--province", "Lai Châu", "--as-of", EVE)
    done(*argv, db=new, today=LATER)
    result = run(*CHANGES, "--apply", "-f", "json", db=new, today=LATER)
    assert result.code == 0, result.err
    assert _asked(new) == {name: row for name, row in _asked(new).items() if row["action"] == "ask"}
    now = rows("unit", "list", "--under", "Lai Châu", db=new, today=LATER)
    again = run("unit", "import", "--province", "Lai Châu", "--as-of", DAY, db=new, today=LATER)
    assert again.code == 0, again.err
    listed = rows("unit", "list", "--under", "Lai Châu", db=new, today=LATER)
    assert {row["unit"] for row in now} <= {row["unit"] for row in listed}


def test_what_does_not_go_together_is_refused(demo_file: Path) -> None:
    for argv in (("--as-of", "2024"), ("--under", "x"), ("units.csv",)):
        refused(run(*CHANGES, *argv, db=demo_file, today=LATER), 3)
    said = refused(run("unit", "import", "--changes", "1/1/2020", db=demo_file), 3)
    assert "01/07/2025" in said
