"""`agency`: who owes and who coordinates, and their persons."""

from pathlib import Path

import pytest

from tests.factories import TODAY, an_agency, done
from tests.run import refused, rows, run


def test_add_keeps_all_that_it_is_given(demo: Path) -> None:
    row = done(
        *("agency", "add", "Điện lực Tam Đường", "--code", "DL", "--outside"),
        *("--unit", "tam duong", "--mail", "a@evn.vn", "--mail", "b@evn.vn"),
        *("--person", "Lò Văn A, Giám đốc", "--person", "Vàng Thị B"),
        *("--from", "1/1/2024", "--to", "31/12/2030", "--note", "ngoài khối"),
        *("--person", "Nùng Văn C, Phó Giám đốc <c@evn.vn>", "--mail-lang", "en"),
        db=demo,
    )
    assert row == {
        "agency": "Điện lực Tam Đường",
        "code": "DL",
        "outside": True,
        "unit_name": "Huyện Tam Đường",
        "addresses": ["a@evn.vn", "b@evn.vn"],
        "persons": [
            "Lò Văn A (Giám đốc)",
            "Vàng Thị B",
            "Nùng Văn C (Phó Giám đốc) <c@evn.vn>",
        ],
        "valid_from": "2024-01-01",
        "valid_to": "2030-12-31",
        "note": "ngoài khối",
        "lang": "en",
    }


def test_it_is_named_by_code_or_whole_words_never_by_a_piece_of_one(demo_file: Path) -> None:
    for words in ("KTHT-TD", "ktht-td", "phòng kinh tế", "kinh te - ha tang", "phong kinh te ha"):
        row = rows("agency", "show", words, db=demo_file, today=TODAY)[0]
        assert row["code"] == "KTHT-TD"
    for words in ("KT", "KTHT", "inh te"):
        refused(run("agency", "show", words, db=demo_file, today=TODAY), 3)


def test_set_changes_what_it_is_given_and_nothing_else(demo: Path) -> None:
    before = rows("agency", "show", "KTHT-TD", db=demo, today=TODAY)[0]
    for argv, key, value in (
        (("--outside",), "outside", True),
        (("--inside",), "outside", False),
        (("--mail", "a@b.vn"), "addresses", ["a@b.vn"]),
        (("--person", "Lò Văn A, Phó"), "persons", ["Lò Văn A (Phó)"]),
        (("--note", "x"), "note", "x"),
        (("--unit", "ban bo"), "unit_name", "Xã Bản Bo"),
        (("--name", "Phòng Kinh tế"), "agency", "Phòng Kinh tế"),
        (("--code", "KT"), "code", "KT"),
    ):
        words = "KTHT-TD"
        after = done("agency", "set", words, *argv, db=demo)
        assert after[key] == value
        assert {name for name in after if after[name] != before[name]} <= {key}
        before = after


def test_addresses_and_persons_that_go_are_gone_from_today_on(demo: Path) -> None:
    done("agency", "set", "KTHT-TD", "--mail", "a@b.vn", "--person", "Lò Văn A", db=demo)
    row = done(
        *("agency", "set", "KTHT-TD", "--drop-mail", "a@b.vn", "--drop-person", "Lò Văn A"),
        db=demo,
    )
    assert (row["addresses"], row["persons"]) == ([], [])
    refused(run("agency", "set", "KTHT-TD", "--drop-mail", "a@b.vn", db=demo, today=TODAY), 3)


def test_the_same_address_is_not_kept_twice(demo: Path) -> None:
    done("agency", "set", "KTHT-TD", "--mail", "a@b.vn", "--mail", "a@b.vn", db=demo)
    row = done("agency", "set", "KTHT-TD", "--mail", "a@b.vn", db=demo)
    assert row["addresses"] == ["a@b.vn"]


def test_a_name_or_code_that_is_taken_is_refused(demo: Path) -> None:
    an_agency(demo, code="TC")
    for argv in (
        ("add", "phòng tài chính"),
        ("add", "Khác", "--code", "tc"),
        ("set", "KTHT-TD", "--code", "TC"),
        ("set", "KTHT-TD", "--name", "Phòng Tài chính"),
    ):
        assert "already" in refused(run("agency", *argv, db=demo, today=TODAY), 3)


@pytest.mark.parametrize(
    "address", ["a", "@b.vn", "a@", "a b@c.vn", "a@b@c.vn", "á@b.vn", "a@b.vn, c@d.vn", "<a@b.vn>"]
)
def test_what_is_no_address_is_refused(demo_file: Path, address: str) -> None:
    refused(run("agency", "add", "X", "--mail", address, db=demo_file), 3)


def test_one_that_has_ended_can_still_be_looked_at(demo: Path) -> None:
    done("agency", "set", "KTHT-TD", "--to", "30/6/2024", db=demo)
    row = rows("agency", "show", "KTHT-TD", db=demo, today=TODAY)[0]
    assert row["valid_to"] == "2024-06-30"
    said = refused(
        run("task", "add", "ban bo", "--title", "x", "--lead", "KTHT-TD", db=demo, today=TODAY), 3
    )
    assert "30/06/2024" in said


def test_other_faults(demo_file: Path) -> None:
    refused(run("agency", "show", "khong co", db=demo_file), 3)
    assert "UBND xã Bản Bo" in refused(run("agency", "show", "ubnd", db=demo_file), 3)
    refused(run("agency", "add", "X", "--unit", "khong co", db=demo_file), 3)
    refused(run("agency", "add", db=demo_file), 2)
