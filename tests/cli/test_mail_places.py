"""Each address is told for itself, and only what still holds leaves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.post import ADDRESSES, addressed, arrived, mail, settings, text_of
from tests.factories import done
from tests.mail.server import Keeper, mail_server
from tests.run import Result, refused, run

LATE = "2023-06-01"
LED = ["NV2023-005", "NV2023-006", "NV2023-011"]
ONE, TWO = ADDRESSES["BCD-BB"], "hai@banbo.example"


class Office:
    """An office whose steering board has two addresses; its server answers as it is told."""

    def __init__(self, db: Path, config: Path, keeper: Keeper, answers: dict[str, list[str]]):
        self.db, self.config, self.keeper, self.answers = db, config, keeper, answers

    def mail(self, *argv: object, today: str = LATE) -> Result:
        return mail(*argv, db=self.db, config=self.config, today=today)

    def do(self, *argv: object, today: str = LATE) -> None:
        result = run(*argv, db=self.db, today=today)
        assert result.code == 0, result.err

    def came(self, address: str) -> list[list[str]]:
        return arrived(self.keeper.kept).get(address, [])

    def state(self, address: str, today: str = LATE) -> list[object]:
        rows = self.mail("outbox", "-f", "json", today=today).rows
        return [row["state"] for row in rows if row["address"] == address]


@pytest.fixture
def office(demo: Path, tmp_path: Path) -> Iterator[Office]:
    answers: dict[str, list[str]] = {}
    keeper = Keeper(answers)
    addressed(demo, "2023-05-20", "BCD-BB")
    run("agency", "set", "BCD-BB", "--mail", TWO, db=demo, today="2023-05-20")
    with mail_server(keeper) as port:
        config = settings(tmp_path / "config.toml", port, leaders=True)
        yield Office(demo, config, keeper, answers)


def test_what_one_address_missed_is_in_its_next_letter(office: Office) -> None:
    office.answers[TWO] = ["451 later"]
    office.mail("due", today="2023-05-25")
    number = done(
        *("task", "add", "ban bo", "--title", "Họp", "--lead", "BCD-BB", "--due", "30/5/2023"),
        db=office.db,
        today="2023-05-26",
    )["task"]
    assert office.mail("due", today="2023-05-26").code == 0
    assert office.came(ONE) == [LED, [number]]
    assert office.came(TWO) == [[number, *LED]]


def test_an_address_that_takes_the_place_of_another_is_told_at_once(office: Office) -> None:
    office.answers[TWO] = ["451 later"]
    office.mail("overdue", "--agency", "BCD-BB")
    office.do(
        *("agency", "set", "BCD-BB", "--drop-mail", TWO, "--mail", "ba@banbo.example"),
        today="2023-06-02",
    )
    assert office.mail("retry", today="2023-06-02").code == 0
    waiting = office.mail("outbox", "--state", "failed", "-f", "json", today="2023-06-02").rows
    named = office.mail("retry", waiting[0]["letter"], today="2023-06-02")
    assert "no longer written to" in refused(named, 3)
    assert office.mail("overdue", "--agency", "BCD-BB", today="2023-06-02").code == 0
    assert office.came("ba@banbo.example") == [LED]
    assert office.came(ONE) == [LED]
    assert office.came(TWO) == []
    assert office.state(TWO, "2023-06-02") == ["superseded"]


def test_what_was_done_is_not_told_to_the_address_that_waited(office: Office) -> None:
    office.answers[TWO] = ["451 later"]
    office.mail("overdue", "--agency", "BCD-BB")
    office.do("task", "done", ",".join(LED), "--confirmed", today="2023-06-02")
    office.mail("overdue", today="2023-06-02")
    assert office.came(TWO) == []
    assert office.state(TWO, "2023-06-02") == ["superseded"]


def test_a_run_sends_only_letters_of_its_own_kind(office: Office) -> None:
    office.answers[ONE] = ["451 later"]
    office.mail("overdue", "--agency", "BCD-BB")
    office.do("task", "done", ",".join(LED), "--confirmed", today="2023-06-02")
    for run_of in (("due",), ("review",), ("overdue", "--agency", "UBND xã Bản Bo")):
        office.mail(*run_of, today="2023-06-02")
    assert LED not in office.came(ONE)
    assert "failed" in office.state(ONE, "2023-06-02")


def test_nothing_is_late_is_not_said_when_something_is(office: Office) -> None:
    office.answers["ct@vpdp.example"] = ["451 later"]
    office.mail("overdue", "--heartbeat", today="2020-08-05")
    office.mail("review", today=LATE)
    office.mail("overdue", today=LATE)
    assert office.came("ct@vpdp.example") == []
    assert office.state("ct@vpdp.example") == ["superseded"]


def test_a_summary_does_not_go_to_a_former_leader(office: Office) -> None:
    office.answers["ct@vpdp.example"] = ["451 later"]
    office.mail("overdue", "--to", "leaders")
    office.config.write_text(
        office.config.read_text("utf-8").replace("ct@vpdp.example", "moi@vpdp.example"), "utf-8"
    )
    office.mail("overdue", "--to", "leaders", today="2023-06-02")
    assert office.came("ct@vpdp.example") == []
    assert len(office.came("moi@vpdp.example")) == 1


def test_an_agency_that_ended_gets_no_more_letters(office: Office) -> None:
    office.answers[ONE] = ["451 later"]
    office.mail("review", "--week", today="2023-06-02")
    office.do("agency", "set", "BCD-BB", "--to", "2023-06-03", today="2023-06-03")
    office.mail("review", "--week", today="2023-06-12")
    assert office.came(ONE) == []
    assert office.state(ONE, "2023-06-12") == ["superseded"]


def test_a_clock_that_ran_ahead_silences_nobody(office: Office) -> None:
    office.mail("overdue", "--agency", "BCD-BB", today="2032-06-16")
    office.keeper.kept.clear()
    office.mail("overdue", "--agency", "BCD-BB")
    assert office.came(ONE) == [LED]
    office.mail("overdue", "--agency", "BCD-BB", today="2023-06-02")
    assert len(office.came(ONE)) == 1
    office.mail("overdue", "--agency", "BCD-BB", today="2023-06-08")
    assert len(office.came(ONE)) == 2


def test_what_was_given_up_is_tried_anew_when_it_is_time_again(office: Office) -> None:
    office.answers[ONE] = ["550 no such user", "550 no such user"]
    office.mail("overdue", "--agency", "BCD-BB")
    for day in ("2023-06-02", "2023-06-07"):
        assert office.mail("overdue", "--agency", "BCD-BB", today=day).code == 5
        dry = office.mail("overdue", "--agency", "BCD-BB", "--dry-run", today=day)
        assert "nothing to send" in dry.out
    assert office.state(ONE, "2023-06-07") == ["failed"]
    office.mail("overdue", "--agency", "BCD-BB", today="2023-06-08")
    office.mail("overdue", "--agency", "BCD-BB", today="2023-06-15")
    assert office.came(ONE) == [LED]
    assert sorted(map(str, office.state(ONE, "2023-06-15"))) == ["sent", "superseded", "superseded"]


def test_an_outage_is_not_held_against_an_address(office: Office, tmp_path: Path) -> None:
    from tests.mail.server import closed_port

    working = office.config.read_text("utf-8")
    settings(office.config, closed_port())
    for day in range(1, 13):
        office.mail("overdue", "--agency", "BCD-BB", today=f"2023-06-{day:02d}")
    office.config.write_text(working, "utf-8")
    office.answers[ONE] = ["451 later"]
    office.mail("overdue", "--agency", "BCD-BB", today="2023-06-13")
    assert office.mail("overdue", "--agency", "BCD-BB", today="2023-06-14").code == 0
    assert office.came(ONE) == office.came(TWO) == [LED]


def test_an_address_is_given_up_after_ten_tries_of_its_own(office: Office) -> None:
    office.answers[ONE] = ["451 later"] * 30
    office.do("agency", "set", "BCD-BB", "--drop-mail", TWO, today="2023-05-31")
    for day in range(1, 13):
        office.mail("overdue", "--agency", "BCD-BB", today=f"2023-06-{day:02d}")
    rows = office.mail("outbox", "--state", "failed", "-f", "json", today="2023-06-12").rows
    assert [(row["attempts"], row["next_try"]) for row in rows] == [(10, None)]
    del office.answers[ONE][:]
    office.answers[ONE] += ["451 later"]
    assert "did not go" in office.mail("retry", rows[0]["letter"], today="2023-06-12").err


def test_one_address_in_two_spellings_gets_one_letter(office: Office) -> None:
    office.do("agency", "set", "BCD-BB", "--mail", ONE.upper())
    office.mail("overdue", "--agency", "BCD-BB")
    assert len([1 for _, address, _ in office.keeper.kept if address.lower() == ONE]) == 1


def test_agency_and_to_are_not_given_together(office: Office) -> None:
    for argv in (("--to", "persons"), ("--to", "agencies,leaders"), ("--heartbeat",)):
        refused(office.mail("overdue", "--agency", "BCD-BB", *argv), 2)


def test_a_person_with_a_telephone_number_for_a_name_keeps_it_here(office: Office) -> None:
    office.do("agency", "set", "BCD-BB", "--person", "Lò Văn A 0912345678")
    office.do("task", "assign", "NV2023-005", "--person", "Lò Văn A", today="2023-05-30")
    office.mail("overdue", "--agency", "BCD-BB")
    assert "Lò Văn A" in text_of(office.keeper.kept[0][2])
    assert "345" not in text_of(office.keeper.kept[0][2])


def test_templates_that_are_not_there_are_told_of(office: Office, tmp_path: Path) -> None:
    text = office.config.read_text("utf-8")
    office.config.write_text(
        text.replace("[mail.smtp]", 'templates = "/không/có"\n[mail.smtp]'), "utf-8"
    )
    assert "/không/có" in refused(office.mail("overdue", "--agency", "BCD-BB"), 3)
    own = tmp_path / "thư"
    own.mkdir()
    (own / "overdue.vi.txt").write_text("Subject: $tasks\n\nChào $receiver\n\n$list\n", "utf-8")
    office.config.write_text(
        text.replace("[mail.smtp]", f'templates = "{own}"\n[mail.smtp]'), "utf-8"
    )
    assert office.mail("overdue", "--agency", "BCD-BB").code == 0
    assert text_of(office.keeper.kept[0][2]).startswith("Chào Ban Chỉ đạo xã Bản Bo")


def test_what_is_forgotten_while_letters_wait_stays_forgotten(office: Office) -> None:
    office.answers[ONE] = ["451 later"]
    office.mail("overdue", "--agency", "BCD-BB")
    letter = next(
        row["letter"] for row in office.mail("outbox", "-f", "json").rows if row["address"] == ONE
    )
    assert office.mail("forget", letter, "--reason", "đã báo").code == 0
    assert office.mail("overdue", "--agency", "BCD-BB", today="2023-06-02").code == 0
    assert office.came(ONE) == []
    office.mail("overdue", "--agency", "BCD-BB", today="2023-06-08")
    assert office.came(ONE) == [LED]
