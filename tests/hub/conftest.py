"""One PostgreSQL server for all tests here, and a hub of its own for each."""

from collections.abc import Iterator

import pytest

from tests.hub.hubs import PROVINCE, TestHub
from tests.postgres import Server, server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with server() as made:
        with made.connect("postgres", autocommit=True) as conn:
            conn.execute(f"create role {PROVINCE} login createrole password '{made.password}'")
        template = TestHub.laid(made, "template_of_hubs")
        template.close()
        yield made


@pytest.fixture
def hub(postgres: Server) -> Iterator[TestHub]:
    made = TestHub.copied(postgres)
    try:
        yield made
    finally:
        made.close()
