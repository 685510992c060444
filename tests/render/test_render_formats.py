"""What every format has in common: the choice of columns, the suffixes, the same rows."""

import csv
import io
import json
import re
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Verdict
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.render import Format, write
from ntmtrack.render.columns import leading, shown
from ntmtrack.render.localise import Localiser, flat, harmless
from ntmtrack.render.tabular import plain
from ntmtrack.reports.report import Block, Cell, Column, Measure, Report, Row, Show

PEOPLE = (Format.TABLE, Format.TEXT, Format.SPOKEN, Format.MD)
DATA = (Format.TSV, Format.CSV, Format.JSON, Format.JSONL)


def made(
    report: Report,
    format: Format,
    *,
    lang: str = "en",
    width: int | None = None,
    tty: bool = False,
    columns: tuple[str, ...] | None = None,
) -> str:
    stream = io.BytesIO()
    write(report, format=format, stream=stream, lang=lang, width=width, tty=tty, columns=columns)
    return stream.getvalue().decode("utf-8")


def simple(*rows: Row, empty: bool = False) -> Report:
    columns = (
        Column("number", "Number", Show.ALWAYS, right=True),
        Column("name", "Name", Show.ALWAYS),
        Column("note", "Note", wrap=True),
        Column("change", "Change", Show.DATA),
    )
    return Report(
        name="simple",
        title=say("Simple"),
        columns=columns,
        blocks=(Block("all", None, rows),),
        empty=say("All is met.") if empty else None,
    )


@pytest.mark.parametrize(
    ("path", "format"),
    [
        ("a.txt", Format.TEXT),
        ("a.b.TSV", Format.TSV),
        (PurePath("dir.json") / "a.csv", Format.CSV),
        ("a.json", Format.JSON),
        ("a.jsonl", Format.JSONL),
        ("a.md", Format.MD),
    ],
)
def test_a_suffix_names_the_format(path: str | PurePath, format: Format) -> None:
    assert Format.of_path(path) is format


@pytest.mark.parametrize("path", ["a", "a.docm", ".csv", "csv"])
def test_an_unknown_suffix_lists_the_known_ones(path: str) -> None:
    with pytest.raises(DataError) as caught:
        Format.of_path(path)
    assert caught.value.hint is not None
    assert ".csv, .json, .jsonl, .md" in Localiser("en").say(caught.value.hint)


def test_auto_is_a_table_on_a_terminal_and_text_elsewhere(awkward: Report) -> None:
    on = made(awkward, Format.AUTO, tty=True, width=100)
    assert on == made(awkward, Format.TABLE, width=100)
    assert made(awkward, Format.AUTO) == made(awkward, Format.TEXT)


def test_a_person_at_a_terminal_is_spared_more_than_500_rows() -> None:
    report = simple(*((number, f"tên-{number}", None, None) for number in range(1, 502)))
    watched = made(report, Format.AUTO, tty=True, width=80)
    assert "tên-500" in watched
    assert "tên-501" not in watched
    assert "… and 1 more" in watched
    for format in (*PEOPLE, *DATA):
        assert "tên-501" in made(report, format, width=80)


def test_columns_that_are_data_come_to_people_only_when_named() -> None:
    report = simple((1, "Quy hoạch", "ghi chú", "thay đổi"))
    for format in PEOPLE:
        assert "thay đổi" not in made(report, format)
        assert "thay đổi" in made(report, format, columns=("number", "change"))
    for format in DATA:
        assert "thay đổi" in made(report, format)


@pytest.mark.parametrize("format", PEOPLE + DATA)
def test_named_columns_come_in_their_order_and_alone(format: Format) -> None:
    text = made(simple((1, "Quy hoạch", "ghi chú", "x")), format, columns=("note", "name", "note"))
    assert text.count("ghi chú") == 1
    assert "change" not in text
    assert "Number" not in text
    if format not in (Format.TEXT, Format.TABLE):
        assert text.index("ghi chú") < text.index("Quy hoạch")


def test_an_unknown_column_lists_those_that_there_are() -> None:
    with pytest.raises(DataError) as caught:
        made(simple(), Format.CSV, columns=("name", "nmae"))
    assert Localiser("en").say(caught.value.message) == "This report has no column named nmae."
    assert caught.value.hint is not None
    assert "number, name, note, change" in Localiser("en").say(caught.value.hint)


@pytest.mark.parametrize("format", PEOPLE)
def test_an_empty_report_says_so_to_people(format: Format) -> None:
    assert "All is met." in made(simple(empty=True), format)
    assert "Nothing to show." in made(simple(), format)


def test_an_empty_report_is_empty_data() -> None:
    assert made(simple(), Format.CSV) == "number,name,note,change\n"
    assert made(simple(), Format.TSV) == "number\tname\tnote\tchange\n"
    assert made(simple(), Format.JSONL) == ""
    envelope = json.loads(made(simple(), Format.JSON))
    assert envelope == {
        "ntmtrack_report": 1,
        "name": "simple",
        "as_of": None,
        "rows": [],
        "summary": {},
        "notes": [],
    }


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+84", "'+84"),
        ("-x", "'-x"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", '"\'\rx"'),
        ("\nx", '"\'\nx"'),
        (("=1", "b"), "'=1; b"),
        (-5, "-5"),
        (Decimal("-5.10"), "-5.10"),
        (Measure(Decimal("-5.10"), "%", "="), "-5.10"),
        ((Measure(Decimal("-1")), Measure(Decimal("2"))), "-1; 2"),
        (say("={x}", x=1), "'=1"),
        ("a=b", "a=b"),
        ("a,b", '"a,b"'),
        ('say "x"', '"say ""x"""'),
        ("a\rb", '"a\rb"'),
        (True, "true"),
        (None, '""'),
    ],
)
def test_csv_quotes_and_disarms_words_but_not_numbers(cell: Cell, written: str) -> None:
    report = Report("one", say("One"), (Column("x", "X"),), (Block("b", None, ((cell,),)),))
    assert made(report, Format.CSV) == f"x\n{written}\n"


@pytest.mark.parametrize("digits", ["0.1", "123456789012345678901234567890.123", "1E+25", "2.50"])
def test_json_writes_decimals_exactly(digits: str) -> None:
    report = simple((1, "x", Decimal(digits), None))
    (row,) = json.loads(made(report, Format.JSON), parse_float=Decimal)["rows"]
    assert row["note"] == Decimal(digits)
    assert not isinstance(row["note"], str)


def test_json_keeps_what_steers_a_terminal_behind_escapes() -> None:
    hostile = "\x1b[31m\x9b\u202e\u2028\x00 \U0001f600"
    for format in (Format.JSON, Format.JSONL):
        text = made(simple((1, hostile, "", "")), format)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2028]", text)
        row = json.loads(text)
        assert (row["rows"][0] if format is Format.JSON else row)["name"] == hostile


HOSTILE = (
    "[red]x[/red]",
    "[/x]",
    ":x: :smile:",
    "he said \"x\", 'y'",
    "a\nb\tc\r\nd",
    "\x1b]0;title\x07\x1b[2J",
    "\u202egnp.exe\u202c",
    "Ti\u00ea\u0301ng Vi\u00ea\u0323t",
    "từ " * 2500,
    "\ud800",
    "| a | b |",
    "{0} {name}",
    "漢字 👩‍🌾",
)


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("width", [20, 80, 160])
@pytest.mark.parametrize("format", (*PEOPLE, Format.CSV, Format.TSV))
def test_hostile_words_come_out_whole_and_harmless(
    format: Format, width: int, hostile: str
) -> None:
    text = made(simple((1, hostile, hostile, "")), format, width=width)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", text)
    if format is not Format.MD:
        expected = _letters(hostile.encode("utf-8", "backslashreplace").decode())
        assert _letters(text.replace('""', '"')).count(expected) >= 1


def _letters(text: str) -> str:
    return re.sub(r"\s", "", harmless(flat(text)))


WORDS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("[]:\"'\n\t,;=|\\đĐạ{}\x1b\u202e"),
    max_size=30,
)
CELLS = st.one_of(
    WORDS,
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.dates(),
    st.datetimes(
        min_value=datetime(1900, 1, 1),
        max_value=datetime(2200, 1, 1),
        timezones=st.just(timezone(timedelta(0))),
    ),
    st.sampled_from(Verdict),
    st.lists(WORDS, max_size=3).map(tuple),
    st.decimals(allow_nan=False, allow_infinity=False, places=1).map(lambda n: Measure(n, "%")),
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    count = draw(st.integers(1, 5))
    columns = tuple(
        Column(
            f"key_{place}",
            draw(st.sampled_from(["Name", "Days late", "Hạn"])),
            draw(st.sampled_from([Show.ALWAYS, Show.ROOM])),
            right=draw(st.booleans()),
            wrap=draw(st.booleans()),
        )
        for place in range(count)
    )
    rows = st.lists(st.tuples(*[CELLS] * count), max_size=4).map(tuple)
    blocks = st.lists(rows, min_size=1, max_size=3)
    return Report(
        name="made",
        title=say("Made"),
        columns=columns,
        blocks=tuple(Block(str(place), None, cells) for place, cells in enumerate(draw(blocks))),
        as_of=draw(st.none() | st.dates()),
    )


@given(reports())
def test_csv_tsv_and_json_carry_the_same_rows(report: Report) -> None:
    keys = [column.key for column in report.columns]
    from_csv = list(csv.reader(io.StringIO(made(report, Format.CSV), newline="")))
    from_tsv = [line.split("\t") for line in made(report, Format.TSV).split("\n")[:-1]]
    envelope = json.loads(made(report, Format.JSON), parse_float=Decimal)
    from_lines = [
        json.loads(line, parse_float=Decimal)
        for line in made(report, Format.JSONL).split("\n")[:-1]
    ]
    assert from_csv[0] == from_tsv[0] == keys
    assert envelope["rows"] == from_lines
    assert len(from_csv) - 1 == len(from_tsv) - 1 == len(from_lines) == len(report.rows)
    for row, one, two, three in zip(
        report.rows, from_csv[1:], from_tsv[1:], from_lines, strict=True
    ):
        texts = [plain(cell) for cell in row]
        assert [_armed(text, cell) for text, cell in zip(one, row, strict=True)] == texts
        assert two == [_one_line(text) for text in texts]
        assert [harmless(_joined(three[key])) for key in keys] == texts


def _armed(text: str, cell: Cell) -> str:
    return text if plain(cell) == text else text.removeprefix("'")


def _one_line(text: str) -> str:
    return re.sub("\r\n|[\t\n\v\f\r]", " ", text)


def _joined(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)


@given(reports(), st.sampled_from([20, 40, 80, 160]), st.sampled_from(["vi", "en"]))
def test_text_tells_every_value_of_every_row_at_any_width(
    report: Report, width: int, lang: str
) -> None:
    """Text and table carry the words of each cell in the order of the columns."""
    said = _bare(made(report, Format.TEXT, lang=lang, width=width))
    localiser = Localiser(lang)
    told = shown(report)
    for row in report.rows:
        for place, cell in enumerate(row):
            assert place in told or cell is None or cell is False or cell in ("", ())
        for place in (*leading(report), *(each for each in told if each not in leading(report))):
            words = _bare(flat(localiser.cell(row[place])))
            found = said.find(words)
            assert found >= 0
            said = said[found + len(words) :]


def _bare(text: str) -> str:
    return re.sub(r"\s|·", "", text)


def test_a_report_with_a_day_says_it_in_iso() -> None:
    report = simple()._replace(as_of=date(2023, 6, 1))
    assert json.loads(made(report, Format.JSON))["as_of"] == "2023-06-01"
