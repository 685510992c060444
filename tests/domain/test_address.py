"""Which texts are a mailbox, and which no mail can be sent to."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.address import Mailbox, parse_mailbox
from ntmtrack.errors import DataError

LETTERS = st.characters(exclude_characters='<>"\\', exclude_categories=("C", "Zl", "Zp", "Cs"))


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("ntm@example.gov.vn", "", "ntm@example.gov.vn"),
        ("  ntm@example.gov.vn ", "", "ntm@example.gov.vn"),
        ("<ntm@example.gov.vn>", "", "ntm@example.gov.vn"),
        ("Chủ tịch <x@y.vn>", "Chủ tịch", "x@y.vn"),
        ("Chu\u0309  ti\u0323ch < x@y.vn >", "Chủ tịch", "x@y.vn"),
        ('"Lê Thị B, Phó Chủ tịch" <x@y.vn>', "Lê Thị B, Phó Chủ tịch", "x@y.vn"),
        (r'"Xã \"Bản Bo\"" <x@y.vn>', 'Xã "Bản Bo"', "x@y.vn"),
        ('" <x@y.vn>', '"', "x@y.vn"),
        ("o'neill+ntm=1.2@Mail.Example-1.VN", "", "o'neill+ntm=1.2@Mail.Example-1.VN"),
    ],
)
def test_a_mailbox_is_a_name_and_an_address(text: str, name: str, address: str) -> None:
    assert parse_mailbox(text) == Mailbox(name, address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ntm",
        "ntm@localhost",
        "@example.vn",
        "ủyban@example.vn",
        "uyban@tỉnh.vn",
        "a b@example.vn",
        ".a@example.vn",
        "a.@example.vn",
        "a..b@example.vn",
        "a@example..vn",
        "a@example.vn.",
        "a@b@example.vn",
        "a@example.vn, b@example.vn",
        "A <a@example.vn> B",
        "A <<a@example.vn>>",
        "A <a@example.vn",
        "a" * 244 + "@example.vn",
    ],
)
def test_anything_else_is_refused_with_the_text_in_the_sentence(text: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_mailbox(text)
    assert caught.value.message.values == {"address": text}
    assert caught.value.hint is not None


def test_an_address_of_254_characters_is_the_longest() -> None:
    assert len(parse_mailbox("a" * 243 + "@example.vn").address) == 254


@pytest.mark.parametrize("letter", ["\n", "\r", "\0", "\t", "\x1b", "\x85", "\u2028", "\udc80"])
@pytest.mark.parametrize(
    "form", ["a{}@example.vn", "a@example.vn{}", "{}A <a@b.vn>", "A{} <a@b.vn>"]
)
def test_a_control_or_a_line_break_is_refused_wherever_it_stands_and_not_repeated(
    letter: str, form: str
) -> None:
    with pytest.raises(DataError) as caught:
        parse_mailbox(form.format(letter))
    assert letter not in str(caught.value.message.values["address"])


@given(st.text())
def test_whatever_is_taken_can_stand_in_a_header_and_in_a_command(text: str) -> None:
    try:
        mailbox = parse_mailbox(text)
    except DataError:
        return
    assert re.fullmatch(r"[!-~]+@[!-~]+", mailbox.address)
    assert not re.search("[<>\0-\x1f\x7f-\x9f\u2028\u2029]", mailbox.name)


@given(st.text(LETTERS, max_size=30))
def test_a_name_does_not_change_the_address(name: str) -> None:
    assert parse_mailbox(f"{name} <x@y.vn>").address == "x@y.vn"
