"""A ledger of what five real papers say: facts from `data/demo.toml`, laid down in one change."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ntmtrack.app import (
    agencies,
    counting,
    giving,
    papers,
    product_counts,
    product_targets,
    products,
    recording,
    standings,
    target_setting,
    tasking,
    units,
    work_steps,
    works,
)
from ntmtrack.app.board import board
from ntmtrack.app.context import Context
from ntmtrack.app.giving import NewTask
from ntmtrack.app.office import furnish
from ntmtrack.app.reading import unmet
from ntmtrack.app.scope import Scope
from ntmtrack.app.task_reading import TaskScope, overdue
from ntmtrack.app.work_rows import Occasion
from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.numbers import parse_numbers
from ntmtrack.domain.standing import CountedAs, StandingEvent
from ntmtrack.domain.unit import UnitKind
from ntmtrack.domain.work import WorkEventKind
from ntmtrack.message import Message, say
from ntmtrack.reports.report import Report
from ntmtrack.store.database import create

FACTS = Path(__file__).resolve().parent.parent / "data" / "demo.toml"

DAY = date(2024, 7, 9)
"""The day after the last of the five papers: the demo looks from there."""


def demo(context: Context) -> tuple[Message, list[Report]]:
    """Build the file and look at it: the board, one commune's unmet criteria, what is late.

    Raises DatabaseError if something is already at the path.
    """
    day = context.today if context.day_given else DAY
    facts = tomllib.loads(FACTS.read_text("utf-8"))
    create(context.path)
    try:
        with context.writing() as change:
            furnish(change, facts["office"])
            _lay_down(context._replace(today=max(day, DAY), open_change=change), facts)
    except BaseException:
        context.path.unlink(missing_ok=True)
        raise
    look = context._replace(today=day, as_of=day)
    commune = Scope(units=[facts["shown"]])
    told = say(
        "The demo ledger is {path}. Look at it as of {day}:"
        " `ntmtrack --db {path} --today {iso} COMMAND`",
        path=str(context.path),
        day=day,
        iso=day.isoformat(),
    )
    return told, [
        board(look),
        unmet(look, commune),
        overdue(look, TaskScope(), sort="days"),
        tasking.listing(look, TaskScope(units=[facts["shown"]])),
    ]


def _lay_down(context: Context, facts: Mapping[str, Any]) -> None:
    """Each kind of fact by the use case that an officer's command would call."""
    for each in facts["unit"]:
        given = {**each, "kind": UnitKind(each["kind"])}
        units.add(context, units.NewUnit(**given))
    for each in facts["agency"]:
        agencies.add(context, agencies.AgencyFacts(**each))
    for each in facts["document"]:
        empty = {"kind": None, "dated": None, "issuer": None, "about": None}
        papers.add_document(context, excerpt=None, file=None, **{**empty, **each})
    for each in facts["assessment"]:
        recording.assess_lists(
            context,
            each["unit"],
            each["set"],
            {verdict: parse_numbers(each[verdict]) for verdict in Verdict if verdict in each},
            shared=recording.Circumstances(
                on=each["on"], document=each["document"], note=each["note"]
            ),
        )
    for each in facts["tally"]:
        counting.tally(
            context,
            each["unit"],
            each["figure"],
            what=CountedAs(each.get("what", "met")),
            set_words=each.get("set"),
            on=each["on"],
            words=each.get("words"),
            document=each["document"],
            note=None,
        )
    for each in facts["standing"]:
        unit, event = each.pop("unit"), StandingEvent(each.pop("event"))
        standings.standing(context, unit, event, standings.Given(**each))
    for each in facts["target"]:
        target_setting.add(context, each.pop("unit"), target_setting.NewTarget(**each))
    for each in facts["product"]:
        unit, name = each.pop("unit"), each.pop("name")
        products.add(context, unit, name, products.Recognition(), maker=None, note=None)
        product_targets.set_target(context, name, unit, product_targets.NewTarget(**each))
    for each in facts["product_tally"]:
        from_stars = products.StarsAsked(each.pop("stars"), or_more=True)
        unit, figure = each.pop("unit"), each.pop("figure")
        product_counts.tally(
            context, unit, figure, product_counts.NewTally(stars=from_stars, **each)
        )
    for each in facts["work"]:
        _work(context, **each)
    for each in facts["task"]:
        unit = each.pop("unit")
        giving.add(context, NewTask(units=[unit], **each))


def _work(
    context: Context,
    unit: str,
    name: str,
    document: str,
    *,
    serves: Sequence[str] = (),
    set: str | None = None,
    text: str | None = None,
    blocked: str | None = None,
) -> None:
    """A work of a paper, and what the paper says of it."""
    said = Occasion(document=document)
    works.add(context, unit, name, works.Facts(serves, set=set), said)
    for kind, note in ((WorkEventKind.NOTED, text), (WorkEventKind.BLOCKED, blocked)):
        if note is not None:
            work_steps.step(context, name, kind, said._replace(note=note))
