"""Where a hub is and how one logs in: what is refused before anything is sent."""

import os
import stat
import sys
from pathlib import Path

import pytest

from ntmtrack.errors import DataError
from ntmtrack.exchange.hub.address import parse, way
from ntmtrack.exchange.hub.settings import VARIABLE, HubSettings, of_settings, password
from tests.run import refused, run

REMOTE = "postgresql://bando@hub.tinh.vn:5433/ntm"


def test_an_address_names_role_server_and_database() -> None:
    found = parse(REMOTE)
    assert (found.user, found.host, found.port, found.database) == (
        "bando", "hub.tinh.vn", 5433, "ntm",
    )  # fmt: skip
    assert found.name == "hub.tinh.vn:5433/ntm"
    assert found.url("ht") == "postgresql://ht@hub.tinh.vn:5433/ntm?sslmode=verify-full"
    assert parse("postgres://a@[::1]/b").url("c") == "postgresql://c@[::1]:5432/b"


@pytest.mark.parametrize(
    "url",
    [
        "http://a@b/c", "postgresql://b/c", "postgresql://a@b", "postgresql://a@b/c/d",
        "postgresql://a@b:x/c", "postgresql://a@b,c/d", "postgresql://a@b/c?host=evil",
        "postgresql://a@b/c?sslmode=maybe", "postgresql://a@b/c?passfile=x",
        "postgresql://a@b/c#d", "host=b user=a", "postgresql://a%00@b/c", "postgresql://a@b/c%00",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_hub_is_refused(url: str) -> None:
    with pytest.raises(DataError):
        parse(url)


def test_a_password_in_the_address_is_refused_and_not_repeated(tmp_path: Path) -> None:
    said = refused(run("hub", "init", "postgresql://a:geheim@b/c", db=tmp_path / "x.db"), 3)
    assert "holds a password" in said
    assert "geheim" not in said


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca"])
def test_a_hub_elsewhere_is_reached_by_verified_tls_only(mode: str) -> None:
    assert way(parse(REMOTE), insecure=False) == {
        "sslmode": "verify-full", "sslrootcert": "system",
    }  # fmt: skip
    loose = parse(f"{REMOTE}?sslmode={mode}")
    with pytest.raises(DataError):
        way(loose, insecure=False)
    assert way(loose, insecure=True) == {"sslmode": mode}


def test_saying_insecure_alone_loosens_nothing() -> None:
    assert way(parse(REMOTE), insecure=True)["sslmode"] == "verify-full"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "[::1]", ""])
def test_nobody_is_on_the_way_to_this_machine(host: str) -> None:
    found = parse(f"postgresql://a@{host}/c")
    assert found.local
    assert way(found, insecure=False) == {"sslmode": "prefer"}


def test_a_name_that_only_looks_local_is_not() -> None:
    assert not parse("postgresql://a@localhost.evil.vn/c").local
    assert not parse("postgresql://a@127.0.0.1.evil.vn/c").local


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text("geheim\nmore\n")
    path.chmod(0o600)
    return path


def test_the_password_is_looked_for_in_turn(key: Path) -> None:
    environ = {VARIABLE: "from the environment"}
    printing = (sys.executable, "-c", "print('from the command')")
    assert password(HubSettings(None, printing, key), parse(REMOTE), environ) == "from the command"
    assert password(HubSettings(None, (), key), parse(REMOTE), environ) == "geheim"
    assert password(HubSettings(), parse(REMOTE), environ) == "from the environment"
    assert password(HubSettings(), parse("postgresql://a@/c"), {}) is None
    with pytest.raises(DataError):
        password(HubSettings(), parse(REMOTE), {})


def test_settings_of_another_role_do_not_beat_what_was_said_for_this_run(key: Path) -> None:
    said = {VARIABLE: "from the environment"}
    role = parse(REMOTE).user
    printing = (sys.executable, "-c", "print('from the command')")
    for command in ((), printing):
        other = HubSettings(f"postgresql://{role}x@h/d", command, key)
        assert password(other, parse(REMOTE), said) == "from the environment"
        assert password(other, parse(REMOTE), {}) != "from the environment"
    same = HubSettings(f"postgresql://{role}@h/d", (), key)
    assert password(same, parse(REMOTE), said) == "geheim"


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights otherwise")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_password_file_that_others_may_read_is_refused(key: Path, mode: int) -> None:
    key.chmod(mode)
    assert stat.S_IMODE(key.stat().st_mode) == mode
    with pytest.raises(DataError):
        password(HubSettings(None, (), key), parse(REMOTE), {})


def test_a_password_file_that_is_none_is_refused(tmp_path: Path, key: Path) -> None:
    key.write_text("\n")
    for path in (key, tmp_path, tmp_path / "nothing"):
        with pytest.raises(DataError):
            password(HubSettings(None, (), path), parse(REMOTE), {})


@pytest.mark.parametrize(
    "script", ["import sys; print('geheim'); sys.exit(3)", "pass", "raise SystemExit('geheim')"]
)
def test_a_password_command_that_fails_says_nothing_of_what_it_printed(script: str) -> None:
    with pytest.raises(DataError) as caught:
        password(HubSettings(None, (sys.executable, "-c", script)), parse(REMOTE), {})
    assert "geheim" not in str(caught.value.message.values)
    with pytest.raises(DataError):
        password(HubSettings(None, ("/no/such/program",)), parse(REMOTE), {})


def test_settings_hold_nothing_unknown() -> None:
    found = of_settings({"url": REMOTE, "password_command": "pass 'show it'"})
    assert found == HubSettings(REMOTE, ("pass", "show it"))
    assert of_settings({"password_file": "/k"}).password_file == Path("/k")
    assert of_settings(None) == HubSettings()
    for written in ({"password": "x"}, {"url": 5}, {"password_command": "'"}, {"url": ""}):
        with pytest.raises(DataError):
            of_settings(written)


def test_without_an_address_it_is_said_where_one_is_written(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    run("init", "--office", "X", db=db)
    run("unit", "add", "Tỉnh X", "--kind", "province", db=db)
    run("office", "set", "--name", "X", "--mark", "X", "--unit", "Tỉnh X", db=db)
    for command in ("push", "pull", "status"):
        said = refused(run("hub", command, db=db), 3)
        assert "NTMTRACK_HUB" in said


def test_without_the_library_it_is_said_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    said = refused(run("hub", "init", REMOTE, db=tmp_path / "x.db"), 3)
    assert "pip install 'ntmtrack[hub]'" in said


def test_a_hub_that_does_not_answer_is_one_line(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    env = {VARIABLE: "geheim"}
    argv = ("hub", "init", "postgresql://a@127.0.0.1:9/ntm")
    said = refused(run(*argv, db=tmp_path / "x.db", env=env), 4)
    assert "127.0.0.1:9/ntm" in said
    assert "geheim" not in said
