"""Where the password is found, when it is refused, and that it is in nothing that is told."""

import json
import os
import sys
import traceback
from pathlib import Path
from types import ModuleType

import pytest

from ntmtrack import secret
from ntmtrack.errors import DataError
from ntmtrack.mail.password import VARIABLE, password
from ntmtrack.mail.settings import SmtpSettings
from ntmtrack.message import Message

HOST = "mail.example.vn"
posix = pytest.mark.skipif(os.name != "posix", reason="files have no such modes here")


def asked(interactive: bool = False, environ: dict[str, str] | None = None, **told: object) -> str:
    smtp = SmtpSettings(HOST, user="ntm")._replace(**told)
    found = password(smtp, environ=environ or {}, interactive=interactive)
    assert found is not None
    return found


def refused(**told: object) -> str:
    """Why there is no password, once it is sure that nothing tells one."""
    with pytest.raises(DataError) as caught:
        asked(**told)  # type: ignore[arg-type]
    said = json.dumps(
        [_said(each) for each in (caught.value.message, caught.value.hint) if each is not None]
    )
    whole = "".join(traceback.format_exception(caught.value))
    for each in (said, whole, repr(caught.value), repr(caught.value.__context__)):
        assert "s3cr" not in each
    return _said(caught.value.message)


def _said(message: Message) -> str:
    places = {
        name: _said(value) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return message.text.format(**places)


def program(text: str) -> tuple[str, ...]:
    return (sys.executable, "-c", text)


def private(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    path.chmod(0o600)
    return path


def test_without_a_user_none_is_asked_for(tmp_path: Path) -> None:
    smtp = SmtpSettings(HOST, password_file=tmp_path / "none")
    assert password(smtp, environ={VARIABLE: "s3cret"}, interactive=True) is None


def test_the_command_wins_over_the_file_and_that_over_the_environment(tmp_path: Path) -> None:
    file = private(tmp_path / "a", b"from file\n")
    command = program("print('from command'); print('more')")
    environ = {VARIABLE: "from environment"}
    assert asked(environ=environ, password_file=file, password_command=command) == "from command"
    assert asked(environ=environ, password_file=file) == "from file"
    assert asked(environ=environ) == "from environment"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"a b ", "a b "),
        (b"a\r\nb", "a"),
        (b"\xef\xbb\xbfa\n", "a"),
    ],
)
def test_the_first_line_of_the_file_is_the_password(
    tmp_path: Path, content: bytes, found: str
) -> None:
    assert asked(password_file=private(tmp_path / "a", content)) == found


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o610])
def test_a_file_that_others_may_use_is_refused(tmp_path: Path, mode: int) -> None:
    file = private(tmp_path / "a", b"s3cret")
    file.chmod(mode)
    assert refused(password_file=file).endswith("others than you may read or change it")


def test_a_file_that_is_missing_or_empty_is_refused(tmp_path: Path) -> None:
    empty = private(tmp_path / "a", b"\ns3cret")
    assert refused(password_file=empty).endswith("cannot be used: it is empty")
    missing = refused(password_file=tmp_path / "b")
    assert missing.endswith("there is no such file or folder")


@posix
def test_what_is_no_ordinary_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    (tmp_path / "folder").mkdir(0o700)
    for name in ("pipe", "folder"):
        assert refused(password_file=tmp_path / name).endswith("it is not an ordinary file")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import sys; print('s3cret'); sys.exit('s3cret is locked')", "ended with exit code 1"),
        ("print(); print('s3cret')", "it printed nothing"),
        ("print('s3cret', flush=True); import time; time.sleep(9)", "did not end within"),
    ],
)
def test_a_command_that_fails_is_told_without_what_it_said(
    text: str, told: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(secret, "_SECONDS", 1)
    assert told in refused(password_command=program(text))
    assert capfd.readouterr() == ("", "")


def test_a_command_that_is_missing_is_told_by_its_name_alone() -> None:
    told = refused(password_command=("no-such-program", "--key=s3cret"))
    assert "no-such-program is of no use: there is no such file or folder" in told


def test_the_command_runs_without_a_shell() -> None:
    echo = program("import sys; print(sys.argv[1])")
    assert asked(password_command=(*echo, "$HOME;`id`")) == "$HOME;`id`"


@pytest.mark.parametrize("found", ["s3crét", "s3cr\tet", "s3cr\0et"])
def test_a_password_that_no_server_knows_is_refused(found: str) -> None:
    assert "letters with marks" in refused(environ={VARIABLE: found})


def test_broken_letters_are_refused(tmp_path: Path) -> None:
    file = private(tmp_path / "a", b"s3cr\xe9t")
    assert "letters with marks" in refused(password_file=file)


class Keyring(ModuleType):
    """A keyring that holds one password."""

    def __init__(self, found: str | None) -> None:
        super().__init__("keyring")
        self.found = found
        self.asked: list[tuple[str, str]] = []

    def get_password(self, service: str, user: str) -> str | None:
        self.asked.append((service, user))
        if self.found is None:
            raise RuntimeError("the keyring is locked: s3cret")
        return self.found


def test_the_keyring_is_asked_only_when_somebody_sits_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keyring = Keyring("from keyring")
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    assert "there is no password for ntm" in refused(interactive=False)
    assert keyring.asked == []
    assert asked(interactive=True) == "from keyring"
    assert keyring.asked == [("ntmtrack", "ntm")]
    assert asked(interactive=True, environ={VARIABLE: "first"}) == "first"


@pytest.mark.parametrize("keyring", [None, Keyring(None)])
def test_a_keyring_that_is_missing_or_locked_has_no_password(
    keyring: ModuleType | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    assert "there is no password for ntm" in refused(interactive=True)
