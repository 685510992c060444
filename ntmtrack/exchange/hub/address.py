"""Where a hub is, and how the way to it is kept safe."""

import ipaddress
from urllib.parse import parse_qsl, unquote, urlsplit

from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record

_SCHEMES = ("postgresql", "postgres")
_SAFE = "verify-full"
_MODES = ("disable", "allow", "prefer", "require", "verify-ca", _SAFE)
_OPTIONS = ("sslmode", "sslrootcert")


class Address(Record):
    """A database with a hub. `host` is empty for the socket of this machine.

    `sslmode` and `sslrootcert` are libpq's; None where the address does not say.
    """

    user: str
    host: str
    port: int
    database: str
    sslmode: str | None = None
    sslrootcert: str | None = None

    @property
    def local(self) -> bool:
        """Whether nobody is on the way: the socket, or this machine's own loopback."""
        if self.host in ("", "localhost"):
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def name(self) -> str:
        """The hub as people and cursors name it, without who logs in."""
        return f"{self.host or 'localhost'}:{self.port}/{self.database}"

    def url(self, user: str) -> str:
        """The address for another role, as it is handed over: with TLS verified."""
        host = f"[{self.host}]" if ":" in self.host else self.host or "localhost"
        mode = "" if self.local else f"?sslmode={_SAFE}"
        return f"postgresql://{user}@{host}:{self.port}/{self.database}{mode}"


def parse(url: str) -> Address:
    """Read the address of a hub.

    Raises DataError for what is none, for a password in it, and for options that it may not have.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or 5432
    except ValueError as error:
        raise _unfit(say("it is no address")) from error
    if parts.password is not None:
        # Not shown again: it would be in the terminal's memory twice.
        raise DataError(
            say("the address of the hub holds a password; it was not used"),
            hint=say(
                "take it out, and choose another one: the command line is seen by everybody on"
                " this machine; name the file it is in, as password_file under [hub]"
            ),
        )
    database = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in _SCHEMES or not database or "/" in database or not parts.username:
        raise _unfit(say("it names no server, database and role"))
    if any(ord(sign) < ord(" ") for sign in unquote(url)):
        # To the library a NUL ends all settings, those of TLS with them.
        raise _unfit(say("it is no address"))
    if "," in parts.netloc:
        raise _unfit(say("it names several servers"))
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = tuple(key for key in options if key not in _OPTIONS)
    if unknown or parts.fragment:
        raise _unfit(say("it may have {keys} behind it, and nothing else", keys=_OPTIONS))
    mode = options.get("sslmode")
    if mode is not None and mode not in _MODES:
        raise _unfit(say("sslmode is one of {names}", names=_MODES))
    return Address(
        unquote(parts.username),
        parts.hostname or "",
        port,
        database,
        mode,
        options.get("sslrootcert") or None,
    )


def way(address: Address, *, insecure: bool) -> dict[str, str]:
    """The settings of libpq by which the server is known to be the one that is meant.

    Raises DataError if the address asks for less and `insecure` was not said.
    """
    if address.local:
        mode = address.sslmode or "prefer"
    else:
        mode = address.sslmode or _SAFE
        if mode != _SAFE and not insecure:
            raise DataError(
                say(
                    "with sslmode={mode} anybody on the way could pass for the hub {hub}",
                    mode=mode,
                    hub=address.name,
                ),
                hint=say("leave sslmode out of the address, or say --insecure if it must be so"),
            )
    found = {"sslmode": mode}
    if address.sslrootcert is not None:
        found["sslrootcert"] = address.sslrootcert
    elif mode == _SAFE:
        found["sslrootcert"] = "system"
    return found


def _unfit(reason: Message) -> DataError:
    return DataError(
        say("the address of the hub cannot be used: {reason}", reason=reason),
        hint=say("it looks like postgresql://ROLE@HOST:5432/DATABASE"),
    )
