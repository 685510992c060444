"""Pages of the manual as a terminal shows them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.render.manual_page import bare, render
from ntmtrack.render.pieces import Kind, pieces

PAGE = """\
# A page

Words of a paragraph, **strong
ones** and `typed  ones`, with a
[link](https://example.vn) in it.
<!-- for whoever writes -->

## Lists

- the first, which goes on
  in a second line
- the second
  1. below it
| key | what it is |
|---|---|
| `a \\| b` | either |
| c | |

```console
$ ntmtrack unmet   "ban bo"

  as it is
```
"""


def test_a_page_is_drawn_with_its_headings_lists_tables_and_examples() -> None:
    assert render(PAGE, width=40) == (
        "A page\n======\n\n"
        "Words of a paragraph, strong ones and\n`typed ones`, with a link in it.\n\n"
        "Lists\n-----\n\n"
        "• the first, which goes on in a second\n  line\n"
        "• the second\n"
        "  1. below it\n\n"
        "key      what it is\n"
        "───────  ──────────\n"
        "`a | b`  either\n"
        "c\n\n"
        '  $ ntmtrack unmet   "ban bo"\n\n    as it is\n'
    )


def test_bold_letters_end_with_their_word() -> None:
    shown = render(PAGE, width=24, styled=True)
    assert "\x1b[1mstrong\x1b[0m \x1b[1mones\x1b[0m" in shown.replace("\n", " ")
    assert all(line.count("\x1b[1m") == line.count("\x1b[0m") for line in shown.splitlines())
    assert "=" not in shown


def test_a_table_that_is_too_wide_wraps_its_cells_and_parts_its_rows() -> None:
    table = "| a | b |\n|---|---|\n| x | one two three four five six seven |\n| y | z |\n"
    assert render(table, width=24) == (
        "a  b\n─  ─────────────────────\nx  one two three four\n   five six seven\n\ny  z\n"
    )


def test_a_table_with_no_room_for_its_columns_is_a_list() -> None:
    table = "| a | b | c |\n|---|---|---|\n| " + " | ".join(["wwwwwwwwwwww"] * 3) + " |\n"
    assert render(table, width=20) == "wwwwwwwwwwww\n  b: wwwwwwwwwwww\n  c: wwwwwwwwwwww\n"
    named = "| a | b |\n|---|---|\n| wwwwwwwwwwww | |\n| v | wwwwwwwwwww |\n"
    assert render(named, width=20) == "wwwwwwwwwwww\n\nv\n  b: wwwwwwwwwww\n"


def test_pieces_know_what_they_are() -> None:
    kinds = [piece.kind for piece in pieces(PAGE)]
    assert kinds == [
        *(Kind.HEADING, Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM, Kind.ITEM, Kind.ITEM),
        *(Kind.TABLE, Kind.EXAMPLE),
    ]


_WORD = st.text("abđ,.*`|#-1", min_size=1, max_size=14)


@given(
    st.lists(st.lists(_WORD, min_size=1, max_size=8), min_size=1, max_size=6), st.integers(20, 60)
)
def test_no_word_is_lost_and_no_line_too_long(told: list[list[str]], width: int) -> None:
    cells = [" ".join(words).replace("|", "/").replace("*", "").replace("`", "") for words in told]
    table = "| n | words |\n|---|---|\n" + "".join(
        f"| {n} | {cell} |\n" for n, cell in enumerate(cells)
    )
    shown = render(table, width=width)
    assert all(len(line) <= width for line in shown.splitlines())
    seen = re.sub(r"\s", "", shown)
    for cell in cells:
        assert all(re.sub(r"\s", "", word) in seen for word in bare(cell).split())


COMPLAINT = """\
# A page

```console
$ ntmtrack overdue --columns a-name-that-names-no-column
ntmtrack: error: This report has no column named so.
  Choose among these columns: task, title, unit, due.
$ ntmtrack overdue --columns task --under "Xã Bản Bo" --today 2024-07-09
```
"""


def test_an_error_in_an_example_is_folded_as_a_terminal_folds_it() -> None:
    assert render(COMPLAINT, width=40).splitlines()[3:] == [
        "  $ ntmtrack overdue --columns a-name-that-names-no-column",
        "  ntmtrack: error: This report has no",
        "      column named so.",
        "    Choose among these columns: task,",
        "      title, unit, due.",
        '  $ ntmtrack overdue --columns task --under "Xã Bản Bo" --today 2024-07-09',
    ]
