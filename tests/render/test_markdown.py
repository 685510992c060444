"""Markdown as its readers see it: any words are words, wherever they stand."""

from typing import Any

import pytest

from ntmtrack.message import say
from ntmtrack.render.localise import Localiser
from ntmtrack.render.markdown import render
from ntmtrack.reports.report import Block, Column, Report, Show

# Rich brings it along.
markdown_it = pytest.importorskip("markdown_it")

AWKWARD = (
    *("# a", "1. x", "12) y", "- z", "-", "+ a", "=== b", "---", "***", "1."),
    *("a | b", "||", "|", "a\\|b", "\\", "a\\", "**x** _y_ `z`", "x `", "``x``", "~~x~~"),
    *("<b>x</b>", "<!-- x", "&amp; &lt;", "[x](http://a)", "![x](y)", "![", "_x000D_"),
    *("a\nb", "a  ", "\ta", "https://x.vn/a_b_c", "$x$", "=cmd|' /C calc'!A1", "1.5 km"),
)


def text(token: Any) -> str:
    shown = "".join(" " if "break" in part.type else part.content for part in token.children)
    return " ".join(shown.replace("<br>", " ").split())


@pytest.mark.parametrize("words", AWKWARD)
def test_words_are_never_taken_for_marks(words: str) -> None:
    report = Report(
        "x",
        say("T {x}", x=words),
        (Column("a", "A", Show.ALWAYS), Column("b", "B", Show.ALWAYS)),
        (Block("b", say("{x}", x=words), ((words, "end"),)),),
        notes=(say("{x}", x=words),),
    )
    parsed = (
        markdown_it.MarkdownIt("commonmark").enable("table").parse(render(report, Localiser("en")))
    )
    kinds = [token.type for token in parsed]
    opened = ("heading_open", "table_open", "td_open", "bullet_list_open", "ordered_list_open")
    assert [kinds.count(kind) for kind in opened] == [2, 1, 2, 1, 0]
    told = " ".join(words.split())
    assert [text(token) for token in parsed if token.type == "inline"] == [
        *(f"T {told}", told, "A", "B", told, "end", told),
    ]
