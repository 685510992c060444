"""A whole country pushing to one hub: `python -m tests.bench.hub [OFFICES] [CHANGES]`.

3,321 offices with 50 changes each, from 8 connections; the server is killed in the middle, as by
a power cut, and started again.
"""

import sys

from tests.hub.crowd import push_all
from tests.hub.hubs import PROVINCE, TestHub
from tests.postgres import server


def main(offices: int = 3_321, changes: int = 50) -> None:
    """Print what was pushed, how fast, and whether all of it is there once."""
    with server() as made:
        with made.connect("postgres", autocommit=True) as conn:
            conn.execute(f"create role {PROVINCE} login createrole password '{made.password}'")
        hub = TestHub.laid(made, "crowd")
        found = push_all(hub, offices, changes, connections=8, kills=1)
        size = hub.owner().execute("select pg_database_size('crowd')").fetchone()
        hub.close()
    wanted = offices * changes
    print(f"offices {offices}, changes each {changes}, connections 8, kills 1")
    print(f"granting {found.granted:.1f} s, pushing {found.pushed:.1f} s")
    print(f"changes a second {wanted / found.pushed:.0f}, told again {found.again} times")
    print(f"wanted {wanted}, there {found.ops}, doubled {found.doubled}")
    print(f"bytes of the database {0 if size is None else size[0]}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
