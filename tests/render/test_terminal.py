"""Tables: nothing cut at any width, the same bytes as a table that Rich draws."""

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ntmtrack.domain.assessment import Verdict
from ntmtrack.message import say
from ntmtrack.render import terminal, text
from ntmtrack.render.localise import Localiser
from ntmtrack.reports.report import Block, Column, Report, Show
from tests.render.rich_page import RichPage

ENGLISH = Localiser("en")


def of_rows(*rows: tuple[object, ...]) -> Report:
    columns = (
        Column("number", "Number", Show.ALWAYS, right=True),
        Column("name", "Name", Show.ALWAYS),
        Column("verdict", "Verdict"),
        Column("note", "Note", wrap=True),
    )
    return Report("rows", say("Rows"), columns, (Block("b", None, rows),))  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [1, 20, 40, 60, 80, 100, 120, 160, 300])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_codes_and_names_are_whole_at_every_width(awkward: Report, width: int, lang: str) -> None:
    made = terminal.render(awkward, Localiser(lang), width=width)
    assert "…" not in made
    words = made.split()
    for name in ("Quy", "hoạch", "17.8", "[red]và[/red]", "|", "chợ"):
        assert name in words
    if width >= 80:
        assert "Môi trường [red]và[/red] an toàn thực phẩm" in made
        assert max(cell_len(line) for line in made.split("\n")) <= width


def test_where_not_even_names_fit_the_text_form_is_used(awkward: Report) -> None:
    assert terminal.render(awkward, ENGLISH, width=20) == text.render(awkward, ENGLISH, width=20)


def test_columns_go_from_the_right_and_are_named(awkward: Report) -> None:
    made = terminal.render(awkward, ENGLISH, width=160)
    assert "1 column is hidden for want of room (note = Note)" in made
    assert "hidden" not in terminal.render(awkward, ENGLISH, width=300)


def test_chosen_columns_are_never_dropped(awkward: Report) -> None:
    made = terminal.render(awkward, ENGLISH, width=100, keep_columns=True)
    assert made == text.render(awkward, ENGLISH, width=100)


def test_free_text_is_wrapped_and_codes_beside_it_are_not() -> None:
    note = "một hai ba bốn năm sáu bảy tám chín mười " * 5
    made = terminal.render(of_rows((1, "Quy hoạch", None, note.strip())), ENGLISH, width=60)
    assert re.sub(r"\s+", " ", made.split("─\n")[1]).strip() == f"1 Quy hoạch {note.strip()}"
    assert max(map(len, made.split("\n"))) <= 60


def test_a_heading_gives_way_before_a_column_does() -> None:
    columns = (
        Column("a", "Number of the criterion", Show.ALWAYS, right=True),
        Column("b", "Name", Show.ROOM),
    )
    report = Report("x", say("X"), columns, (Block("b", None, ((17, "Quy hoạch"),)),))
    assert terminal.render(report, ENGLISH, width=21).split("\n")[2:-1] == [
        "Number of",
        "      the",
        "criterion  Name",
        "────────────────────",
        "       17  Quy hoạch",
    ]


def test_verdicts_are_coloured_only_when_asked_and_words_stay() -> None:
    report = of_rows((1, "a", Verdict.MET, ""), (2, "b", Verdict.UNMET, ""), (3, "c", None, ""))
    plain = terminal.render(report, ENGLISH, width=80)
    coloured = terminal.render(report, ENGLISH, width=80, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[32mmet\x1b[0m" in coloured
    assert "\x1b[31munmet\x1b[0m" in coloured
    bare = re.sub("\x1b\\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in bare.split("\n")] == plain.split("\n")


@pytest.mark.parametrize(
    "environ",
    [{"FORCE_COLOR": "1"}, {"TERM": "dumb"}, {"COLUMNS": "30"}, {"NO_COLOR": "1"}, {"LINES": "3"}],
)
def test_the_environment_changes_nothing(
    awkward: Report, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = terminal.render(awkward, ENGLISH, width=100, colour=True)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert terminal.render(awkward, ENGLISH, width=100, colour=True) == before


def test_a_width_that_is_not_given_comes_from_the_terminal(
    awkward: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert terminal.render(awkward, ENGLISH) == terminal.render(awkward, ENGLISH, width=100)


def test_a_long_report_is_capped_and_says_so() -> None:
    rows = tuple((number, f"tên {number}", None, "") for number in range(30))
    report = of_rows(*rows)
    report = report._replace(
        blocks=(
            Block("a", say("First"), report.rows[:10]),
            Block("b", say("Second"), report.rows[10:20]),
            Block("c", say("Third"), report.rows[20:]),
        ),
    )
    made = terminal.render(report, ENGLISH, width=80, limit=15)
    assert "tên 14" in made
    assert "tên 15" not in made
    assert "Third" not in made
    assert "… and 15 more (use -o FILE or --format text)" in made
    assert "more" not in terminal.render(report, ENGLISH, width=80, limit=30)
    assert "more" not in terminal.render(report, ENGLISH, width=80)


def of_rich(report: Report, lang: str = "en", **options: object) -> str:
    with patch.object(terminal, "_Page", RichPage):
        return terminal.render(report, Localiser(lang), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [60, 80, 120, 160, 300])
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("colour", [True, False])
def test_a_report_is_drawn_as_rich_draws_it(
    awkward: Report, width: int, lang: str, colour: bool
) -> None:
    made = terminal.render(awkward, Localiser(lang), width=width, colour=colour)
    assert made == of_rich(awkward, lang, width=width, colour=colour)


TEXTS = st.text(st.sampled_from("ab đạ,[]:\n\té漢\x1b"), max_size=40)
ODD = st.text(st.sampled_from("ab đạ.\n漢👩\u0301\u200b\xa0\u3000\xad"), max_size=40)


@given(
    st.lists(st.tuples(ODD, ODD, st.none() | st.sampled_from(Verdict), ODD), max_size=8),
    st.tuples(ODD, ODD),
    st.integers(20, 120),
    st.tuples(st.booleans(), st.booleans(), st.booleans()),
    st.booleans(),
)
def test_every_table_is_drawn_as_rich_draws_it(
    rows: list[tuple[str, str, Verdict | None, str]],
    headings: tuple[str, str],
    width: int,
    kinds: tuple[bool, bool, bool],
    colour: bool,
) -> None:
    report = of_rows(*rows)
    number, name, verdict, note = report.columns
    wrap, right, loose = kinds
    columns = (
        number._replace(wrap=loose),
        name._replace(heading=headings[0], wrap=wrap),
        verdict._replace(right=right),
        note._replace(heading=headings[1], right=right),
    )
    report = report._replace(columns=columns)
    made = terminal.render(report, ENGLISH, width=width, colour=colour)
    assert made == of_rich(report, width=width, colour=colour)


@given(st.lists(st.tuples(TEXTS, TEXTS, st.none(), TEXTS), min_size=1, max_size=5))
def test_a_table_carries_the_values_of_the_text_form(
    rows: list[tuple[str, str, None, str]],
) -> None:
    report = of_rows(*rows)
    made = terminal.render(report, ENGLISH, width=200)
    body = made.split("─\n")[1]
    assert re.sub(r"\s", "", body) == re.sub(
        r"\s", "", "".join(ENGLISH.cell(cell) for row in rows for cell in row)
    )
    assert len(body.split("\n")) - 1 == len(rows)
