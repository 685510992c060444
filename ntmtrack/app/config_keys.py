"""Every entry that the configuration file may hold: its name, its kind, what it says.

What an entry of a table may be is known to who reads the table; here stands how it is typed.
"""

from enum import Enum

from ntmtrack.message import N_
from ntmtrack.record import Record


class Kind(Enum):
    """How the words typed for an entry become what stands in the file."""

    TEXT = 1
    PATH = 2
    """A file or folder: its whole path is written, for cron starts a program somewhere else."""
    LIST = 3
    WHOLE = 4
    """A whole number."""
    SECONDS = 5
    TRUTH = 6


class Known(Record):
    """An entry: how it is typed, and what it says."""

    kind: Kind
    about: str


_POLICY = {
    "new": Known(Kind.TRUTH, N_("whether what is newly late is told at once")),
    "repeat_days": Known(Kind.WHOLE, N_("after how many days what stays late is told again")),
    "weekday": Known(Kind.TEXT, N_("the day of the week on which what stays late is told")),
    "review_day": Known(Kind.TEXT, N_("the day of the week on which the review is sent")),
    "every_days": Known(Kind.WHOLE, N_("at least so many days between two letters")),
}

KNOWN: dict[str, Known] = {
    "db": Known(Kind.PATH, N_("the ledger")),
    "lang": Known(Kind.TEXT, N_("the language of screens: vi or en")),
    "actor": Known(Kind.TEXT, N_("who is recorded as having made a change")),
    "person": Known(Kind.TEXT, N_("whose board `ntmtrack` alone shows")),
    "format": Known(Kind.TEXT, N_("how a terminal is read: table, text or spoken")),
    "mail.from": Known(Kind.TEXT, N_("whom letters are from: NAME <ADDRESS>")),
    "mail.reply_to": Known(Kind.TEXT, N_("where answers go, if elsewhere")),
    "mail.office": Known(Kind.TEXT, N_("what the office is called in letters")),
    "mail.signature": Known(Kind.TEXT, N_("what stands at the end of a letter")),
    "mail.lang": Known(Kind.TEXT, N_("the language of letters: vi or en")),
    "mail.leaders": Known(Kind.LIST, N_("the addresses of the leaders")),
    "mail.templates": Known(Kind.PATH, N_("the folder with the office's own letters")),
    "mail.attach": Known(Kind.LIST, N_("what is attached: xlsx, ics")),
    "mail.transport": Known(Kind.TEXT, N_("how mail leaves: smtp, sendmail or spool")),
    "mail.smtp.host": Known(Kind.TEXT, N_("the mail server")),
    "mail.smtp.port": Known(Kind.WHOLE, N_("its port")),
    "mail.smtp.security": Known(Kind.TEXT, N_("its encryption: starttls, tls or none")),
    "mail.smtp.user": Known(Kind.TEXT, N_("who logs in to it")),
    "mail.smtp.password_file": Known(Kind.PATH, N_("the file whose first line is the password")),
    "mail.smtp.password_command": Known(Kind.TEXT, N_("the program that prints the password")),
    "mail.smtp.ca_file": Known(Kind.PATH, N_("whom to trust instead of the system's authorities")),
    "mail.smtp.timeout": Known(Kind.SECONDS, N_("how many seconds it is waited for")),
    "mail.sendmail.command": Known(Kind.TEXT, N_("the program that takes letters")),
    "mail.spool.folder": Known(Kind.PATH, N_("the folder that letters are put into")),
    **{f"mail.policy.{name}": known for name, known in _POLICY.items()},
    **{f"mail.policy.leaders.{name}": known for name, known in _POLICY.items()},
    "report.issuer": Known(Kind.TEXT, N_("who issues the office's reports")),
    "report.superior": Known(Kind.TEXT, N_("the body above who issues them")),
    "report.symbol": Known(Kind.TEXT, N_("what stands behind a report's number")),
    "report.place": Known(Kind.TEXT, N_("the place before a report's date")),
    "report.signer": Known(Kind.TEXT, N_("who signs reports")),
    "report.to": Known(Kind.LIST, N_("to whom reports are addressed")),
    "report.recipients": Known(Kind.LIST, N_("who gets a copy of reports")),
    "report.signed_as": Known(Kind.LIST, N_("in what capacity reports are signed")),
    "exchange.key": Known(Kind.PATH, N_("the private key that signs bundles")),
    "hub.url": Known(Kind.TEXT, N_("where the hub is")),
    "hub.password_file": Known(Kind.PATH, N_("the file whose first line is the hub's password")),
    "hub.password_command": Known(Kind.TEXT, N_("the program that prints the hub's password")),
}
"""The entries that `config set` writes; ladders and views have commands or pages of their own."""

SECRETS = {
    "mail.smtp.password": "NTMTRACK_SMTP_PASSWORD",
    "hub.password": "NTMTRACK_HUB_PASSWORD",
}
"""What is never shown nor written, and the variable that may hold it."""

VARIABLES = {"hub.url": "NTMTRACK_HUB"}
"""The variables that go before an entry of a table."""

OFFICE = {
    "office.name": "--name",
    "office.mark": "--mark",
    "office.unit": "--unit",
    "office.sets": "--set",
}
"""What the ledger says of its office, and the option of `office set` that changes it."""
