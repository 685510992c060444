"""Domain values for tests of reports, with telling defaults, and ways to read a report."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ntmtrack.domain.assessment import Counts, Finding, Judgement, Stage, Verdict
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.standing import CountedAs, Tally, UnitStanding
from ntmtrack.domain.task import Task, TaskState
from ntmtrack.domain.unit import UnitKind
from ntmtrack.message import Message
from ntmtrack.reports.report import Block, Report

TODAY = date(2024, 7, 9)
SET = "xa-ntm-2021-2025"

BAN_BO = Unit(1, "03424", "Xã Bản Bo", UnitKind.COMMUNE, parent_name="Huyện Tam Đường")


def days(count: int) -> timedelta:
    return timedelta(days=count)


def a_judgement(number: str = "17", verdict: Verdict = Verdict.UNMET, **facts: Any) -> Judgement:
    """Judged by the unit itself a hundred days ago, and so ever since."""
    on = facts.pop("assessed_on", TODAY - days(100))
    told: dict[str, Any] = {"stage": Stage.SELF, "order": 1, "since": on, **facts}
    return Judgement(number, verdict, assessed_on=on, **told)


def measured(value: str, threshold: str, unit: str | None = "%", **facts: Any) -> Judgement:
    """A judgement that follows from a value and its threshold."""
    return a_judgement(
        **{"number": "17.8", **facts}, value=Decimal(value), threshold=threshold, value_unit=unit
    )


def a_standing(
    *verdicts: Verdict, unit: str = "03424", set_code: str = SET, **facts: Any
) -> UnitStanding:
    """A unit whose criteria 1, 2, 3 … stand at these verdicts."""
    findings = facts.pop("findings", None) or tuple(
        Finding(str(number), f"Tiêu chí {number}", verdict)
        for number, verdict in enumerate(verdicts, 1)
    )
    told: dict[str, Any] = {
        "unit_name": f"Xã {unit}",
        "unit_key": int(unit),
        "set_name": "Bộ tiêu chí",
        "counts": Counts.of(finding.verdict for finding in findings),
        **facts,
    }
    return UnitStanding(unit=unit, set_code=set_code, findings=findings, **told)


def a_task(number: str = "NV2024-001", **facts: Any) -> Task:
    """An open task without a due and without a lead."""
    told: dict[str, Any] = {"title": "Lập kế hoạch", "state": TaskState.OPEN, **facts}
    if "unit" in told:
        told["unit_key"] = int(told["unit"])
    return Task(number, **told)


def a_tally(
    figure: int, total: int | None = None, what: CountedAs = CountedAs.MET, **facts: Any
) -> Tally:
    """A count on the day before."""
    return Tally(what, figure, total, facts.pop("counted_on", TODAY - days(1)), **facts)


def words(said: object) -> str:
    """A message in English with its places filled, dates as ISO; any other value as text."""
    if isinstance(said, tuple):
        return ", ".join(words(each) for each in said)
    if not isinstance(said, Message):
        return str(said)
    text = said.text if said.count in (None, 1) or said.many is None else said.many
    return text.format_map({name: words(value) for name, value in said.values.items()})


def notes(report: Report) -> list[str]:
    return [words(note) for note in report.notes]


def cells(report: Report, key: str) -> list[Any]:
    """One column of all rows."""
    place = report.position(key)
    return [row[place] for row in report.rows]


def in_block(report: Report, block: Block, key: str) -> list[Any]:
    """One column of one block."""
    place = report.position(key)
    return [row[place] for row in block.rows]


def headings(report: Report) -> list[str]:
    return [words(block.heading) for block in report.blocks]


def records(report: Report) -> Iterator[dict[str, Any]]:
    """The rows by the keys of their columns; a row that is too short or too long fails."""
    keys = [column.key for column in report.columns]
    for row in report.rows:
        yield dict(zip(keys, row, strict=True))
