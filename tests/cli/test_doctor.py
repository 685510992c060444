"""`doctor` and the board: whether the mail goes, and since when it does not."""

from pathlib import Path

from tests.cli.post import addressed, mail, settings
from tests.mail.server import Keeper, closed_port, mail_server
from tests.run import Result, run

LATE = "2023-06-01"


def doctor(db: Path, config: Path, *argv: object, today: str = LATE) -> Result:
    return run("doctor", *argv, db=db, today=today, env={"NTMTRACK_CONFIG": str(config)})


def test_without_settings_mail_is_not_set_up_and_that_is_no_fault(
    demo_file: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.touch()
    found = doctor(demo_file, config, "--check")
    assert (found.code, found.out) == (0, "")
    rows = doctor(demo_file, config, "-f", "json").rows
    assert [row["health"] for row in rows if row["item"] == "settings"] == ["unset"]
    assert str(demo_file.resolve()) in {row["detail"] for row in rows}


def test_settings_that_cannot_be_used_are_told_with_why(demo_file: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[mail]\nfrom = "nobody"\ntransport = "pigeon"\n')
    found = doctor(demo_file, config, "--check")
    assert found.code == 1
    assert "mail.from" in found.out
    assert "mail.transport" in found.out


def test_after_a_run_it_tells_when_it_was_and_what_came_of_it(demo: Path, tmp_path: Path) -> None:
    addressed(demo, LATE)
    with mail_server(Keeper()) as port:
        config = settings(tmp_path / "config.toml", port)
        assert mail("overdue", db=demo, config=config, today=LATE).code == 0
    rows = {row["item"]: row for row in doctor(demo, config, "-f", "json").rows}
    assert rows["last run of `mail overdue`"]["health"] == "well"
    assert "2 written, 2 sent, 0 not delivered" in rows["last run of `mail overdue`"]["detail"]
    assert rows["last letter sent"]["health"] == "well"
    assert rows["letters not delivered"]["health"] == "well"
    assert doctor(demo, config, "--check").code == 0


def test_a_cron_that_no_longer_runs_shows_on_the_board_and_in_doctor(
    demo: Path, tmp_path: Path
) -> None:
    addressed(demo, LATE)
    with mail_server(Keeper()) as port:
        config = settings(tmp_path / "config.toml", port)
        mail("overdue", db=demo, config=config, today=LATE)  # a Thursday
    env = {"NTMTRACK_CONFIG": str(config)}
    assert "WARNING" not in run(db=demo, today="2023-06-05", env=env).out
    board = run(db=demo, today="2023-06-06", env=env).out
    assert "WARNING: `mail overdue` has not run since 01/06/2023" in board
    assert doctor(demo, config, "--check", today="2023-06-06").code == 1
    assert "WARNING" not in run(db=demo, today=LATE, env=env).out


def test_what_is_not_delivered_shows_on_the_board_and_in_doctor(demo: Path, tmp_path: Path) -> None:
    addressed(demo, LATE)
    config = settings(tmp_path / "config.toml", closed_port())
    assert mail("overdue", db=demo, config=config, today=LATE).code == 5
    rows = {row["item"]: row for row in doctor(demo, config, "-f", "json").rows}
    assert rows["letters not delivered"]["health"] == "ill"
    assert "2 letters, the oldest written on 01/06/2023" in rows["letters not delivered"]["detail"]
    board = run(db=demo, today=LATE, env={"NTMTRACK_CONFIG": str(config)}).out
    assert "WARNING: 2 letters are not delivered: see `ntmtrack mail outbox`" in board


def test_a_letter_of_trial_tells_each_step(demo_file: Path, tmp_path: Path) -> None:
    keeper = Keeper()
    with mail_server(keeper) as port:
        config = settings(tmp_path / "config.toml", port)
        tried = mail("test", "ai@do.example", db=demo_file, config=config, today=LATE)
    assert tried.code == 0
    assert [address for _, address, _ in keeper.kept] == ["ai@do.example"]
    assert "the receiver is accepted" in tried.out
    config = settings(tmp_path / "config.toml", closed_port())
    tried = mail("test", "ai@do.example", db=demo_file, config=config, today=LATE)
    assert tried.code == 5
    assert "the server answers" in tried.out
    assert "refuses the connection" in tried.err
    for wrong in ("ai", "a b@c.vn", "ai@do.example\nBcc: x@y.vn"):
        tried = mail("test", wrong, db=demo_file, config=config, today=LATE)
        assert tried.code == 3
        assert "is not a mail address" in tried.err
