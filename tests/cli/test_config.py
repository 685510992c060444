"""`config`: each setting with where it comes from; the file is changed, secrets never shown."""

import json
from pathlib import Path

import pytest

from ntmtrack.app.config_keys import KNOWN
from tests.run import refused, run

HAND = """\
# của văn phòng
lang = "vi"

[mail]
from = "vp@x.vn"  # hộp thư chung
transport = "smtp"

[mail.smtp]
host = "mail.x.vn"
user = "vp@x.vn"
password_command = "pass show ntm/very-secret"

[[mail.escalation]]
days = 30
to = ["ct@x.vn"]
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "config.toml"
    file.write_text(HAND, "utf-8")
    return {"NTMTRACK_CONFIG": str(file)}


def listed(*argv: object, db: Path, env: dict[str, str]) -> dict[str, tuple[object, str]]:
    result = run(*argv, "-f", "json", db=db, env=env)
    assert result.code == 0, result.err
    return {row["key"]: (row["value"], row["source"]) for row in result.rows}


def test_each_setting_is_listed_with_where_it_comes_from(new: Path, env: dict[str, str]) -> None:
    run("office", "set", "--name", "UBND xã Bình An", "--set", "ntm 2026-2030", db=new, env=env)
    env |= {"NTMTRACK_ACTOR": "Vừ A Sử", "NTMTRACK_HUB": "postgresql://xa@hub/ntm"}
    found = listed("config", "list", db=new, env=env)
    assert found["config"] == (env["NTMTRACK_CONFIG"], "environment")
    assert found["db"] == (str(new), "option")
    assert found["lang"] == ("en", "option")
    assert found["actor"] == ("Vừ A Sử", "environment")
    assert found["mail.smtp.host"] == ("mail.x.vn", "file")
    assert found["mail.escalation.1.days"] == (30, "file")
    assert found["mail.escalation.1.to"] == (["ct@x.vn"], "file")
    assert found["hub.url"] == ("postgresql://xa@hub/ntm", "environment")
    assert found["office.name"] == ("UBND xã Bình An", "ledger")
    assert found["office.sets"] == (["xa-ntm-2026-2030"], "ledger")
    assert found["person"] == (None, "unset")
    assert "mail.smtp.port" not in found
    every = listed("config", "list", "--all", db=new, env=env)
    assert every["mail.smtp.port"] == (None, "unset")
    assert set(KNOWN) <= set(every)


def test_all_forms_of_the_list_agree(new: Path, env: dict[str, str]) -> None:
    rows = run("config", "list", "-f", "json", db=new, env=env).rows
    text = run("config", "list", db=new, env=env).out
    table = run("config", "list", db=new, env=env, tty=True, width=80).out
    csv = run("config", "list", "-f", "csv", db=new, env=env).out
    assert len(csv.splitlines()) == len(rows) + 1
    for row in rows:
        assert row["key"] in text
        assert row["key"] in table
        assert row["key"] in csv
    # A path is never broken, and that of a test is long.
    assert max(len(line) for line in table.splitlines() if str(new.parent) not in line) <= 80


def test_no_secret_is_ever_shown(new: Path, env: dict[str, str]) -> None:
    env |= {"NTMTRACK_SMTP_PASSWORD": "hunter2", "NTMTRACK_HUB_PASSWORD": "hunter3"}
    env |= {"NTMTRACK_HUB": "postgresql://xa:hunter4@hub/ntm"}
    said = ""
    for argv in (
        ("list",),
        ("list", "--all"),
        ("list", "-f", "json"),
        ("get", "mail"),
        ("get", "hub"),
    ):
        result = run("config", *argv, db=new, env=env)
        said += result.out + result.err
    assert "hunter" not in said
    assert "very-secret" not in said
    assert "pass …" in said
    assert "postgresql://xa@hub/ntm" in said
    assert "set, not shown" in said


def test_a_value_alone_is_given_to_scripts(new: Path, env: dict[str, str]) -> None:
    assert run("config", "get", "mail.smtp.host", db=new, env=env).out == "mail.x.vn\n"
    assert run("config", "path", db=new, env=env).out == env["NTMTRACK_CONFIG"] + "\n"
    assert run("config", "get", "mail.smtp.port", db=new, env=env).out == ""
    run("config", "set", "mail.leaders", "a@x.vn", "b@x.vn", db=new, env=env)
    assert run("config", "get", "mail.leaders", db=new, env=env).out == "a@x.vn\nb@x.vn\n"
    one = run("config", "get", "lang", "-f", "json", db=new, env=env, lang=None)
    assert json.loads(one.out)["rows"][0]["source"] == "file"
    missing = refused(run("config", "get", "mail.smtp.hots", db=new, env=env), 3)
    assert "mail.smtp.host" in missing


def test_setting_keeps_every_remark_and_takes_effect(new: Path, env: dict[str, str]) -> None:
    file = Path(env["NTMTRACK_CONFIG"])
    done = run("config", "set", "lang", "en", db=new, env=env, lang=None)
    assert done.code == 0, done.err
    assert file.read_text("utf-8") == HAND.replace('lang = "vi"', 'lang = "en"')
    assert (
        "Written into the settings"
        in run("config", "set", "mail.smtp.port", "465", db=new, env=env, lang=None).out
    )
    assert "port = 465\n" in file.read_text("utf-8")
    gone = run("config", "unset", "mail.smtp.port", db=new, env=env)
    assert gone.code == 0, gone.err
    assert file.read_text("utf-8") == HAND.replace('lang = "vi"', 'lang = "en"')
    assert file.stat().st_mode & 0o777 == 0o600


def test_where_there_is_no_file_one_is_made(new: Path, tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "c")}
    assert run("config", "set", "person", "Lò Thị Mai", db=new, env=env).code == 0
    file = tmp_path / "c" / "ntmtrack" / "config.toml"
    assert file.read_text("utf-8") == 'person = "Lò Thị Mai"\n'
    assert run("config", "path", db=new, env=env).out == f"{file}\n"


def test_it_works_where_there_is_no_ledger(tmp_path: Path, env: dict[str, str]) -> None:
    result = run("config", "list", db=tmp_path / "none.db", env=env)
    assert result.code == 0
    assert "there is no ledger" in result.out
    assert not (tmp_path / "none.db").exists()


def test_a_named_file_that_is_missing_says_how_to_begin(new: Path, tmp_path: Path) -> None:
    env = {"NTMTRACK_CONFIG": str(tmp_path / "none.toml")}
    assert "make the file" in refused(run("config", "list", db=new, env=env), 3)


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (("set", "mail.smtp.prot", "25"), "mail.smtp.port"),
        (("set", "mail.smtp.port", "many"), "a number"),
        (("set", "mail.smtp.port", "99999"), "65535"),
        (("set", "mail.smtp.timeout", "soon"), "a number"),
        (("set", "mail.policy.new", "perhaps"), "true or false"),
        (("set", "mail.from", "no address"), "no address"),
        (("set", "mail.transport", "pigeon"), "smtp, sendmail, spool"),
        (("set", "mail.smtp.host", "a", "b"), "one value"),
        (("set", "lang", "fr"), "vi, en"),
        (("set", "format", "braille"), "spoken"),
        (("set", "hub.url", "http://x"), "names no server"),
        (("set", "hub.url", "postgresql://xa:hunter2@hub/ntm"), "holds a password"),
        (("set", "mail.smtp.password", "hunter2"), "password_file"),
        (("set", "hub.password", "hunter2"), "hub.password_file"),
        (("set", "office.name", "x"), "office set --name"),
        (("set", "views.x", "overdue"), "view --help"),
        (("unset", "mail.smtp.port"), "not in the settings"),
        (("unset", "office.unit"), "office set --unit"),
        (("unset", "bogus"), "no setting bogus"),
    ],
)
def test_what_cannot_be_is_one_clear_line_and_the_file_stays(
    new: Path, env: dict[str, str], argv: tuple[str, ...], told: str
) -> None:
    err = refused(run("config", *argv, db=new, env=env), 3)
    assert told in err
    assert "hunter" not in err
    assert Path(env["NTMTRACK_CONFIG"]).read_text("utf-8") == HAND


def test_what_another_entry_still_lacks_is_told_not_refused(new: Path, env: dict[str, str]) -> None:
    done = run("config", "unset", "mail.smtp.user", db=new, env=env)
    assert done.code == 0
    assert "still to be mended: mail.smtp.user" in done.out


def test_what_was_typed_is_named_where_it_is_no_language(new: Path, env: dict[str, str]) -> None:
    told = refused(run("config", "set", "lang", "tieng-viet", db=new, env=env), 3)
    assert "there is no language tieng-viet" in told and "config.toml" not in told


def test_without_a_word_behind_it_the_settings_are_listed(new: Path, env: dict[str, str]) -> None:
    bare = run("config", db=new, env=env)
    assert bare.code == 0
    assert bare.out == run("config", "list", db=new, env=env).out


def test_a_path_is_written_whole_and_the_home_stays_a_sign(new: Path, env: dict[str, str]) -> None:
    run("config", "set", "exchange.key", "keys/xa", db=new, env=env)
    assert (
        run("config", "get", "exchange.key", db=new, env=env).out
        == f"{Path('keys/xa').absolute()}\n"
    )
    run("config", "set", "exchange.key", "~/keys/xa", db=new, env=env)
    assert run("config", "get", "exchange.key", db=new, env=env).out == "~/keys/xa\n"


def test_a_variable_that_wins_over_what_was_just_set_is_named(
    new: Path, env: dict[str, str]
) -> None:
    env["NTMTRACK_ACTOR"] = "ai đó"
    assert (
        "NTMTRACK_ACTOR in the environment"
        in run("config", "set", "actor", "Vừ A Sử", db=new, env=env).out
    )


SAMPLES = {
    "db": "x.db",
    "lang": "vi",
    "format": "text",
    "mail.from": "VP <vp@x.vn>",
    "mail.reply_to": "vp@x.vn",
    "mail.lang": "en",
    "mail.leaders": "ct@x.vn",
    "mail.attach": "xlsx",
    "mail.transport": "spool",
    "mail.smtp.port": "25",
    "mail.smtp.security": "tls",
    "mail.smtp.timeout": "2.5",
    "hub.url": "postgresql://xa@hub/ntm",
}


@pytest.mark.parametrize("key", KNOWN)
def test_every_known_key_can_be_set_and_taken_away(
    new: Path, env: dict[str, str], key: str
) -> None:
    kind, leaf = KNOWN[key].kind.name, key.rpartition(".")[2]
    usual = {"WHOLE": "7", "TRUTH": "false", "PATH": "/srv/x"}.get(kind, "something")
    value = SAMPLES.get(key, "friday" if leaf in ("weekday", "review_day") else usual)
    before = run("config", "get", key, db=new, env=env, lang=None).out
    done = run("config", "set", key, value, db=new, env=env)
    assert done.code == 0, done.err
    (row,) = run("config", "get", key, "-f", "json", db=new, env=env, lang=None).rows
    assert row["source"] == ("option" if key == "db" else "file")
    assert run("config", "unset", key, db=new, env=env).code == 0
    if not before:
        assert Path(env["NTMTRACK_CONFIG"]).read_text("utf-8").startswith("# của văn phòng")


def test_the_table_of_keys_is_what_readers_of_the_settings_ask_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from ntmtrack.app.report_frame import KEYS as REPORT
    from ntmtrack.config import KEYS
    from ntmtrack.exchange.hub.settings import _KEYS as HUB
    from ntmtrack.mail import settings
    from ntmtrack.mail.entries import Entries

    asked: set[str] = set()
    take = Entries._take

    def noted(self: Entries, name: str) -> object:
        asked.add(self._dotted(name))
        return take(self, name)

    monkeypatch.setattr(Entries, "_take", noted)
    settings.read({})
    tables = {"mail.smtp", "mail.sendmail", "mail.spool", "mail.policy", "mail.policy.leaders"}
    known = asked - tables - {"mail.escalation"}
    known |= set(KEYS) | {f"report.{key}" for key in REPORT} | {f"hub.{key}" for key in HUB}
    assert known | {"exchange.key"} == set(KNOWN)
