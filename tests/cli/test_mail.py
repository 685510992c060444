"""`mail`: who is told what, when, and what is on record of it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.post import (
    ADDRESSES,
    addressed,
    arrived,
    html_of,
    mail,
    parsed,
    settings,
    tasks_in,
    text_of,
)
from tests.factories import done
from tests.mail.server import Keeper, closed_port, mail_server
from tests.run import Result, refused, run

LATE = "2023-06-01"
LED = ["NV2023-005", "NV2023-006", "NV2023-011"]


class Office:
    """A ledger, its settings, and the server that its letters go to."""

    def __init__(self, db: Path, config: Path, keeper: Keeper) -> None:
        self.db, self.config, self.keeper = db, config, keeper

    def mail(self, *argv: object, today: str = LATE) -> Result:
        return mail(*argv, db=self.db, config=self.config, today=today)

    def do(self, *argv: object, today: str = LATE) -> None:
        result = run(*argv, db=self.db, today=today)
        assert result.code == 0, result.err

    def outbox(self, today: str = LATE) -> list[dict[str, object]]:
        return self.mail("outbox", "-f", "json", today=today).rows

    def states(self, today: str = LATE) -> list[tuple[object, object]]:
        return [(row["address"], row["state"]) for row in self.outbox(today)]


@pytest.fixture
def office(demo: Path, tmp_path: Path) -> Iterator[Office]:
    keeper = Keeper()
    addressed(demo, LATE)
    with mail_server(keeper) as port:
        config = settings(tmp_path / "config.toml", port, leaders=True)
        yield Office(demo, config, keeper)


def test_each_agency_gets_its_own_list_once(office: Office) -> None:
    sent = office.mail("overdue")
    assert (sent.code, sent.out, sent.err) == (0, "", "")
    assert arrived(office.keeper.kept) == {
        ADDRESSES["BCD-BB"]: [LED],
        ADDRESSES["UBND huyện Đông Sơn"]: [["NV2020-001"]],
    }
    again = office.mail("overdue")
    assert (again.code, again.out, again.err) == (0, "", "")
    assert len(office.keeper.kept) == 2
    assert sorted(office.states()) == [
        (ADDRESSES["BCD-BB"], "sent"),
        (ADDRESSES["UBND huyện Đông Sơn"], "sent"),
    ]


def test_led_comes_before_coordinated_and_nobody_elses_rows_are_there(office: Office) -> None:
    office.do("task", "assign", "NV2020-001", "--coordinator", "BCD-BB", today="2023-05-30")
    office.mail("overdue")
    letters = dict((address, content) for _, address, content in office.keeper.kept)
    assert tasks_in(letters[ADDRESSES["BCD-BB"]]) == [*LED, "NV2020-001"]
    text = text_of(letters[ADDRESSES["BCD-BB"]])
    assert text.index("chủ trì (3)") < text.index("phối hợp (1)") < text.index("UBND huyện Đông")
    assert tasks_in(letters[ADDRESSES["UBND huyện Đông Sơn"]]) == ["NV2020-001"]


def test_the_letter_says_what_the_table_says(office: Office) -> None:
    office.mail("overdue", "--agency", "BCD-BB")
    [(sender, _, content)] = office.keeper.kept
    assert sender == "ntm@vpdp.example"
    rows = run("overdue", "--lead", "BCD-BB", "-f", "json", db=office.db, today=LATE).rows
    text, html = text_of(content), html_of(content)
    for row in rows:
        for key in ("task", "title", "due_text", "unit_name", "number", "days_late"):
            assert str(row[key]) in text
            assert str(row[key]) in html
    assert "cập nhật đến ngày 01/06/2023" in str(parsed(content)["Subject"])
    assert parsed(content)["Auto-Submitted"] == "auto-generated"
    assert parsed(content)["Message-ID"].endswith(".overdue@vpdp.example>")


def test_what_stays_late_is_told_again_after_a_week_and_what_is_new_at_once(
    office: Office,
) -> None:
    office.mail("overdue", "--agency", "BCD-BB")
    for day in ("2023-06-02", "2023-06-05", "2023-06-07"):
        office.mail("overdue", "--agency", "BCD-BB", today=day)
    assert len(office.keeper.kept) == 1
    office.mail("overdue", "--agency", "BCD-BB", today="2023-06-08")
    assert len(office.keeper.kept) == 2
    number = done(
        *("task", "add", "ban bo", "--title", "Sửa đường", "--lead", "BCD-BB"),
        *("--due", "8/6/2023", "--assigned", "1/6/2023"),
        db=office.db,
        today="2023-06-08",
    )["task"]
    office.mail("overdue", "--agency", "BCD-BB", today="2023-06-09")
    assert tasks_in(office.keeper.kept[2][2]) == [*LED, number]
    assert f"kể từ thư trước: {number}." in text_of(office.keeper.kept[2][2])
    office.mail("overdue", "--agency", "BCD-BB", today="2023-06-12")
    assert len(office.keeper.kept) == 3


def test_an_extension_that_runs_out_is_news_again(office: Office) -> None:
    office.mail("overdue", "--agency", "BCD-BB")
    office.do(
        *("task", "extend", "NV2023-005", "--to", "5/6/2023", "--reason", "chờ vốn"),
        *("--by", "UBND huyện Tam Đường"),
    )
    office.mail("overdue", "--agency", "BCD-BB", today="2023-06-03")
    assert len(office.keeper.kept) == 1
    office.mail("overdue", "--agency", "BCD-BB", today="2023-06-06")
    assert sorted(tasks_in(office.keeper.kept[1][2])) == LED


def test_no_rows_no_mail_no_output(office: Office) -> None:
    quiet = office.mail("overdue", "--agency", "KTHT-TD")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")
    assert office.keeper.kept == []


def test_an_agency_with_late_tasks_and_no_address_is_told_of(office: Office) -> None:
    office.do("agency", "set", "BCD-BB", "--drop-mail", ADDRESSES["BCD-BB"], today=LATE)
    told = office.mail("overdue")
    assert told.code == 0
    assert told.err == (
        "ntmtrack: warning: Ban Chỉ đạo xã Bản Bo has 3 late tasks and no mail address\n"
    )
    rows = run("review", "-f", "json", db=office.db, today=LATE).rows
    assert [row["item"] for row in rows if row["block"] == "unreachable"] == [
        "Ban Chỉ đạo xã Bản Bo"
    ]
    office.mail("overdue", "--to", "leaders")
    summary = text_of(office.keeper.kept[-1][2])
    assert "Ban Chỉ đạo xã Bản Bo có 3 nhiệm vụ quá hạn nhưng chưa có địa chỉ" in summary


def test_the_leaders_get_counts_the_worst_and_the_split(office: Office) -> None:
    office.mail("overdue", "--to", "leaders")
    [(_, address, content)] = office.keeper.kept
    assert address == "ct@vpdp.example"
    summary = run("overdue", "-f", "json", db=office.db, today=LATE).out
    counted = json.loads(summary)["summary"]
    text = text_of(content)
    assert f"đang thực hiện quá hạn {counted['open_overdue']}; không có hạn" in text
    for lead, count in (("Ban Chỉ đạo xã Bản Bo", 3), ("UBND huyện Đông Sơn", 1)):
        assert f"{lead} · Đang quá hạn: {count}" in text
    late = [row["task"] for row in json.loads(summary)["rows"]]
    assert set(tasks_in(content)) == set(late)


def test_due_tells_each_task_once(office: Office) -> None:
    office.mail("due", "--within", "7d", today="2023-05-25")
    assert arrived(office.keeper.kept) == {ADDRESSES["BCD-BB"]: [LED]}
    office.mail("due", "--within", "7d", today="2023-05-26")
    assert len(office.keeper.kept) == 1


def test_the_review_goes_once_a_week_from_friday_on(office: Office) -> None:
    for day in ("2023-06-02", "2023-06-03", "2023-06-05", "2023-06-08"):
        assert office.mail("review", "--week", today=day).code == 0
    [first] = [content for _, address, content in office.keeper.kept if "bcd" in address]
    assert "từ 27/05/2023 đến 02/06/2023" in str(parsed(first)["Subject"])
    assert "cập nhật đến ngày 02/06/2023" in text_of(first)
    looked = run(
        *("review", "--lead", "BCD-BB", "--period", "tuần này", "-f", "json"),
        db=office.db,
        today="2023-06-02",
    ).rows
    late = {row["item"] for row in looked if row["block"] == "newly_late"}
    assert late == set(LED)
    for number in late:
        assert number in text_of(first)
    assert "ntmtrack" not in text_of(first)
    office.do("task", "done", "NV2023-006", "--confirmed", today="2023-06-03")
    office.mail("review", "--week", today="2023-06-12")
    second = [content for _, address, content in office.keeper.kept if "bcd" in address][1]
    assert "từ 03/06/2023 đến 11/06/2023" in str(parsed(second)["Subject"])
    assert "NV2023-006" in text_of(second)
    # Written on Monday, it tells of Sunday and says so.
    assert "cập nhật đến ngày 11/06/2023" in text_of(second)


def test_a_week_in_which_nothing_happened_is_no_letter(office: Office) -> None:
    office.mail("review", today="2023-08-04")
    assert office.keeper.kept == []


def test_a_sign_of_life_goes_once_a_week_and_only_if_nothing_is_late(office: Office) -> None:
    for _ in range(2):
        assert office.mail("overdue", "--heartbeat", today="2020-08-05").code == 0
    [(_, address, content)] = office.keeper.kept
    assert address == "ct@vpdp.example"
    assert "không có nhiệm vụ quá hạn" in text_of(content).casefold()
    office.mail("overdue", "--heartbeat", today="2020-08-10")
    assert len(office.keeper.kept) == 2
    office.mail("overdue", "--heartbeat", today=LATE)
    assert [address for _, address, _ in office.keeper.kept[2:]].count("ct@vpdp.example") == 0


def test_the_ladder_tells_each_step_once(office: Office) -> None:
    with office.config.open("a") as file:
        file.write('\n[[mail.escalation]]\ndays = 10\nto = ["leaders", "chutich@huyen.example"]\n')
        file.write('[[mail.escalation]]\ndays = 20\nto = ["chutich@huyen.example"]\n')
    office.mail("overdue", today="2023-06-09")
    office.keeper.kept.clear()
    for day in ("2023-06-10", "2023-06-14", "2023-06-20", "2023-06-21"):
        office.mail("overdue", today=day)
    told = {
        address: lists
        for address, lists in arrived(office.keeper.kept).items()
        if address in ("ct@vpdp.example", "chutich@huyen.example")
    }
    assert told == {"ct@vpdp.example": [LED], "chutich@huyen.example": [LED, LED]}


def test_persons_get_what_is_in_their_charge(office: Office) -> None:
    office.do("agency", "set", "BCD-BB", "--person", "Lò Văn A, Phó ban <a@banbo.example>")
    office.do("task", "assign", "NV2023-005", "--person", "Lò Văn A", today="2023-05-30")
    office.do("agency", "set", "BCD-BB", "--person", "Vàng Thị B")
    office.do("task", "assign", "NV2023-006", "--person", "Vàng Thị B", today="2023-05-30")
    sent = office.mail("overdue", "--to", "persons")
    assert arrived(office.keeper.kept) == {"a@banbo.example": [["NV2023-005"]]}
    assert sent.err == "ntmtrack: warning: Vàng Thị B has 1 late task and no mail address\n"


def test_a_receiver_is_written_to_in_their_language(office: Office) -> None:
    office.do("agency", "set", "BCD-BB", "--mail-lang", "en")
    office.mail("overdue", "--agency", "BCD-BB")
    assert "You lead (3)" in text_of(office.keeper.kept[0][2])
    assert parsed(office.keeper.kept[0][2])["Content-Language"] == "en"


def test_no_telephone_number_leaves(office: Office) -> None:
    office.do(
        *("task", "correct", "NV2023-005", "--title", "Gọi 0912 345 678 (ông A)"),
        *("--reason", "x"),
        today="2023-05-30",
    )
    office.mail("overdue", "--agency", "BCD-BB")
    assert "345" not in text_of(office.keeper.kept[0][2])
    assert "345" not in html_of(office.keeper.kept[0][2])


def test_attachments_are_there_if_asked_for(office: Office) -> None:
    office.mail("overdue", "--agency", "BCD-BB", "--attach", "xlsx,ics")
    message = parsed(office.keeper.kept[0][2])
    assert [part.get_filename() for part in message.iter_attachments()] == [
        "nhiem-vu-2023-06-01.xlsx",
        "nhiem-vu-2023-06-01.ics",
    ]


def test_a_rehearsal_is_folded_to_a_terminal_and_whole_in_a_pipe(office: Office) -> None:
    config = {"NTMTRACK_CONFIG": str(office.config)}
    asked = ("mail", "overdue", "--dry-run")
    settled = {"db": office.db, "today": "2023-06-01", "env": config}
    whole, folded = run(*asked, **settled).out, run(*asked, **settled, tty=True, width=50).out
    assert max(map(len, whole.splitlines())) > 50 > max(map(len, folded.splitlines()))
    assert folded.split() == whole.split()


def test_a_rehearsal_keeps_nothing_and_sends_nothing(office: Office, tmp_path: Path) -> None:
    before = office.db.read_bytes()
    shown = office.mail("overdue", "--dry-run")
    assert shown.code == 0
    assert "To: Ban Chỉ đạo xã Bản Bo <bcd@banbo.example>" in shown.out
    assert "NV2023-005" in shown.out
    folder = tmp_path / "thư"
    assert office.mail("overdue", "--outbox", folder).code == 0
    [first, _] = sorted(folder.iterdir())
    assert first.suffix == ".eml"
    assert tasks_in(first.read_bytes())
    rows = office.mail("overdue", "--dry-run", "-f", "json").rows
    assert {row["receiver"] for row in rows} == {"Ban Chỉ đạo xã Bản Bo", "UBND huyện Đông Sơn"}
    assert office.db.read_bytes() == before
    assert office.keeper.kept == []


def test_a_rehearsal_needs_no_settings(demo_file: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.toml"
    empty.touch()
    shown = mail("overdue", "--dry-run", db=demo_file, config=empty, today=LATE)
    assert shown.code == 0
    assert "UBND huyện Đông Sơn has 1 late task and no mail address" in shown.err


def test_without_settings_it_says_what_to_write(demo: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.toml"
    empty.touch()
    assert "from = " in refused(mail("overdue", db=demo, config=empty, today=LATE), 3)
    empty.write_text('[mail]\nfrom = "a@b.vn"\n')
    assert "transport" in refused(mail("overdue", db=demo, config=empty, today=LATE), 3)
    empty.write_text('[mail]\nfrm = "a@b.vn"\n')
    assert "mail.frm" in refused(mail("overdue", db=demo, config=empty, today=LATE), 3)
    assert run("mail", "outbox", "-f", "json", db=demo).rows == []


# What goes wrong


@pytest.fixture
def answers() -> dict[str, list[str]]:
    return {}


@pytest.fixture
def moody(demo: Path, tmp_path: Path, answers: dict[str, list[str]]) -> Iterator[Office]:
    """An office whose server answers as `answers` says, by address."""
    keeper = Keeper(answers)
    addressed(demo, LATE)
    with mail_server(keeper) as port:
        yield Office(demo, settings(tmp_path / "config.toml", port), keeper)


def test_one_bad_address_does_not_stop_the_others(
    moody: Office, answers: dict[str, list[str]]
) -> None:
    answers[ADDRESSES["BCD-BB"]] = ["550 no such user here"]
    sent = moody.mail("overdue")
    assert list(arrived(moody.keeper.kept)) == [ADDRESSES["UBND huyện Đông Sơn"]]
    told = refused(sent, 5)
    assert "1 letter is not delivered" in told
    assert "is given up" in told
    assert "no such user here" in told
    next_day = moody.mail("overdue", today="2023-06-02")
    assert next_day.code == 5
    assert len(moody.keeper.kept) == 1
    number = next(row["letter"] for row in moody.outbox() if row["state"] == "failed")
    moody.do("mail", "forget", number, "--reason", "cơ quan đã giải thể")
    assert moody.mail("overdue", today="2023-06-02").code == 0
    story = moody.mail("show", number, "-f", "json").rows
    assert [row["state"] for row in story] == ["queued", "sending", "failed", "forgotten"]


def test_what_is_refused_for_now_goes_with_a_later_run(
    moody: Office, answers: dict[str, list[str]]
) -> None:
    answers[ADDRESSES["BCD-BB"]] = ["451 come back later"]
    assert "come back later" in refused(moody.mail("overdue"), 5)
    assert moody.mail("overdue").code == 5  # not yet: it waits
    assert len(moody.keeper.kept) == 1
    assert moody.mail("overdue", today="2023-06-02").code == 0
    assert arrived(moody.keeper.kept)[ADDRESSES["BCD-BB"]] == [LED]
    waited = next(row for row in moody.outbox("2023-06-02") if "bcd" in str(row["address"]))
    assert (waited["state"], waited["attempts"]) == ("sent", 2)


def test_retry_does_not_wait(moody: Office, answers: dict[str, list[str]]) -> None:
    answers[ADDRESSES["BCD-BB"]] = ["451 come back later"]
    moody.mail("overdue")
    assert moody.mail("retry").code == 0
    assert arrived(moody.keeper.kept)[ADDRESSES["BCD-BB"]] == [LED]
    assert "waits for nothing" in refused(moody.mail("retry", "1"), 3)
    assert "there is no letter 99" in refused(moody.mail("retry", "99"), 3)


def test_a_letter_that_waits_gives_way_to_what_holds_now(
    moody: Office, answers: dict[str, list[str]]
) -> None:
    answers[ADDRESSES["BCD-BB"]] = ["451 later"]
    moody.mail("overdue")
    moody.do("task", "done", "NV2023-005", "--confirmed", today="2023-06-02")
    moody.mail("overdue", today="2023-06-02")
    assert arrived(moody.keeper.kept)[ADDRESSES["BCD-BB"]] == [LED[1:]]
    states = [state for address, state in moody.states("2023-06-02") if "bcd" in str(address)]
    assert sorted(map(str, states)) == ["sent", "superseded"]


def test_a_letter_that_waits_is_not_sent_when_nothing_is_left_to_tell(
    moody: Office, answers: dict[str, list[str]]
) -> None:
    answers[ADDRESSES["BCD-BB"]] = ["451 later"]
    moody.mail("overdue")
    moody.do("task", "done", ",".join(LED), "--confirmed", today="2023-06-02")
    assert moody.mail("overdue", today="2023-06-02").code == 0
    assert ADDRESSES["BCD-BB"] not in arrived(moody.keeper.kept)
    assert (ADDRESSES["BCD-BB"], "superseded") in moody.states("2023-06-02")


def test_a_new_address_takes_the_place_of_a_bad_one(
    moody: Office, answers: dict[str, list[str]]
) -> None:
    answers[ADDRESSES["BCD-BB"]] = ["550 nobody"]
    moody.mail("overdue")
    moody.do(
        *("agency", "set", "BCD-BB", "--drop-mail", ADDRESSES["BCD-BB"]),
        *("--mail", "moi@banbo.example"),
        today="2023-06-02",
    )
    assert moody.mail("overdue", today="2023-06-02").code == 0
    assert arrived(moody.keeper.kept)["moi@banbo.example"] == [LED]


def test_a_server_that_is_down_holds_all_back_and_each_is_told(demo: Path, tmp_path: Path) -> None:
    addressed(demo, LATE)
    config = settings(tmp_path / "config.toml", closed_port())
    told = refused(mail("overdue", db=demo, config=config, today=LATE), 5)
    assert "2 letters are not delivered" in told
    assert told.count("did not go: ") == 2
    rows = mail("outbox", "-f", "json", db=demo, config=config, today=LATE).rows
    assert {row["state"] for row in rows} == {"failed"}
    assert all(row["next_try"] for row in rows)


def test_the_story_of_a_letter_is_told_with_its_words(office: Office) -> None:
    office.mail("overdue", "--agency", "BCD-BB")
    shown = office.mail("show", "1")
    assert shown.code == 0
    assert "NV2023-005" in shown.out
    assert "bcd@banbo.example" in shown.out
    raw = office.mail("show", "1", "--raw")
    [(_, _, content)] = office.keeper.kept
    assert raw.out.encode().replace(b"\r\n", b"\n") == content.replace(b"\r\n", b"\n")


def test_the_log_leaves_out_what_only_tells_how_letters_went(office: Office) -> None:
    before = len(run("log", "-f", "json", db=office.db).rows)
    office.mail("overdue")
    assert len(run("log", "-f", "json", db=office.db).rows) == before
    assert len(run("log", "--mail", "-f", "json", db=office.db).rows) > before


def test_a_run_of_one_kind_leaves_the_letters_of_another_alone(
    moody: Office, answers: dict[str, list[str]]
) -> None:
    answers[ADDRESSES["BCD-BB"]] = ["451 later"]
    moody.mail("overdue")
    moody.mail("due")
    moody.mail("review", "--week")
    assert (ADDRESSES["BCD-BB"], "failed") in moody.states()


def test_a_letter_that_waited_over_a_day_is_written_anew(
    moody: Office, answers: dict[str, list[str]]
) -> None:
    answers[ADDRESSES["BCD-BB"]] = ["451 later"]
    moody.mail("overdue")
    moody.mail("overdue", today="2023-06-05")
    letter = next(content for _, address, content in moody.keeper.kept if "bcd" in address)
    assert "cập nhật đến ngày 05/06/2023" in text_of(letter)
    rows = [row for row in moody.outbox("2023-06-05") if "bcd" in str(row["address"])]
    assert [(row["state"], row["attempts"]) for row in rows] == [("sent", 2), ("superseded", 1)]


def test_an_address_that_ended_is_not_waited_for(
    moody: Office, answers: dict[str, list[str]]
) -> None:
    moody.do("agency", "set", "BCD-BB", "--mail", "cu@banbo.example")
    answers["cu@banbo.example"] = ["550 gone"]
    assert moody.mail("overdue").code == 5
    moody.do("agency", "set", "BCD-BB", "--drop-mail", "cu@banbo.example", today="2023-06-02")
    assert moody.mail("overdue", today="2023-06-02").code == 0
    assert ("cu@banbo.example", "superseded") in moody.states("2023-06-02")
    assert len(moody.keeper.kept) == 2


def test_several_addresses_of_one_agency_stand_alone(
    moody: Office, answers: dict[str, list[str]]
) -> None:
    moody.do("agency", "set", "BCD-BB", "--mail", "hai@banbo.example")
    answers["hai@banbo.example"] = ["451 later"]
    assert moody.mail("overdue", "--agency", "BCD-BB").code == 5
    assert moody.mail("overdue", "--agency", "BCD-BB", today="2023-06-02").code == 0
    assert arrived(moody.keeper.kept) == {
        ADDRESSES["BCD-BB"]: [LED],
        "hai@banbo.example": [LED],
    }
    assert all(parsed(one)["To"].count("@") == 1 for _, _, one in moody.keeper.kept)


def test_an_address_of_older_rules_stops_nobody_else(office: Office) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(office.db, isolation_level=None)) as conn:
        # As an earlier version took it.
        triggers = conn.execute(
            "select name, sql from sqlite_master where type = 'trigger'"
            " and tbl_name = 'agency_address'"
        ).fetchall()
        for name, _ in triggers:
            conn.execute(f"drop trigger {name}")
        conn.execute(
            "update agency_address set address = 'a..b@banbo.example'"
            " where address = 'bcd@banbo.example'"
        )
        for _, sql in triggers:
            conn.execute(sql)
    sent = office.mail("overdue")
    assert sent.code == 0
    assert "Ban Chỉ đạo xã Bản Bo has 3 late tasks and no mail address" in sent.err
    assert list(arrived(office.keeper.kept)) == [ADDRESSES["UBND huyện Đông Sơn"]]


def test_leaders_who_are_not_named_are_told_of_at_once(demo: Path, tmp_path: Path) -> None:
    config = settings(tmp_path / "config.toml", closed_port())
    for argv in (("--to", "leaders"), ("--heartbeat",)):
        told = refused(mail("overdue", *argv, db=demo, config=config, today="2020-08-05"), 3)
        assert "leaders = " in told
    with config.open("a") as file:
        file.write('\n[[mail.escalation]]\ndays = 10\nto = ["leaders"]\n')
    told = refused(mail("overdue", db=demo, config=config, today="2020-08-05"), 3)
    assert "mail.leaders" in told


def test_the_outbox_can_be_seen_as_it_was(office: Office) -> None:
    office.mail("overdue", today=LATE)
    before = office.mail("outbox", "--as-of", "2023-05-31", "-f", "json", today="2023-06-05")
    assert before.rows == []
    assert len(office.mail("outbox", "--as-of", LATE, "-f", "json", today="2023-06-05").rows) == 2


@pytest.mark.parametrize(
    "argv",
    [
        ("overdue", "--to", "everybody"),
        ("overdue", "--attach", "pdf"),
        ("overdue", "--agency", "không có"),
        ("due", "--within", "x"),
        ("show", "99"),
        ("forget", "1", "--reason", ""),
        ("outbox", "--agency", "không có"),
        ("cron", "--at", "24:00"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_refused(office: Office, argv: tuple[str, ...]) -> None:
    refused(office.mail(*argv), 3)
    assert office.outbox() == []
