"""`init` at a real terminal of 80 columns: asked, checked, written at the end or not at all."""

import tomllib
from pathlib import Path

import pytest

from tests.run import rows, run
from tests.terminal import Terminal

TODAY = "2026-11-20"

SHEET = "Cơ quan,Viết tắt,Email\nPhòng Kinh tế,KT,kt@x.vn\nCông an xã,CA,ca@x.vn\n"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """A user's folders in which nothing is kept yet."""
    return {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "conf"),
    }


def talking(home: dict[str, str], *words: object, lang: str | None = "en") -> Terminal:
    return Terminal("init", *words, env=home, today=TODAY, lang=lang)


def nothing_in(folder: Path) -> bool:
    return not any(folder.iterdir())


def test_an_office_is_set_up_from_the_first_question_to_the_board(
    tmp_path: Path, home: dict[str, str]
) -> None:
    with talking(home) as talk:
        talk.answer("1/7 Language of the screens, vi or en [en]:", "")
        talk.answer("2/7 What is the office called? [-]:", "UBND xã Bình An")
        talk.answer("3/7 Province", "tuyen quang")
        talk.answer("3/7 Unit that the office keeps [Tỉnh Tuyên Quang]:", "binh an")
        talk.answer("[xa-ntm-2026-2030]:", "")
        talk.answer("5/7 Agencies", "Phòng Kinh tế <kt@binhan.gov.vn>")
        talk.answer("5/7 The next agency [-]:", "Công an xã")
        talk.answer("5/7 The next agency [-]:", "")
        talk.answer("6/7 Letters come from", "")
        talk.answer("7/7 Whose board", "Lò Thị Mai, phong kinh te")
        talk.answer("Write all this? [Y/n]", "")
        assert talk.ended() == 0
        # Commands and lines for cron are to be copied whole; what is typed is as long as it is.
        said = [line.partition("]: ")[0] for line in talk.said.splitlines()]
        whole = [line for line in said if not line.startswith(("ntmtrack ", "30 "))]
        whole = [line for line in whole if str(tmp_path) not in line]
        assert max(map(len, whole)) <= 80
    settings = tomllib.loads((tmp_path / "conf" / "ntmtrack" / "config.toml").read_text("utf-8"))
    assert settings == {"lang": "en", "person": "Lò Thị Mai"}
    ledger = tmp_path / "data" / "ntmtrack" / "ntmtrack.db"
    assert len(rows("agency", "list", db=ledger)) == 2
    assert len(rows("log", db=ledger)) == 1
    assert run("assess", "binh an", "--met", "1,2", env=home, today=TODAY).code == 0
    assert "UBND xã Bình An" in run(env=home, today=TODAY).out


def test_a_wrong_answer_is_explained_and_asked_again(tmp_path: Path, home: dict[str, str]) -> None:
    with talking(home, "--language", "en", "--office", "UBND") as talk:
        talk.answer("3/7 Province", "Atlantis")
        talk.await_("Provinces: 01")
        talk.answer("3/7 Province", "?")
        talk.await_("marks or none")
        talk.answer("3/7 Province", "08")
        talk.answer("3/7 Unit", "binh")
        talk.await_("Xã Bình Xa (02404)")
        talk.answer("3/7 Unit", "02296")
        talk.answer("4/7 Criteria", "no such set")
        talk.await_("there is no criteria set")
        talk.answer("4/7 Criteria", "-")
        talk.answer("5/7 Agencies", "Phòng Kinh tế kt@x.vn")
        talk.await_("a name and an address in one")
        talk.answer("5/7 Agencies", "nothing.xlsx")
        talk.await_("nothing.xlsx")
        (tmp_path / "co-quan.csv").write_text(SHEET.replace("ca@", "ca@@"), "utf-8")
        talk.answer("5/7 Agencies", str(tmp_path / "co-quan.csv"))
        talk.await_("line 3")
        (tmp_path / "co-quan.csv").write_text(SHEET, "utf-8")
        talk.answer("5/7 Agencies", str(tmp_path / "co-quan.csv"))
        talk.await_("2 agencies taken")
        talk.answer("6/7 Letters", "VP vp@x.vn")
        talk.await_("vp@x.vn")
        talk.answer("6/7 Letters", "-")
        talk.answer("7/7 Whose board", "Lò Thị Mai")
        talk.await_("NAME, AGENCY")
        talk.answer("7/7 Whose board", "-")
        talk.answer("Write all this?", "y")
        assert talk.ended() == 0
    ledger = tmp_path / "data" / "ntmtrack" / "ntmtrack.db"
    assert {row["agency"] for row in rows("agency", "list", db=ledger)} == {
        "Phòng Kinh tế",
        "Công an xã",
    }
    assert run("config", "get", "office.sets", env=home).out == ""


def test_mail_is_tried_before_it_is_kept_and_the_password_goes_into_its_file_alone(
    tmp_path: Path, home: dict[str, str]
) -> None:
    said = ("--language", "en", "--office", "UBND", "--province", "08", "--unit", "02296")
    said += ("--set", "ntm 2026-2030", "--agency", "Phòng Kinh tế")
    with talking(home, *said) as talk:
        for host, keep in (("mail.invalid", ""), ("localhost", "y")):
            talk.answer("6/7 Letters", "VP <vp@x.vn>")
            talk.answer("6/7 Mail server", host)
            talk.answer("6/7 Who logs in to it [vp@x.vn]:", "")
            talk.answer("mail-password]:", "")
            talk.answer("you write the file later):", "hunter2")
            talk.answer("6/7 Send a letter of trial to [vp@x.vn]:", "")
            talk.await_("step failed")
            talk.answer("Keep these settings all the same? [y/N]", keep)
        talk.answer("7/7 Whose board", "")
        talk.answer("Write all this?", "")
        assert talk.ended() == 0
        assert "hunter2" not in talk.said
    folder = tmp_path / "conf" / "ntmtrack"
    assert (folder / "mail-password").read_text("utf-8") == "hunter2\n"
    assert (folder / "mail-password").stat().st_mode & 0o777 == 0o600
    written = (folder / "config.toml").read_text("utf-8")
    assert tomllib.loads(written)["mail"]["smtp"]["host"] == "localhost"
    assert "hunter2" not in written


def test_mail_that_failed_and_is_left_out_is_not_kept_and_an_unclear_answer_loses_nothing(
    tmp_path: Path, home: dict[str, str]
) -> None:
    with talking(home, "--language", "en", "--office", "UBND") as talk:
        for question in ("3/7", "4/7", "5/7"):
            talk.answer(question, "-")
        talk.answer("6/7 Letters", "VP <vp@x.vn>")
        talk.answer("6/7 Mail server", "mail.invalid")
        talk.answer("6/7 Who logs in to it", "-")
        talk.answer("6/7 Send a letter of trial to", "")
        talk.answer("Keep these settings all the same?", "n")
        talk.answer("6/7 Letters", "-")
        talk.answer("Write all this?", "?")
        talk.answer("Write all this?", "-")
        talk.answer("Write all this?", "y")
        assert talk.ended() == 0
    written = tomllib.loads((tmp_path / "conf" / "ntmtrack" / "config.toml").read_text("utf-8"))
    assert "mail" not in written


@pytest.mark.parametrize("key", [b"\x03", b"\x04"])
def test_left_half_way_in_the_language_that_was_chosen_nothing_is_written(
    tmp_path: Path, home: dict[str, str], key: bytes
) -> None:
    with talking(home, "--office", "UBND", "--province", "08", "--unit", "02296") as talk:
        talk.answer("1/7 Language of the screens, vi or en [en]:", "fr")
        talk.await_("there is no language fr")
        talk.answer("1/7", "vi")
        talk.answer("4/7 Bộ tiêu chí", "?")
        talk.await_("xa-ntm-2009")
        talk.await_("4/7")
        assert talk.left_by(key) == 130
        assert "Chưa ghi gì" in talk.said
    assert nothing_in(tmp_path)


def test_refused_at_the_end_nothing_is_written(tmp_path: Path, home: dict[str, str]) -> None:
    with talking(home, "--language", "en", "--office", "UBND") as talk:
        for question in ("3/7", "4/7", "5/7", "6/7"):
            talk.answer(question, "-")
        talk.answer("Write all this?", "n")
        assert talk.ended() == 0
        assert "Nothing has been written." in talk.said
    assert nothing_in(tmp_path)


def test_a_ledger_that_is_there_is_told_before_anything_is_asked(
    tmp_path: Path, home: dict[str, str]
) -> None:
    assert run("init", env=home).code == 0
    with talking(home) as talk:
        assert talk.ended() == 4
        assert "1/7" not in talk.said


def test_a_ledger_of_another_name_may_become_the_usual_one(
    tmp_path: Path, home: dict[str, str]
) -> None:
    given = ("--language", "en", "--office", "UBND", "--set", "ntm 2026-2030")
    with Terminal("init", *given, db=tmp_path / "xa.db", env=home, today=TODAY) as talk:
        talk.answer("3/8 Province", "")
        talk.answer("5/8 Agencies", "")
        talk.answer("6/8 Letters", "")
        talk.answer("8/8 Open this ledger from now on where none is named? [Y/n]", "")
        talk.answer("Write all this?", "")
        assert talk.ended() == 0
    assert "UBND" in run(env=home, today=TODAY).out
