"""The views for other tools: the same figures as the program's own JSON, number for number."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.exchange.hub import laying
from ntmtrack.exchange.hub.laying import Granted
from tests.factories import TODAY
from tests.hub.hubs import TestHub, uid
from tests.postgres import Server
from tests.run import rows, run

pytest.importorskip("psycopg")

TOP = uid(0xB0)


@pytest.fixture(scope="module")
def given(postgres: Server, _pristine_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The demo, and more of what moves figures, on a file and on a hub."""
    db = tmp_path_factory.mktemp("views") / "demo.db"
    db.write_bytes(_pristine_demo.read_bytes())

    def done(*argv: object, env: dict[str, str] | None = None) -> None:
        result = run(*argv, db=db, today=TODAY, env=env)
        assert result.code == 0, (argv, result.err)

    _grow(done)
    done("office", "set", "--name", "Tỉnh", "--mark", "T", "--unit", "ban bo")
    hub = TestHub.copied(postgres)
    with closing(sqlite3.connect(db)) as conn:
        [office] = conn.execute("select value from setting where key = 'office_uid'").fetchone()
        roots = conn.execute(
            "select distinct u.uid from unit u join unit_version v on v.unit_id = u.id"
            " where v.parent_id is null"
        ).fetchall()
    role = f"{hub.name}_demo"
    # The demo's units lie in several provinces: here they are all below one.
    above = [(root, TOP) for (root,) in roots]
    laying.grant(hub.owner(), Granted(office, "Tỉnh", "T", TOP, above), role, "pw-demo")
    hub.roles["demo"] = role
    done("hub", "push", env={
        "NTMTRACK_HUB": postgres.url(hub.name, role), "NTMTRACK_HUB_PASSWORD": "pw-demo",
    })  # fmt: skip
    # As PostgreSQL does by itself after a while; a hub is looked at by other tools like this.
    hub.owner().execute("analyze")
    hub.office("demo").execute("set enable_nestloop = off")
    yield db, hub
    hub.close()


def _grow(done: Any) -> None:
    """Indicators, stages, extensions, pauses, and what was taken back."""
    unit = "ban bo"
    done("assess", unit, "--met", "17.1,17.2", "--unmet", "17.3", "--on", "2023-06-01")
    done("assess", unit, "--met", "2", "--on", "2023-06-02", "--stage", "appraisal")
    done("assess", unit, "--unmet", "2", "--on", "2023-06-02")
    done("assess", unit, "--nearly", "3", "--on", "2023-07-02")
    done("assess", unit, "--met", "4", "--on", "2023-07-02", "--at-risk")
    done("assess", unit, "--met", "1", "--on", "2023-07-02")
    done("undo", "--yes")
    done("task", "add", unit, "--title", "Làm đường", "--criterion", "2",
         "--due", "trong tháng 5/2023", "--assigned", "2023-05-01")  # fmt: skip
    done("task", "extend", "NV2023-011", "--due", "31/12/2023", "--reason", "mưa",
         "--on", "2023-06-10")  # fmt: skip
    done("task", "pause", "NV2023-005", "--stop-clock", "--reason", "lũ", "--on", "2023-05-20",
         "--document", "Kết luận Bản Bo", "--until", "2023-06-20")  # fmt: skip
    done("task", "done", "NV2023-006", "--on", "2023-06-01")
    done("task", "confirm", "NV2023-006", "--on", "2023-06-05")


_DAYS = ["2023-05-31", "2023-06-02", "2023-12-31", TODAY]


def _view(hub: TestHub, view: str, keys: list[str], day: str) -> list[tuple[Any, ...]]:
    conn = hub.office("demo")
    conn.execute("select set_config('ntmtrack.as_of', %s, false)", (day,))
    named = ", ".join(f'"{key}"' for key in keys)
    return _sorted(conn.execute(f"select {named} from ntmtrack.{view}").fetchall())


def _sorted(found: Any) -> list[tuple[Any, ...]]:
    told = [tuple(_plain(each) for each in row) for row in found]
    return sorted(told, key=repr)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


@pytest.mark.parametrize("day", _DAYS)
@pytest.mark.parametrize("view", ["status", "unmet", "overdue", "task"])
def test_a_view_and_the_programs_json_agree(given: Any, view: str, day: str) -> None:
    db, hub = given
    own = [
        name
        for (name,) in hub.owner().execute(
            "select column_name from information_schema.columns where table_schema = 'ntmtrack'"
            " and table_name = %s",
            (view,),
        )
    ]
    command = ("task", "list") if view == "task" else (view,)
    told = rows(*command, "--as-of", day, db=db, today=TODAY)
    keys = [key for key in own if told and key in told[0]]
    assert told or view == "overdue"
    shown = [[_numbered(key, row[key]) for key in keys] for row in told]
    assert _view(hub, view, keys, day) == _sorted(shown)


def _numbered(key: str, value: Any) -> Any:
    """Numbers given before the office had a mark bear it elsewhere."""
    if key == "tasks":
        return [f"{each}/T" for each in value]
    return f"{value}/T" if key == "task" else value
