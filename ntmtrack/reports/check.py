"""What is wrong in a ledger, the worst first, with the command that mends each."""

import re
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from ntmtrack.domain.checks.finding import ABOUT, SYSTEM, UNIT, Finding, Rule, Severity
from ntmtrack.domain.text import fold
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("rule", N_("Rule"), Show.ALWAYS),
    Column("severity", N_("Severity"), Show.DATA),
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit")),
    Column("set", N_("Criteria set"), Show.DATA),
    Column("numbers", N_("Numbers"), Show.DATA, wrap=True),
    Column("tasks", N_("Tasks"), Show.DATA, wrap=True),
    Column("agency", N_("Agency"), Show.DATA, wrap=True),
    Column("document", N_("Document"), Show.DATA, wrap=True),
    Column("change", N_("Change"), Show.DATA, right=True),
    Column("file", N_("File"), Show.DATA, wrap=True),
    Column("what", N_("What was found"), Show.ALWAYS, wrap=True),
    Column("command", N_("Command"), Show.ALWAYS, wrap=True),
)

_RULE_COLUMNS = (
    Column("rule", N_("Rule"), Show.ALWAYS),
    Column("severity", N_("Severity"), Show.ALWAYS),
    Column("meaning", N_("What it finds"), Show.ALWAYS, wrap=True),
)

CARRIED_OUT = tuple(rule for rule in Rule if rule is not Rule.UNREADABLE)
"""The rules that look for something; the other one tells which of them could not."""

_PLAIN = re.compile(r"[\w%+,./:=@-]+")
_SPECIAL = re.compile(r'[\\"$`!]')
_ON_WINDOWS = re.compile(r'[A-Za-z]:(?:\\[^\\"$`!%]+)+')
"""A path of that system, whose first shell knows no single quotes."""


def build(
    found: Sequence[Finding],
    units: Mapping[int, tuple[str, str]],
    carried_out: Sequence[Rule],
    *,
    day: date,
) -> Report:
    """All findings: by severity, then by rule, then by the name of the unit.

    `units` gives code and name by key; `carried_out` are the rules that were.
    """
    order = {rule: place for place, rule in enumerate(Rule)}
    listed = sorted(found, key=lambda each: (order[each.rule], *_by_name(each, units)))
    blocks = []
    for severity in Severity:
        rows = tuple(_row(each, units) for each in listed if each.rule.severity is severity)
        if rows:
            blocks.append(Block(severity.value, _heading(severity, len(rows)), rows))
    return Report(
        name="check",
        title=say("What was found in the ledger on {day}", day=day),
        columns=COLUMNS,
        blocks=tuple(blocks),
        notes=tuple(_notes(listed, carried_out)),
        as_of=day,
        empty=say("Nothing was found."),
        summary={
            **{
                each.value: sum(finding.rule.severity is each for finding in found)
                for each in Severity
            },
            "rules": len(carried_out),
        },
    )


def _heading(severity: Severity, count: int) -> Message:
    if severity is Severity.ERROR:
        return say_n("{count} error", "{count} errors", count)
    if severity is Severity.WARNING:
        return say_n("{count} warning", "{count} warnings", count)
    return say_n("{count} note", "{count} notes", count)


def _notes(found: Sequence[Finding], carried_out: Sequence[Rule]) -> list[Message]:
    by_rule = Counter(each.rule.value for each in found)
    notes = []
    if len(found) > 1:
        summary = tuple(f"{rule} {count}" for rule, count in by_rule.items())
        notes.append(say("By rule: {counts}", counts=summary))
    notes.append(
        say_n(
            "{count} of {total} rules was carried out; `ntmtrack check --rules` tells what each"
            " finds",
            "{count} of {total} rules were carried out; `ntmtrack check --rules` tells what each"
            " finds",
            len(carried_out) - by_rule[Rule.UNREADABLE.value],
            total=len(CARRIED_OUT),
        )
    )
    return notes


def _unit(finding: Finding, units: Mapping[int, tuple[str, str]]) -> tuple[str | None, str | None]:
    return units.get(finding.unit_key or 0, (None, None))


def _by_name(finding: Finding, units: Mapping[int, tuple[str, str]]) -> tuple[str, str, str]:
    """The place of a finding among those of its rule: as unit lists have it, marks last."""
    code, name = _unit(finding, units)
    return fold(name or ""), name or "", code or ""


def _row(finding: Finding, units: Mapping[int, tuple[str, str]]) -> Row:
    code, name = _unit(finding, units)
    return (
        finding.rule.value,
        finding.rule.severity,
        code,
        name,
        finding.set_code,
        finding.numbers,
        finding.tasks,
        finding.agency,
        finding.document,
        finding.change,
        finding.file,
        finding.what,
        None if finding.command is None else command_line(finding.command, code),
    )


def command_line(words: Sequence[str], unit: str | None = None) -> str:
    """A command as it is pasted into a terminal; `unit` is the code that stands for UNIT."""
    given = [(unit or "UNIT") if word == UNIT else word for word in words]
    whole = given[1:] if given[0] == SYSTEM else ["ntmtrack", *given]
    return " ".join(map(_quoted, whole))


def _quoted(word: str) -> str:
    """A word as a shell takes it.

    Double quotes are known to the shells of Windows too, but within them some letters are not
    themselves.
    """
    if _PLAIN.fullmatch(word):
        return word
    if _ON_WINDOWS.fullmatch(word):
        return f'"{word}"'
    return shlex.quote(word) if _SPECIAL.search(word) else f'"{word}"'


def rules(day: date) -> Report:
    """Every rule, how bad what it finds is, and what that is."""
    return Report(
        name="check rules",
        title=say("The rules that a ledger is checked by"),
        columns=_RULE_COLUMNS,
        blocks=(
            Block(
                "rules",
                None,
                tuple((rule.value, rule.severity, say(ABOUT[rule].meaning)) for rule in Rule),
            ),
        ),
        as_of=day,
        summary={"rules": len(Rule)},
    )
