"""Trials of files that something else than the program has laid hands on."""

import json
import random
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from tests.factories import TODAY
from tests.faults.commands import WRITES, environment, spelled
from tests.faults.proof import content, unsound
from tests.faults.scene import Scene, Trial, spread
from tests.run import run

LOOKS = (("unmet",), ("overdue",), ("status",))


def answers(path: Path) -> list[str]:
    """What the ledger answers to three looks; a refusal is its exit code and first line.

    Raises AssertionError for a traceback, and for a refusal that is not one of a database.
    """
    found = []
    for argv in LOOKS:
        result = run(*argv, "-f", "json", db=path, today=TODAY)
        assert "Traceback" not in result.err, result.err
        assert result.code in (0, 4), (result.code, result.err)
        found.append(result.out if result.code == 0 else f"{result.code} {result.complaint}")
    return found


def noticed(path: Path) -> bool:
    """Whether the proof of a whole ledger finds anything wrong with a file."""
    try:
        return bool(unsound(path))
    except sqlite3.Error:
        return True


def _judged(path: Path, right: list[str], fault: str, what: str, at: int) -> Trial:
    """A damage struck if an answer is another or a refusal; that must be told by somebody."""
    lost = None
    try:
        found = answers(path)
    except AssertionError as error:
        return Trial(fault, what, at, True, f"fault of the program: {error}")
    told = any(each.startswith("4 ") for each in found)
    if found != right and not told and not noticed(path):
        lost = "another answer, and nobody says so"
    return Trial(fault, what, at, found != right or noticed(path), lost)


def truncated(scene: Scene, most: int | None = None) -> Iterator[Trial]:
    """A file that is cut at every page boundary, and at odd places between."""
    whole = scene.demo.read_bytes()
    right = answers(scene.demo)
    pages = [place * 4096 for place in range(len(whole) // 4096)]
    chance = random.Random(1)
    cuts = sorted({*pages, 1, 15, 16, 17, 99, 100, *(chance.randrange(len(whole)) for _ in pages)})
    for place in spread(len(cuts), most):
        cut = cuts[place - 1]
        scene.lay(scene.demo).write_bytes(whole[:cut])
        yield _judged(scene.db, right, "file cut", "looks", cut)


def flipped(scene: Scene, most: int | None = None, *, seed: int = 1) -> Iterator[Trial]:
    """One bit of every page is the other way round."""
    whole = scene.demo.read_bytes()
    right = answers(scene.demo)
    for page in spread(len(whole) // 4096, most):
        chance = random.Random(f"{page} {seed}")
        place = (page - 1) * 4096 + chance.randrange(4096)
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        scene.lay(scene.demo).write_bytes(damaged)
        yield _judged(scene.db, right, "bit flipped in a page", "looks", place)


def flipped_in_header(scene: Scene, most: int | None = None) -> Iterator[Trial]:
    """Every bit of the first hundred bytes, which say what the file is."""
    whole = scene.demo.read_bytes()
    right = answers(scene.demo)
    for place in spread(800, most):
        damaged = bytearray(whole)
        damaged[(place - 1) // 8] ^= 1 << (place - 1) % 8
        scene.lay(scene.demo).write_bytes(damaged)
        yield _judged(scene.db, right, "bit flipped in the header", "looks", place)


EDITS = ("update", "insert", "delete")


def filled(scene: Scene, names: Sequence[str]) -> Path:
    """A ledger on which these commands have been run, as far as the others allow it."""
    path = scene.folder / "filled.db"
    shutil.copy(scene.demo, path)
    for name in names:
        line = WRITES[name]
        env = environment(line, scene.material)
        for words in (*line.before, line.argv):
            argv = spelled(words, scene.material)
            scene.driver.run(argv, db=path, today=line.today, env=env)
    return path


BOOKKEEPING = ("_sqlite_migrations", "sqlite_sequence")
"""Tables of SQLite and of the schema's steps, which hold nothing of an office."""


def foreign_edits(scene: Scene, base: Path, *, sample: bool = False) -> Iterator[Trial]:
    """Every table is written to by the `sqlite3` shell: refused by its rules, or noticed.

    Once with the rules as they are, once with all triggers taken away first; of a sample each
    table gets one edit, without triggers.
    """
    with closing(sqlite3.connect(base)) as conn:
        kept = "select name from sqlite_master where type = 'table' order by name"
        tables = [name for (name,) in conn.execute(kept) if name not in BOOKKEEPING]
    for place, table in enumerate(tables):
        for turn, edit in enumerate(EDITS):
            if sample and place % len(EDITS) != turn:
                continue
            yield _edited(scene, base, table, edit, lawless=True)
            if not sample:
                yield _edited(scene, base, table, edit, lawless=False)


def _edited(scene: Scene, base: Path, table: str, edit: str, *, lawless: bool) -> Trial:
    fault = "foreign edit, triggers taken away" if lawless else "foreign edit"
    path = scene.lay(base)
    before = content(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        if lawless:
            rules = conn.execute("select name from sqlite_master where type = 'trigger'")
            restored = [
                sql
                for (sql,) in conn.execute("select sql from sqlite_master where type = 'trigger'")
            ]
            for (name,) in rules.fetchall():
                conn.execute(f"drop trigger {name}")
        refused = not _edit(conn, table, edit)
        if lawless:
            # Put back, so that only the edit itself can give itself away.
            for sql in restored:
                conn.execute(sql)
    struck = not refused and content(path) != before
    if struck:
        lost = None if noticed(path) else "not noticed"
        return Trial(fault, f"{edit} {table}", 0, True, lost)
    return Trial(fault, f"{edit} {table}", 0, False)


def _edit(conn: sqlite3.Connection, table: str, edit: str) -> bool:
    """One row written, added as a copy of another, or taken away; False if that is refused."""
    columns = conn.execute(f"select name, type, pk from pragma_table_info('{table}')").fetchall()
    plain = [(name, kind) for name, kind, key in columns if not key and name != "uid"]
    try:
        if edit == "delete":
            done = conn.execute(
                f"delete from {table} where rowid = (select max(rowid) from {table})"
            )
            return done.rowcount > 0
        if edit == "insert":
            names = [name for name, _, key in columns if not (key and name == "id")]
            told = ", ".join("hex(randomblob(9))" if name == "uid" else name for name in names)
            done = conn.execute(
                f"insert into {table} ({', '.join(names)}) select {told} from {table} limit 1"
            )
            return done.rowcount > 0
        for name, kind in plain:
            other = f"{name} + 1" if kind.lower().startswith("int") else f"{name} || 'x'"
            done = _quietly(
                conn,
                f"update {table} set {name} = {other} where rowid ="
                f" (select rowid from {table} where {name} is not null limit 1)",
            )
            if done:
                return True
        return False
    except sqlite3.Error:
        return False


def _quietly(conn: sqlite3.Connection, sql: str) -> bool:
    try:
        return conn.execute(sql).rowcount > 0
    except sqlite3.Error:
        return False


SERIES = "number_series"


def copied_while_written(
    scene: Scene, name: str, most: int | None = None, *, seed: int = 1
) -> Iterator[Trial]:
    """`cp` of the ledger alone while a command writes: begun at one event, ended at another.

    The first part of the copy is as the file was then, the rest as it is now.
    """
    clean = scene.clean(name)
    events = [json.loads(line) for line in clean.log.read_text().splitlines()]
    states = [clean.base.read_bytes()]
    for kind, file, place, data in events:
        now = bytearray(states[-1])
        if not file.endswith("-journal"):
            if kind == "write":
                now.extend(bytes(max(0, place - len(now))))
                now[place : place + len(data) // 2] = bytes.fromhex(data)
            elif kind == "cut":
                del now[place:]
        states.append(bytes(now))
    pairs = [(first, last) for first in range(len(states)) for last in range(first, len(states))]
    told = sorted({(states[first], states[last]) for first, last in pairs})
    chance = random.Random(seed)
    cuts = [chance.randrange(len(early)) for early, _ in told]
    copies = sorted(
        {early[:cut] + late[cut:] for cut, (early, late) in zip(cuts, told, strict=True)}
    )
    for place in spread(len(copies), most):
        path = scene.lay(clean.base)
        path.write_bytes(copies[place - 1])
        try:
            good = content(path) in (clean.before, clean.after)
            # A number that was drawn and given to nothing is a gap, and no harm.
            good = good or content(path, without=SERIES) == content(clean.base, without=SERIES)
        except sqlite3.Error:
            good = False
        lost = None if good or noticed(path) else "a bad copy that nobody notices"
        yield Trial("`cp` during a write", name, place, not good, lost)
