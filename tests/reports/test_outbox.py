"""The outbox and the story of a letter: what did not go comes first, with why."""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from ntmtrack.domain.reminder import LetterKind, MailState
from ntmtrack.message import say
from ntmtrack.reports import doctor, outbox
from ntmtrack.reports.doctor import Finding, Health, size
from tests.reports.values import TODAY, headings, notes, records, words

MOMENT = datetime(2024, 7, 9, 1, tzinfo=UTC)
WHY = json.dumps({"text": "{words}", "values": {"words": "no such user"}})


@dataclass
class Entry:
    """A letter to one address."""

    number: str = "1"
    kind: LetterKind = LetterKind.OVERDUE
    name: str = "Phòng A"
    address: str = "a@b.vn"
    subject: str = "Quá hạn: 2 nhiệm vụ"
    period: str = "2024-07-09"
    written_on: date = TODAY
    tasks: int = 2
    state: MailState = MailState.SENT
    happened_on: date = TODAY
    happened_at: datetime = MOMENT
    attempt: int = 1
    why: str | None = None
    next_try: datetime | None = None


FAILED = Entry("2", state=MailState.FAILED, why=WHY, next_try=MOMENT)
GIVEN_UP = Entry("3", state=MailState.FAILED, why=WHY)
UNKNOWN = Entry("4", state=MailState.UNKNOWN, why=WHY)
QUEUED = Entry("5", state=MailState.QUEUED)


def test_what_did_not_go_comes_first_and_is_found() -> None:
    report = outbox.listing([Entry(), FAILED, UNKNOWN], day=TODAY)
    assert [each["letter"] for each in records(report)] == ["4", "2", "1"]
    assert report.found
    assert not outbox.listing([Entry()], day=TODAY).found
    assert [words(each["why"]) for each in records(report)][:2] == ["no such user"] * 2
    assert headings(report)[0] == "unknown (1)"


def test_an_empty_outbox_counts_nothing() -> None:
    report = outbox.listing([], day=TODAY)
    assert (report.rows, report.notes) == ((), ())
    assert set(report.summary.values()) == {0}


def test_a_story_has_its_steps_and_the_words_of_the_letter() -> None:
    steps = [replace(QUEUED, number="1"), Entry(why=WHY)]
    report = outbox.story(steps, "Kính gửi: {Phòng A}\nHết.", day=TODAY)
    assert [each["state"] for each in records(report)] == ["queued", "sent"]
    assert notes(report) == [
        "subject: Quá hạn: 2 nhiệm vụ",
        "Kính gửi: {Phòng A}",
        "Hết.",
    ]


def test_each_letter_that_did_not_go_is_a_sentence() -> None:
    told = [words(each) for each in outbox.undelivered([FAILED, GIVEN_UP, UNKNOWN, QUEUED])]
    assert told == [
        "letter 2 to Phòng A <a@b.vn> did not go: no such user; it is tried again by the first run"
        f" from {MOMENT} on",
        "letter 3 to Phòng A <a@b.vn> is given up: no such user",
        "letter 4 to Phòng A <a@b.vn> may have gone or not: no such user",
        "letter 5 to Phòng A <a@b.vn> did not go: not tried yet",
    ]


def test_a_rehearsal_shows_what_would_go() -> None:
    @dataclass(frozen=True)
    class Whom:
        name: str = "Phòng A"

    @dataclass
    class Draft:
        kind: LetterKind = LetterKind.DUE
        receiver: Whom = field(default_factory=Whom)
        address: str = "a@b.vn"
        period: str = "2024-07-09"
        marks: frozenset[str] = frozenset({"a", "b"})
        subject: str = "Sắp đến hạn"
        text: str = "…"

    [row] = records(outbox.rehearsed([Draft()], day=TODAY))
    assert (row["receiver"], row["address"], row["tells"]) == ("Phòng A", "a@b.vn", 2)


def test_health_finds_what_is_ill_and_nothing_else() -> None:
    well, ill = Finding(say("a"), Health.WELL), Finding(say("b"), Health.ILL, say("c"), "d")
    report = doctor.build([("ledger", [well]), ("mail", [well, ill])], day=TODAY)
    assert report.found
    assert notes(report) == ["1 thing needs to be looked at"]
    assert [each["health"] for each in records(report)] == ["well", "well", "ill"]
    report = doctor.build([("ledger", [well])], day=TODAY)
    assert not report.found
    assert notes(report) == ["No fault was found."]


def test_what_is_not_set_up_is_counted_beside_what_is_ill() -> None:
    unset = Finding(say("last copy"), Health.UNSET)
    report = doctor.build([("copies", [unset]), ("content", [unset])], day=TODAY)
    assert not report.found
    assert notes(report) == [
        "No fault was found.",
        "2 things are not set up, which may be meant",
    ]


def test_why_a_failure_may_not_count_as_an_attempt_is_said_where_it_is_so() -> None:
    sending = replace(QUEUED, state=MailState.SENDING, attempt=1)
    of_server = replace(FAILED, attempt=0)
    said = "what fails on the server's side is not counted as an attempt"
    assert said in notes(outbox.story([sending, of_server], "", day=TODAY))
    assert said not in notes(outbox.story([sending, FAILED], "", day=TODAY))


def test_sizes_are_told_in_units_that_people_read() -> None:
    told = [words(size(each)) for each in (0, 999, 1000, 1_155_072, 71_500_000_000, 4 * 10**15)]
    assert told == ["0 B", "999 B", "1 kB", "1.2 MB", "71.5 GB", "4000000.0 GB"]
