"""What an import leaves beside the ledger: the rejected lines, and what the columns are."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ntmtrack.app.importing.kind import Kind, Options
from ntmtrack.app.papers import hashed_file
from ntmtrack.domain.importing import Judged
from ntmtrack.domain.sheet_map import SheetMap
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.cells import letter
from ntmtrack.importers.sheets.table import REASON, Column, Table
from ntmtrack.message import Message, say

_HASH = 12
_MOST_NAMES = 1000


def named_by_hash(path: Path) -> str:
    """A file as the reason of a change names it: its name, and how its SHA-256 begins."""
    return f"{path.name} sha256:{str(hashed_file(path)['sha256'])[:_HASH]}"


def save_rejected(
    path: Path, table: Table, rejected: Sequence[Judged], said: SheetMap, lang: str
) -> Message:
    """Write the rejected lines, as they were and with why, where no file is yet; says where."""
    from ntmtrack.render import files
    from ntmtrack.render.cell_sheet import sheet
    from ntmtrack.render.localise import Localiser

    lines = {line.number: line for line in table.lines}
    width = max(column.place for column in table.columns) + 1
    first, last = table.head
    headings = [line.cells for line in table.grid.lines if first <= line.number <= last]
    written = sheet(
        [[*cells[:width], *[""] * (width - len(cells))] for cells in headings],
        [(lines[each.line].cells[:width], each.said) for each in rejected],
        Localiser(lang),
        name=table.grid.sheet,
        at=1 if said.headings is None else said.headings[1],
    )
    place = _free(path, written)
    if not place.exists():
        files.staged(place, written)()
    return say(
        "the rejected lines are in {file}: mend them there and take that file in", file=str(place)
    )


def _free(path: Path, written: bytes) -> Path:
    """The path, with a number where another file is there already; the same one may be there."""
    for number in range(1, _MOST_NAMES):
        place = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        if not (place.exists() or place.is_symlink()) or _is(place, written):
            return place
    raise DataError(
        say("{file} is there already, and so are its like", file=str(path)),
        hint=say("name another file with --rejected FILE"),
    )


def _is(place: Path, written: bytes) -> bool:
    """Whether a file holds exactly this: a second trial has the same lines."""
    try:
        return place.stat().st_size == len(written) and place.read_bytes() == written
    except OSError:
        return False


def save_map(
    path: Path, kind: Kind, table: Table, said: SheetMap, options: Options, lang: str
) -> Message:
    """Write what the columns were taken for, to be used again; says where.

    The day is left out: the next sheet has another.
    """
    from ntmtrack.render import files
    from ntmtrack.render.localise import Localiser
    from ntmtrack.render.sheet_map import text

    names = Counter(column.heading for column in table.columns)
    found = said._replace(
        sheet=table.grid.sheet,
        headings=table.head,
        columns={
            column.heading if names[column.heading] == 1 else f"@{letter(column.place)}": (
                column.key or ""
            )
            for column in table.columns
            if not is_reason(column)
        },
        set=options.set,
        stage=options.stage,
        on=None,
    )
    files.staged(path, text(found, kind.vocabulary.keys, Localiser(lang)))()
    return say("what the columns were taken for is in {file}", file=str(path))


def columns_told(table: Table) -> tuple[Message, ...]:
    """What each column was taken for; the columns of a matrix that run on are told as one."""
    return tuple(_columns_told([each for each in table.columns if not is_reason(each)]))


def _columns_told(columns: Sequence[Column]) -> Iterator[Message]:
    run: list[Column] = []
    for column in (*columns, None):
        if run and (column is None or not _goes_on(run[-1], column)):
            yield _run_told(run)
            run = []
        if column is not None:
            run.append(column)


def _goes_on(before: Column, after: Column) -> bool:
    return (
        before.key is not None
        and after.key is not None
        and ":" in before.key
        and before.key.partition(":")[0] == after.key.partition(":")[0]
        and after.place == before.place + 1
    )


def _run_told(run: Sequence[Column]) -> Message:
    first, last = run[0], run[-1]
    if not first.key:
        return say(
            "column {column} «{heading}» is left aside",
            column=letter(first.place),
            heading=first.heading,
        )
    if first is last:
        return say(
            "column {column} «{heading}»: {key}",
            column=letter(first.place),
            heading=first.heading,
            key=first.key,
        )
    return say(
        "columns {first} «{first_heading}» to {last} «{last_heading}»: {first_key} … {last_key}",
        first=letter(first.place),
        first_heading=first.heading,
        last=letter(last.place),
        last_heading=last.heading,
        first_key=first.key,
        last_key=last.key,
    )


def is_reason(column: Column) -> bool:
    """Whether it is the column that a sheet of rejected lines got."""
    from ntmtrack.domain.text import fold

    return fold(column.heading) in REASON
