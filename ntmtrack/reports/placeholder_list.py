"""The list that those read who edit templates: what is shipped, and all a template may ask for."""

from collections.abc import Mapping

from ntmtrack.message import N_, say
from ntmtrack.reports.placeholders import APPENDICES, LISTS, SINGLE, Listed
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("kind", N_("Kind"), Show.DATA),
    Column("placeholder", N_("Placeholder"), Show.ALWAYS),
    Column("meaning", N_("Meaning"), Show.ALWAYS, wrap=True),
)


def listing(shipped: Mapping[str, str]) -> Report:
    """The templates that are shipped, by name, and every name that one may use."""
    templates: tuple[Row, ...] = tuple(
        ("template", name, say(meaning)) for name, meaning in shipped.items()
    )
    single: tuple[Row, ...] = tuple(
        ("single", f"{{{{ {name} }}}}", say(meaning)) for name, meaning in SINGLE.items()
    ) + tuple(
        (
            "single",
            f"{{{{ {name} }}}}",
            say("the number of the appendix for {list}, if that is long", list=listed),
        )
        for name, listed in APPENDICES.items()
    )
    return Report(
        name="report templates",
        title=say("Templates of reports, and what they may ask for"),
        columns=COLUMNS,
        blocks=(
            Block("templates", say("Templates that are shipped"), templates),
            Block("single", say("Names that stand for one thing"), single),
            *(Block(name, say(each.meaning), _rows_of(name, each)) for name, each in LISTS.items()),
        ),
        notes=(
            say("Every row also has its running number: {place}", place="{{ dong.stt }}"),
            say(
                "Rows of a table are repeated between two rows of their own, paragraphs between"
                " two paragraphs: {rows} … {end}; {paragraphs} … {last}",
                rows="{%tr for dong in qua_han %}",
                end="{%tr endfor %}",
                paragraphs="{%p for dong in qua_han %}",
                last="{%p endfor %}",
            ),
            say(
                "In a workbook a row with {loop} in one of its cells is repeated.",
                loop="{% for dong in so_theo_doi %}",
            ),
            say("What is shown only if there is something: {test}", test="{%p if qua_han %}"),
        ),
    )


def _rows_of(name: str, listed: Listed) -> tuple[Row, ...]:
    loop: Row = ("list", f"{{% for dong in {name} %}}", None)
    return (
        loop,
        *(("row", f"{{{{ dong.{each.name} }}}}", say(each.meaning)) for each in listed.row),
    )
