"""Making a hub, and giving offices their roles on it: what the owner of its database does."""

import re
import secrets
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

from ntmtrack.domain.division import Region
from ntmtrack.domain.travel import TABLES
from ntmtrack.errors import DatabaseError, DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.store import schema

if TYPE_CHECKING:
    from ntmtrack.exchange.hub.connection import Hub

VERSION = 1
"""Which form of a hub this program makes and knows."""

_OLDEST = 150000
"""PostgreSQL 15: the views show each reader what the policies let that reader see."""

_SCRIPTS = ("1-tables.sql", "2-rights.sql", "3-policies.sql", "4-rows.sql", "5-views.sql")
_LOCK = 0x4E544D54
_ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class Granted(Record):
    """An office of the ledger as a hub is to know it.

    `unit` is the uid of its unit; `above` are the uids of the units that hold that one, each with
    the one right above it.
    """

    uid: str
    name: str
    mark: str
    unit: str
    above: Sequence[tuple[str, str]] = ()


def lay(hub: "Hub", uid: str) -> None:
    """Make the schema, the roles and the policies, or bring them up to date; nothing is lost.

    `uid` names this hub from now on: cursors of before do not fit one that was put back from a
    copy, and nothing in it says that it was; they begin anew. Raises DatabaseError for a server
    too old, or a hub of a newer program.
    """
    if hub.info.server_version < _OLDEST:
        raise DatabaseError(
            say("the hub needs PostgreSQL 15 or newer"),
            hint=say("use a newer server; nothing was made"),
        )
    with hub.transaction():
        hub.execute("select pg_advisory_xact_lock(%s)", (_LOCK,))
        before = _version(hub)
        if before > VERSION:
            raise DatabaseError(
                say("the hub was made by a newer ntmtrack"),
                hint=say("install the newer version on this machine; nothing was changed"),
            )
        folder = files("ntmtrack.exchange.hub").joinpath("sql")
        for name in _SCRIPTS:
            hub.execute(folder.joinpath(name).read_bytes())
        _name_columns(hub)
        hub.execute(
            "insert into ntmtrack.hub(uid, version) values (%s, %s)"
            " on conflict (single) do update set uid = excluded.uid, version = excluded.version",
            (uid, VERSION),
        )
        _put_back(hub)
        _close_to_others(hub)


def _version(hub: "Hub") -> int:
    found = hub.execute("select to_regclass('ntmtrack.hub') is not null").fetchone()
    if found is None or not found[0]:
        return 0
    row = hub.execute("select version from ntmtrack.hub").fetchone()
    return 0 if row is None else int(row[0])


def _name_columns(hub: "Hub") -> None:
    """Tell the hub what columns there are: it takes nothing that no ledger could hold."""
    hub.cursor().executemany(
        "insert into ntmtrack.known_column(at_table, name, form, needed, words)"
        " values (%s, %s, %s, %s, %s) on conflict (at_table, name) do update"
        " set form = excluded.form, needed = excluded.needed, words = excluded.words",
        [(table, *column) for table in TABLES for column in _columns(table)],
    )


class _Column(Record):
    name: str
    form: str
    needed: bool
    words: list[str] | None


def _columns(table: str) -> Iterator[_Column]:
    for column in {**schema.ENTITIES, **schema.FACTS}[table]:
        name, type_, *_ = column.split()
        if type_ in ("text", "integer") and name != "uid":
            listed = _LISTED.search(column)
            words = None if listed is None else [w.strip(" '") for w in listed[1].split(",")]
            if (table, name) == ("unit_version", "region"):
                words = [str(region) for region in Region]
            needed = " not null" in column and " default " not in column
            yield _Column(name, _form(table, name, column), needed, words)


_LISTED = re.compile(r" in \(([^)]*)\)")


def _form(table: str, name: str, column: str) -> str:
    if name in TABLES[table].names:
        # What names a row travels as that row's uid.
        return "uid"
    if "json_valid(" in column:
        return "json"
    if "date(" in column:
        return "day"
    return "number" if column.split()[1] == "integer" else "string"


def _put_back(hub: "Hub") -> None:
    """Let rows that another server's transactions wrote be read as if they came now."""
    for table in ("op", "coverage", "unit_parent"):
        hub.execute(
            f"update ntmtrack.{table} set arrived = pg_current_xact_id()"
            " where arrived > pg_current_xact_id()"
        )
    hub.execute(
        "update ntmtrack.office set granted = pg_current_xact_id()"
        " where granted > pg_current_xact_id()"
    )


def _close_to_others(hub: "Hub") -> None:
    """Let nobody but the offices in, and nobody make anything of his own in the database."""
    from psycopg.sql import SQL, Identifier

    name = Identifier(hub.info.dbname)
    hub.execute(SQL("revoke all on database {} from public").format(name))
    hub.execute(SQL("grant connect on database {} to ntmtrack_office").format(name))


def new_password() -> str:
    """A password that nobody guesses: 24 letters, figures and signs of 6 bits of chance each."""
    return secrets.token_urlsafe(18)


def role_of(mark: str) -> str:
    """The role that an office gets unless another is named: its mark, in small letters."""
    return "ntm_" + re.sub(r"[^a-z0-9]", "_", mark.casefold())


def grant(hub: "Hub", office: Granted, role: str, password: str) -> None:
    """Give an office a role on the hub, or its role another password or unit.

    The server never gets the password itself, only what SCRAM proves it by (RFC 5802). Raises
    DataError for a name that no role may have, or a role that is somebody else's.
    """
    _require_free(hub, office, role)
    from psycopg.sql import SQL, Identifier, Literal

    proof = hub.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    with hub.transaction():
        there = hub.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone()
        verb = "alter" if there else "create"
        hub.execute(
            SQL(
                verb + " role {role} login password {proof} connection limit 8"
                " nosuperuser nocreatedb nocreaterole noreplication nobypassrls"
                if verb == "create"
                else verb + " role {role} login password {proof} connection limit 8"
            ).format(role=Identifier(role), proof=Literal(proof.decode()))
        )
        hub.execute(SQL("grant ntmtrack_office to {}").format(Identifier(role)))
        # Compiling the plan of a view costs a hundred times what it saves; and nobody reads past a
        # transaction that goes on, as that of a machine that fell asleep would.
        for setting in ("jit = off", "idle_in_transaction_session_timeout = '5min'"):
            hub.execute(
                SQL("alter role {} in database {} set " + setting).format(
                    Identifier(role), Identifier(hub.info.dbname)
                )
            )
        hub.execute(
            "insert into ntmtrack.office as here (uid, name, mark, unit, role)"
            " values (%s, %s, %s, %s, %s) on conflict (uid) do update set"
            " name = excluded.name, mark = excluded.mark, role = excluded.role,"
            # What it could not read before is news for it.
            " granted = case when here.unit = excluded.unit then here.granted"
            " else excluded.granted end, unit = excluded.unit",
            (office.uid, office.name, office.mark, office.unit, role),
        )
        for below in {low for low, _ in office.above}:
            # The owner of the hub knows where it lies, whoever said something else before.
            hub.execute(
                "delete from ntmtrack.unit_parent p where p.unit = ntmtrack.unit_here(%s)"
                " and p.parent <> all(array(select ntmtrack.unit_here(u)"
                " from unnest(%s::text[]) u))",
                (below, [up for low, up in office.above if low == below]),
            )
        for below, above in office.above:
            hub.execute(
                "insert into ntmtrack.unit_parent(unit, parent)"
                " values (ntmtrack.unit_here(%s), ntmtrack.unit_here(%s)) on conflict do nothing",
                (below, above),
            )


def _require_free(hub: "Hub", office: Granted, role: str) -> None:
    if not _ROLE.fullmatch(role):
        raise DataError(
            say("{role} cannot be the name of a role", role=role),
            hint=say("use small letters, figures and underscores; nothing was granted"),
        )
    own = hub.execute("select role from ntmtrack.office where uid = %s", (office.uid,)).fetchone()
    there = hub.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone()
    if there is not None and (own is None or own[0] != role):
        raise DataError(
            say("the server has a role {role} already, and it is not this office's", role=role),
            hint=say("choose another name with --role; nothing was granted"),
        )
    taken = hub.execute(
        "select name from ntmtrack.office where mark = %s and uid <> %s", (office.mark, office.uid)
    ).fetchone()
    if taken is not None:
        raise DataError(
            say("{office} has the mark {mark} on the hub", office=taken[0], mark=office.mark),
            hint=say("give this office a mark of its own; nothing was granted"),
        )
