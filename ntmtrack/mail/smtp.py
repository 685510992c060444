"""Mail by a server: many messages over one connection, each with its own outcome."""

from ntmtrack.mail.conversation import Broken, Conversation, stuffed
from ntmtrack.mail.outcome import Result, Sent
from ntmtrack.mail.settings import SmtpSettings
from ntmtrack.mail.tls import trust


class Smtp:
    """A server to hand messages to; connected with the first of them."""

    def __init__(self, settings: SmtpSettings, password: str | None) -> None:
        """Raises DataError for a file of certificates that cannot be used."""
        self._settings = settings
        self._password = password
        self._context = trust(settings)
        self._line: Conversation | None = None

    def deliver(self, sender: str, address: str, message: bytes) -> Result:
        """Hand over one message for one address. Nothing that a server does is raised."""
        if self._line is not None:
            try:
                return self._hand_over(self._line, sender, address, message)
            except Broken as broken:
                self._after(broken, self._line)
                if not broken.closed:
                    return broken.result
        # A server closes a connection that it had long enough; a new one it may take.
        self.close()
        self._line = line = Conversation(self._settings, self._context)
        try:
            with line.limited():
                self._open(line)
            return self._hand_over(line, sender, address, message)
        except Broken as broken:
            self._after(broken, line)
            return broken.result

    def close(self) -> None:
        """Take leave of the server, if there is a connection."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _open(self, line: Conversation) -> None:
        line.connect()
        line.encrypt()
        if self._settings.user is not None and self._password is not None:
            line.login(self._settings.user, self._password)

    def _hand_over(self, line: Conversation, sender: str, address: str, message: bytes) -> Sent:
        payload = stuffed(message)
        with line.limited(len(payload)):
            line.sender(sender, payload)
            line.recipient(address)
            return Sent(line.hand_over(payload))

    def _after(self, broken: Broken, line: Conversation) -> None:
        """Make the connection fit for the next message, or give it up."""
        if not broken.lost:
            try:
                with line.limited():
                    line.reset()
                return
            except Broken:
                pass  # The next message makes a new connection.
        self.close()
