"""Papers that are read: what they propose is looked at, mended, accepted or put aside."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks, prepares, talks, writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import SetOption, one_number, path, words
from ntmtrack.cli.task_options import (
    Coordinators,
    Leads,
    MaybeReason,
    Persons,
    Title,
    UnitFor,
)
from ntmtrack.domain.due import parse_day
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say
from ntmtrack.reports.report import Report

app = new_app()


def _counting(text: str) -> tuple[int, ...]:
    """The numbers of proposals in "1,3-5"; DataError for anything else."""
    import re

    found: list[int] = []
    for piece in filter(None, re.split(r"[,;\s]+", text)):
        span = re.fullmatch(r"([0-9]{1,5})(?:-([0-9]{1,5}))?", piece)
        numbers = span and range(int(span[1]), int(span[2] or span[1]) + 1)
        if not numbers:
            raise DataError(
                say("{text} is not a list of proposals", text=text), hint=say("write it like 1,3-5")
            )
        found += numbers
    return tuple(dict.fromkeys(found))


def _one(text: str) -> int:
    return int(one_number(text))


_File = Annotated[
    Path,
    typer.Argument(metavar="FILE", parser=path, help=N_("the paper: .docx, .pdf, .txt or .md")),
]
_Draft = Annotated[
    str | None,
    typer.Option(
        "--draft",
        metavar="FILE",
        parser=words,
        help=N_("which paper, by its file or number (default: the only one that waits)"),
    ),
]
_DraftArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[FILE]",
        parser=words,
        help=N_("which paper, by its file or number (default: the only one that waits)"),
    ),
]
_Numbers = Annotated[
    list[Any] | None,
    typer.Argument(metavar="[NUMBERS]", parser=_counting, help=N_("proposals, like 1,3-5")),
]
_Number = Annotated[
    int, typer.Argument(metavar="NUMBER", parser=_one, help=N_("the proposal's number"))
]


@app.command("read", help=N_("read a paper and propose its tasks; only a draft is kept"))
@prepares
def read(context: Context, file: _File) -> Callable[[Context], Report]:
    from ntmtrack.app.drafting import keep, take

    taken = take(context, file)
    return lambda within: keep(within, taken)


@app.command("drafts", help=N_("papers that were read, and what of them waits"))
@looks
def drafts(context: Context) -> Report:
    from ntmtrack.app.reviewing import listing

    return listing(context)


@app.command("draft", help=N_("one paper that was read, with all its clauses"))
@looks
def draft(context: Context, draft: _DraftArgument = None) -> Report:
    from ntmtrack.app.reviewing import show

    return show(context, draft)


@app.command("accept", help=N_("make tasks of proposals, in one change"))
@writes
def accept(
    context: Context,
    numbers: _Numbers = None,
    everything: Annotated[bool, typer.Option("--all", help=N_("all proposals that wait"))] = False,
    draft: _Draft = None,
    number: Annotated[
        str | None,
        typer.Option(
            "--number", metavar="TEXT", parser=words, help=N_("the paper's number and symbol")
        ),
    ] = None,
    dated: Annotated[
        date | None,
        typer.Option("--date", metavar="DATE", parser=parse_day, help=N_("the paper's date")),
    ] = None,
    set: SetOption = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit", metavar="UNIT", parser=words, help=N_("the unit that the paper is about")
        ),
    ] = None,
    on: Annotated[
        date | None,
        typer.Option(
            "--on",
            metavar="DATE",
            parser=parse_day,
            help=N_("the day of its counts and judgements"),
        ),
    ] = None,
    tasks_only: Annotated[
        bool, typer.Option("--tasks-only", help=N_("record no count, judgement or target of it"))
    ] = False,
    known_only: Annotated[
        bool, typer.Option("--known-only", help=N_("add no new agency or unit; keep the words"))
    ] = False,
    as_read: Annotated[
        bool, typer.Option("--as-read", help=N_("also if the file has changed since it was read"))
    ] = False,
) -> Report:
    from ntmtrack.app.accepting import Acceptance, accept
    from ntmtrack.cli.diagnostics import UsageFault

    if bool(numbers) == everything:
        raise UsageFault(
            say("say which proposals"), hint=say("by number (1,3-5), or --all for all that wait")
        )
    chosen = None if everything else [each for listed in numbers or () for each in listed]
    return accept(
        context,
        Acceptance(
            numbers=chosen,
            draft=draft,
            number=number,
            dated=dated,
            set=set,
            unit=unit,
            on=on,
            tasks_only=tasks_only,
            known_only=known_only,
            as_read=as_read,
        ),
    )


@app.command("skip", help=N_("no task arises from proposals or clauses"))
@writes
def skip(
    context: Context,
    numbers: _Numbers = None,
    clause: Annotated[
        list[str] | None,
        typer.Option(
            "--clause",
            metavar="NUMBER",
            parser=words,
            help=N_("a whole clause, by its number or #place; may be given again"),
        ),
    ] = None,
    draft: _Draft = None,
    reason: MaybeReason = None,
) -> Report:
    from ntmtrack.app.reviewing import skip
    from ntmtrack.cli.diagnostics import UsageFault

    if not numbers and not clause:
        raise UsageFault(
            say("say which proposals"), hint=say("by number (1,3-5), or --clause for a whole one")
        )
    chosen = [each for listed in numbers or () for each in listed]
    return skip(context, chosen, clauses=clause or (), draft=draft, reason=reason)


@app.command("edit", help=N_("mend a proposal before it is accepted"))
@writes
def edit(
    context: Context,
    number: _Number,
    title: Title = None,
    unit: UnitFor = None,
    criterion: Annotated[
        str | None,
        typer.Option(
            "--criterion",
            metavar="NUMBER",
            parser=words,
            help=N_("the criterion or indicator it is about"),
        ),
    ] = None,
    lead: Leads = None,
    coordinator: Coordinators = None,
    person: Persons = None,
    due: Annotated[
        str | None,
        typer.Option(
            "--due", metavar="WHEN", parser=words, help=N_('by when; "-" empties this or any field')
        ),
    ] = None,
    draft: _Draft = None,
) -> Report:
    from ntmtrack.app.reviewing import Mended, edit

    mended = Mended(title, unit, criterion, lead, coordinator, person, due)
    return edit(context, number, mended, draft=draft)


@app.command("split", help=N_("make two of a proposal that asks for two things"))
@writes
def split(context: Context, number: _Number, draft: _Draft = None) -> Report:
    from ntmtrack.app.reviewing import split

    return split(context, number, draft=draft)


@app.command("review", help=N_("go through a paper at the terminal, clause by clause"))
@talks
def review(context: Context, draft: _DraftArgument = None) -> None:
    from ntmtrack.cli.notice_review import go_through

    go_through(context, draft)
