"""The password for the mail server: where it is found, and that nobody else sees it.

It is in no sentence, no error and no argument of a program.
"""

import importlib
from collections.abc import Mapping

from ntmtrack import secret
from ntmtrack.errors import DataError
from ntmtrack.mail.settings import SmtpSettings
from ntmtrack.message import say

VARIABLE = "NTMTRACK_SMTP_PASSWORD"
_SERVICE = "ntmtrack"
_TABLE = "mail.smtp"


def password(smtp: SmtpSettings, *, environ: Mapping[str, str], interactive: bool) -> str | None:
    """The password that the server is to get; None if the settings name no user.

    Asked in turn: the command, the file, the environment and, when somebody sits there, the
    keyring. Raises DataError if none has one, or one that cannot be used.
    """
    if smtp.user is None:
        return None
    if smtp.password_command:
        found: str | None = secret.told(smtp.password_command, table=_TABLE)
    elif smtp.password_file is not None:
        found = secret.kept(smtp.password_file)
    else:
        found = environ.get(VARIABLE) or (_remembered(smtp.user) if interactive else None)
    if not found:
        raise DataError(
            say("there is no password for {user} at {host}", user=smtp.user, host=smtp.host),
            hint=say(
                "name the file it is in, as password_file under [mail.smtp], or set {variable}",
                variable=VARIABLE,
            ),
        )
    # Broken letters are refused with them.
    if not (found.isascii() and found.isprintable()):
        raise DataError(
            say("the password holds letters with marks, which mail servers do not know"),
            hint=say("choose a password of plain letters, figures and signs"),
        )
    return found


def _remembered(user: str) -> str | None:
    try:
        keyring = importlib.import_module("keyring")
    except ImportError:
        return None
    try:
        found = keyring.get_password(_SERVICE, user)
    except Exception:  # Each keyring fails in its own way.
        return None
    return found if isinstance(found, str) else None
