"""Everything in a ledger given out as files that any program reads, and a ledger made of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ntmtrack import __version__
from ntmtrack.app.context import Context
from ntmtrack.exchange import giving, taking
from ntmtrack.exchange.folder import new_folder
from ntmtrack.exchange.manifest import Manifest
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.report import Block, Column, Report, Row, Show
from ntmtrack.store.chain import breaks
from ntmtrack.store.database import SCHEMA_VERSION

_SHORT_HASH = 8

_COLUMNS = (
    Column("table", N_("Table"), Show.DATA),
    Column("rows", N_("Rows"), right=True),
    Column("bytes", N_("Bytes"), right=True),
    Column("file", N_("File"), Show.ALWAYS),
)


@contextmanager
def taking_out(context: Context, folder: Path) -> Iterator[Report]:
    """Write all that the ledger holds into a new folder; it is there once the block has ended well.

    Raises DataError if the folder is there and not empty, or cannot be written.
    """
    with new_folder(folder) as aside, context.reading() as conn:
        manifest = giving.write(conn, aside, schema=SCHEMA_VERSION, version=__version__)
        torn = tuple(
            say("The folder cannot be read back: {why}.", why=each) for each in breaks(conn)
        )
        back = say("To make a ledger of it: `ntmtrack --db FILE import --all DIR`.")
        yield _report(manifest, context, "export", torn or (back,))


def bring_in(context: Context, folder: Path) -> Report:
    """Make a new ledger of a folder that `taking_out` made; every row is as it was.

    Raises DataError for a folder that is not whole or does not prove itself, DatabaseError if a
    ledger is there already.
    """
    manifest = taking.make(folder, context.path)
    made = say("The ledger {path} is made: all changes prove themselves.", path=str(context.path))
    return _report(manifest, context, "import", (made,))


def _report(manifest: Manifest, context: Context, name: str, notes: tuple[Message, ...]) -> Report:
    rows: list[Row] = [
        (
            None if entry.rows is None else file.removeprefix("tables/").removesuffix(".jsonl"),
            entry.rows,
            entry.bytes,
            file,
        )
        for file, entry in manifest.files.items()
    ]
    total = sum(entry.rows or 0 for entry in manifest.files.values())
    whole = say_n("{count} row", "{count} rows", total)
    change = say(
        "{rows}; the last change is {number}, {hash}",
        rows=whole,
        number=manifest.change,
        hash=(manifest.hash or "")[:_SHORT_HASH],
    )
    return Report(
        name=name,
        title=say("Everything in the ledger"),
        columns=_COLUMNS,
        blocks=(Block("files", None, tuple(rows)),),
        notes=(change, *notes),
        as_of=context.today,
        summary={"rows": total},
    )
