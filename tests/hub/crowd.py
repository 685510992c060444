"""Many offices pushing at once to a server that is killed in the middle."""

import threading
import time
from typing import NamedTuple

import psycopg

from ntmtrack.domain.change import Change
from ntmtrack.errors import DatabaseError
from ntmtrack.exchange.hub import laying, pushing
from ntmtrack.exchange.hub.address import Address
from ntmtrack.exchange.hub.laying import Granted
from tests.hub.hubs import TestHub, change, insert, uid

_TOP = uid(0xB0)
_PATIENCE = 60.0


class Figures(NamedTuple):
    """What came of it: seconds for granting and pushing, batches that were told again."""

    granted: float
    pushed: float
    again: int
    ops: int
    doubled: int


def push_all(
    hub: TestHub, offices: int, changes: int, *, connections: int, kills: int = 1
) -> Figures:
    """Let every office push its changes from so many connections; the server dies meanwhile."""
    begun = time.monotonic()
    owner = hub.owner()
    for number in range(offices):
        office, unit = _names(number)
        given = Granted(office, f"Xã {number}", f"M{number}", unit, [(unit, _TOP)])
        laying.grant(owner, given, _role(hub, number), "pw")
    granted = time.monotonic()
    crowd = _Crowd(hub, offices, changes)
    threads = [threading.Thread(target=crowd.work) for _ in range(connections)]
    for each in threads:
        each.start()
    for part in range(1, kills + 1):
        crowd.wait_for(offices * part // (kills + 1))
        hub.close()
        hub.server.stop("immediate")
        hub.server.start()
    for each in threads:
        each.join()
    if crowd.fault is not None:
        raise crowd.fault
    pushed = time.monotonic()
    counted = hub.owner().execute(
        "select count(*), count(*) - count(distinct row_uid) from ntmtrack.op"
    )
    row = counted.fetchone()
    assert row is not None
    return Figures(granted - begun, pushed - granted, crowd.again, *row)


class _Crowd:
    def __init__(self, hub: TestHub, offices: int, changes: int) -> None:
        self._hub, self._changes = hub, changes
        self._left = list(range(offices))
        self._lock = threading.Lock()
        self._done = 0
        self.again = 0
        self.fault: BaseException | None = None

    def work(self) -> None:
        """Push for one office after the other, until there is none left."""
        try:
            while (number := self._next()) is not None:
                self._push(number)
                with self._lock:
                    self._done += 1
        except BaseException as error:
            self.fault = error

    def wait_for(self, done: int) -> None:
        """Wait until so many offices are through."""
        while self._done < done and self.fault is None:
            time.sleep(0.01)

    def _next(self) -> int | None:
        with self._lock:
            return self._left.pop() if self._left else None

    def _push(self, number: int) -> None:
        office, unit = _names(number)
        told = [
            change(
                office, seq,
                insert("tally", uid(0x10000 + number * 0x1000 + seq), unit_id=unit, what="met",
                       count=seq, counted_on="2026-02-01"),
            )
            for seq in range(1, self._changes + 1)
        ]  # fmt: skip
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                self._tell(_role(self._hub, number), told, self._hub.address)
                return
            except (psycopg.OperationalError, DatabaseError):
                # What an office does when the line is gone: the same again.
                if time.monotonic() > until:
                    raise
                self.again += 1
                time.sleep(0.05)

    def _tell(self, role: str, told: list[Change], address: Address) -> None:
        with self._hub.server.connect(
            self._hub.name, user=role, password="pw", autocommit=True
        ) as conn:
            for start in range(0, len(told), _BATCH):
                pushing.send(conn, address, told[start : start + _BATCH])


_BATCH = 10


def _names(number: int) -> tuple[str, str]:
    return uid(0xD0000000 + number), uid(0xE0000000 + number)


def _role(hub: TestHub, number: int) -> str:
    return f"{hub.name}_m{number}"
