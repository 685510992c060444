"""`hub`: a province and two communes, on three files and a hub."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.exchange.hub import laying
from ntmtrack.exchange.hub.laying import Granted
from tests.hub.hubs import PROVINCE, TestHub
from tests.postgres import Server
from tests.run import Result, refused, run

pytest.importorskip("psycopg")

DAY = "2026-03-02"


class Office:
    """An office: its ledger, and how it logs in."""

    def __init__(self, folder: Path, mark: str, unit: str) -> None:
        self.mark, self.unit = mark, unit
        self.db = folder / f"{mark}.db"
        self.env: dict[str, str] = {}

    def __call__(self, *argv: object, **given: Any) -> Result:
        return run(*argv, db=self.db, today=DAY, env=self.env, **given)

    def done(self, *argv: object) -> str:
        result = self(*argv)
        assert result.code == 0, (argv, result.err)
        return result.out

    def json(self, *argv: object) -> dict[str, Any]:
        found = json.loads(self.done(*argv, "-f", "json"))
        assert isinstance(found, dict)
        return found


@pytest.fixture(scope="session")
def _begun(tmp_path_factory: pytest.TempPathFactory) -> list[Office]:
    """A province and two communes, each begun by itself; the province knows the others."""
    folder = tmp_path_factory.mktemp("begun")
    offices = [
        Office(folder, "T", "Tỉnh Thử"),
        Office(folder, "BD", "Bản Đo"),
        Office(folder, "HT", "Hồng Thái"),
    ]
    for each in offices:
        each.done("init", "--office", f"Cơ quan {each.mark}")
        each.done("unit", "add", "Tỉnh Thử", "--kind", "province", "--code", "98")
        for name, code in (("Bản Đo", "98001"), ("Hồng Thái", "98002")):
            if each.mark == "T" or name == each.unit:
                each.done(
                    "unit", "add", f"Xã {name}", "--kind", "commune", "--code", code,
                    "--under", "Tỉnh Thử",
                )  # fmt: skip
        each.done(
            "office", "set", "--name", f"Cơ quan {each.mark}", "--mark", each.mark,
            "--unit", each.unit,
        )  # fmt: skip
    province = offices[0]
    for each in offices[1:]:
        file = folder / f"{each.mark}.ntm"
        each.done("bundle", "make", "-o", file, "--unsigned")
        province.done("office", "add", "--from", file, "--unit", each.unit)
    return offices


@pytest.fixture
def three(postgres: Server, hub: TestHub, tmp_path: Path, _begun: list[Office]) -> list[Office]:
    """The same, with roles on a hub."""
    offices = [Office(tmp_path, each.mark, each.unit) for each in _begun]
    for each, begun in zip(offices, _begun, strict=True):
        each.db.write_bytes(begun.db.read_bytes())
    with closing(sqlite3.connect(offices[0].db)) as conn:
        known = conn.execute(
            "select o.uid, o.name, o.mark, u.uid from office o join unit u on u.id = o.unit_id"
        ).fetchall()
    top = next(unit for _, _, mark, unit in known if mark == "T")
    for uid, name, mark, unit in known:
        role = f"{hub.name}_{mark.lower()}"
        above = [] if unit == top else [(unit, top)]
        laying.grant(hub.owner(), Granted(uid, name, mark, unit, above), role, f"pw-{mark}")
    for each in offices:
        each.env = {
            "NTMTRACK_HUB": postgres.url(hub.name, f"{hub.name}_{each.mark.lower()}"),
            "NTMTRACK_HUB_PASSWORD": f"pw-{each.mark}",
        }
    return offices


def test_a_grant_says_what_to_hand_over(
    three: list[Office], postgres: Server, hub: TestHub
) -> None:
    province, bando, _ = three
    province.env = {
        "NTMTRACK_HUB": postgres.url(hub.name, PROVINCE),
        "NTMTRACK_HUB_PASSWORD": postgres.password,
    }
    [handed] = province.json("hub", "grant", "BD", "--role", f"{hub.name}_bd")["rows"]
    assert handed["role"] == f"{hub.name}_bd"
    # The one of before is of no use any more.
    assert bando("hub", "status").code == 4
    bando.env = {"NTMTRACK_HUB": handed["url"], "NTMTRACK_HUB_PASSWORD": handed["password"]}
    assert bando("hub", "status").code == 0
    kept = hub.owner().execute("select * from ntmtrack.office").fetchall()
    assert handed["password"] not in repr(kept)


_SET = "xa-ntm-2021-2025"


def _work(office: Office, number: str) -> None:
    """A day of a commune."""
    office.done("assess", office.unit, "--set", _SET, "--unmet", number, "--on", "2026-02-01")
    office.done("agency", "add", f"UBND xã {office.unit}")
    office.done(
        "task", "add", office.unit, "--title", f"Việc {office.mark}", "--criterion", number,
        "--set", _SET, "--lead", f"UBND xã {office.unit}", "--due", "28/2/2026",
    )  # fmt: skip


def test_three_ledgers_and_a_hub_end_with_equal_reports(three: list[Office]) -> None:
    province, bando, hongthai = three
    _work(bando, "2")
    _work(hongthai, "17")
    for each in three:
        told = each.json("hub", "push")["summary"]
        assert told["new"] > 0
        assert told["refused"] == 0
        # Told again nothing is new, and nothing is written.
        assert each.json("hub", "push")["summary"] == {
            "changes": 0, "new": 0, "same": 0, "refused": 0,
        }  # fmt: skip
    assert province("hub", "status", "--check").code == 1
    pulled = province.json("hub", "pull")
    counts = pulled["summary"]
    received = counts.pop("received")
    assert received == sum(counts.values()) > 0
    assert (counts["refused"], counts["waiting"], pulled["rows"]) == (0, 0, [])
    assert province.json("hub", "pull")["summary"]["received"] == 0
    # The province hands a task down, and both communes have only what concerns them.
    province.done("task", "add", "Bản Đo", "--title", "Rà soát", "--due", "1/3/2026")
    province.done("hub", "push")
    bando.done("hub", "pull")
    hongthai.done("hub", "pull")
    for view in ("status", "unmet", "overdue"):
        told = province.json(view)["rows"]
        for commune in (bando, hongthai):
            own = [row for row in told if row["unit_name"] == f"Xã {commune.unit}"]
            assert own or view == "overdue"
            assert _alike(commune.json(view)["rows"]) == _alike(own)
    titles = {row["title"] for row in hongthai.json("task", "list")["rows"]}
    assert titles == {"Việc HT"}
    assert province("hub", "status", "--check").code == 0


def _alike(found: list[dict[str, Any]]) -> list[str]:
    """Rows with numbers as they are told elsewhere: an own one may lack its office's mark."""
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in found)


def test_a_bundle_and_the_hub_bring_the_same(three: list[Office], tmp_path: Path) -> None:
    province, bando, _ = three
    _work(bando, "2")
    file = tmp_path / "more.ntm"
    bando.done("bundle", "make", "-o", file, "--unsigned")
    province.done("bundle", "apply", file, "--unsigned")
    before = province.json("unmet")["rows"]
    bando.done("hub", "push")
    counts = province.json("hub", "pull")["summary"]
    assert counts["received"] == counts["same"] > 0
    assert province.json("unmet")["rows"] == before


def test_what_another_office_answers_for_is_refused_in_words(three: list[Office]) -> None:
    province, bando, _ = three
    province.done("hub", "push")
    bando.done("unit", "add", "Xã Hồng Thái", "--kind", "commune", "--code", "98002",
               "--under", "Tỉnh Thử")  # fmt: skip
    bando.done("assess", "Hồng Thái", "--set", _SET, "--unmet", "1", "--on", "2026-02-01")
    for _ in range(2):
        # Told again at every push, and refused again.
        told = bando.json("hub", "push")
        [row] = told["rows"]
        assert (row["table"], row["why"]) == ("assessment", "unit")
        assert "Hồng Thái" in row["row"]
        assert told["summary"]["refused"] == 1
    assert bando.json("hub", "status")["rows"][1]["to_push"] == 1
    assert province.json("hub", "pull")["summary"]["refused"] == 0
    assert "Xã Hồng Thái" not in {row["unit_name"] for row in province.json("unmet")["rows"]}


@pytest.fixture(scope="session")
def _shipped(tmp_path_factory: pytest.TempPathFactory) -> list[Office]:
    """A province and a commune that both began with the shipped table of units."""
    folder = tmp_path_factory.mktemp("shipped")
    offices = [Office(folder, "T", "Lai Châu"), Office(folder, "BB", "Bản Bo")]
    for each in offices:
        each.done("init")
        each.done("unit", "import", "--province", "Lai Châu", "--as-of", "2026-01-01")
        each.done("office", "set", "--name", f"Cơ quan {each.mark}", "--mark", each.mark,
                  "--unit", each.unit)  # fmt: skip
    return offices


@pytest.fixture
def shipped(postgres: Server, hub: TestHub, tmp_path: Path, _shipped: list[Office]) -> list[Office]:
    """The same, with roles on a hub."""
    offices = [Office(tmp_path, each.mark, each.unit) for each in _shipped]
    top = ""
    for each, begun in zip(offices, _shipped, strict=True):
        each.db.write_bytes(begun.db.read_bytes())
        with closing(sqlite3.connect(each.db)) as conn:
            [(uid, name, unit)] = conn.execute(
                "select o.uid, o.name, u.uid from office o join unit u on u.id = o.unit_id"
            )
        top = top or unit
        role = f"{hub.name}_{each.mark.lower()}"
        above = [] if unit == top else [(unit, top)]
        granted = Granted(uid, name, each.mark, unit, above)
        laying.grant(hub.owner(), granted, role, f"pw-{each.mark}")
        each.env = {
            "NTMTRACK_HUB": postgres.url(hub.name, role),
            "NTMTRACK_HUB_PASSWORD": f"pw-{each.mark}",
        }
    return offices


def test_units_that_the_province_told_are_there_already(
    shipped: list[Office], hub: TestHub
) -> None:
    province, commune = shipped
    province.done("hub", "push")
    before = _subjects(hub)
    commune.done("assess", "Bình Lư", "--set", _SET, "--unmet", "1", "--on", "2026-02-01")
    for same in (True, False):
        told = commune.json("hub", "push")
        # The units of the whole province are there; what is said of a neighbour is still refused.
        [row] = told["rows"]
        assert (row["table"], row["why"]) == ("assessment", "unit")
        assert told["summary"]["refused"] == 1
        assert (told["summary"]["same"] > 100) == same
    # Whose rows they are stays as it was.
    assert _subjects(hub) >= before
    [own] = [row for row in commune.json("hub", "status")["rows"] if row["own"]]
    assert own["to_push"] == 1


def test_a_commune_with_the_shipped_units_comes_to_rest(shipped: list[Office]) -> None:
    province, commune = shipped
    province.done("hub", "push")
    summary = commune.json("hub", "push")["summary"]
    assert (summary["refused"], summary["same"] > 100) == (0, True)
    assert commune.json("hub", "push")["summary"]["changes"] == 0
    for each in (province, commune):
        counts = each.json("hub", "pull")["summary"]
        assert (counts["refused"], counts["waiting"]) == (0, 0)
        assert each("hub", "status", "--check").code == 0


def test_a_unit_told_otherwise_than_the_province_did_stays_refused(
    shipped: list[Office], hub: TestHub
) -> None:
    province, commune = shipped
    province.done("hub", "push")
    hub.owner().execute(
        "update ntmtrack.op set after = jsonb_set(after, '{name}', '\"Xã Khác\"')"
        " where at_table = 'unit_version' and after ->> 'name' = 'Xã Khoen On'"
    )
    rows = commune.json("hub", "push")["rows"]
    assert [(row["table"], row["why"]) for row in rows] == [
        ("unit", "unit"), ("unit_version", "unit"),
    ]  # fmt: skip
    assert all("Khoen On" in row["row"] for row in rows)


def _subjects(hub: TestHub) -> set[tuple[str, ...]]:
    return set(hub.owner().execute("select row_uid, office, canon from ntmtrack.subject"))


def test_altered_history_is_refused_loudly(
    three: list[Office], hub: TestHub, tmp_path: Path
) -> None:
    province, bando, _ = three
    province.done("hub", "push")
    bando.done("hub", "push")
    owner = hub.owner()
    owner.execute(
        "update ntmtrack.op set after = jsonb_set(after, '{bare}', '1')"
        " where at_table = 'unit_version'"
    )
    owner.execute("delete from ntmtrack.coverage")
    said = refused(bando("hub", "push"), 4)
    assert "other content" in said


def test_an_older_copy_of_a_ledger_gets_back_what_it_gave_the_hub(three: list[Office]) -> None:
    province, bando, _ = three
    province.done("hub", "push")
    bando.done("hub", "push")
    older = bando.db.read_bytes()
    for number in ("2", "3"):
        bando.done("assess", bando.unit, "--set", _SET, "--unmet", number, "--on", "2026-02-01")
        bando.done("hub", "push")
    before = bando.json("unmet")["rows"]
    bando.db.write_bytes(older)
    assert "`ntmtrack hub pull`" in refused(bando("hub", "push"), 4)
    [own] = [row for row in bando.json("hub", "status")["rows"] if row["own"]]
    assert own["to_pull"] == 2
    bando.done("hub", "pull")
    assert bando.json("unmet")["rows"] == before
    # Its numbers are not given again: what is recorded now is new there.
    bando.done("assess", bando.unit, "--set", _SET, "--unmet", "4", "--on", "2026-02-02")
    assert bando.json("hub", "push")["summary"]["new"] == 1
    assert bando.json("hub", "pull")["summary"]["received"] == 0
    province.done("hub", "pull")
    assert _of(province, bando) == _alike(bando.json("unmet")["rows"])


def test_an_older_copy_that_went_its_own_way_is_told_so(three: list[Office]) -> None:
    province, bando, _ = three
    province.done("hub", "push")
    bando.done("hub", "push")
    older = bando.db.read_bytes()
    bando.done("assess", bando.unit, "--set", _SET, "--unmet", "2", "--on", "2026-02-01")
    bando.done("hub", "push")
    bando.db.write_bytes(older)
    bando.done("assess", bando.unit, "--set", _SET, "--unmet", "3", "--on", "2026-02-01")
    # Its number is one that the hub has: it would never be told, and nobody would know.
    assert "other content" in refused(bando("hub", "push"), 4)


def _of(above: Office, commune: Office) -> list[str]:
    found = above.json("unmet")["rows"]
    return _alike([row for row in found if row["unit_name"] == f"Xã {commune.unit}"])


def test_the_role_of_another_office_is_of_no_use_here(three: list[Office]) -> None:
    _, bando, hongthai = three
    bando.env = hongthai.env
    for command in ("push", "pull", "status"):
        assert "is not the role of this office" in refused(bando("hub", command), 3)


def test_a_wrong_password_is_one_line_without_it(three: list[Office]) -> None:
    _, bando, _ = three
    bando.env = {**bando.env, "NTMTRACK_HUB_PASSWORD": "falsch-geraten"}
    said = refused(bando("hub", "push"), 4)
    assert "does not take the password" in said
    assert "falsch" not in said
    assert "hub grant" in said
    # Nobody grants the owner a password: that advice would lead in a circle.
    for command in (("init", bando.env["NTMTRACK_HUB"]), ("grant", "BD")):
        said = refused(bando("hub", *command), 4)
        assert "owns the database" in said
        assert "hub grant" not in said


def test_a_database_without_a_hub_and_a_granted_role_of_others(
    three: list[Office], postgres: Server, hub: TestHub
) -> None:
    province, *_ = three
    postgres.database(f"{hub.name}_empty")
    env = {"NTMTRACK_HUB_PASSWORD": postgres.password}
    url = postgres.url(f"{hub.name}_empty", PROVINCE)
    province.env = env
    assert "there is no hub" in refused(province("hub", "grant", "BD", "--hub", url), 4)
    known = postgres.url(hub.name, PROVINCE)
    said = refused(province("hub", "grant", "BD", "--hub", known, "--role", "owner"), 3)
    assert "not this office's" in said
    assert "name of a role" in refused(
        province("hub", "grant", "BD", "--hub", known, "--role", "x;drop"), 3
    )


def test_init_can_be_run_again_and_loses_nothing(
    three: list[Office], postgres: Server, hub: TestHub
) -> None:
    province, *_ = three
    province.done("hub", "push")
    count = "select count(*) from ntmtrack.op"
    before = hub.owner().execute(count).fetchone()
    url = postgres.url(hub.name, PROVINCE)
    province.env |= {"NTMTRACK_HUB_PASSWORD": postgres.password}
    assert hub.name in province.done("hub", "init", url)
    assert hub.owner().execute(count).fetchone() == before


@pytest.mark.parametrize(
    ("host", "authority", "reason"),
    [("localhost", True, None), ("localhost", False, "certificate"), ("127.0.0.2", True, "")],
)
def test_tls_is_verified(
    postgres: Server, hub: TestHub, tmp_path: Path, host: str, authority: bool, reason: str | None
) -> None:
    import trustme

    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    file = postgres.ca_file if authority else other
    url = f"{postgres.url(hub.name, PROVINCE, host=host)}?sslmode=verify-full&sslrootcert={file}"
    result = run("hub", "init", url, db=tmp_path / "x.db",
                 env={"NTMTRACK_HUB_PASSWORD": postgres.password})  # fmt: skip
    if reason is None:
        assert result.code == 0, result.err
    else:
        assert reason in refused(result, 4)
