"""What goes wrong with a mail server, in words."""

import socket
import ssl

from ntmtrack.domain.text import clean
from ntmtrack.mail.settings import SmtpSettings
from ntmtrack.message import Message, say

_LONGEST = 200


def root_of(error: BaseException) -> BaseException:
    """What really happened: smtplib says that the connection is gone, the reason is behind it."""
    return error.__context__ if is_gone(error) and error.__context__ else error


def is_gone(error: BaseException) -> bool:
    """Whether the other side has ended the connection."""
    import smtplib

    kinds = (
        smtplib.SMTPServerDisconnected,
        ConnectionError,
        ssl.SSLEOFError,
        ssl.SSLZeroReturnError,
    )
    return isinstance(error, kinds) and not isinstance(error, ConnectionRefusedError)


def silence(settings: SmtpSettings) -> Message:
    """No answer came in time."""
    return say(
        "no answer from {host} within {seconds} seconds",
        host=settings.host,
        seconds=f"{settings.timeout:g}",
    )


def reason(error: BaseException, settings: SmtpSettings) -> Message:
    """Why there is no connection, or no longer one; `error` is a root."""
    host = settings.host
    match error:
        case TimeoutError():
            return silence(settings)
        case ssl.SSLCertVerificationError():
            return say(
                "the certificate of {host} cannot be trusted: {reason}",
                host=host,
                reason=short(error.verify_message),
            )
        case socket.gaierror() | UnicodeError():
            return say("{host} cannot be found", host=host)
        case ConnectionRefusedError():
            return say(
                "{host} refuses the connection at port {port}", host=host, port=settings.port
            )
        case _ if is_gone(error):
            return say("{host} ended the connection", host=host)
        case ssl.SSLError():
            return say(
                "no encrypted connection to {host} can be made: {reason}",
                host=host,
                reason=short(error.reason or str(error)),
            )
        case _:
            return say("{host} cannot be reached: {reason}", host=host, reason=short(str(error)))


def answer(code: int, text: bytes | str) -> str:
    """What a server said, as it can be shown and kept: one line, and no long one."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return short(f"{code} {words}" if code > 0 else words)


def short(text: str) -> str:
    """One line without controls, cut where it gets long."""
    return clean(text)[:_LONGEST]
