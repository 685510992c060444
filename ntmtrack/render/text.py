"""Reports as plain lines for mails, phones and pipes: nothing is cut at any width."""

from collections.abc import Iterable, Iterator

from ntmtrack.message import say
from ntmtrack.render.columns import leading, shown
from ntmtrack.render.localise import Localiser, flat
from ntmtrack.reports.report import Report, Row

DEFAULT_WIDTH = 78
NOTHING = say("Nothing to show.")

# Each takes one cell of a terminal; of others it must be asked. A set, for a pattern of these
# ranges takes longer to compile than most reports to write.
_EVEN = frozenset(
    map(
        chr,
        (
            *range(0x20, 0x300),
            *range(0x1EA0, 0x1F00),
            *range(0x2000, 0x200B),
            *range(0x2010, 0x2028),
        ),
    )
)


def render(report: Report, localiser: Localiser, *, width: int | None = None) -> str:
    """Title, rows as a leading line with indented particulars, then the notes."""
    limit = width or DEFAULT_WIDTH
    parts = [fill((flat(localiser.say(report.title)),), width=limit)]
    heads = leading(report)
    others = tuple(place for place in shown(report) if place not in heads)
    headings = [flat(localiser.word(column.heading)) for column in report.columns]
    for block in report.blocks:
        if not block.rows:
            continue
        lines: list[str] = []
        if block.heading is not None:
            lines += fill((flat(localiser.say(block.heading)),), width=limit)
        for row in block.rows:
            lines += _row(row, localiser, heads, others, headings, limit)
        parts.append(lines)
    if not report.rows:
        empty = NOTHING if report.empty is None else report.empty
        parts.append(fill((flat(localiser.say(empty)),), width=limit))
    parts.append(notes(report, localiser, width=limit))
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def notes(report: Report, localiser: Localiser, *, width: int) -> list[str]:
    """The report's notes as wrapped lines."""
    return [
        line
        for note in report.told
        for line in fill((flat(localiser.say(note)),), width=width, hanging="  ")
    ]


def fill(
    pieces: Iterable[str],
    *,
    width: int,
    between: str = " ",
    indent: str = "",
    hanging: str | None = None,
    broken: str | None = None,
) -> list[str]:
    """Lines of whole pieces; a piece wider than a line is broken at its spaces, never in a word.

    Nor is it broken in a `command between such marks`, which is copied and may be wider.
    `between` joins pieces on one line. The first line is indented by `indent`, the others by
    `hanging`, those that go on with a broken piece by `broken`.
    """
    rest = indent if hanging is None else hanging
    inner = rest if broken is None else broken
    lines: list[str] = []
    line, start = "", indent
    for piece in pieces:
        if line and cells(start + line + between + piece) <= width:
            line += between + piece
            continue
        if line:
            lines.append(start + line)
            start = rest
        line = piece
        if cells(start + piece) > width:
            *full, line = _broken(piece, width - cells(start), width - cells(inner))
            for words in full:
                lines.append(start + words)
                start = inner
    if line:
        lines.append(start + line)
    return lines


def cells(text: str) -> int:
    """How many places a terminal gives to a text."""
    if is_even(text):
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0
        if category(letter) in ("Mn", "Me", "Cf")
        else 2
        if east_asian_width(letter) in "WF"
        else 1
        for letter in text
    )


def is_even(text: str) -> bool:
    """Whether it is known without a look at each character that all of them take one place."""
    return _EVEN.issuperset(text)


def _row(
    row: Row,
    localiser: Localiser,
    heads: tuple[int, ...],
    others: tuple[int, ...],
    headings: list[str],
    width: int,
) -> Iterator[str]:
    names = [flat(localiser.cell(row[place])) for place in heads]
    yield from fill(filter(None, names), width=width, between="  ", hanging="  ")
    told = ((headings[place], flat(localiser.cell(row[place]))) for place in others)
    items = [f"{heading}: {value}" if heading else value for heading, value in told if value]
    yield from fill(items, width=width, between=" · ", indent="  ", broken="    ")


def _broken(piece: str, first: int, later: int) -> Iterator[str]:
    line, room = "", first
    for word in _words(piece) if "`" in piece else piece.split(" "):
        if line and cells(line) + 1 + cells(word) > room:
            yield line
            line, room = word, later
        else:
            line = f"{line} {word}" if line else word
    yield line


def _words(piece: str) -> list[str]:
    """Its words, where each command between two marks is one."""
    if piece.count("`") % 2:
        return piece.split(" ")
    words: list[str] = []
    within = False
    for word in piece.split(" "):
        if within:
            words[-1] += f" {word}"
        else:
            words.append(word)
        within ^= word.count("`") % 2 == 1
    return words
