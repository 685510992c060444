"""How many tasks there are of each class: kept, for every day the share of them all is asked.

A class is what the header of a task says of every day from its giving on: its state at last,
whether it has a due, and whether it was closed after that. What is kept moves when a change is
sealed; what an open change has moved is told beside it. `ntmtrack check` counts all anew.
"""

import sqlite3


def class_of(row: str) -> str:
    """The SQL of the class of a row of tasks, three columns: state, due, late."""
    return f"""{row}.state as state, {row}.last_day is not null as due,
  coalesce({row}.closed_on > {row}.last_day, 0) as late"""


# Of each task that the open change touched: as it is now, and as it was before.
MOVED = f"""
select coalesce(t.assigned_on, '') as assigned_on, {class_of("t")}, 1 as tasks
from task t where t.id in (
  select row_id from history
  where change_id = (select id from change where closed = 0) and +at_table = 'task')
union all
select coalesce(h.before ->> '$.assigned_on', ''), h.before ->> '$.state',
  h.before ->> '$.last_day' is not null,
  coalesce(h.before ->> '$.closed_on' > h.before ->> '$.last_day', 0), -1
from history h
where h.change_id = (select id from change where closed = 0) and +h.at_table = 'task'
and h.action <> 'insert' and not exists (
  select 1 from history e where e.at_table = 'task' and e.row_id = h.row_id
  and e.change_id = h.change_id and e.id < h.id)
"""

COUNTED = f"""
select {class_of("t")}, coalesce(t.assigned_on, '') as assigned_on, count(*) as tasks
from task t group by 1, 2, 3, 4
"""
"""What is kept, worked out from the tasks themselves."""

_KEY = "state, due, late, assigned_on"


def settle(conn: sqlite3.Connection) -> None:
    """Bring what is kept up to what the open change wrote; nothing where it touched no task."""
    moved = conn.execute(
        f"select {_KEY}, sum(tasks) from ({MOVED}) group by 1, 2, 3, 4 having sum(tasks) <> 0"
    ).fetchall()
    conn.executemany(
        f"insert into kept_task({_KEY}, tasks) values (?, ?, ?, ?, ?)"
        " on conflict do update set tasks = tasks + excluded.tasks",
        moved,
    )
    conn.executemany(
        f"delete from kept_task where ({_KEY}) = (?, ?, ?, ?) and tasks = 0",
        [of for *of, tasks in moved if tasks < 0],
    )


def count_anew(conn: sqlite3.Connection) -> None:
    """Keep what the tasks add up to, whatever was kept."""
    conn.execute("delete from kept_task")
    conn.execute(f"insert into kept_task({_KEY}, tasks) {COUNTED}")


def differs(conn: sqlite3.Connection) -> bool:
    """Whether what is kept is not what the tasks add up to."""
    kept = f"select {_KEY}, tasks from kept_task"
    row = conn.execute(
        f"select exists (select * from ({COUNTED}) except {kept})"
        f" or exists ({kept} except select * from ({COUNTED}))"
    ).fetchone()
    return bool(row[0])
