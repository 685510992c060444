"""Mail servers on this machine that live as long as a test: real ones, and nasty ones."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
OK = "250 taken"


class Keeper:
    """Keeps what is sent, and answers as it is told to, by address or by sender."""

    def __init__(self, answers: dict[str, list[str]] | None = None) -> None:
        self.kept: list[tuple[str, str, bytes]] = []
        self.peers: set[object] = set()
        self._answers = {} if answers is None else answers

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._next(address)
        if answer == OK:
            envelope.mail_from = address
        return answer

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._next(address)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self._next("DATA")
        if answer == OK:
            assert isinstance(envelope.content, bytes)
            self.peers.add(session.peer)
            [address] = envelope.rcpt_tos
            self.kept.append((envelope.mail_from or "", address, envelope.content))
        return answer

    def _next(self, key: str) -> str:
        waiting = self._answers.get(key)
        return waiting.pop(0) if waiting else OK


@contextmanager
def mail_server(
    keeper: Keeper,
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    login: tuple[str, str] | None = None,
    port: int = 0,
    **options: Any,
) -> Iterator[int]:
    """A real server, and its port: the one asked for, or any."""

    def known(*given: Any) -> AuthResult:
        said = given[-1]
        assert isinstance(said, LoginPassword)
        right = login is not None and said == LoginPassword(login[0].encode(), login[1].encode())
        return AuthResult(success=right, handled=False)

    if login is not None:
        # The server does not see that a connection is encrypted from its beginning.
        early = tls is not None
        options |= {
            "authenticator": known,
            "auth_required": not early,
            "auth_require_tls": not early,
        }
    loop = asyncio.new_event_loop()
    started = loop.run_until_complete(
        loop.create_server(
            lambda: SMTP(
                keeper,
                hostname="mail.test",
                loop=loop,
                tls_context=starttls,
                require_starttls=starttls is not None,
                **options,
            ),
            HOST,
            port,
            ssl=tls,
        )
    )
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield started.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_ended(started), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


async def _ended(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0.01)


class Talk:
    """One connection to a nasty server, as a script sees it."""

    def __init__(self, place: int, line: socket.socket, over: threading.Event) -> None:
        self.place = place
        """Which connection this is, from 1."""
        self._line = line
        self._file = line.makefile("rb")
        self._over = over

    def say(self, text: str) -> None:
        self._line.sendall(text.encode() + b"\r\n")

    def line(self) -> bytes:
        """The next line that comes."""
        return self._file.readline()

    def secured(self, context: ssl.SSLContext) -> ssl.SSLSocket:
        """The same connection, encrypted from now on."""
        return context.wrap_socket(self._line.dup(), server_side=True)

    def hear(self, *answers: str) -> None:
        """Take one command for each answer."""
        for answer in answers:
            self._file.readline()
            self.say(answer)

    def take(self) -> bytes:
        """What comes up to the single dot."""
        lines = []
        while (line := self._file.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def read(self, size: int) -> bytes:
        return self._file.read(size)

    def drip(self) -> None:
        """A byte every now and then, for ever."""
        while not self._over.wait(0.05):
            self._line.sendall(b"2")

    def hang(self) -> None:
        self._over.wait(10)

    def close(self) -> None:
        self._file.close()
        self._line.close()


@contextmanager
def nasty_server(script: Callable[[Talk], None]) -> Iterator[int]:
    """A server that does for each connection what the script says, and then closes it."""
    over = threading.Event()
    threads: list[threading.Thread] = []

    def serve(place: int, line: socket.socket) -> None:
        talk = Talk(place, line, over)
        with suppress(OSError):
            script(talk)
        talk.close()

    def accept() -> None:
        with suppress(OSError):
            while True:
                line, _ = listening.accept()
                if over.is_set():
                    line.close()
                    return
                threads.append(threading.Thread(target=serve, args=(len(threads) + 1, line)))
                threads[-1].start()

    with socket.create_server((HOST, 0)) as listening:
        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield listening.getsockname()[1]
        finally:
            over.set()
            # The last one to call, so that nobody waits for a caller any more.
            socket.create_connection(listening.getsockname()).close()
            for thread in (accepting, *threads):
                thread.join(5)


def greeted(talk: Talk) -> None:
    """All that goes before the first sender."""
    talk.say("220 mail.test")
    talk.hear("250 mail.test")


def taken(talk: Talk) -> None:
    """Take one message."""
    talk.hear("250 sender", "250 receiver", "354 go on")
    talk.take()
    talk.say(OK)


def closed_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server((HOST, 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


def certificates(authority: trustme.CA, name: str = HOST) -> ssl.SSLContext:
    """What a server of that name shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context
