"""The bytes of a letter, read back by both of the library's parsers."""

import email
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ntmtrack.domain.address import Mailbox
from ntmtrack.domain.text import clean
from ntmtrack.errors import DataError
from ntmtrack.mail.compose import Attachment, Letter, compose

VIETNAM = timezone(timedelta(hours=7))
LETTER = Letter(
    sender=Mailbox("Văn phòng Điều phối NTM", "ntm@example.gov.vn"),
    to=(Mailbox("Ban Chỉ đạo xã Bản Bo", "banbo@example.gov.vn"),),
    reply_to=Mailbox("", "vanphong@example.gov.vn"),
    subject="Quá hạn: 12 nhiệm vụ, cập nhật đến ngày 02/03/2026",
    text="Kính gửi: Ban Chỉ đạo\n\n.\nFrom đây\n",
    html="<p>Kính gửi: Ban Chỉ đạo</p>\n",
    message_id="a1b2@ntm.example.gov.vn",
    list_id="ntm.example.gov.vn",
    lang="vi",
    date=datetime(2026, 3, 2, 8, 0, tzinfo=VIETNAM),
)
HEADERS = [
    "auto-submitted",
    "content-language",
    "content-type",
    "date",
    "from",
    "list-id",
    "message-id",
    "mime-version",
    "reply-to",
    "subject",
    "to",
    "x-auto-response-suppress",
]

OFFICE = "Văn phòng Điều phối Nông thôn mới, tỉnh (Tuyên Quang)"
AWKWARD = 'Nghiêng 02/03/2026 "xã" A.B <x@y.vn> =?utf-8?q?a?= =? ?= _ =5F ; \\ ntmtrack'
WORDS = st.sampled_from(OFFICE.split() + AWKWARD.split()) | st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=40
)
LINES = (
    st.lists(WORDS, min_size=1, max_size=30)
    .map(lambda words: clean(" ".join(words))[:200].strip())
    .filter(bool)
)
ANYTHING = st.text(
    st.characters() | st.sampled_from("\r\n\0\u2028\u2029\x85\x0b:, <>@;\"'=?"), max_size=60
) | st.sampled_from(("x\r\nBcc: a@b.vn", "x\n\nbody", "x\u2028Bcc: a@b.vn", "\r\n.\r\n", "x\0"))


def parsed(letter: Letter) -> EmailMessage:
    message = email.message_from_bytes(compose(letter), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def decoded(letter: Letter, header: str) -> str:
    """A header as a program reads it that knows RFC 2047 and nothing else."""
    raw = email.message_from_bytes(compose(letter))[header]
    return str(make_header(decode_header(raw)))


def assert_fit_to_travel(content: bytes) -> None:
    assert content.isascii()
    assert content.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    assert max(map(len, content.split(b"\r\n"))) <= 998
    head = content.partition(b"\r\n\r\n")[0]
    words = re.findall(rb"=\?utf-8\?[^?]+\?[^? ]*\?=", head)
    assert max(map(len, words)) <= 75
    assert all(len(line) <= 76 for line in head.split(b"\r\n") if b"=?utf-8?" in line)


@given(LINES)
@example("=?utf-8?q?a?=")
@example("=?utf-8?b?YQ==?= =?utf-8?b?YQ==?=")
@example("a" * 200)
@example("nghiêng " * 24 + "nghiêng")
@example("\U0001f33e" * 100)
def test_a_subject_comes_back_exactly(subject: str) -> None:
    letter = replace(LETTER, subject=subject)
    assert_fit_to_travel(compose(letter))
    assert parsed(letter)["Subject"] == subject
    assert decoded(letter, "Subject") == subject


@given(LINES)
def test_the_name_of_a_mailbox_comes_back_exactly(name: str) -> None:
    letter = replace(
        LETTER, sender=Mailbox(name, "a@b.vn"), to=(Mailbox(name, "c@d.vn"), Mailbox("", "e@f.vn"))
    )
    assert_fit_to_travel(compose(letter))
    assert decoded(letter, "From") == f"{name} <a@b.vn>"
    raw = email.message_from_bytes(compose(letter))["To"]
    told = [(str(make_header(decode_header(words))), at) for words, at in getaddresses([raw])]
    assert told == [(name, "c@d.vn"), ("", "e@f.vn")]


@given(st.lists(st.sampled_from(OFFICE.split()), max_size=30))
def test_a_program_that_shows_the_gap_between_encoded_words_breaks_no_word(
    words: list[str],
) -> None:
    """The library's own parser does so in names, against RFC 2047."""
    letter = replace(LETTER, sender=Mailbox(" ".join(words), "a@b.vn"))
    (sender,) = parsed(letter)["From"].addresses
    assert sender.display_name.split() == words
    assert sender.addr_spec == "a@b.vn"


@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING)
@example("x\r\nBcc: a@b.vn", "x\r\nBcc: a@b.vn", "x\r\nBcc: a@b.vn", "x\r\n\r\nx")
def test_no_text_adds_a_header_or_changes_the_body(
    name: str, subject: str, list_id: str, file: str
) -> None:
    letter = replace(
        LETTER,
        sender=Mailbox(name, "a@b.vn"),
        to=(Mailbox(name, "c@d.vn"),),
        subject=f"x {subject}",
        list_id=list_id,
        message_id=f"<{list_id}>",
        attachments=(Attachment(file, b"content", "application", "octet-stream"),),
    )
    message = parsed(letter)
    assert sorted(header.lower() for header in message) == HEADERS
    assert [address.addr_spec for address in message["From"].addresses] == ["a@b.vn"]
    assert [address.addr_spec for address in message["To"].addresses] == ["c@d.vn"]
    assert body(message, "plain").replace("\r\n", "\n") == LETTER.text
    (attached,) = message.iter_attachments()
    assert attached.get_content() == b"content"
    assert not set('/\\:*?"<>|\r\n\0') & set(attached.get_filename() or "")


def test_both_forms_arrive_with_their_lines_and_the_better_one_last() -> None:
    message = parsed(LETTER)
    assert message.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in message.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    assert body(message, "plain") == LETTER.text.replace("\n", "\r\n")
    assert body(message, "html").strip() == LETTER.html.strip()
    assert not any(part.defects for part in message.walk())


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_any_text_arrives_unchanged(text: str) -> None:
    letter = replace(LETTER, text=text, html=text)
    assert_fit_to_travel(compose(letter))
    assert body(parsed(letter), "plain").replace("\r\n", "\n") == text
    assert body(parsed(letter), "html").replace("\r\n", "\n") == text


def test_headers_tell_other_programs_not_to_answer() -> None:
    message = parsed(LETTER)
    assert sorted(header.lower() for header in message) == HEADERS
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["List-Id"] == "<ntm.example.gov.vn>"
    assert message["Message-ID"] == "<a1b2@ntm.example.gov.vn>"
    assert message["Content-Language"] == "vi"
    assert message["Date"].datetime == LETTER.date
    assert message["Reply-To"] == "vanphong@example.gov.vn"
    assert "Reply-To" not in parsed(replace(LETTER, reply_to=None))


def test_a_long_id_stays_on_the_line_of_its_header() -> None:
    letter = replace(LETTER, message_id="a" * 100 + "@b.vn")
    assert b"\r\nMessage-ID: <" + b"a" * 100 + b"@b.vn>\r\n" in compose(letter)


def test_brackets_around_the_two_ids_make_no_difference() -> None:
    bracketed = replace(LETTER, message_id=f"<{LETTER.message_id}>", list_id=f"<{LETTER.list_id}>")
    assert compose(bracketed) == compose(LETTER)


@pytest.mark.parametrize(
    "name",
    [
        "nhiem-vu.xlsx",
        "Nhiệm vụ quá hạn.xlsx",
        "Nhiệm vụ quá hạn, 2' 50% (a;b).xlsx",
        "Nhiệm vụ quá hạn " * 20 + ".xlsx",
        "a" * 150 + ".xlsx",
    ],
)
def test_files_keep_their_names_and_bytes(name: str) -> None:
    content = bytes(range(256)) * 40
    file = Attachment(name, content, "application", "vnd.test")
    last_days = Attachment("hạn.ics", "Hạn\r\n".encode(), "text", "calendar")
    letter = replace(LETTER, attachments=(file, last_days))
    assert_fit_to_travel(compose(letter))
    message = parsed(letter)
    assert message.get_content_type() == "multipart/mixed"
    one, two = message.iter_attachments()
    assert one.get_filename() == name
    assert one.get_content_type() == "application/vnd.test"
    assert one.get_content() == content
    assert two.get_filename() == "hạn.ics"
    assert two.get_content() == "Hạn\r\n"
    assert body(message, "plain").replace("\r\n", "\n") == LETTER.text


def test_the_same_letter_gives_the_same_bytes_and_another_id_other_boundaries() -> None:
    letter = replace(LETTER, attachments=(Attachment("a.txt", b"a", "text", "plain"),))
    assert compose(letter) == compose(letter)
    boundaries = re.compile(rb'boundary="([^"]+)"')
    one = boundaries.findall(compose(letter))
    other = boundaries.findall(compose(replace(letter, message_id="b@c")))
    assert len({*one, *other}) == 4


@pytest.mark.parametrize("address", ["", "a", "a@b.vn\r\nBcc: c@d.vn", "a@b.vn, c@d.vn", "ă@b.vn"])
def test_an_address_that_could_not_be_used_is_refused(address: str) -> None:
    with pytest.raises(DataError):
        compose(replace(LETTER, to=(Mailbox("x", address),)))
