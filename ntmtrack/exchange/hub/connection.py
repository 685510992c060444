"""The connection to a hub, and what goes wrong with it in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ntmtrack.domain.text import clean
from ntmtrack.errors import DatabaseError, DataError
from ntmtrack.exchange.hub.address import Address, way
from ntmtrack.message import say

if TYPE_CHECKING:
    import psycopg

    Hub = psycopg.Connection[Any]

ALTERED = "NT001"
"""What a hub says of a change that it has, and that is told to it otherwise."""

_LONGEST = 200


def require_extra() -> None:
    """Raise DataError, saying how to get it, where the library for PostgreSQL is not installed."""
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise DataError(
            say("the hub needs psycopg, which is not installed"),
            hint=say("install it with `pip install 'ntmtrack[hub]'`"),
        ) from error


@contextmanager
def connected(
    address: Address, password: str | None, *, insecure: bool, owner: bool = False
) -> Iterator["Hub"]:
    """A connection in which every statement stands by itself unless a transaction is begun.

    `owner`: it is for what only the owner of the database does, whom nobody grants a password.
    Raises DatabaseError for whatever the network and the server do, DataError for an address
    that would not be safe; nothing of the ledger is touched by either.
    """
    require_extra()
    import psycopg

    given: dict[str, Any] = dict(way(address, insecure=insecure))
    if address.host:
        # A false server could ask for the password itself; this way it never gets it.
        given["require_auth"] = "scram-sha-256"
    with faults(address, owner=owner):
        conn = psycopg.connect(
            host=address.host or "/var/run/postgresql",
            port=address.port,
            dbname=address.database,
            user=address.user,
            password=password,
            autocommit=True,
            connect_timeout=15,
            application_name="ntmtrack",
            options="-c search_path=pg_catalog -c client_min_messages=warning",
            gssencmode="disable",
            keepalives_idle=30,
            tcp_user_timeout=60_000,
            **given,
        )
        with conn:
            yield conn


@contextmanager
def faults(address: Address, *, owner: bool = False) -> Iterator[None]:
    """Turn PostgreSQL's errors into ours: one line, and what to do next."""
    import psycopg
    from psycopg import errors

    try:
        yield
    except (errors.InvalidSchemaName, errors.UndefinedTable, errors.UndefinedFunction) as error:
        raise DatabaseError(
            say("there is no hub at {hub}", hub=address.name),
            hint=say("the province makes it with `ntmtrack hub init`"),
        ) from error
    except errors.InsufficientPrivilege as error:
        raise DatabaseError(
            say("the hub {hub} does not let {user} do this", hub=address.name, user=address.user),
            hint=say("the province gives the right with `ntmtrack hub grant`; nothing was changed"),
        ) from error
    except psycopg.OperationalError as error:
        if _is_about_password(error):
            raise DatabaseError(
                say(
                    "the hub {hub} does not take the password of {user}",
                    hub=address.name,
                    user=address.user,
                ),
                hint=_OF_OWNER if owner else _OF_OFFICE,
            ) from error
        raise DatabaseError(
            say("the hub {hub} cannot be used: {reason}", hub=address.name, reason=_short(error)),
            hint=say("what was given stays there; run the command again to go on"),
        ) from error
    except psycopg.Error as error:
        raise DatabaseError(
            say("the hub {hub} refuses this: {reason}", hub=address.name, reason=_short(error)),
            hint=say("nothing more was written to it; `ntmtrack hub status` says what is there"),
        ) from error


_OF_OFFICE = say("the province gives a new one with `ntmtrack hub grant`")
_OF_OWNER = say(
    "this needs the password of the role that owns the database: name that role in the address,"
    " and set {variable}; a password under [hub] goes before it if url there names the same role"
    " or none",
    variable="NTMTRACK_HUB_PASSWORD",
)


def _is_about_password(error: Exception) -> bool:
    return "password authentication failed" in str(error)


def _short(error: Exception) -> str:
    """The last line of what was said: the lines before it tell of further tries.

    The question whether the server is running, which follows "refused", is no reason.
    """
    told = [clean(line) for line in str(error).splitlines()]
    lines = [line for line in told if line and not line.endswith("?")]
    return (lines[-1] if lines else type(error).__name__)[:_LONGEST]
