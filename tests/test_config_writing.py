"""The writer of the configuration file: entries in, the rest of the text as it was."""

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.config import read
from ntmtrack.config_writing import changed, write, write_secret
from ntmtrack.errors import DataError

HAND = """\
# Văn phòng điều phối
lang = "en"   # tiếng Anh cho khách

# thư
[mail]
from = "vp@x.vn"  # hộp thư chung
office = "VP"
[report]
issuer = "UBND"
[mail.smtp]
host = "cũ.x.vn"
"""


def test_comments_and_order_stay_and_a_value_is_changed_in_its_place(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(HAND, "utf-8")
    write(file, {("lang",): "vi", ("mail", "smtp", "host"): "mới.x.vn"})
    expected = HAND.replace('lang = "en" ', 'lang = "vi" ').replace("cũ.x.vn", "mới.x.vn")
    assert file.read_text("utf-8") == expected


def test_a_new_entry_outside_tables_stands_above_them_and_leaves_remarks_with_theirs() -> None:
    text = changed(HAND, {("person",): "Lò Thị Mai"}, path=Path("f"))
    lines = text.splitlines()
    assert lines[2] == 'person = "Lò Thị Mai"'
    assert lines[lines.index("[mail]") - 1] == "# thư"
    assert [each for each in lines if each != lines[2]] == HAND.splitlines()
    only = changed("# thư\n[mail]\n", {("lang",): "vi"}, path=Path("f"))
    assert only == 'lang = "vi"\n\n# thư\n[mail]\n'


def test_an_entry_is_taken_away_with_its_remark_alone() -> None:
    text = changed(HAND, {("mail", "from"): None}, path=Path("f"))
    assert text == HAND.replace('from = "vp@x.vn"  # hộp thư chung\n', "")
    assert changed(HAND, {("hub", "url"): None, ("actor",): None}, path=Path("f")) == HAND


def test_a_file_that_is_not_there_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "config.toml"
    write(file, {("views", "trễ hạn, xã A.B"): "overdue", ("mail", "leaders"): ("a@x", "b@x")})
    assert file.stat().st_mode & 0o777 == 0o600
    assert tomllib.loads(file.read_text("utf-8")) == {
        "views": {"trễ hạn, xã A.B": "overdue"},
        "mail": {"leaders": ["a@x", "b@x"]},
    }
    assert [each.name for each in file.parent.iterdir()] == ["config.toml"]


def test_a_file_that_others_could_read_is_its_owner_s_alone_afterwards(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('lang = "en"', "utf-8")
    file.chmod(0o644)
    write(file, {("lang",): "vi"})
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text("utf-8") == 'lang = "vi"\n'


def test_through_a_link_the_file_that_it_leads_to_is_written(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "config.toml"
    real.write_text("", "utf-8")
    link.symlink_to(real)
    write(link, {("lang",): "vi"})
    assert link.is_symlink()
    assert real.read_text("utf-8") == 'lang = "vi"\n'


def test_windows_ends_of_lines_stay(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b'# a\r\nlang = "en"\r\n[mail]\r\noffice = "x"\r\n')
    write(file, {("lang",): "vi"})
    assert file.read_bytes() == b'# a\r\nlang = "vi"\r\n[mail]\r\noffice = "x"\r\n'


@pytest.mark.parametrize("text", ['mail = "x"\n', "[[mail]]\na = 1\n", "lang = \n"])
def test_what_cannot_be_placed_is_refused_and_the_file_is_as_it_was(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(DataError):
        write(file, {("mail", "office"): "y", ("lang",): "vi"})
    assert file.read_text("utf-8") == text
    assert len(list(tmp_path.iterdir())) == 1


def test_lines_of_a_long_text_are_not_taken_for_tables() -> None:
    text = 'actor = """\n[a]\n"""\n[mail]\noffice = "x"\n'
    with pytest.raises(DataError):
        changed(text, {("lang",): "vi"}, path=Path("f"))


def test_what_is_no_utf_8_or_a_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b'lang = "\xff"')
    for each in (file, tmp_path):
        with pytest.raises(DataError):
            write(each, {("lang",): "vi"})
    assert file.read_bytes() == b'lang = "\xff"'


def test_a_device_is_neither_read_nor_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = tmp_path / "config.toml"
    os.mkfifo(device)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it would never end"))
    with pytest.raises(DataError) as refused:
        write(device, {("lang",): "vi"})
    assert "it is no file" in repr(refused.value.message.values["reason"])
    with pytest.raises(DataError) as refused:
        write_secret(device, "x")
    assert "it is no file" in repr(refused.value.message.values["reason"])
    assert device.is_fifo()


def test_the_mark_that_editors_put_before_a_text_is_in_nobody_s_way(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b'\xef\xbb\xbf# a\r\nlang = "en"\r\n')
    assert read(file) == {"lang": "en"}
    write(file, {("lang",): "vi"})
    assert file.read_bytes() == b'# a\r\nlang = "vi"\r\n'


def test_a_write_that_fails_leaves_the_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(HAND, "utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(DataError):
        write(file, {("lang",): "vi"})
    with pytest.raises(DataError):
        write_secret(tmp_path / "secret", "x")
    assert file.read_text("utf-8") == HAND
    assert list(tmp_path.iterdir()) == [file]


NAMES = st.sampled_from(["lang", "a b", "é", "x.y", "db", "mail", "smtp"])
KEYS = st.lists(NAMES, min_size=1, max_size=3).map(tuple)
VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12), st.booleans(), st.integers()
)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_whatever_is_written_is_read_back_and_taking_it_away_restores_the_rest(
    entries: dict[tuple[str, ...], object],
) -> None:
    clear = {
        keys: value
        for keys, value in entries.items()
        if not any(keys[:length] in entries for length in range(1, len(keys)))
    }
    text = changed("[report]\nissuer = 'U'\n", clear, path=Path("f"))  # type: ignore[arg-type]
    held = tomllib.loads(text)
    for keys, value in clear.items():
        inside: object = held
        for key in keys:
            assert isinstance(inside, dict)
            inside = inside[key]
        assert inside == value
    gone = changed(text, dict.fromkeys(clear), path=Path("f"))

    def bare(table: dict[str, object]) -> dict[str, object]:
        inner = {k: bare(v) if isinstance(v, dict) else v for k, v in table.items()}
        return {k: v for k, v in inner.items() if v != {}}

    assert bare(tomllib.loads(gone)) == {"report": {"issuer": "U"}}
