"""One connection to a mail server: each step of the conversation, and what its failure means.

Whether a message may have been taken depends on how far the conversation came; every step that
fails says so with a `Broken`.
"""

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer

from ntmtrack.mail import faults
from ntmtrack.mail.outcome import NotSent, Unknown
from ntmtrack.mail.settings import Security, SmtpSettings
from ntmtrack.mail.tls import last_day
from ntmtrack.message import Message, say

_CHUNK = 1 << 14
_CLOSING = 421
# What a server answers to who has not logged in, or not well enough, at any step.
_LOGIN_WANTED = frozenset((530, 534, 535, 538))
_GOODBYE = 2.0
# A step may last as long as a reply; all of a message as long as a few of them, and as a slow
# line takes for its bytes.
_REPLIES = 4
_BYTES_A_SECOND = 1 << 14


class Broken(Exception):
    """A step failed.

    `lost`: the connection is of no use any more. `closed`: so said the server before anything
    was handed over, and a new connection may do.
    """

    def __init__(self, result: NotSent | Unknown, *, lost: bool, closed: bool = False) -> None:
        super().__init__(result.why.text)
        self.result = result
        self.lost = lost
        self.closed = closed


class Conversation:
    """The steps, in their order; each raises Broken."""

    def __init__(self, settings: SmtpSettings, context: ssl.SSLContext | None) -> None:
        """`context` is that of `trust`, None for a connection that is not encrypted."""
        import smtplib

        self._settings = settings
        self._host = settings.host
        self._security = settings.security
        self._context = context
        # The name of this machine is nobody's business, and looking it up may take long.
        self._smtp = smtplib.SMTP(local_hostname="localhost", timeout=settings.timeout)
        self._cut_off = False

    @contextmanager
    def limited(self, size: int = 0) -> Iterator[None]:
        """A time that the steps inside have together, however slowly a server drips.

        `size` is that of the message that is handed over inside.
        """
        seconds = self._settings.timeout * _REPLIES + size / _BYTES_A_SECOND
        watch = Timer(seconds, self._cut)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def find(self) -> tuple[str, ...]:
        """The numbers of the host."""
        with self._step(of_server=True):
            found = socket.getaddrinfo(self._host, self._settings.port, type=socket.SOCK_STREAM)
        return tuple(dict.fromkeys(str(address[0]) for *_, address in found))

    def connect(self) -> None:
        """Reach the server, and greet it unless that has to wait for the encryption."""
        with self._step(of_server=True):
            place = (self._host, self._settings.port)
            reached = socket.create_connection(place, self._settings.timeout)
            self._smtp.sock = reached
            own = reached.getsockname()[0].partition("%")[0]
            self._smtp.local_hostname = f"[IPv6:{own}]" if ":" in own else f"[{own}]"
        if self._security is not Security.TLS:
            self._greet()

    def encrypt(self) -> tuple[str, str] | None:
        """Encrypt as the settings say: the protocol, and the last day of the certificate."""
        if self._context is None:
            return None
        if self._security is Security.STARTTLS:
            self._ask_for_encryption()
        with self._step(of_server=True):
            assert self._smtp.sock is not None
            secured = self._context.wrap_socket(
                self._smtp.sock, server_hostname=self._host, do_handshake_on_connect=False
            )
            self._smtp.sock = secured
            # What was said in the clear, and what somebody may have added to it, is forgotten.
            self._smtp.file = None
            self._smtp.esmtp_features = {}
            secured.do_handshake()
        if self._security is Security.TLS:
            self._greet()
        else:
            self._introduce()
        return secured.version() or "", last_day(secured)

    def login(self, user: str, password: str) -> None:
        """Log in."""
        import smtplib

        broken: Broken | None = None
        with self._step(of_server=True):
            try:
                self._smtp.login(user, password)
            except smtplib.SMTPNotSupportedError:
                broken = self._no_login(say("{host} offers no login", host=self._host))
            except smtplib.SMTPResponseException as error:
                broken = self._not_logged_in(user, error.smtp_code, error.smtp_error)
            except smtplib.SMTPServerDisconnected:
                raise
            except (smtplib.SMTPException, ValueError):
                broken = self._no_login(say("{host} offers no known login", host=self._host))
        # Outside of the handlers: an error with the password in its frames does not go along.
        if broken is not None:
            raise broken

    def sender(self, sender: str, payload: bytes) -> None:
        """Say whom the message is from."""
        limit = self._smtp.esmtp_features.get("size", "")
        if limit.isdecimal() and 0 < int(limit) < len(payload):
            why = say(
                "{host} takes no message of more than {limit} bytes, and this one has {size}",
                host=self._host,
                limit=int(limit),
                size=len(payload),
            )
            raise Broken(NotSent(why, permanent=True), lost=False)
        plain = payload.isascii() or not self._smtp.has_extn("8bitmime")
        with self._step(of_server=True, early=True):
            code, text = self._smtp.mail(sender, [] if plain else ["BODY=8BITMIME"])
        if code != 250:
            why = say(
                "{host} refuses the sender {sender}: {answer}",
                host=self._host,
                sender=sender,
                answer=faults.answer(code, text),
            )
            lost = code == _CLOSING or code < 0
            raise Broken(NotSent(why, of_server=True), lost=lost, closed=code < 500)

    def recipient(self, address: str) -> None:
        """Say whom the message is for."""
        with self._step(early=True):
            code, text = self._smtp.rcpt(address)
        if code not in (250, 251):
            places = {
                "host": self._host,
                "address": address,
                "answer": faults.answer(code, text),
            }
            never = say("{host} refuses the address {address}: {answer}", **places)
            not_now = say("{host} does not take the address {address} now: {answer}", **places)
            raise _refused(code, never if code >= 500 else not_now, early=True)

    def hand_over(self, payload: bytes) -> str:
        """Hand over the message, as `stuffed` made it, and return what the server says to it."""
        with self._step(early=True):
            code, text = self._smtp.docmd("DATA")
        if code != 354:
            raise _refused(code, self._not_taken(code, text), early=True)
        handed_over = False
        try:
            with self._step():
                # Piece by piece: a large message may take longer than a reply.
                for start in range(0, len(payload), _CHUNK):
                    self._smtp.send(payload[start : start + _CHUNK])
                handed_over = True
        except Broken as broken:
            if handed_over and isinstance(broken.result, NotSent):
                # The time was up just after the last byte.
                raise Broken(Unknown(broken.result.why), lost=True) from None
            raise
        with self._step(handed_over=True):
            code, text = self._smtp.getreply()
        if code < 400 and code // 100 != 2:
            why = say("{host} gives no answer that can be read", host=self._host)
            raise Broken(Unknown(why), lost=True)
        if code >= 400:
            raise _refused(code, self._not_taken(code, text))
        return faults.answer(code, text)

    def reset(self) -> None:
        """Forget a message that was refused half-way."""
        with self._step():
            self._smtp.rset()

    def close(self) -> None:
        """Take leave; of a server that is gone, without a word."""
        with suppress(OSError):
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(min(self._settings.timeout, _GOODBYE))
                self._smtp.quit()
        self._smtp.close()

    def _greet(self) -> None:
        with self._step(of_server=True):
            code, text = self._smtp.getreply()
        if code != 220:
            raise self._unwilling(code, text)
        self._introduce()

    def _introduce(self) -> None:
        with self._step(of_server=True):
            code, text = self._smtp.ehlo()
            if code >= 500 and self._security is Security.NONE:
                code, text = self._smtp.helo()
        if code != 250:
            raise self._unwilling(code, text)

    def _ask_for_encryption(self) -> None:
        if not self._smtp.has_extn("starttls"):
            raise self._no_login(
                say("{host} offers no encryption, so nothing was sent", host=self._host)
            )
        with self._step(of_server=True):
            code, text = self._smtp.docmd("STARTTLS")
        if code != 220:
            raise self._unwilling(code, text)

    def _not_logged_in(self, user: str, code: int, text: bytes | str) -> Broken:
        if code < 500:
            return self._unwilling(code, text)
        return self._no_login(
            say(
                "{host} refuses the user {user} or the password: {answer}",
                host=self._host,
                user=user,
                answer=faults.answer(code, text),
            )
        )

    def _no_login(self, why: Message) -> Broken:
        return Broken(NotSent(why, of_server=True), lost=True)

    def _unwilling(self, code: int, text: bytes | str) -> Broken:
        said = faults.answer(code, text)
        why = say("{host} takes no mail now: {answer}", host=self._host, answer=said)
        return Broken(NotSent(why, of_server=True), lost=True)

    def _not_taken(self, code: int, text: bytes) -> Message:
        said = faults.answer(code, text)
        if code >= 500:
            return say("{host} refuses the message: {answer}", host=self._host, answer=said)
        return say("{host} does not take the message now: {answer}", host=self._host, answer=said)

    @contextmanager
    def _step(
        self, *, of_server: bool = False, early: bool = False, handed_over: bool = False
    ) -> Iterator[None]:
        """Turns what goes wrong with the connection into Broken.

        `early`: a server that ends the connection here may only have had it long enough.
        """
        fault: BaseException | None = None
        try:
            yield
        except (OSError, UnicodeError) as error:
            fault = faults.root_of(error)
        # What is read of a line that was cut off may look like an answer.
        if self._cut_off:
            fault = TimeoutError()
        if fault is None:
            return
        why = faults.reason(fault, self._settings)
        result = Unknown(why) if handed_over else NotSent(why, of_server=of_server)
        raise Broken(result, lost=True, closed=early and faults.is_gone(fault))

    def _cut(self) -> None:
        self._cut_off = True
        if self._smtp.sock is not None:
            with suppress(OSError):
                # That of the bare socket: the encrypted one would go on in the clear.
                socket.socket.shutdown(self._smtp.sock, socket.SHUT_RDWR)


def stuffed(message: bytes) -> bytes:
    """A message as it goes over the line: lines end in CR LF, dots are doubled, a dot ends it."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    ended = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended) + b".\r\n"


def _refused(code: int, why: Message, *, early: bool = False) -> Broken:
    # A server that closes may do so for this address alone; if not, the next finds out at once.
    of_server = code in _LOGIN_WANTED
    return Broken(
        NotSent(why, permanent=code >= 500 and not of_server, of_server=of_server),
        lost=code == _CLOSING or code < 0,
        closed=early and code == _CLOSING,
    )
