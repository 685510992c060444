"""A server that dies while many push: nothing acknowledged is lost, and nothing is there twice."""

import pytest

from tests.hub.hubs import TestHub
from tests.postgres import server

pytest.importorskip("psycopg")


def test_a_server_killed_in_the_middle_loses_and_doubles_nothing() -> None:
    from tests.hub.crowd import push_all
    from tests.hub.hubs import PROVINCE

    # One of its own: others would be killed with it.
    with server() as made:
        with made.connect("postgres", autocommit=True) as conn:
            conn.execute(f"create role {PROVINCE} login createrole password '{made.password}'")
        hub = TestHub.laid(made, "crowd")
        figures = push_all(hub, 40, 5, connections=4)
        hub.close()
    assert (figures.ops, figures.doubled) == (40 * 5, 0)
