"""What waits: when it is tried anew, what takes its place, and what it is held against."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ntmtrack.mail.outcome import Result
from tests.cli.post import addressed, parsed, settings, text_of
from tests.cli.test_mail_places import LATE, LED, ONE, Office
from tests.mail.server import Keeper, mail_server
from tests.run import refused, run

LEADER = "ct@vpdp.example"
DAY_AND_A_HALF = timedelta(hours=36)


@pytest.fixture
def office(demo: Path, tmp_path: Path) -> Iterator[Office]:
    """An office whose steering board has one address; its server answers as it is told."""
    answers: dict[str, list[str]] = {}
    keeper = Keeper(answers)
    addressed(demo, "2023-05-20", "BCD-BB")
    with mail_server(keeper) as port:
        config = settings(tmp_path / "config.toml", port, leaders=True)
        yield Office(demo, config, keeper, answers)


def subjects(office: Office, address: str) -> list[str]:
    return [
        str(parsed(content)["Subject"]) for _, to, content in office.keeper.kept if to == address
    ]


def steps(office: Office, letter: object, today: str) -> list[object]:
    rows = office.mail("show", letter, "-f", "json", today=today).rows
    return [row["state"] for row in rows]


def test_what_is_told_once_is_not_tried_anew_where_it_was_given_up(office: Office) -> None:
    office.answers[ONE] = ["550 no such user"]
    office.mail("due", "--within", "20d", today="2023-05-20")
    again = office.mail("due", "--within", "20d", today="2023-05-28")
    assert again.code == 5
    assert office.came(ONE) == []
    assert office.state(ONE, "2023-05-28") == ["failed"]


def test_a_review_that_waits_is_the_same_letter_when_it_goes(office: Office) -> None:
    office.answers[LEADER] = ["451 later"]
    office.mail("review", "--to", "leaders", today="2023-06-02")
    assert office.mail("review", "--to", "leaders", today="2023-06-05").code == 0
    assert len(subjects(office, LEADER)) == 1
    assert steps(office, 1, "2023-06-05") == ["queued", "sending", "failed", "sending", "sent"]


def test_a_rehearsal_shows_a_letter_that_waits_and_would_leave(office: Office) -> None:
    office.answers[LEADER] = ["451 later"]
    office.mail("review", "--to", "leaders", today="2023-06-02")
    now = office.mail("review", "--to", "leaders", "--dry-run", "-f", "json", today="2023-06-02")
    assert now.rows == []
    later = office.mail("review", "--to", "leaders", "--dry-run", "-f", "json", today="2023-06-05")
    assert [row["address"] for row in later.rows] == [LEADER]


def test_leaders_have_a_policy_of_their_own(office: Office) -> None:
    text = office.config.read_text("utf-8")
    leaders = '[mail.policy.leaders]\nweekday = "monday"\nreview_day = "monday"\n'
    office.config.write_text(text.replace("[mail.smtp]", leaders + "[mail.smtp]"), "utf-8")
    for day in (LATE, "2023-06-05", "2023-06-06"):
        office.mail("overdue", "--to", "agencies,leaders", today=day)
    assert len(office.came(LEADER)) == 2
    assert office.came(ONE) == [LED]
    office.keeper.kept.clear()
    office.mail("review", "--to", "agencies,leaders", today="2023-06-05")
    [of_leaders], [of_agency] = subjects(office, LEADER), subjects(office, ONE)
    assert "đến 05/06/2023" in of_leaders
    assert "đến 04/06/2023" in of_agency


def test_a_review_in_another_language_takes_the_place_of_the_one_that_waits(
    office: Office,
) -> None:
    office.answers[ONE] = ["451 later"]
    office.mail("review", today="2023-06-02")
    office.do("agency", "set", "BCD-BB", "--mail-lang", "en", today="2023-06-03")
    assert office.mail("review", today="2023-06-05").code == 0
    [subject] = subjects(office, ONE)
    assert subject.startswith("Review of tasks")
    assert sorted(map(str, office.state(ONE, "2023-06-05"))) == ["sent", "superseded"]


def test_a_review_does_not_take_the_place_of_that_of_another_week(office: Office) -> None:
    office.answers[LEADER] = ["451 later"] * 3
    for day in ("2023-06-02", "2023-06-09"):
        office.mail("review", "--to", "leaders", today=day)
    assert office.mail("review", "--to", "leaders", today="2023-06-16").code == 0
    went = sorted(subject.partition("đến ")[2][:10] for subject in subjects(office, LEADER))
    assert went == ["02/06/2023", "09/06/2023", "16/06/2023"]


LADDER = '\n[[mail.escalation]]\ndays = 10\nto = ["chutich@huyen.example"]\n'
CHAIR = "chutich@huyen.example"


@pytest.fixture
def ladder(office: Office) -> Office:
    with office.config.open("a") as file:
        file.write(LADDER)
    return office


def test_a_letter_to_an_address_of_the_ladder_can_be_tried_again(ladder: Office) -> None:
    ladder.answers[CHAIR] = ["451 later"]
    ladder.mail("overdue", today="2023-06-12")
    assert ladder.mail("retry", today="2023-06-12").code == 0
    assert len(ladder.came(CHAIR)) == 1


def test_a_run_for_the_leaders_leaves_the_ladder_alone(ladder: Office) -> None:
    ladder.answers[CHAIR] = ["451 later"]
    ladder.mail("overdue", today="2023-06-12")
    ladder.mail("overdue", "--to", "leaders", today="2023-06-13")
    assert ladder.came(CHAIR) == []
    assert ladder.state(CHAIR, "2023-06-13") == ["failed"]


def test_a_step_that_is_taken_no_more_is_withdrawn(ladder: Office) -> None:
    ladder.answers[CHAIR] = ["451 later"]
    ladder.mail("overdue", today="2023-06-12")
    text = ladder.config.read_text("utf-8")
    ladder.config.write_text(text.replace(LADDER, ""), "utf-8")
    ladder.mail("overdue", today="2023-06-13")
    assert ladder.came(CHAIR) == []
    assert ladder.state(CHAIR, "2023-06-13") == ["superseded"]


def test_a_letter_written_anew_after_giving_up_has_all_its_tries(office: Office) -> None:
    office.answers[ONE] = ["451 later"] * 11
    for day in range(1, 11):
        office.mail("overdue", "--agency", "BCD-BB", today=f"2023-06-{day:02d}")
    told = office.mail("overdue", "--agency", "BCD-BB", today="2023-06-17")
    assert "did not go" in told.err
    assert office.mail("overdue", "--agency", "BCD-BB", today="2023-06-18").code == 0
    assert office.came(ONE) == [LED]


def test_a_new_address_is_told_of_nothing_as_new(office: Office) -> None:
    office.mail("overdue", "--agency", "BCD-BB")
    assert "kể từ thư trước" not in text_of(office.keeper.kept[0][2])


def test_a_look_at_the_outbox_of_one_agency_leaves_the_others_out(office: Office) -> None:
    office.mail("overdue", "--to", "agencies,leaders")
    assert len(office.mail("outbox", "-f", "json").rows) == 2
    rows = office.mail("outbox", "--agency", "BCD-BB", "-f", "json").rows
    assert [row["address"] for row in rows] == [ONE]


def test_what_may_have_gone_is_not_sent_again_by_itself(office: Office) -> None:
    office.answers["DATA"] = ["350 go on"]
    told = office.mail("overdue", "--agency", "BCD-BB")
    assert "may have gone or not" in refused(told, 5)
    assert office.state(ONE) == ["unknown"]
    assert office.mail("outbox", "--check").code == 1
    office.mail("retry", today="2023-06-02")
    assert office.mail("overdue", "--agency", "BCD-BB", today="2023-06-02").code == 5
    assert office.came(ONE) == []
    assert office.mail("retry", "1", today="2023-06-02").code == 0
    assert office.came(ONE) == [LED]


def test_a_retry_of_all_leaves_alone_what_was_given_up(office: Office) -> None:
    office.answers[ONE] = ["550 no such user"]
    office.mail("overdue", "--agency", "BCD-BB")
    assert office.mail("retry").code == 0
    assert office.came(ONE) == []
    assert office.mail("retry", "1").code == 0
    assert office.came(ONE) == [LED]


def test_a_run_for_one_agency_is_none_of_crons(office: Office) -> None:
    office.mail("overdue", "--agency", "BCD-BB")
    rows = run("doctor", "-f", "json", db=office.db, today="2023-07-01").rows
    assert not [row for row in rows if "mail overdue" in str(row["item"])]
    office.mail("overdue")
    rows = run("doctor", "-f", "json", db=office.db, today="2023-07-01").rows
    assert [row for row in rows if "mail overdue" in str(row["item"])]


def test_a_fault_of_the_server_holds_back_the_rest_of_the_run(office: Office) -> None:
    office.answers["ntm@vpdp.example"] = ["451 later"]
    told = office.mail("overdue", "--to", "agencies,leaders")
    assert told.code == 5
    assert "2 letters are not delivered" in told.err
    assert office.keeper.kept == []


def test_a_letter_whose_time_has_not_come_waits_into_the_next_day(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ntmtrack.app.sending.next_try", lambda _, moment: moment + DAY_AND_A_HALF)
    office.answers[ONE] = ["451 later"]
    office.mail("overdue", "--agency", "BCD-BB")
    assert office.mail("overdue", "--agency", "BCD-BB", today="2023-06-02").code == 5
    assert office.came(ONE) == []
    assert office.state(ONE, "2023-06-02") == ["failed"]
    assert office.mail("overdue", "--agency", "BCD-BB", today="2023-06-03").code == 0
    assert office.came(ONE) == [LED]


def test_a_letter_withdrawn_and_called_for_again_on_one_day_goes_once(office: Office) -> None:
    office.answers[ONE] = ["451 later"]
    office.mail("overdue", "--agency", "BCD-BB")
    office.do("task", "done", "NV2023-005", "--confirmed")
    office.answers[ONE] = ["451 later"]
    office.mail("overdue", "--agency", "BCD-BB")
    office.do("task", "reopen", "NV2023-005", "--reason", "chưa xong")
    assert office.mail("overdue", "--agency", "BCD-BB").code == 0
    assert [sorted(listed) for listed in office.came(ONE)] == [LED]
    assert sorted(map(str, office.state(ONE))) == ["sent", "superseded"]


def test_what_is_forgotten_before_its_turn_comes_does_not_go(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ntmtrack.mail.smtp import Smtp

    deliver = Smtp.deliver

    def first_forget_the_second(self: Smtp, sender: str, address: str, message: bytes) -> Result:
        if address == ONE:
            office.do("mail", "forget", "2", "--reason", "đã báo")
        return deliver(self, sender, address, message)

    monkeypatch.setattr(Smtp, "deliver", first_forget_the_second)
    assert office.mail("overdue", "--to", "agencies,leaders").code == 0
    assert office.came(ONE) == [LED]
    assert office.came(LEADER) == []
    assert office.state(LEADER) == ["forgotten"]


def test_what_was_not_tried_yet_is_not_called_given_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ntmtrack.app.sending.send_waiting", lambda *_, **__: [])
    told = office.mail("overdue", "--agency", "BCD-BB")
    assert "did not go: not tried yet" in refused(told, 5)


def test_a_retry_of_all_sends_nothing_of_another_day(office: Office) -> None:
    office.answers[ONE] = ["451 later"]
    office.mail("overdue", "--agency", "BCD-BB")
    assert office.mail("retry", today="2023-06-02").code == 0
    assert office.came(ONE) == []
    assert office.state(ONE, "2023-06-02") == ["failed"]


@pytest.mark.parametrize("answer", ["451 later", "550 no such user"])
def test_a_letter_of_a_day_to_come_holds_nothing_back(office: Office, answer: str) -> None:
    office.answers[ONE] = [answer]
    office.mail("overdue", "--agency", "BCD-BB", today="2023-08-05")
    assert office.state(ONE) == ["failed"]
    assert office.mail("overdue", "--agency", "BCD-BB").code == 0
    assert office.came(ONE) == [LED]
    assert sorted(map(str, office.state(ONE, "2023-08-06"))) == ["sent", "superseded"]


def test_no_day_is_lost_between_reviews(office: Office) -> None:
    office.mail("review", "--to", "leaders", today="2023-06-02")
    for day in ("2023-06-12", "2023-06-16"):
        office.mail("review", "--to", "leaders", today=day)
    spans = [subject.partition("từ ")[2][:25] for subject in subjects(office, LEADER)]
    assert spans == [
        "27/05/2023 đến 02/06/2023",
        "03/06/2023 đến 11/06/2023",
        "10/06/2023 đến 16/06/2023",
    ]


def test_a_sign_of_life_waits_while_it_holds_and_no_longer(office: Office) -> None:
    office.answers[LEADER] = ["451 later"]
    office.mail("overdue", "--heartbeat", today="2020-08-03")
    office.mail("overdue", today="2020-08-04")
    assert office.state(LEADER, "2020-08-04") == ["failed"]
    office.mail("retry", today=LATE)
    assert office.came(LEADER) == []
    office.mail("overdue", today=LATE)
    assert office.state(LEADER) == ["superseded"]


def test_a_person_of_an_agency_that_ended_gets_no_letter(office: Office) -> None:
    office.do("agency", "set", "BCD-BB", "--person", "Lò Văn A <a@banbo.example>")
    office.do("task", "assign", "NV2023-005", "--person", "Lò Văn A", today="2023-05-30")
    office.do("agency", "set", "BCD-BB", "--to", "2023-06-02", today="2023-06-02")
    sent = office.mail("overdue", "--to", "agencies,persons", today="2023-06-05")
    assert office.came("a@banbo.example") == []
    assert "Lò Văn A is no more" in sent.err


def test_an_address_in_another_spelling_is_the_same_address(office: Office) -> None:
    with office.config.open("a") as file:
        file.write(LADDER + LADDER.replace("10", "20").replace(CHAIR, f"Chủ tịch <{CHAIR}>"))
    text = office.config.read_text("utf-8")
    office.config.write_text(text.replace(f'["{LEADER}"]', f'["{LEADER}", "CT@vpdp.example"]'))
    office.mail("overdue", "--to", "agencies,leaders", today="2023-07-03")
    assert len(office.came(CHAIR)) == 1
    assert len([1 for _, to, _ in office.keeper.kept if to.casefold() == LEADER]) == 1
    office.do(
        *("agency", "set", "BCD-BB", "--drop-mail", ONE, "--mail", ONE.upper()),
        today="2023-07-04",
    )
    office.mail("overdue", today="2023-07-04")
    assert len([1 for _, to, _ in office.keeper.kept if to.casefold() == ONE]) == 1
