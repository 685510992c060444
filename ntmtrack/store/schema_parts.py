"""How a table of the ledger is spelled, and the triggers that keep its rules."""

_RULES = ("check", "unique")

# The modifier makes SQLite work the day out: bare `date` hands 2023-02-30 back as it is.
_DAY = "check ({0} is null or date({0}, '+0 days') is {0})"


def day(column: str, *, required: bool = False) -> str:
    """A column that holds a day as ISO text, and nothing else."""
    return f"{column} text{' not null' if required else ''} {_DAY.format(column)}"


def table_of(table: str, columns: tuple[str, ...]) -> str:
    """The statement that makes a table; every row of it belongs to a change."""
    lines = [
        # A key freed by an undo is not given again: history and hashes name rows by it.
        "id integer primary key autoincrement",
        *(column for column in columns if not column.startswith(_RULES)),
        "change_id integer not null references change(id)",
        *(column for column in columns if column.startswith(_RULES)),
    ]
    body = ",\n    ".join(lines)
    return f"create table {table} (\n    {body}\n) strict;\n"


def _names(columns: tuple[str, ...]) -> list[str]:
    return ["id", *(c.split()[0] for c in columns if not c.startswith(_RULES)), "change_id"]


def _as_json(row: str, columns: tuple[str, ...]) -> str:
    return "json_object(" + ", ".join(f"'{n}', {row}.{n}" for n in _names(columns)) + ")"


_OPEN = "(select id from change where closed = 0)"
_UNDOING = "exists (select 1 from change where closed = 0 and kind = 'undo')"


def _owned(table: str, moment: str) -> str:
    return f"""
create trigger {table}_{moment}_owned before {moment} on {table}
when new.change_id is not {_OPEN}
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;
"""


def entity_triggers(table: str, columns: tuple[str, ...]) -> str:
    """What writes the history of an entity, and keeps it from being deleted."""
    return f"""{_owned(table, "insert")}{_owned(table, "update")}
create trigger {table}_delete_guard before delete on {table} when not {_UNDOING}
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;
{history_triggers_of(table, columns)}"""


def history_triggers_of(table: str, columns: tuple[str, ...]) -> str:
    """What writes the history of an entity."""
    new, old = _as_json("new", columns), _as_json("old", columns)
    return f"""create trigger {table}_inserted after insert on {table}
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, '{table}', new.id, 'insert', {new}); end;
create trigger {table}_updated after update on {table}
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, '{table}', new.id, 'update', {old}, {new}); end;
create trigger {table}_deleted after delete on {table}
begin insert into history(change_id, at_table, row_id, action, before)
    values ({_OPEN}, '{table}', old.id, 'delete', {old}); end;
"""


def fact_triggers(table: str, columns: tuple[str, ...]) -> str:
    """What keeps a fact as it was written."""
    old = _as_json("old", columns)
    return f"""{_owned(table, "insert")}
create trigger {table}_fixed before update on {table}
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;
create trigger {table}_delete_guard before delete on {table} when not {_UNDOING}
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;
create trigger {table}_deleted after delete on {table}
begin insert into history(change_id, at_table, row_id, action, before)
    values ({_OPEN}, '{table}', old.id, 'delete', {old}); end;
"""


def delete_guard(table: str) -> str:
    """What keeps a row from being deleted, but by an undo, of this office or of another."""
    return f"""create trigger {table}_delete_guard before delete on {table}
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;
"""
