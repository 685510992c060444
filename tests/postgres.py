"""A PostgreSQL server of this machine's own, that lives as long as a test run: a real one."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trustme

if TYPE_CHECKING:
    import psycopg

NAME = "hub.test"
"""The name that the server's certificate bears, beside `localhost`."""

OWNER = "owner"
_SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
password_encryption = 'scram-sha-256'
ssl = on
ssl_cert_file = 'server.pem'
ssl_key_file = 'server.key'
shared_buffers = 64MB
max_connections = 40
log_min_messages = panic
log_min_error_statement = panic
"""


def _runuser() -> str | None:
    """The program that starts another as a user; it need not be on a short PATH."""
    return shutil.which("runuser", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def programs() -> Path | None:
    """The folder with initdb and pg_ctl; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    folders = [Path(os.path.realpath(found)).parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((each for each in folders if (each / "pg_ctl").exists()), None)


class Server:
    """A cluster in a folder of its own, with passwords and TLS; databases as tests want them."""

    def __init__(self, folder: Path, bin: Path) -> None:
        self.folder, self._bin = folder, bin
        self.port = _free_port()
        self.password = secrets.token_urlsafe(12)
        self.authority = trustme.CA()
        self.ca_file = folder / "ca.pem"
        self._data = folder / "data"

    def make(self) -> None:
        """Lay the cluster out; it is not started by that."""
        self.authority.cert_pem.write_to_path(self.ca_file)
        secret = self.folder / "secret"
        secret.write_text(self.password)
        if os.geteuid() == 0:
            # PostgreSQL does not run as root; whoever runs it must own all of its files.
            for path in (self.folder, self.ca_file, secret):
                shutil.chown(path, "postgres")
        self._run(
            "initdb", "-D", self._data, "-U", OWNER, f"--pwfile={secret}", "--no-sync",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C",
        )  # fmt: skip
        certificate = self.authority.issue_cert(NAME, "localhost", "127.0.0.1")
        chain = b"".join(each.bytes() for each in certificate.cert_chain_pems)
        key = self._data / "server.key"
        (self._data / "server.pem").write_bytes(chain)
        key.write_bytes(certificate.private_key_pem.bytes())
        key.chmod(0o600)
        if os.geteuid() == 0:
            shutil.chown(key, "postgres")
        with open(self._data / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write(f"{_SETTINGS}port = {self.port}\n")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._run("pg_ctl", "-D", self._data, "-l", self.folder / "log", "-w", "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it; `immediate` is as good as a power cut."""
        self._run("pg_ctl", "-D", self._data, "-m", how, "-w", "stop")

    def database(self, name: str) -> None:
        """Make an empty database."""
        with self.connect("postgres", autocommit=True) as conn:
            conn.execute(f'create database "{name}"')

    def connect(
        self, database: str, *, user: str = OWNER, password: str | None = None, **given: Any
    ) -> "psycopg.Connection[Any]":
        """A connection by hand, past everything that the program does."""
        import psycopg

        return psycopg.connect(
            host="localhost",
            port=self.port,
            dbname=database,
            user=user,
            password=self.password if password is None else password,
            **given,
        )

    def url(self, database: str, user: str = OWNER, *, host: str = "localhost") -> str:
        """The address of a database, as officers write it."""
        return f"postgresql://{user}@{host}:{self.port}/{database}"

    def _run(self, program: str, *words: object) -> None:
        command = [str(self._bin / program), *map(str, words)]
        if os.geteuid() == 0:
            command = [_runuser() or "runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, (program, done.returncode)


@contextmanager
def server() -> Iterator[Server]:
    """A running server; the test is skipped, with the reason, where PostgreSQL is not installed."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL (initdb, pg_ctl) is not installed")
    if os.geteuid() == 0 and _runuser() is None:
        pytest.skip("PostgreSQL does not run as root, and there is no runuser")
    # Not below pytest's own folder: another user must get there.
    folder = Path(tempfile.mkdtemp(prefix="ntmtrack-hub-"))
    try:
        made = Server(folder, found)
        made.make()
        made.start()
        try:
            yield made
        finally:
            made.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
