"""Certificates of mail servers: whom they are trusted by, and until when."""

import ssl

from ntmtrack.errors import DataError
from ntmtrack.mail.faults import short
from ntmtrack.mail.settings import Security, SmtpSettings
from ntmtrack.message import say


def trust(settings: SmtpSettings) -> ssl.SSLContext | None:
    """Whose certificates are trusted; None for a connection that is not encrypted.

    Raises DataError for a file of certificates that cannot be used.
    """
    if settings.security is Security.NONE:
        return None
    file = settings.ca_file
    try:
        return ssl.create_default_context(cafile=None if file is None else str(file))
    except OSError as error:
        raise DataError(
            say(
                "the certificates in {path} cannot be used: {reason}",
                path=str(file),
                reason=short(error.strerror or str(error)),
            ),
            hint=say("mend ca_file under [mail.smtp]"),
        ) from error


def last_day(secured: ssl.SSLSocket) -> str:
    """The last day of the other side's certificate, which was verified, as ISO text."""
    from datetime import UTC, datetime

    shown = secured.getpeercert()
    assert shown is not None
    ends = ssl.cert_time_to_seconds(str(shown["notAfter"]))
    return datetime.fromtimestamp(ends, UTC).date().isoformat()
