"""What is said of an office that is being set up, before anything of it is checked."""

import os
from pathlib import Path

from ntmtrack.domain.address import parse_mailbox
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record


class MailAnswers(Record):
    """How mail is to leave: from whom, by which server, and where its password is found.

    `secret` is the password itself, to be put into the file; it is shown and kept nowhere else.
    """

    sender: str
    host: str | None = None
    user: str | None = None
    password_file: Path | None = None
    password_command: str | None = None
    secret: str | None = None


def mail_answers(
    sender: str | None,
    *,
    host: str | None,
    user: str | None,
    password_file: Path | None,
    password_command: str | None,
) -> MailAnswers | None:
    """How mail is to leave, as it was said; None where nothing was.

    Who has a password logs in by the address that letters are from, if nobody says otherwise.
    Raises DataError where it is not said whom letters are from.
    """
    others = (host, user, password_file, password_command)
    if sender is None:
        if any(each is not None for each in others):
            raise DataError(
                say("it is not said whom letters are from"),
                hint=say("add --mail-from; nothing was written"),
            )
        return None
    if user is None and (password_file is not None or password_command is not None):
        user = parse_mailbox(sender).address
    if password_file is not None:
        password_file = Path(os.path.abspath(password_file))
    return MailAnswers(sender, host, user, password_file, password_command)


class Answers(Record):
    """What was said of an office before anything is asked; None and empty say nothing.

    `trial` is where a letter of trial goes; `usual` makes the ledger the one that is opened where
    none is named.
    """

    language: str | None = None
    office: str | None = None
    province: str | None = None
    unit: str | None = None
    region: str | None = None
    sets: tuple[str, ...] = ()
    file: Path | None = None
    agencies: tuple[str, ...] = ()
    mail: MailAnswers | None = None
    trial: str | None = None
    person: str | None = None
    usual: bool = False
