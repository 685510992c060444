"""`init`: an office set up by options; at a terminal see test_init_talk.py."""

import json
import os
import shlex
import tomllib
from pathlib import Path

import pytest

from tests.run import Result, refused, rows, run

TODAY = "2026-11-20"

OFFICE = (
    *("--office", "UBND xã Bình An", "--province", "tuyen quang", "--unit", "binh an"),
    *("--set", "ntm 2026-2030", "--agency", "Phòng Kinh tế <kt@binhan.gov.vn>"),
    *("--agency", "Công an xã", "--person", "Lò Thị Mai, phong kinh te", "--language", "vi"),
)


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """A user's folders in which nothing is kept yet."""
    return {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "conf"),
    }


def left_in(folder: Path) -> list[str]:
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*"))


def test_it_makes_a_ledger_with_every_shipped_set(tmp_path: Path, home: dict[str, str]) -> None:
    path = tmp_path / "new.db"
    made = run("init", "--office", "Văn phòng NTM huyện Tam Đường", "-f", "json", db=path, env=home)
    assert made.code == 0
    (row,) = made.rows
    assert (row["ledger"], row["sets"]) == (str(path), 15)
    assert row["office"] == "Văn phòng NTM huyện Tam Đường"
    assert (row["unit"], row["units"], row["used"], row["settings"]) == (None, 0, [], None)
    assert len(rows("criteria", "list", db=path)) == 15
    assert "Văn phòng NTM huyện Tam Đường" in run(db=path).out
    assert left_in(tmp_path) == ["new.db"]


def test_it_needs_no_office_and_makes_the_folders_on_the_way(tmp_path: Path) -> None:
    assert run("init", db=tmp_path / "a" / "b" / "new.db").code == 0
    assert rows("unit", "list", db=tmp_path / "a" / "b" / "new.db") == []


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    run("init", db=tmp_path / "new.db")
    assert (tmp_path / "new.db").stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["new.db"]


def test_it_touches_nothing_that_is_there(new: Path, home: dict[str, str]) -> None:
    before = new.read_bytes()
    assert "already there" in refused(run("init", *OFFICE, db=new, env=home), 4)
    assert new.read_bytes() == before
    assert not Path(home["XDG_CONFIG_HOME"]).exists()


def test_without_a_name_it_goes_into_the_user_s_data_folder(
    tmp_path: Path, home: dict[str, str]
) -> None:
    assert run("init", env=home).code == 0
    assert (tmp_path / "data" / "ntmtrack" / "ntmtrack.db").is_file()
    assert run("unmet", env=home).code == 0


def test_without_a_terminal_what_was_not_said_is_named_with_what_sets_it(tmp_path: Path) -> None:
    made = run("init", db=tmp_path / "new.db")
    assert made.err == ""
    for command in ("office set --name", "unit import", "office set --set", "import agencies"):
        assert command in made.out
    assert "config set mail.from" in made.out
    assert "config set person" in made.out


def test_a_whole_office_is_set_up_by_options(tmp_path: Path, home: dict[str, str]) -> None:
    made = run("init", *OFFICE, "-f", "json", env=home, today=TODAY)
    assert made.code == 0, made.err
    (row,) = made.rows
    assert (row["office"], row["unit"], row["unit_name"]) == (
        "UBND xã Bình An",
        "02296",
        "Xã Bình An",
    )
    assert (row["units"], row["used"], row["agencies"]) == (2, ["xa-ntm-2026-2030"], 2)
    assert (row["person"], row["mail"], row["mail_job"]) == ("Lò Thị Mai", None, None)
    ledger = tmp_path / "data" / "ntmtrack" / "ntmtrack.db"
    units = {each["unit_name"] for each in rows("unit", "list", db=ledger)}
    assert units == {"Tỉnh Tuyên Quang", "Xã Bình An"}
    (office,) = rows("office", "show", db=ledger)
    assert (office["office"], office["unit"]) == ("UBND xã Bình An", "02296")
    told = {each["agency"]: each for each in rows("agency", "list", db=ledger)}
    assert set(told) == {"Phòng Kinh tế", "Công an xã"}
    assert told["Phòng Kinh tế"]["addresses"] == ["kt@binhan.gov.vn"]
    assert told["Phòng Kinh tế"]["persons"] == ["Lò Thị Mai"]
    settings = tomllib.loads((tmp_path / "conf" / "ntmtrack" / "config.toml").read_text("utf-8"))
    assert settings == {"lang": "vi", "person": "Lò Thị Mai"}
    assert len(rows("log", db=ledger)) == 1


def test_the_whole_province_comes_where_no_unit_is_named(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    made = run("init", "--office", "Văn phòng", "--province", "08", "-f", "json", db=path)
    assert (made.rows[0]["unit_name"], made.rows[0]["units"]) == ("Tỉnh Tuyên Quang", 125)
    assert len(rows("unit", "list", db=path)) == 125


def test_every_command_that_it_names_next_can_be_typed_as_it_stands(
    tmp_path: Path, home: dict[str, str]
) -> None:
    elsewhere = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "none")}
    named = tmp_path / "của xã.db"
    for argv, db, env in (
        (OFFICE, None, home),
        (("--province", "Tuyên Quang"), named, elsewhere),
        ((), tmp_path / "n.db", elsewhere),
    ):
        made = run("init", *argv, db=db, env=env, today=TODAY)
        typed = [line for line in made.out.splitlines() if line.startswith("ntmtrack")]
        assert len(typed) >= 3
        for line in typed:
            words = shlex.split(line)[1:]
            if "thong-bao.docx" in words:
                continue
            result = run(*words, env=env, today=TODAY)
            assert result.code == 0, (line, result.err)


def test_the_lines_for_cron_are_those_of_mail_cron_and_backup(
    tmp_path: Path, home: dict[str, str]
) -> None:
    ledger = tmp_path / "new.db"
    mail = ("--mail-from", "VP <vp@x.vn>", "--mail-host", "mail.x.vn")
    made = run("init", *mail, db=ledger, env=home)
    (row,) = run("init", *mail, "-f", "json", db=tmp_path / "other.db", env=home).rows
    lines = [line for line in made.out.splitlines() if line[:1].isdigit()]
    assert lines[0] in run("mail", "cron", db=ledger, env=home).out.splitlines()
    assert lines[1] in run("backup", "--cron", db=ledger, env=home).out.splitlines()
    assert row["mail_job"] == lines[0].replace("new.db", "other.db")
    assert row["backup_job"] == lines[1].replace("new.db", "other.db")


def test_what_is_recorded_without_a_set_belongs_to_the_one_in_use(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    told = ("--province", "08", "--unit", "binh an", "--office", "UBND")
    run("init", *told, "--set", "xa-ntm-2026-2030", db=path, today=TODAY)
    assert run("assess", "binh an", "--met", "1,2", db=path, today=TODAY).code == 0
    assert {row["set"] for row in rows("status", db=path, today=TODAY)} == {"xa-ntm-2026-2030"}
    # A set that was used for a unit goes before those of the office.
    run("office", "set", "--set", "xa-ntm-2021-2025", db=path)
    assert run("assess", "binh an", "--met", "3", db=path, today=TODAY).code == 0
    assert {row["set"] for row in rows("status", db=path, today=TODAY)} == {"xa-ntm-2026-2030"}


def test_of_several_sets_of_a_unit_that_of_the_office_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    told = ("--province", "08", "--unit", "binh an", "--office", "UBND")
    run("init", *told, "--set", "xa-ntm-2026-2030", db=path, today=TODAY)
    for each in ("xa-ntm-2021-2025", "xa-ntm-2026-2030"):
        run("assess", "binh an", "--set", each, "--met", "1", db=path, today=TODAY)
    assert run("assess", "binh an", "--met", "2", db=path, today=TODAY).code == 0
    met = {row["set"]: row["met"] for row in rows("status", db=path, today=TODAY)}
    assert met == {"xa-ntm-2021-2025": 1, "xa-ntm-2026-2030": 2}


def test_two_sets_in_use_of_one_level_are_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    told = ("--province", "08", "--unit", "binh an", "--office", "UBND")
    run("init", *told, "--set", "xa-ntm-2026-2030", "--set", "kieu mau 2021", db=path)
    err = refused(run("assess", "binh an", "--met", "1", db=path, today=TODAY), 3)
    assert "xa-ntm-2026-2030" in err
    assert "xa-ntm-kieu-mau-2021-2025" in err


SHEET = "Cơ quan,Viết tắt,Email\nPhòng Kinh tế,KT,kt@x.vn\nCông an xã,CA,ca@x.vn\n"


def test_agencies_come_from_a_sheet_and_no_copy_of_nothing_is_kept(tmp_path: Path) -> None:
    sheet = tmp_path / "co-quan.csv"
    sheet.write_text(SHEET, "utf-8")
    made = run("init", "--agencies", sheet, "-f", "json", db=tmp_path / "new.db")
    assert made.rows[0]["agencies"] == 2
    assert left_in(tmp_path) == ["co-quan.csv", "new.db"]


def test_one_bad_line_of_the_sheet_leaves_nothing(tmp_path: Path, home: dict[str, str]) -> None:
    sheet = tmp_path / "co-quan.csv"
    sheet.write_text(SHEET.replace("ca@x.vn", "ca@@x"), "utf-8")
    err = refused(run("init", *OFFICE, "--agencies", sheet, env=home), 3)
    assert "line 3" in err
    assert left_in(tmp_path) == ["co-quan.csv"]


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (("--province", "Atlantis"), "Tuyên Quang"),
        (("--province", "08", "--unit", "binh"), "Xã Bình Xa (02404)"),
        (("--province", "08", "--unit", "Binh Ann"), "Xã Bình An"),
        (("--unit", "binh an"), "--province"),
        (("--agency", "Phòng Kinh tế <kt@>"), "kt@"),
        (("--agency", "Phòng Kinh tế kt@x.vn"), "<kt@binhan.gov.vn>"),
        (("--agency", "Phòng A", "--agency", "phong a"), "already"),
        (("--mail-host", "mail.x.vn"), "--mail-from"),
        (("--mail-from", "a@x.vn", "--mail-host", "mail.x.vn:25"), "mail.smtp.host"),
        (("--language", "fr"), "vi, en"),
        (("--person", "Lò Thị Mai"), "NAME, AGENCY"),
        (("--person", "Lò Thị Mai, Phòng Kinh tế"), "Phòng Kinh tế"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_and_leaves_nothing(
    tmp_path: Path, home: dict[str, str], argv: tuple[str, ...], told: str
) -> None:
    err = refused(run("init", *argv, env=home, today=TODAY), 3)
    assert told in err
    assert left_in(tmp_path) == []


def test_an_answer_that_cannot_be_given_out_leaves_nothing(
    tmp_path: Path, home: dict[str, str]
) -> None:
    refused(run("init", *OFFICE, "--columns", "bogus", env=home), 3)
    assert left_in(tmp_path) == []


def test_settings_that_cannot_be_written_leave_no_ledger(
    tmp_path: Path, home: dict[str, str]
) -> None:
    (tmp_path / "conf").write_text("in the way", "utf-8")
    refused(run("init", *OFFICE, env=home), 3)
    assert left_in(tmp_path) == ["conf"]


def test_settings_that_are_there_keep_what_was_not_said(
    tmp_path: Path, home: dict[str, str]
) -> None:
    file = tmp_path / "conf" / "ntmtrack" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('# của tôi\nactor = "Vừ A Sử"\nlang = "en"  # khách\n', "utf-8")
    assert run("init", *OFFICE, "--usual", db=tmp_path / "xa.db", env=home).code == 0
    assert file.read_text("utf-8") == (
        '# của tôi\nactor = "Vừ A Sử"\nlang = "vi"  # khách\n'
        f'person = "Lò Thị Mai"\ndb = "{tmp_path / "xa.db"}"\n'
    )
    assert "UBND xã Bình An" in run(env=home).out


def test_mail_is_set_up_with_whole_paths_and_the_sender_logs_in(
    tmp_path: Path, home: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    mail = ("--mail-from", "VP <vp@x.vn>", "--mail-host", "mail.x.vn")
    made = run("init", *mail, "--mail-password-file", "mk", db="new.db", env=home)
    assert "not there yet" in made.out
    settings = tomllib.loads((tmp_path / "conf" / "ntmtrack" / "config.toml").read_text("utf-8"))
    assert settings["mail"] == {
        "from": "VP <vp@x.vn>",
        "transport": "smtp",
        "smtp": {"host": "mail.x.vn", "user": "vp@x.vn", "password_file": str(tmp_path / "mk")},
    }


def test_a_letter_of_trial_that_does_not_arrive_leaves_nothing(
    tmp_path: Path, home: dict[str, str]
) -> None:
    mail = ("--mail-from", "vp@x.vn", "--mail-host", "localhost", "--mail-test", "vp@x.vn")
    failed: Result = run("init", *OFFICE, *mail, env=home, today=TODAY)
    assert failed.code == 5
    assert "the letter of trial did not arrive" in failed.err
    assert left_in(tmp_path) == []


def test_the_registered_name_and_sets_can_be_changed_later(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    run("init", "--office", "Cũ", db=path)
    run("office", "set", "--name", "Mới", "--set", "xa-ntm-2026-2030", db=path)
    assert run("config", "get", "office.name", db=path).out == "Mới\n"
    assert run("config", "get", "office.sets", db=path).out == "xa-ntm-2026-2030\n"
    assert "Mới" in run(db=path).out
    assert run("undo", "--yes", db=path).code == 0
    assert run("config", "get", "office.name", db=path).out == "Cũ\n"


def test_it_says_the_same_to_programs_and_people(tmp_path: Path, home: dict[str, str]) -> None:
    forms = {}
    for form in ("json", "csv", "text"):
        path = tmp_path / form / "x.db"
        forms[form] = run("init", *OFFICE, "-f", form, db=path, env=home, today=TODAY).out
    (row,) = json.loads(forms["json"])["rows"]
    for key in ("office", "unit_name", "person"):
        assert row[key] in forms["csv"]
        assert row[key] in forms["text"]
    assert os.fspath(tmp_path / "text") in forms["text"]
