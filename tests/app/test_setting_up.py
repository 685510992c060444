"""Setting an office up: what comes in between leaves all that was there, and nothing new."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ntmtrack.app.config_shown import Machine
from ntmtrack.app.context import Context
from ntmtrack.app.setting_up import making
from ntmtrack.app.setting_up_answers import Answers, MailAnswers
from ntmtrack.errors import DatabaseError, DataError

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(tmp_path / "a" / "x.db", NOW.date(), NOW, NOW.date(), actor="canbo")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "conf" / "config.toml", {})


def test_a_ledger_that_somebody_else_made_meanwhile_is_not_touched(
    context: Context, machine: Machine
) -> None:
    with pytest.raises(DatabaseError), making(context, machine) as made:
        made.take(Answers(office="UBND", language="vi"))
        context.path.write_text("another's")
    assert context.path.read_text() == "another's"
    assert [each.name for each in context.path.parent.iterdir()] == ["x.db"]
    assert not machine.file.exists()


def test_while_it_is_made_there_is_none_and_then_it_is_whole(
    context: Context, machine: Machine
) -> None:
    with making(context, machine) as made:
        made.take(Answers(office="UBND", language="vi"))
        assert not context.path.exists()
        assert not machine.file.exists()
    assert context.path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in context.path.parent.iterdir()] == ["x.db"]
    assert machine.file.read_text("utf-8") == 'lang = "vi"\n'


def test_a_password_does_not_stay_where_the_settings_cannot_be_written(
    context: Context, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text("", "utf-8")
    machine = Machine(tmp_path / "config.toml", {})
    secret = tmp_path / "mk" / "mail-password"
    mail = MailAnswers("vp@x.vn", "mail.x.vn", "vp@x.vn", secret, secret="hunter2")
    with pytest.raises(DataError), making(context, machine) as made:
        made.post(mail)
        machine.file.write_text('mail = "by hand, meanwhile"\n', "utf-8")
    assert not secret.exists()
    assert not context.path.exists()
    assert machine.file.read_text("utf-8") == 'mail = "by hand, meanwhile"\n'


def test_a_full_disk_is_told_of_the_ledger_s_own_place(
    context: Context, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ntmtrack.app import setting_up
    from ntmtrack.message import say

    def full(change: object, office: object) -> None:
        aside = next(each for each in context.path.parent.iterdir() if each.suffix == ".new")
        raise DatabaseError(say("the disk with {path} is full", path=str(aside)), hint="room")

    monkeypatch.setattr(setting_up, "furnish", full)
    with pytest.raises(DatabaseError) as told, making(context, machine):
        pass
    assert told.value.message == say("the disk with {path} is full", path=str(context.path))
    assert not context.path.parent.exists()
