"""`check`: every rule carried out on the ledger as it is, and all that was found."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing, suppress

from ntmtrack.app import resolve
from ntmtrack.app.check_look import Look
from ntmtrack.app.check_rules import RULES
from ntmtrack.app.context import Context
from ntmtrack.app.naming import unknown
from ntmtrack.domain.checks.finding import Finding, Rule, Severity
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.reports import check as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue
from ntmtrack.store.database import faults, open_reader

Carried = Callable[[Look], Iterable[Finding]]

_FAULTS = (sqlite3.Error, DataError, ValueError, KeyError, TypeError, ArithmeticError)
"""What a rule may meet in a file that something else wrote to; the other rules go on."""

_WORST_FIRST = list(Severity)


def check(
    context: Context,
    *,
    rules: Sequence[str] = (),
    skip: Sequence[str] = (),
    unit: str | None = None,
    severity: Severity = Severity.NOTE,
    quick: bool = False,
) -> Report:
    """All that the rules find, the worst first, with the command that mends each.

    `rules` keeps to some of them, `skip` leaves some out and `quick` the slow ones; `severity` is
    the mildest that is told; `unit` keeps to one unit and all below it, and so to the rules about
    units. Raises DataError for an unknown rule or unit and for another day than today,
    DatabaseError for a ledger that cannot be opened.
    """
    if context.as_of != context.today or context.known is not None:
        raise DataError(
            say("the ledger is checked as it is today"), hint=say("leave out --as-of and --known")
        )
    chosen = [
        rule
        for rule in _chosen(rules, skip, severity)
        if (rule.of_units or unit is None) and not (quick and rule in SLOW)
    ]
    _require_any(chosen)
    with closing(open_reader(context.path)) as conn:
        _held(conn, context)
        _note(conn, context)
        within = None if unit is None else _within(conn, unit, context)
        found = carried_out(Look(conn, context), {rule: RULES[rule] for rule in chosen})
        kept = [each for each in found if within is None or _is_within(each, within)]
        units = _units(conn, kept, context)
    return report.build(kept, units, chosen, day=context.today)


def listing(context: Context) -> Report:
    """Every rule, and what it finds."""
    return report.rules(context.today)


def counts(context: Context) -> dict[Severity, int]:
    """How many findings of each severity there are, by the rules that take no long time."""
    chosen = [rule for rule in Rule if rule in RULES and rule not in SLOW]
    with closing(open_reader(context.path)) as conn:
        _held(conn, context)
        found = carried_out(Look(conn, context), {rule: RULES[rule] for rule in chosen})
    return {each: sum(finding.rule.severity is each for finding in found) for each in _WORST_FIRST}


SLOW = frozenset({Rule.INTEGRITY, Rule.CHAIN, Rule.KEPT, Rule.FILE_MISSING, Rule.FILE_CHANGED})
"""The rules that read every page, every change or every file that something rests on."""


def carried_out(look: Look, rules: Mapping[Rule, Carried]) -> list[Finding]:
    """What the rules find, in their order. One that cannot be carried out is a finding itself."""
    found: list[Finding] = []
    for rule, carry_out in rules.items():
        try:
            found += list(carry_out(look))
        except _FAULTS as error:
            found.append(_unreadable(rule, error))
    return found


def _unreadable(rule: Rule, error: Exception) -> Finding:
    reason = say("it holds what no command writes ({words})", words=str(error))
    if isinstance(error, sqlite3.Error):
        reason = say("{words}", words=str(error))
    elif isinstance(error, DataError):
        reason = error.message
    said = say("{rule} could not be carried out: {reason}", rule=rule.value, reason=reason)
    return Finding(Rule.UNREADABLE, said, command=("check", "--rule", Rule.INTEGRITY.value))


def _chosen(rules: Sequence[str], skip: Sequence[str], severity: Severity) -> list[Rule]:
    wanted = {_rule(each) for each in rules} or set(RULES)
    wanted -= {_rule(each) for each in skip}
    told = _WORST_FIRST[: _WORST_FIRST.index(severity) + 1]
    return [rule for rule in RULES if rule in wanted and rule.severity in told]


def _require_any(chosen: Sequence[Rule]) -> None:
    """Nothing would be found by no rule, and a job of the night would take it for good news."""
    if not chosen:
        raise DataError(
            say("no rule is left to be carried out"),
            hint=say("ask for less at once; see `ntmtrack check --rules`"),
        )


def _rule(words: str) -> Rule:
    name = words.casefold().replace("-", "_")
    if name not in {rule.value for rule in RULES}:
        raise unknown(
            say("there is no rule {words}", words=words),
            name,
            [rule.value for rule in RULES],
            say("see `ntmtrack check --rules`"),
        )
    return Rule(name)


def _held(conn: sqlite3.Connection, context: Context) -> None:
    """Take the state that all rules look at, or every one of them would wait for a writer."""
    with faults(context.path):
        conn.execute("select count(*) from sqlite_master").fetchone()


def _note(conn: sqlite3.Connection, context: Context) -> None:
    """What the look rests on, as far as a damaged file tells it."""
    if context.seen is not None:
        with suppress(sqlite3.Error):
            context.seen.note(conn)


def _within(conn: sqlite3.Connection, words: str, context: Context) -> frozenset[int]:
    with faults(context.path):
        top = resolve.unit_ever(conn, words, context.today)
        below = queries_catalogue.children(conn, top.key, top.day_near(context.today))
    return frozenset({top.key, *(each.key for each in below)})


def _is_within(finding: Finding, keys: Collection[int]) -> bool:
    return finding.unit_key in keys or finding.rule is Rule.UNREADABLE


def _units(
    conn: sqlite3.Connection, found: Iterable[Finding], context: Context
) -> dict[int, tuple[str, str]]:
    """Code and name of the units that something was found of, as far as they can be read."""
    keys = {each.unit_key for each in found if each.unit_key is not None}
    try:
        near = queries_catalogue.units_near(conn, context.today, keys)
    except (sqlite3.Error, ValueError):
        return {}
    return {key: (each.code, each.name) for key, each in near.items()}
