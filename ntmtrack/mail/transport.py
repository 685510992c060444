"""The way by which mail leaves: a server, a program or a folder."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from ntmtrack.mail.outcome import Result
from ntmtrack.mail.password import password
from ntmtrack.mail.sendmail import Sendmail
from ntmtrack.mail.settings import MailSettings, Way, require_transport
from ntmtrack.mail.spool import Spool


class Transport(Protocol):
    """What takes messages."""

    def deliver(self, sender: str, address: str, message: bytes) -> Result:
        """Hand over one message for one address; what fails is told in the result."""


@contextmanager
def opened(
    settings: MailSettings, *, environ: Mapping[str, str], interactive: bool
) -> Iterator[Transport]:
    """The transport that the settings name, until the end of the block.

    Raises DataError for settings that do not name one, or name no password that can be used. A
    server is first reached by the first message.
    """
    match require_transport(settings):
        case Way.SENDMAIL:
            yield Sendmail(settings.sendmail)
        case Way.SPOOL:
            assert settings.spool is not None
            yield Spool(settings.spool)
        case Way.SMTP:
            from ntmtrack.mail.smtp import Smtp

            assert settings.smtp is not None
            secret = password(settings.smtp, environ=environ, interactive=interactive)
            server = Smtp(settings.smtp, secret)
            try:
                yield server
            finally:
                server.close()
