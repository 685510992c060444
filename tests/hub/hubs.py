"""A hub to test with: a province, its communes and their roles, and changes made by hand."""

import itertools
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ntmtrack.domain.change import Change, Head, Op
from ntmtrack.exchange.hub import laying
from ntmtrack.exchange.hub.address import Address, parse
from ntmtrack.exchange.hub.laying import Granted
from tests.postgres import Server

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

PROVINCE = "province"
_names = itertools.count(1)
_moments = itertools.count(1)


def uid(number: int) -> str:
    """A uid that is told apart at a glance."""
    return f"{number:08x}-0000-7000-8000-000000000000"


OFFICES = {"tinh": uid(0xA0), "bando": uid(0xA1), "hongthai": uid(0xA2)}
UNITS = {"tinh": uid(0xB0), "bando": uid(0xB1), "hongthai": uid(0xB2)}


class TestHub:
    """A database with a hub in it; offices log in to it with passwords of their own."""

    __test__ = False

    def __init__(self, server: Server, name: str) -> None:
        self.server, self.name = server, name
        self.roles: dict[str, str] = {}
        self._open: dict[str, Connection] = {}

    @classmethod
    def laid(cls, server: Server, name: str) -> "TestHub":
        """A new hub, as the owner of the database makes it."""
        made = cls(server, name)
        made._make(f'create database "{name}" owner {PROVINCE}')
        laying.lay(made.owner(), uid(0xFF))
        return made

    @classmethod
    def copied(cls, server: Server) -> "TestHub":
        """A new hub, from the template."""
        made = cls(server, f"hub{next(_names)}")
        made._make(f'create database "{made.name}" owner {PROVINCE} template template_of_hubs')
        laying._close_to_others(made.owner())
        return made

    def _make(self, statement: str) -> None:
        with self.server.connect("postgres", autocommit=True) as conn:
            conn.execute(statement)

    @property
    def address(self) -> Address:
        return parse(self.server.url(self.name))

    def owner(self) -> "Connection":
        """Whoever owns the database."""
        return self._login("", PROVINCE, self.server.password)

    def office(self, key: str) -> "Connection":
        """An office, by a login of its own."""
        return self._login(key, self.roles[key], f"pw-{key}")

    def grant(self, key: str, office: str | None = None, unit: str | None = None) -> None:
        """Give an office its role; communes lie in the province."""
        unit = unit or UNITS[key]
        above = [] if key == "tinh" else [(unit, UNITS["tinh"])]
        role = f"{self.name}_{key}"
        given = Granted(office or OFFICES[key], key, key.upper(), unit, above)
        laying.grant(self.owner(), given, role, f"pw-{key}")
        self.roles[key] = role

    def granted(self, *keys: str) -> "TestHub":
        """The same hub with these offices on it."""
        for key in keys:
            self.grant(key)
        return self

    def close(self) -> None:
        for each in self._open.values():
            each.close()
        self._open.clear()

    def _login(self, key: str, user: str, password: str) -> "Connection":
        if key not in self._open or self._open[key].closed:
            self._open[key] = self.server.connect(
                self.name, user=user, password=password, autocommit=True
            )
        return self._open[key]


def change(office: str, seq: int, *ops: Op, kind: str = "command") -> Change:
    """A change of an office, after all those made before."""
    at = next(_moments)
    head = Head(
        uid(0xC0000000 + at), OFFICES.get(office, office), seq, at, kind,
        "2026-03-01T08:00:00.000Z", "canbo", f"ntmtrack thu {seq}",
    )  # fmt: skip
    return Change(head, tuple(each._replace(place=place) for place, each in enumerate(ops)))


def insert(table: str, row: int | str, **after: Any) -> Op:
    return Op(0, table, row if isinstance(row, str) else uid(row), "insert", None, after)


def update(table: str, row: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> Op:
    return Op(0, table, uid(row), "update", before, after)


def delete(table: str, row: int, **before: Any) -> Op:
    return Op(0, table, uid(row), "delete", before)


def units() -> Iterator[Op]:
    """The province and its two communes, as the province tells of them."""
    for key, name in (("tinh", "Tỉnh"), ("bando", "Xã Bản Đo"), ("hongthai", "Xã Hồng Thái")):
        yield insert("unit", UNITS[key])
        yield insert(
            "unit_version",
            int(UNITS[key][:8], 16) + 0x100,
            unit_id=UNITS[key],
            kind="province" if key == "tinh" else "commune",
            name=name,
            folded=name.casefold(),
            bare=name.casefold(),
            **({} if key == "tinh" else {"parent_id": UNITS["tinh"]}),
        )
        yield insert(
            "unit_code",
            int(UNITS[key][:8], 16) + 0x200,
            unit_id=UNITS[key],
            system="gso",
            code=UNITS[key][5:8],
        )


def tally(row: int, unit: str, count: int = 9) -> Op:
    """A count of a unit."""
    return insert(
        "tally", row, unit_id=UNITS.get(unit, unit), what="met", count=count,
        counted_on="2026-02-01",
    )  # fmt: skip


def by_hand(conn: "Connection", head: Head, op: Op) -> None:
    """Write a change with one op as somebody would who knows the tables."""
    conn.execute(
        "insert into ntmtrack.change(uid, office, seq, lamport, kind, recorded_at)"
        " values (%s, %s, %s, %s, %s, %s)",
        head[:6],
    )
    one_by_hand(conn, head, op)


def one_by_hand(conn: "Connection", head: Head, op: Op) -> None:
    """Write an op to a change that is there."""
    conn.execute(
        "insert into ntmtrack.op(change_uid, place, at_table, row_uid, action, before, after)"
        " values (%s, %s, %s, %s, %s, %s::jsonb, %s::jsonb)",
        (
            head.uid, op.place, op.table, op.uid, op.action,
            None if op.before is None else json.dumps(op.before),
            None if op.after is None else json.dumps(op.after),
        ),
    )  # fmt: skip
