"""The `[mail]` table: what it says, what it leaves out, and every fault of it at once."""

import tomllib
from pathlib import Path

import pytest

from ntmtrack.domain.address import Mailbox
from ntmtrack.domain.reminder import Policy, Rung
from ntmtrack.errors import DataError
from ntmtrack.mail.settings import (
    MailSettings,
    Security,
    SmtpSettings,
    Way,
    read,
    require_sender,
    require_transport,
)
from ntmtrack.message import Message

WHOLE = '''
[mail]
from = "Văn phòng Điều phối NTM <ntm@example.gov.vn>"
reply_to = "vanphong@example.gov.vn"
office = "Văn phòng Điều phối"
signature = """
Văn phòng Điều phối
Điện thoại 0207"""
lang = "en"
leaders = ["ct@example.gov.vn", "Chủ tịch <x@y.vn>"]
templates = "/srv/ntm/thu"
attach = ["xlsx", "ics", "xlsx"]
transport = "smtp"
[mail.smtp]
host = "mail.example.gov.vn"
port = 2525
security = "tls"
user = "ntm@example.gov.vn"
password_file = "~/mat-khau"
password_command = "pass show 'van phong'"
ca_file = "/etc/ca.pem"
timeout = 12.5
[mail.sendmail]
command = ["/usr/bin/msmtp", "-a", "ntm"]
[mail.spool]
folder = "/srv/thu"
[mail.policy]
new = false
repeat_days = 14
weekday = "thứ Hai"
review_day = "CHU NHAT"
every_days = 5
[mail.policy.leaders]
repeat_days = 0
weekday = "friday"
[[mail.escalation]]
days = 30
to = ["leaders", "Ai đó <ai@example.gov.vn>"]
[[mail.escalation]]
days = 15
to = ["persons"]
'''


def settings(text: str) -> MailSettings:
    return read(tomllib.loads(text)["mail"])


def faults(text: str) -> list[str]:
    """The faults of a table, as a person reads them."""
    with pytest.raises(DataError) as caught:
        settings(text)
    assert caught.value.hint is not None
    return [_said(detail) for detail in caught.value.details]


def _said(message: Message) -> str:
    places = {
        name: _said(value) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return message.text.format(**places)


def test_all_that_can_be_written_is_read() -> None:
    assert settings(WHOLE) == MailSettings(
        sender=Mailbox("Văn phòng Điều phối NTM", "ntm@example.gov.vn"),
        reply_to=Mailbox("", "vanphong@example.gov.vn"),
        office="Văn phòng Điều phối",
        signature="Văn phòng Điều phối\nĐiện thoại 0207",
        lang="en",
        leaders=(Mailbox("", "ct@example.gov.vn"), Mailbox("Chủ tịch", "x@y.vn")),
        templates=Path("/srv/ntm/thu"),
        attach=("xlsx", "ics"),
        way=Way.SMTP,
        smtp=SmtpSettings(
            "mail.example.gov.vn",
            2525,
            Security.TLS,
            user="ntm@example.gov.vn",
            password_file=Path("~/mat-khau").expanduser(),
            password_command=("pass", "show", "van phong"),
            ca_file=Path("/etc/ca.pem"),
            timeout=12.5,
        ),
        sendmail=("/usr/bin/msmtp", "-a", "ntm"),
        spool=Path("/srv/thu"),
        policy=Policy(False, 14, 0, 6, 5),
        leaders_policy=Policy(False, 0, 4, 6, 5),
        escalation=(Rung(15, ("persons",)), Rung(30, ("leaders", "Ai đó <ai@example.gov.vn>"))),
    )


@pytest.mark.parametrize("table", [None, {}])
def test_an_office_that_wrote_nothing_has_settings_that_miss_something(
    table: dict[str, object] | None,
) -> None:
    bare = read(table)
    assert bare == MailSettings()
    with pytest.raises(DataError) as caught:
        require_sender(bare)
    assert caught.value.hint is not None
    with pytest.raises(DataError) as caught:
        require_transport(bare)
    assert caught.value.hint is not None


@pytest.mark.parametrize("way", ["smtp", "spool"])
def test_a_way_without_its_place_is_asked_for_only_when_mail_leaves(way: str) -> None:
    written = settings(f'[mail]\ntransport = "{way}"')
    with pytest.raises(DataError) as caught:
        require_transport(written)
    assert caught.value.hint is not None
    assert f"[mail.{way}]" in caught.value.hint.text


def test_what_is_written_is_enough_to_send() -> None:
    assert require_transport(settings('[mail]\ntransport = "sendmail"')) is Way.SENDMAIL
    assert require_transport(settings(WHOLE)) is Way.SMTP
    assert require_sender(settings(WHOLE)).address == "ntm@example.gov.vn"


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_each_security_has_its_usual_port(security: str, port: int) -> None:
    smtp = settings(f'[mail.smtp]\nhost = "a.vn"\nsecurity = "{security}"').smtp
    assert smtp is not None
    assert smtp.port == port


def test_a_password_is_kept_from_a_connection_that_can_be_read() -> None:
    clear = '[mail.smtp]\nhost = "{}"\nsecurity = "none"\nuser = "ntm"'
    assert faults(clear.format("mail.vn")) == [
        "mail.smtp.security: without encryption the password could be read on its way"
    ]
    for host in ("localhost", "127.0.0.1", "::1"):
        assert settings(clear.format(host)).smtp is not None


def test_every_fault_is_named_by_its_key() -> None:
    assert faults(
        """
        [mail]
        from = "văn@example.vn"
        reply_to = 3
        ofice = "x"
        office = ""
        lang = "fr"
        leaders = "ct@example.vn"
        attach = ["pdf"]
        transport = "fax"
        escalation = [{}, {days = 0, to = ["boss"], by = 1}, {days = 2, to = []}]
        spool = "/srv"
        [mail.smtp]
        host = "mail.vn:25"
        port = "25"
        security = "ssl"
        user = "văn"
        password = "s3cret"
        timeout = 0
        [mail.sendmail]
        command = "mail 'x"
        args = []
        [mail.policy]
        new = 1
        repeat_days = true
        weekday = "someday"
        [mail.policy.leaders]
        leaders = 1
        """
    ) == [
        '"mail.policy.weekday" has to be one of: monday, tuesday, wednesday, thursday, friday, '
        "saturday, sunday",
        '"mail.policy.new" has to be true or false, without quotes',
        '"mail.policy.repeat_days" has to be a whole number from 0 to 366, without quotes',
        "there is no entry mail.policy.leaders.leaders",
        "mail.from: văn@example.vn is not a mail address that can be used",
        '"mail.reply_to" has to be text, in quotes',
        '"mail.office" is empty',
        '"mail.lang" has to be one of: vi, en',
        '"mail.leaders" has to be a list of texts',
        'mail.attach: "pdf" is none of xlsx, ics',
        '"mail.transport" has to be one of: smtp, sendmail, spool',
        '"mail.smtp.security" has to be one of: starttls, tls, none',
        '"mail.smtp.port" has to be a whole number from 1 to 65535, without quotes',
        '"mail.smtp.timeout" has to be a number of seconds up to 600, without quotes',
        "mail.smtp.host: is not the name of a server; its port is an entry of its own",
        "mail.smtp.password: a password does not belong here; put it into a file of its own, "
        "password_file",
        "mail.smtp.user: holds letters with marks, which mail servers do not know",
        "mail.sendmail.command: a quotation mark is not closed",
        "there is no entry mail.sendmail.args",
        '"mail.spool" has to be a table, [mail.spool]',
        "mail.escalation.1.days: is missing",
        "mail.escalation.1.to: is missing",
        '"mail.escalation.2.days" has to be a whole number from 1 to 3660, without quotes',
        "mail.escalation.2.to: boss is not a mail address that can be used",
        "there is no entry mail.escalation.2.by",
        "mail.escalation.3.to: is missing",
        "there is no entry mail.ofice",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "[mail]\nescalation = 3",
            '"mail.escalation" has to be a list of tables, [[mail.escalation]]',
        ),
        (
            '[mail.smtp]\npassword_file = "/x"',
            "mail.smtp.user: is missing, so the password is of no use",
        ),
        ('[mail]\nleaders = ["x"]', "mail.leaders: x is not a mail address that can be used"),
        ("[mail]\nleaders = [1]", '"mail.leaders" has to be text, in quotes'),
        (
            "[mail]\nfrom = 'A\\u000a <a@b.vn>'".replace("'", '"'),
            "mail.from: A\\n <a@b.vn> is not a mail address that can be used",
        ),
    ],
)
def test_a_fault_is_told(text: str, fault: str) -> None:
    assert faults(text) == [fault]


def test_a_password_in_the_table_is_in_no_fault() -> None:
    [told] = faults('[mail.smtp]\nhost = "a.vn"\npassword = "s3cret"')
    assert "s3cret" not in told
