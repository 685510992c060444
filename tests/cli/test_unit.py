"""`unit`: the units of the ledger, as they were and are."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories import TODAY, a_unit, done
from tests.run import refused, rows, run


def _units(*argv: object, db: Path, today: str = TODAY) -> list[dict[str, Any]]:
    return rows("unit", "list", *argv, db=db, today=today)


def test_add_keeps_all_that_it_is_given(demo: Path) -> None:
    row = a_unit(
        demo,
        "Xã Tân Lập",
        code="00123",
        under="Tam Đường",
        region="trung-du-mien-nui-phia-bac",
        group="nhom-1",
        from_="1/1/2024",
        to="31/12/2030",
    )
    assert row == {
        "unit": "00123",
        "unit_name": "Xã Tân Lập",
        "code": "00123",
        "kind": "commune",
        "parent": "Huyện Tam Đường",
        "region": "trung-du-mien-nui-phia-bac",
        "group": "nhom-1",
        "valid_from": "2024-01-01",
        "valid_to": "2030-12-31",
    }


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Tỉnh Lào Cai", "province"),
        ("Thành phố Hà Nội", "province"),
        ("Huyện Mường Tè", "district"),
        ("Xã Mù Cả", "commune"),
        ("Phường 1", "ward"),
        ("Thị trấn Mường Tè", "township"),
        ("Thôn Nà Khương", "village"),
        ("Ấp 1", "village"),
    ],
)
def test_the_name_says_what_kind_it_is(new: Path, name: str, kind: str) -> None:
    given = {"kind": "province"} if name == "Thành phố Hà Nội" else {}
    assert a_unit(new, name, **given)["kind"] == kind


def test_a_name_that_does_not_say_must_be_told(new: Path) -> None:
    assert "--kind" in refused(run("unit", "add", "Tân Lập", db=new), 3)
    assert a_unit(new, "Tân Lập", kind="commune")["kind"] == "commune"


def test_what_is_there_is_not_added_twice(demo: Path) -> None:
    refused(run("unit", "add", "Xã Khác", "--code", "03424", db=demo), 3)
    refused(run("unit", "add", "Xã Bản Bo", "--under", "tam duong", db=demo), 3)
    assert run("unit", "add", "Xã Bản Bo", "--under", "ham yen", db=demo).code == 0
    said = refused(run("unit", "show", "ban bo", db=demo), 3)
    assert "Huyện Tam Đường" in said
    assert "Huyện Hàm Yên" in said


def test_list_narrows(demo_file: Path) -> None:
    assert len(_units(db=demo_file)) == 15
    assert len(_units("--under", "tuyen quang", db=demo_file)) == 7
    assert [row["unit"] for row in _units("ban bo", "02416", db=demo_file)] == ["03424", "02416"]


def test_a_change_from_a_day_on_leaves_the_days_before(demo: Path) -> None:
    done("unit", "set", "ban bo", "--name", "Xã Bản Mới", "--from", "1/7/2024", db=demo)
    assert "Xã Bản Mới" in {row["unit_name"] for row in _units(db=demo)}
    assert "Xã Bản Bo" in {row["unit_name"] for row in _units(db=demo, today="2024-06-30")}
    versions = rows("unit", "show", "ban moi", db=demo, today=TODAY)
    assert [(row["unit_name"], row["valid_from"], row["valid_to"]) for row in versions] == [
        ("Xã Bản Bo", None, "2024-06-30"),
        ("Xã Bản Mới", "2024-07-01", None),
    ]
    assert len(rows("unmet", "ban moi", db=demo, today=TODAY)) == 10


def test_every_part_can_be_mended_without_a_day(demo: Path) -> None:
    for argv, key, value in (
        (("--name", "Xã Bản Bò"), "unit_name", "Xã Bản Bò"),
        (("--code", "03425"), "unit", "03425"),
        (("--under", "Hàm Yên"), "parent", "Huyện Hàm Yên"),
        (("--region", "tay-nguyen"), "region", "tay-nguyen"),
        (("--group", "nhom-2"), "group", "nhom-2"),
        (("--kind", "ward"), "kind", "ward"),
        (("--to", "31/12/2030"), "valid_to", "2030-12-31"),
    ):
        assert done("unit", "set", "ban bo", *argv, db=demo)[key] == value
    assert len(rows("unit", "show", "ban bo", db=demo, today=TODAY)) == 1


def test_an_end_and_a_new_name_are_both_kept(demo: Path) -> None:
    result = run(
        *("unit", "set", "ban bo", "--name", "Xã Mới", "--from", "1/1/2024", "--to", "31/12/2024"),
        db=demo,
        today=TODAY,
    )
    assert result.code == 3 or "Xã Mới" in result.out


def test_a_dissolved_unit_is_told_with_its_days(demo: Path) -> None:
    done("unit", "set", "ban bo", "--to", "30/6/2024", db=demo)
    for look in ("unmet", "status", "history"):
        shown = run(look, "ban bo", db=demo, today=TODAY)
        assert shown.code == 0
        assert "Xã Bản Bo ended on 30/06/2024" in shown.out
        assert "ended" not in run(look, "ban bo", "--as-of", "30/6/2024", db=demo, today=TODAY).out
    said = refused(run("assess", "ban bo", "--met", "1", db=demo, today=TODAY), 3)
    assert "30/06/2024" in said
    assert "--on" in said


def test_import_fills_in_a_district_as_it_was(new: Path) -> None:
    argv = ("unit", "import", "--province", "lai chau", "--as-of", "2024", "--under", "tam duong")
    result = run(*argv, "-f", "json", db=new)
    assert result.code == 0, result.err
    kinds = [row["kind"] for row in result.rows]
    assert (kinds.count("province"), kinds.count("district")) == (1, 1)
    assert {"03424", "03390"} <= {row["unit"] for row in result.rows}
    again = run(*argv, db=new)
    assert "0 added" in again.out
    assert len(_units(db=new)) == len(result.rows)


def test_import_fills_in_a_province_as_it_is(new: Path) -> None:
    result = run("unit", "import", "--province", "12", "--as-of", "1/7/2025", "-f", "json", db=new)
    assert {row["kind"] for row in result.rows} <= {"province", "commune", "ward"}


def test_import_never_makes_a_second_unit_of_a_known_code(demo: Path) -> None:
    """After it "03424" would name two units for ever, and "ban bo" none."""
    argv = ("unit", "import", "--province", "lai chau", "--as-of", "2024", "--under", "tam duong")
    run(*argv, db=demo)
    assert run("unmet", "03424", db=demo, today=TODAY).code == 0
    assert run("unmet", "ban bo", db=demo, today=TODAY).code == 0


def _import(db: Path, folder: Path, text: str | bytes) -> Any:
    path = folder / "units.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return run("unit", "import", path, "-f", "json", db=db, today=TODAY)


def test_import_reads_a_sheet(new: Path, tmp_path: Path) -> None:
    text = "\ufeffname,kind,code,under\nTỉnh A,,01,\nHuyện B,,001,Tỉnh A\n\nXã C,,00001,001\n"
    result = _import(new, tmp_path, text)
    assert result.code == 0, result.err
    assert [row["outcome"] for row in result.rows] == ["new"] * 3
    assert {(row["unit"], row["parent"]) for row in _units(db=new)} == {
        ("01", None),
        ("001", "Tỉnh A"),
        ("00001", "Huyện B"),
    }


def test_import_names_every_bad_line_and_takes_none(new: Path, tmp_path: Path) -> None:
    text = "name,kind,under\nXã A,,\nTân Lập,,\nXã B,hamlet,\nXã C,,Huyện Không Có\n,commune,\n"
    said = refused(_import(new, tmp_path, text), 3)
    for line in ("line 3", "line 4", "line 5", "line 6"):
        assert line in said
    assert "line 2" not in said
    assert _units(db=new) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "so\nXã A\n",
        "name,from,to\nXã A,1/1/2025,1/1/2024\n",
        "name\nXã A,too,many\n",
        "name\n" + "x" * 200_000,
        "name\nXã A\nXã A\n",
        b"name\nX\xe3 A\n",
    ],
    ids=lambda text: repr(text)[:24],
)
def test_import_refuses_a_sheet_it_cannot_read_whole(
    new: Path, tmp_path: Path, text: str | bytes
) -> None:
    refused(_import(new, tmp_path, text), 3)
    assert _units(db=new) == []


def test_other_faults(demo_file: Path) -> None:
    refused(run("unit", "import", db=demo_file), 3)
    refused(run("unit", "import", "x.csv", "--province", "12", db=demo_file), 3)
    refused(run("unit", "import", "--province", "khong co", db=demo_file), 3)
    refused(run("unit", "import", "--province", "12", "--as-of", "2025", db=demo_file), 3)
    refused(run("unit", "show", "khong co", db=demo_file), 3)
    refused(run("unit", "add", db=demo_file), 2)
    refused(run("unit", "add", "Xã A", "--kind", "hamlet", db=demo_file), 2)
    refused(run("unit", "add", "Xã A", "--region", "khong co", db=demo_file), 3)
    refused(run("unit", "add", "Xã A", "--under", "khong co", db=demo_file), 3)


def test_an_ended_unit_is_found_by_code_and_by_parent(demo: Path) -> None:
    for code, under in (("90008", "Tam Đường"), ("90009", "Hàm Yên")):
        argv = ("--code", code, "--under", under, "--to", "31/12/2020")
        done("unit", "add", "Xã Cũ Kỹ", *argv, db=demo)
    for words in ("90009", "Xã Cũ Kỹ, Hàm Yên"):
        assert "90009" in run("unit", "show", words, db=demo, today=TODAY).out
    said = refused(run("unit", "show", "cu ky", db=demo, today=TODAY), 3)
    assert "90008" in said
    assert "90009" in said


def test_the_parent_right_above_goes_before_those_further_up(demo: Path) -> None:
    done("unit", "add", "Xã Tân Mới", "--under", "Hàm Yên", "--code", "91001", db=demo)
    done("unit", "add", "Thôn Tân Mới", "--kind", "village", "--under", "91001", db=demo)
    found = run("unit", "show", "Tân Mới, Hàm Yên", "-f", "json", db=demo, today=TODAY)
    assert [row["unit"] for row in found.rows][:1] == ["91001"]
