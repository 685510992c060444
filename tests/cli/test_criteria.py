"""`criteria`: the published sets, and an office's decisions laid over them."""

from pathlib import Path

import pytest

from tests.factories import ADVANCED, BASIC, TODAY, done
from tests.run import refused, rows, run

LAID = ("--number", "17.8", "--threshold", ">= 85 %", "--decision", "12/QĐ-UBND")


def test_list_tells_what_is_loaded(demo_file: Path) -> None:
    found = {row["set"]: row for row in rows("criteria", "list", db=demo_file)}
    assert found[BASIC]["criteria"] == 19
    assert found["xa-ntm-2026-2030"]["criteria"] == 10
    assert found["huyen-ntm-2021-2025"]["criteria"] == 9
    assert all(row["loaded"] for row in found.values())


def test_show_gives_every_criterion_with_its_confidence(demo_file: Path) -> None:
    found = rows("criteria", "show", BASIC, db=demo_file)
    assert [row["number"] for row in found if row["kind"] is None] == [
        str(number) for number in range(1, 20)
    ]
    assert {row["confidence"] for row in found} <= {"verified", "from knowledge", "conflict"}


def test_a_set_is_named_by_words_too(demo_file: Path) -> None:
    assert run("criteria", "show", "51/2025/QĐ-TTg", db=demo_file).code == 0
    said = refused(run("criteria", "show", "yen bai", db=demo_file), 3)
    assert "thon-ntm-yen-bai-2021-2025" in said


def test_load_of_what_is_loaded_does_nothing(demo: Path) -> None:
    shown = run("criteria", "load", BASIC, db=demo).out
    assert "loaded already, with the same content" in " ".join(shown.split())


def test_load_takes_a_file_once(demo: Path, tmp_path: Path) -> None:
    import ntmtrack

    shipped = Path(ntmtrack.__file__).parent / "data" / "criteria" / "xa-ntm-2026-2030.toml"
    text = shipped.read_text("utf-8")
    own = tmp_path / "own.toml"
    own.write_text(text.replace("xa-ntm-2026-2030", "xa-rieng-2026"), "utf-8")
    assert run("criteria", "load", own, db=demo).code == 0
    assert "xa-rieng-2026" in {row["set"] for row in rows("criteria", "list", db=demo)}
    own.write_text(text.replace("Bộ tiêu chí", "Bộ tiêu chí khác"), "utf-8")
    said = refused(run("criteria", "load", own, db=demo), 3)
    assert "other content" in said


def test_check_says_what_a_set_leaves_open_and_needs_no_ledger(tmp_path: Path) -> None:
    result = run("criteria", "check", BASIC, "-f", "json", db=tmp_path / "no.db")
    assert result.code == 0
    assert any("threshold" in row["finding"] for row in result.rows)
    assert list(tmp_path.iterdir()) == []


def test_check_names_every_fault_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "set.toml"
    file.write_text('code = "x"\n', "utf-8")
    said = refused(run("criteria", "check", file, db=tmp_path / "no.db"), 3)
    assert len(said.splitlines()) > 3


def test_diff_compares_files_and_codes(demo_file: Path) -> None:
    assert rows("criteria", "diff", BASIC, BASIC, db=demo_file) == []
    found = rows("criteria", "diff", BASIC, "xa-ntm-2016-2020", db=demo_file)
    assert {row["change"] for row in found} <= {"added", "removed", "changed"}
    assert found


def test_diff_shows_no_python(demo_file: Path) -> None:
    for row in rows("criteria", "diff", BASIC, "xa-ntm-2016-2020", db=demo_file):
        for side in (row["before"], row["after"]):
            assert not str(side).startswith(("(", "[", "{", "Decimal", "<")), row


def test_diff_check_tells_by_its_code(demo_file: Path) -> None:
    assert run("criteria", "diff", BASIC, BASIC, "--check", db=demo_file).code == 0
    assert run("criteria", "diff", BASIC, "xa-ntm-2009", "--check", db=demo_file).code == 1


def test_overlay_lays_a_threshold_from_a_day_on(demo: Path) -> None:
    done("criteria", "overlay", BASIC, *LAID, "--effective", "1/7/2024", db=demo)

    def thresholds(day: str) -> str:
        found = rows("criteria", "show", BASIC, "--as-of", day, db=demo)
        return str(next(row["thresholds"] for row in found if row["number"] == "17.8"))

    assert "85" in thresholds("1/7/2024")
    assert thresholds("30/6/2024") != thresholds("1/7/2024")


def test_overlay_lays_an_agency_in_charge(demo: Path) -> None:
    argv = ("--number", "17", "--agency", "Phòng NN&MT", "--decision", "13/QĐ", "--effective")
    done("criteria", "overlay", BASIC, *argv, "1/7/2024", db=demo)
    found = rows("criteria", "show", BASIC, db=demo, today=TODAY)
    assert next(row["agency"] for row in found if row["number"] == "17") == "Phòng NN&MT"


@pytest.mark.parametrize(
    "argv",
    [
        (BASIC, "--number", "17.8", "--threshold", ">= 85 %"),
        (BASIC, "--number", "17.8", "--decision", "x", "--effective", "1/1/2024"),
        (BASIC, *LAID, "--agency", "x", "--effective", "1/1/2024"),
        (BASIC, *LAID, "--effective", "2024"),
        (BASIC, *LAID, "--region", "khong co", "--effective", "1/1/2024"),
        (BASIC, "--number", "99", *LAID[2:], "--effective", "1/1/2024"),
        (BASIC, "--number", "17.8", "--threshold", "nhiều", *LAID[4:], "--effective", "1/1/2024"),
        ("khong-co", *LAID, "--effective", "1/1/2024"),
        ("khong-co.toml",),
    ],
    ids=" ".join,
)
def test_overlay_refuses_what_does_not_fit(demo: Path, argv: tuple[str, ...]) -> None:
    refused(run("criteria", "overlay", *argv, db=demo, today=TODAY), 3)
    assert len(rows("log", db=demo)) == 1


def test_other_faults(demo_file: Path) -> None:
    refused(run("criteria", "show", "khong co", db=demo_file), 3)
    refused(run("criteria", "load", "khong-co", db=demo_file), 3)
    refused(run("criteria", "diff", ADVANCED, db=demo_file), 2)
    refused(run("criteria", "diff", ADVANCED, "khong-co", db=demo_file), 3)


def test_check_of_an_overlay_answers_as_load_would(demo: Path, tmp_path: Path) -> None:
    laid = tmp_path / "laid.toml"

    def of(number: str) -> str:
        laid.write_text(
            f"""[overlay]
code = "rieng"
of = "{BASIC}"
name = "Riêng"
decision = "20/QĐ-UBND"
effective = 2023-05-15
[[agency]]
number = "{number}"
agency = "Sở Y tế"
""",
            encoding="utf-8",
        )
        return str(laid)

    said = refused(run("criteria", "check", of("99.9"), db=demo), 3)
    assert "99.9" in said
    assert said == refused(run("criteria", "load", str(laid), db=demo), 3)
    assert "rieng: nothing forbids loading it" in run("criteria", "check", of("17"), db=demo).out
    done("criteria", "load", str(laid), db=demo)
    assert run("criteria", "check", str(laid), db=demo).code == 0
