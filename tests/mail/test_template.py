"""Templates: the shipped ones, an office's own, and what is said of one that is wrong."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.errors import DataError
from ntmtrack.i18n import LANGUAGES
from ntmtrack.mail.template import BODY_PLACES, KINDS, SHIPPED, fill, load, parse, read
from ntmtrack.render.localise import Localiser

PLACES = {
    "office": "Văn phòng Điều phối",
    "count": "12",
    "tasks": "12 nhiệm vụ",
    "day": "09/07/2024",
    "period": "từ ngày 03/07/2024 đến ngày 09/07/2024",
    "receiver": "Ban Chỉ đạo xã Bản Bo",
    "signature": "Chánh Văn phòng",
}


def refused(text: str) -> tuple[str, str]:
    with pytest.raises(DataError) as caught:
        parse(text, name="overdue.vi.txt")
    assert caught.value.hint is not None
    said = Localiser("en").say
    return said(caught.value.message), said(caught.value.hint)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_ships_in_every_language(kind: str, lang: str) -> None:
    filled = fill(load(kind, lang, None), PLACES)
    assert "$" not in "".join(filled)
    assert filled.above.splitlines()[0].endswith(PLACES["receiver"])
    for place in ("receiver", "day"):
        assert PLACES[place] in filled.above
    assert filled.below.endswith(PLACES["signature"])
    assert PLACES["office"] in filled.subject


def test_a_subject_starts_with_what_matters() -> None:
    assert fill(load("overdue", "vi", None), PLACES).subject.startswith("Quá hạn: 12 nhiệm vụ,")
    assert fill(load("overdue", "en", None), PLACES).subject.startswith("Overdue: 12")


def test_nothing_else_is_shipped_and_all_of_it_is_composed() -> None:
    names = {f"{kind}.{lang}.txt" for kind in KINDS for lang in LANGUAGES}
    assert {path.name for path in SHIPPED.iterdir()} == names
    for name in names:
        text = (SHIPPED / name).read_text("utf-8")
        assert unicodedata.is_normalized("NFC", text)


def test_the_offices_own_file_wins_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "due.vi.txt").write_text("Subject: Của chúng tôi\n\n$list\n", "utf-8")
    assert load("due", "vi", tmp_path).subject == "Của chúng tôi"
    assert load("due", "en", tmp_path) == load("due", "en", None)
    assert load("overdue", "vi", tmp_path) == load("overdue", "vi", None)


def test_the_body_is_split_at_the_list() -> None:
    template = parse("Subject: $count\n\nabove $day\n  ${list} \nbelow $office\n", name="x")
    filled = fill(template, PLACES)
    assert filled == ("12", "above 09/07/2024", "below Văn phòng Điều phối")


def test_a_place_with_nothing_in_it_leaves_no_gap() -> None:
    template = parse("Subject: x\n\na\n\n$period\n\nb\n$list\n\n$period\n\n$signature", name="x")
    filled = fill(template, {**PLACES, "period": "", "signature": ""})
    assert filled == ("x", "a\n\nb", "")


@given(st.sampled_from([place for place in BODY_PLACES if place != "list"]))
def test_what_stands_in_a_place_is_never_a_place(place: str) -> None:
    value = "$list $day ${office} $ $$"
    template = parse(f"Subject: x\n\n${place}\n$list\n", name="x")
    assert fill(template, {**PLACES, place: value}).above == value


def test_a_dollar_sign_is_written_twice() -> None:
    assert fill(parse("Subject: $$5\n\n$$list\n$list", name="x"), PLACES)[:2] == ("$5", "$list")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_files_of_any_editor_are_read(tmp_path: Path, end: str, mark: bytes) -> None:
    path = tmp_path / "due.vi.txt"
    path.write_bytes(mark + end.join(["Subject: Hạn", "", "trên", "$list", "dưới"]).encode())
    assert read(path) == ("Hạn", "\ntrên", "dưới")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "it must begin with `Subject:` and the subject"),
        ("Kính gửi\n\n$list", 1, "it must begin with `Subject:` and the subject"),
        ("Subject:  \n\n$list", 1, "it must begin with `Subject:` and the subject"),
        ("Subject: x\n$list", 2, "an empty line must follow the subject"),
        ("Subject: $taks\n\n$list", 1, "$taks is not a place known here"),
        ("Subject: $receiver\n\n$list", 1, "$receiver is not a place known here"),
        ("Subject: x\n\na\n$Day\n$list", 4, "$Day is not a place known here"),
        ("Subject: x\n\n5 $ một ngày\n$list", 3, "$ is not a place known here"),
        ("Subject: x\n\n${day\n$list", 3, "${day is not a place known here"),
        ("Subject: x\n\n$đ\n$list", 3, "$đ is not a place known here"),
        ("Subject: x", 1, "$list must stand alone on its line, once in the file"),
        ("Subject: x\n\na\n", 4, "$list must stand alone on its line, once in the file"),
        ("Subject: x\n\n- $list", 3, "$list must stand alone on its line, once in the file"),
        ("Subject: x\n\n$list $list", 3, "$list must stand alone on its line, once in the file"),
        ("Subject: x\n\n$list\n\n$list", 5, "$list must stand alone on its line, once in the file"),
        ("Subject: x\n\n$list\na $list", 4, "$list must stand alone on its line, once in the file"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, what: str) -> None:
    assert refused(text)[0] == f"the mail template overdue.vi.txt, line {line}: {what}"


def test_the_places_that_are_known_are_told() -> None:
    _, hint = refused("Subject: $x\n\n$list")
    assert hint == (
        "known here: $office, $count, $tasks, $day, $period; for a dollar sign write $$"
    )
    assert "$receiver, $list, $signature" in refused("Subject: x\n\n$x\n$list")[1]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "due.vi.txt"
    path.write_bytes("Subject: Hạn\n\n$list".encode("utf-16"))
    with pytest.raises(DataError) as caught:
        load("due", "vi", tmp_path)
    said = Localiser("en").say(caught.value.message)
    assert said == f"the mail template {path} cannot be read: it is not UTF-8 text"
    path.unlink()
    path.mkdir()
    with pytest.raises(DataError, match="cannot be read"):
        load("due", "vi", tmp_path)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_a_subject_is_one_short_line_whatever_stands_in_it(office: str) -> None:
    template = parse("Subject: Quá hạn $office\n\n$list", name="x")
    subject = fill(template, {**PLACES, "office": office}).subject
    assert len(subject) <= 200
    assert len(subject.splitlines()) == 1
    assert subject.isprintable() or not any(
        unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in subject
    )
    assert subject.startswith("Quá hạn")


def test_a_long_subject_ends_at_a_word() -> None:
    template = parse("Subject: $office\n\n$list", name="x")
    subject = fill(template, {**PLACES, "office": "nhiệm vụ, " * 40}).subject
    assert subject.endswith(("nhiệm…", "vụ…"))
    assert 190 <= len(subject) <= 200
    assert fill(template, {**PLACES, "office": "x" * 300}).subject == "x" * 199 + "…"
    assert fill(template, {**PLACES, "office": "x" * 200}).subject == "x" * 200
