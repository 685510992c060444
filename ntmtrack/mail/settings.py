"""How mail is to leave and to whom: the `[mail]` table of the settings file, checked.

What is not written stays None; only what needs it asks for it.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path

from ntmtrack.domain.address import Mailbox, parse_mailbox
from ntmtrack.domain.reminder import ATTACHMENTS, Policy, Rung, To
from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.i18n import DEFAULT_LANGUAGE, LANGUAGES
from ntmtrack.mail.entries import Entries
from ntmtrack.message import Message, say
from ntmtrack.record import Record

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_WEEKDAYS = (
    ("monday", "thứ hai"),
    ("tuesday", "thứ ba"),
    ("wednesday", "thứ tư"),
    ("thursday", "thứ năm"),
    ("friday", "thứ sáu"),
    ("saturday", "thứ bảy"),
    ("sunday", "chủ nhật"),
)
_DAY_OF = {fold(word): day for day, words in enumerate(_WEEKDAYS) for word in words}


class Way(StrEnum):
    """How mail leaves."""

    SMTP = "smtp"
    SENDMAIL = "sendmail"
    SPOOL = "spool"


class Security(StrEnum):
    """How the connection to a mail server is kept from being read."""

    STARTTLS = "starttls"
    """Encrypted after a greeting in the clear."""
    TLS = "tls"
    """Encrypted from the first byte."""
    NONE = "none"


_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


class SmtpSettings(Record):
    """A mail server and who is known to it; `ca_file` is whom to trust instead of the system's."""

    host: str
    port: int = 587
    security: Security = Security.STARTTLS
    user: str | None = None
    password_file: Path | None = None
    password_command: tuple[str, ...] = ()
    ca_file: Path | None = None
    timeout: float = 30


class MailSettings(Record):
    """What the office says of its mail; None where it says nothing."""

    sender: Mailbox | None = None
    reply_to: Mailbox | None = None
    office: str | None = None
    signature: str | None = None
    lang: str = DEFAULT_LANGUAGE
    leaders: tuple[Mailbox, ...] = ()
    templates: Path | None = None
    attach: tuple[str, ...] = ()
    way: Way | None = None
    smtp: SmtpSettings | None = None
    sendmail: tuple[str, ...] = ("/usr/sbin/sendmail", "-i")
    spool: Path | None = None
    policy: Policy = Policy()
    leaders_policy: Policy = Policy()
    escalation: tuple[Rung, ...] = ()


def read(table: Mapping[str, object] | None) -> MailSettings:
    """The settings of the parsed `[mail]` table; None is an office that wrote none.

    Raises DataError with every fault among its details, each with its dotted key.
    """
    faults: list[Message] = []
    mail = Entries("mail", table or {}, faults=faults)
    settings = _settings(mail)
    if faults:
        raise DataError(
            say("the mail settings cannot be used"),
            hint=say("mend these entries of the settings file"),
            details=tuple(faults),
        )
    return settings


def require_sender(settings: MailSettings) -> Mailbox:
    """Whom letters are from. Raises DataError if that is not written."""
    if settings.sender is None:
        raise DataError(
            say("the settings do not say whom the mail is from"),
            hint=say('write from = "Office <name@office.gov.vn>" under [mail]'),
        )
    return settings.sender


def require_transport(settings: MailSettings) -> Way:
    """How mail leaves. Raises DataError if that is not written, or not all that it takes."""
    if settings.way is None:
        raise DataError(
            say("the settings do not say how mail leaves"),
            hint=say('write transport = "smtp", "sendmail" or "spool" under [mail]'),
        )
    if settings.way is Way.SMTP and settings.smtp is None:
        raise DataError(
            say("the settings do not name the mail server"),
            hint=say('write host = "mail.office.gov.vn" under [mail.smtp]'),
        )
    if settings.way is Way.SPOOL and settings.spool is None:
        raise DataError(
            say("the settings do not name the folder that letters are put into"),
            hint=say("write folder = a path in quotes, under [mail.spool]"),
        )
    return settings.way


def _settings(mail: Entries) -> MailSettings:
    bare = MailSettings()
    policy, leaders_policy = _policies(mail.inner("policy"))
    settings = MailSettings(
        sender=mail.mailbox("from"),
        reply_to=mail.mailbox("reply_to"),
        office=mail.line("office"),
        signature=mail.lines("signature"),
        lang=mail.choice("lang", {lang: lang for lang in LANGUAGES}) or bare.lang,
        leaders=mail.mailboxes("leaders"),
        templates=mail.path("templates"),
        attach=_attachments(mail),
        way=mail.choice("transport", {way.value: way for way in Way}),
        smtp=_smtp(mail.inner("smtp")),
        sendmail=_sendmail(mail.inner("sendmail")) or bare.sendmail,
        spool=_spool(mail.inner("spool")),
        policy=policy,
        leaders_policy=leaders_policy,
        escalation=_ladder(mail.each("escalation")),
    )
    if not settings.leaders and any(To.LEADERS in rung.to for rung in settings.escalation):
        mail.fault("leaders", say("is missing, but the ladder writes to them"))
    mail.close()
    return settings


def _attachments(mail: Entries) -> tuple[str, ...]:
    asked = tuple(dict.fromkeys(mail.texts("attach")))
    for kind in asked:
        if kind not in ATTACHMENTS:
            known = ", ".join(ATTACHMENTS)
            mail.fault("attach", say('"{kind}" is none of {known}', kind=kind, known=known))
    return asked


def _smtp(entries: Entries) -> SmtpSettings | None:
    host = entries.line("host")
    security = entries.choice("security", {kind.value: kind for kind in Security})
    security = Security.STARTTLS if security is None else security
    smtp = SmtpSettings(
        host or "",
        entries.whole("port", low=1, high=65_535, default=_PORTS[security]),
        security,
        user=entries.line("user"),
        password_file=entries.path("password_file"),
        password_command=entries.command("password_command"),
        ca_file=entries.path("ca_file"),
        timeout=entries.seconds("timeout", most=600, default=30),
    )
    if host is not None and not _is_host(host):
        entries.fault("host", say("is not the name of a server; its port is an entry of its own"))
    if entries.has("password"):
        entries.fault(
            "password",
            say("a password does not belong here; put it into a file of its own, password_file"),
        )
    if smtp.user is None and (smtp.password_file or smtp.password_command):
        entries.fault("user", say("is missing, so the password is of no use"))
    if smtp.user is not None and not (smtp.user.isascii() and smtp.user.isprintable()):
        entries.fault("user", say("holds letters with marks, which mail servers do not know"))
    if security is Security.NONE and smtp.user is not None and smtp.host not in _THIS_MACHINE:
        entries.fault("security", say("without encryption the password could be read on its way"))
    entries.close()
    return smtp if host else None


def _is_host(text: str) -> bool:
    # One colon is a port; the numbers of version 6 have more.
    return not any(letter.isspace() or letter in "/@[]" for letter in text) and (
        text.count(":") != 1
    )


def _sendmail(entries: Entries) -> tuple[str, ...]:
    command = entries.command("command")
    entries.close()
    return command


def _spool(entries: Entries) -> Path | None:
    folder = entries.path("folder")
    entries.close()
    return folder


def _policies(entries: Entries) -> tuple[Policy, Policy]:
    """How often those who owe are told, and by the entries laid over that, the leaders."""
    everybody = _policy(entries, Policy())
    above = entries.inner("leaders")
    leaders = _policy(above, everybody)
    above.close()
    entries.close()
    return everybody, leaders


def _policy(entries: Entries, below: Policy) -> Policy:
    english = [words[0] for words in _WEEKDAYS]
    weekday = entries.choice("weekday", _DAY_OF, shown=english)
    review_day = entries.choice("review_day", _DAY_OF, shown=english)
    return Policy(
        new=entries.truth("new", default=below.new),
        repeat_days=entries.whole("repeat_days", low=0, high=366, default=below.repeat_days),
        weekday=below.weekday if weekday is None else weekday,
        review_day=below.review_day if review_day is None else review_day,
        every_days=entries.whole("every_days", low=1, high=366, default=below.every_days),
    )


def _ladder(tables: Iterable[Entries]) -> tuple[Rung, ...]:
    """The steps, the lowest first; an address is spelled alike in all of them."""
    spelled: dict[str, str] = {}
    rungs = []
    for entries in tables:
        rung = _rung(entries)
        named = (
            spelled.setdefault(parse_mailbox(name).address.casefold(), name)
            if "@" in name
            else name
            for name in rung.to
        )
        rungs.append(rung._replace(to=tuple(dict.fromkeys(named))))
    return tuple(sorted(rungs))


def _rung(entries: Entries) -> Rung:
    if not entries.has("days"):
        entries.fault("days", say("is missing"))
    days = entries.whole("days", low=1, high=3_660, default=1)
    asked = entries.texts("to")
    if not asked:
        entries.fault("to", say("is missing"))
    named = dict.fromkeys(_receiver(entries, text) for text in asked)
    entries.close()
    return Rung(days, tuple(receiver for receiver in named if receiver is not None))


def _receiver(entries: Entries, text: str) -> str | None:
    if text in (To.LEADERS, To.PERSONS):
        return text
    mailbox = entries.mailbox_in("to", text)
    # As it was written, with the name that the letter is to bear.
    return None if mailbox is None else text
