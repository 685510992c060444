"""One letter told step by step, and the transport that the settings choose."""

import re
import sys
from pathlib import Path

import pytest
import trustme

from ntmtrack.errors import DataError
from ntmtrack.mail.outcome import Sent
from ntmtrack.mail.password import VARIABLE
from ntmtrack.mail.settings import MailSettings, Security, SmtpSettings, Way
from ntmtrack.mail.transport import opened
from ntmtrack.mail.trial import steps
from ntmtrack.message import Message
from tests.mail.server import HOST, Keeper, Talk, certificates, mail_server, nasty_server

SENDER = "ntm@example.gov.vn"
LETTER = b"Subject: a\r\n\r\nb\r\n"
ENVIRON = {VARIABLE: "s3cret"}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def by_smtp(port: int, **told: object) -> MailSettings:
    return MailSettings(way=Way.SMTP, smtp=SmtpSettings(HOST, port, timeout=5)._replace(**told))


def told(settings: MailSettings, environ: dict[str, str] | None = None) -> list[str]:
    """The steps as lines: a fault is marked."""
    return [
        f"{'! ' if step.fault else ''}{step.name.text}: "
        f"{_said(step.fault) if step.fault else ''}{_said(step.detail)}"
        for step in steps(
            settings,
            SENDER,
            "a@example.vn",
            LETTER,
            environ=environ or ENVIRON,
            interactive=False,
        )
    ]


def _said(message: Message | None) -> str:
    if message is None:
        return ""
    return message.text.format(**message.values)


def test_a_letter_by_a_server_is_told_to_its_end(authority: trustme.CA, ca_file: Path) -> None:
    keeper = Keeper()
    with mail_server(keeper, starttls=certificates(authority), login=("ntm", "s3cret")) as port:
        lines = told(by_smtp(port, user="ntm", ca_file=ca_file))
    assert [line.partition(":")[0] for line in lines] == [
        "the settings are complete",
        "the password is found",
        "the server is found",
        "the server answers",
        "encryption",
        "login",
        "the sender is accepted",
        "the receiver is accepted",
        "the message is taken",
    ]
    assert lines[2] == "the server is found: 127.0.0.1"
    assert re.fullmatch(
        r"encryption: TLSv1\.\d, with a certificate up to \d{4}-\d\d-\d\d",
        lines[4],
    )
    assert lines[-1] == "the message is taken: 250 taken"
    assert keeper.kept == [(SENDER, "a@example.vn", LETTER)]
    assert not any("s3cret" in line for line in lines)


def test_without_a_user_and_encryption_that_is_said() -> None:
    with mail_server(Keeper()) as port:
        lines = told(by_smtp(port, security=Security.NONE))
    assert "encryption: none, as the settings say" in lines
    assert "login: the settings name no user" in lines
    assert lines[-1] == "the message is taken: 250 taken"


@pytest.mark.parametrize(
    ("key", "step"),
    [
        (SENDER, "! the sender is accepted: 127.0.0.1 refuses the sender"),
        ("a@example.vn", "! the receiver is accepted: 127.0.0.1 refuses the address"),
        ("DATA", "! the message is taken: 127.0.0.1 refuses the message"),
    ],
)
def test_the_first_fault_is_the_last_step(key: str, step: str) -> None:
    with mail_server(Keeper({key: ["550 no"]})) as port:
        lines = told(by_smtp(port, security=Security.NONE))
    assert lines[-1].startswith(step)
    assert not any(line.startswith("!") for line in lines[:-1])


def test_a_server_that_hangs_is_told_at_the_step_it_hangs_at() -> None:
    def script(talk: Talk) -> None:
        talk.hang()

    with nasty_server(script) as port:
        lines = told(by_smtp(port, security=Security.NONE, timeout=0.2))
    assert lines[-1] == "! the server answers: no answer from 127.0.0.1 within 0.2 seconds"


def test_settings_that_are_not_enough_are_told_with_what_to_write() -> None:
    [line] = told(MailSettings())
    assert line.startswith("! the settings are complete: the settings do not say how mail leaves")
    assert "[mail]" in line


def test_certificates_that_cannot_be_read_are_told_at_the_settings(tmp_path: Path) -> None:
    [line] = told(by_smtp(1, ca_file=tmp_path / "none.pem"))
    assert line.startswith("! the settings are complete: the certificates in ")


def test_a_missing_password_is_told_before_any_connection() -> None:
    lines = told(by_smtp(1, user="ntm"), environ={"OTHER": ""})
    assert lines[-1].startswith("! the password is found: there is no password for ntm")


def test_a_letter_by_a_program_is_told() -> None:
    read_all = "import sys; sys.stdin.buffer.read(); sys.exit({})"
    command = (sys.executable, "-c")
    good = MailSettings(way=Way.SENDMAIL, sendmail=(*command, read_all.format(0)))
    assert told(good)[1:] == [f"the program is found: {sys.executable}", "the message is taken: "]
    bad = MailSettings(way=Way.SENDMAIL, sendmail=(*command, read_all.format(75)))
    assert told(bad)[-1].startswith("! the message is taken: ")
    none = MailSettings(way=Way.SENDMAIL, sendmail=("no-such-program",))
    assert told(none)[1:] == ["! the program is found: there is no program no-such-program"]


def test_a_letter_into_a_folder_is_told(tmp_path: Path) -> None:
    lines = told(MailSettings(way=Way.SPOOL, spool=tmp_path / "out"))
    [file] = (tmp_path / "out").iterdir()
    assert lines[1:] == [
        f"the folder is there: {tmp_path / 'out'}",
        f"the message is taken: {file.name}",
    ]
    lines = told(MailSettings(way=Way.SPOOL, spool=file))
    assert lines[-1].startswith("! the folder is there: ")


# The transport that the settings choose


def test_mail_leaves_by_the_server_that_the_settings_name() -> None:
    keeper = Keeper()
    with mail_server(keeper) as port:
        settings = by_smtp(port, security=Security.NONE)
        with opened(settings, environ={}, interactive=False) as way:
            for name in "ab":
                assert way.deliver(SENDER, f"{name}@example.vn", LETTER) == Sent("250 taken")
    assert len(keeper.kept) == 2
    assert len(keeper.peers) == 1


def test_mail_leaves_by_the_program_or_into_the_folder(tmp_path: Path) -> None:
    program = (sys.executable, "-c", "import sys; sys.stdin.buffer.read()")
    by_program = MailSettings(way=Way.SENDMAIL, sendmail=program)
    with opened(by_program, environ={}, interactive=False) as way:
        assert way.deliver(SENDER, "a@example.vn", LETTER) == Sent("")
    into_folder = MailSettings(way=Way.SPOOL, spool=tmp_path)
    with opened(into_folder, environ={}, interactive=False) as way:
        result = way.deliver(SENDER, "a@example.vn", LETTER)
    assert isinstance(result, Sent)
    assert [path.name for path in tmp_path.iterdir()] == [result.answer]


@pytest.mark.parametrize("settings", [MailSettings(), by_smtp(1, user="ntm")])
def test_without_a_way_or_a_password_nothing_is_opened(settings: MailSettings) -> None:
    with (
        pytest.raises(DataError),
        opened(settings, environ={}, interactive=False),
    ):
        pytest.fail("it was opened")
