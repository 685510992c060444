"""Which columns a reader sees: the report's own choice, or the keys named by the reader."""

from operator import itemgetter

from ntmtrack.errors import DataError
from ntmtrack.message import N_, say
from ntmtrack.reports.report import Block, Cell, Column, Report, Row, Show

_GROUP = N_("Group")


def choose(report: Report, keys: tuple[str, ...], *, lang: str = "en") -> Report:
    """The report with the columns of `keys` alone, in that order, each of them for people.

    A heading in Vietnamese, as `nhiem-vu` for "Nhiệm vụ", names its column too if it is the only
    one so called; in English the keys do. Raises DataError for what names no column of the report.
    """
    known = {column.key: place for place, column in enumerate(report.columns)}
    if lang != "en" and not known.keys() >= set(keys):
        named = _by_heading(report, lang)
        keys = tuple(key if key in known else named.get(_typed(key), key) for key in keys)
    wanted = tuple(dict.fromkeys(keys))
    unknown = tuple(key for key in wanted if key not in known)
    if unknown:
        raise DataError(
            say("This report has no column named {columns}.", columns=unknown),
            hint=say("Choose among these columns: {columns}.", columns=tuple(known)),
        )
    places = tuple(known[key] for key in wanted)
    return report._replace(
        columns=tuple(_for_people(report.columns[place]) for place in places),
        blocks=tuple(_narrowed(block, places) for block in report.blocks),
    )


def _by_heading(report: Report, lang: str) -> dict[str, str]:
    """The key of each column by its heading as it is typed without marks."""
    from ntmtrack.render.localise import Localiser

    localiser = Localiser(lang)
    named = [(_typed(localiser.word(column.heading)), column.key) for column in report.columns]
    typed = [name for name, _ in named]
    return {name: key for name, key in named if typed.count(name) == 1}


def _typed(heading: str) -> str:
    from ntmtrack.domain.text import tokens

    return "-".join(tokens(heading))


def shown(report: Report) -> tuple[int, ...]:
    """The places of the columns that people see when there is room for all, in their order.

    What names the rows comes first, what can be spared last; a column with nothing in it says
    nothing. The reader's own choice is shown as it is.
    """
    places = range(len(report.columns))
    if any(column.show is Show.CHOSEN for column in report.columns):
        return tuple(places)
    told = [place for place in places if _tells(report, place)]
    return tuple(sorted(told, key=lambda place: report.columns[place].show.value))


def _tells(report: Report, place: int) -> bool:
    match report.columns[place].show:
        case Show.DATA:
            return False
        case Show.ALWAYS:
            return True
        case _:
            return any(not _is_nothing(row[place]) for row in report.rows)


def _is_nothing(cell: Cell) -> bool:
    return cell is None or cell is False or cell in ("", ())


def flattened(report: Report) -> tuple[list[Column], list[Row]]:
    """The columns that people see, and all rows; the headings of blocks are a first column."""
    places = shown(report)
    columns = [report.columns[place] for place in places]
    grouped = any(block.rows and block.heading is not None for block in report.blocks)
    if grouped:
        columns.insert(0, Column("block", _GROUP, Show.ALWAYS))
    # Many times as fast as going over the places of each row; of one place it makes no tuple.
    picked = itemgetter(*places) if len(places) > 1 else lambda row: tuple(row[at] for at in places)
    if not grouped:
        return columns, list(map(picked, report.rows))
    return columns, [(block.heading, *picked(row)) for block in report.blocks for row in block.rows]


def leading(report: Report) -> tuple[int, ...]:
    """The places of the columns that are never dropped; the first shown one if none is so."""
    visible = shown(report)
    always = tuple(place for place in visible if report.columns[place].show is Show.ALWAYS)
    return always or visible[:1]


def _for_people(column: Column) -> Column:
    return column._replace(show=Show.CHOSEN)


def _narrowed(block: Block, places: tuple[int, ...]) -> Block:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        tuple(row[place] for place in places) for row in block.rows
    )
    return block._replace(rows=rows)
