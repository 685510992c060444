"""What may be wrong with judgements: against their thresholds, without proof, without a task."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from ntmtrack.domain.assessment import Finding as Stands
from ntmtrack.domain.assessment import Judged, Stage, Verdict
from ntmtrack.domain.checks.finding import UNIT, Finding, Rule
from ntmtrack.domain.operator import Operator
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.domain.task import Task, TaskState
from ntmtrack.message import Message, say, say_n
from ntmtrack.record import Record

LISTED = 12
"""So many numbers are named in a sentence; data formats carry all."""


class Level(Record):
    """A threshold: what a value is held against."""

    op: Operator
    value: Decimal

    @classmethod
    def read(cls, words: str) -> "Level":
        """A threshold as a judgement keeps it, ">= 80"; ValueError for anything else."""
        op, _, value = words.partition(" ")
        return cls(Operator.from_sign(op), Decimal(value))

    def verdict(self, value: Decimal) -> Verdict:
        """What a value means by it."""
        return Verdict.MET if self.op.holds(value, self.value) else Verdict.UNMET

    @property
    def words(self) -> str:
        """It as people read it."""
        return f"{self.op.sign} {self.value}"


class Valued(Record):
    """The latest judgement of an item at one stage, where it rests on a value.

    `level` is the threshold it was judged by, `now` the one that is known now for its day.
    """

    unit_key: int
    set_code: str
    number: str
    stage: Stage
    verdict: Verdict
    on: date
    judged: Judged
    value: Decimal
    value_unit: str | None = None
    level: Level | None = None
    reason: str | None = None
    now: Level | None = None

    @property
    def quantity(self) -> str:
        """The value as it is typed."""
        return f"{self.value} {self.value_unit}" if self.value_unit else str(self.value)

    def found(self, rule: Rule, what: Message, *more: str) -> Finding:
        """A finding about it; the command judges its value anew."""
        anew = ("assess", UNIT, self.number, self.quantity, "--set", self.set_code)
        day = ("--on", self.on.isoformat(), "--stage", str(self.stage))
        return Finding(
            rule, what, self.unit_key, self.set_code, (self.number,), command=(*anew, *day, *more)
        )


def verdict_and_threshold(judgements: Iterable[Valued]) -> Iterator[Finding]:
    """Verdicts by threshold that are not what value and threshold say."""
    for each in judgements:
        if each.judged is not Judged.BY_THRESHOLD or each.level is None:
            continue
        computed = each.level.verdict(each.value)
        if computed is not each.verdict:
            said = say(
                "{number}: {value} by {threshold} is {computed}, but {verdict} is recorded",
                number=each.number,
                value=each.quantity,
                threshold=each.level.words,
                computed=computed,
                verdict=each.verdict,
            )
            # Where no threshold is known any more, the verdict has to be given.
            given = () if each.now is not None else ("--verdict", computed.value)
            yield each.found(Rule.VERDICT_AND_THRESHOLD, said, *given)


def threshold_changed(judgements: Iterable[Valued]) -> Iterator[Finding]:
    """Values that mean another verdict by the threshold that is known now for their day.

    A decision was laid over the set since, or there was no threshold then. What was given
    against the threshold with a reason is not among them.
    """
    for each in judgements:
        if each.now is None or each.judged is Judged.OVERRIDDEN or each.level == each.now:
            continue
        computed = each.now.verdict(each.value)
        if (computed is Verdict.MET) != (each.verdict is Verdict.MET):
            said = say(
                "{number}: {verdict} on {day}; by the threshold known now, {threshold}, {value} is"
                " {computed}",
                number=each.number,
                verdict=each.verdict,
                day=each.on,
                threshold=each.now.words,
                value=each.quantity,
                computed=computed,
            )
            yield each.found(Rule.THRESHOLD_CHANGED, said)


def overridden(judgements: Iterable[Valued]) -> Iterator[Finding]:
    """Verdicts that were given against the threshold."""
    for each in judgements:
        if each.judged is Judged.OVERRIDDEN and each.level is not None:
            said = say(
                "{number}: {verdict} against {threshold} with {value}: {reason}",
                number=each.number,
                verdict=each.verdict,
                threshold=each.level.words,
                value=each.quantity,
                reason=each.reason or "…",
            )
            yield Finding(
                Rule.OVERRIDDEN,
                said,
                each.unit_key,
                each.set_code,
                (each.number,),
                command=("history", UNIT, each.number, "--set", each.set_code),
            )


def met_without_evidence(met: Iterable[tuple[int, str, str]]) -> Iterator[Finding]:
    """Units with items that are met without proof: each a unit's key, a set and a number."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for unit, code, number in met:
        found[unit, code].append(number)
    for (unit, code), numbers in found.items():
        said = say_n(
            "{count} met without a file or document: {numbers}",
            "{count} met without a file or document: {numbers}",
            len(numbers),
            numbers=named(numbers),
        )
        first = numbers[0] if len(numbers) == 1 else "NUMBER"
        mend = ("evidence", UNIT, first, "--set", code, "--file", "FILE")
        yield Finding(Rule.MET_WITHOUT_EVIDENCE, said, unit, code, tuple(numbers), command=mend)


def unmet_without_task(
    standings: Iterable[UnitStanding], tasks: Sequence[Task]
) -> Iterator[Finding]:
    """Units with unmet criteria about which no task is open; of all `tasks`.

    What `done_but_unmet` tells of is not among them.
    """
    about = _about(tasks)
    for standing in standings:
        bare = []
        for unmet in standing.findings:
            beside = about.get((standing.unit_key, standing.set_code, unmet.number), [])
            at_work = any(not each.closed for each in beside)
            if unmet.verdict is Verdict.UNMET and not at_work and not _done(unmet, beside):
                bare.append(unmet.number)
        if bare:
            said = say_n(
                "{count} criterion is unmet and nobody has a task: {numbers}",
                "{count} criteria are unmet and nobody has a task: {numbers}",
                len(bare),
                numbers=named(bare),
            )
            mend = ("--criterion", bare[0], "--set", standing.set_code, "--title", "TITLE")
            yield Finding(
                Rule.UNMET_WITHOUT_TASK,
                said,
                standing.unit_key,
                standing.set_code,
                tuple(bare),
                command=("task", "add", UNIT, *mend),
            )


def done_but_unmet(standings: Iterable[UnitStanding], tasks: Sequence[Task]) -> Iterator[Finding]:
    """Criteria still unmet whose tasks are all done; of an indicator, if it is what fails."""
    about = _about(tasks)
    for standing in standings:
        for unmet in standing.findings:
            beside = about.get((standing.unit_key, standing.set_code, unmet.number), [])
            done = _done(unmet, beside)
            if unmet.verdict is not Verdict.UNMET or not done:
                continue
            if any(not each.closed for each in beside):
                continue
            last = max(done, key=lambda each: (each.closed_on or date.min, each.number))
            said = say(
                "{number} is unmet (assessed on {assessed}), but {task} was done on {done} and no"
                " other task is open",
                number=unmet.number,
                assessed=unmet.assessed_on,
                task=last.number,
                done=last.closed_on,
            )
            anew = ("assess", UNIT, unmet.number, "--verdict", "VERDICT")
            yield Finding(
                Rule.DONE_BUT_UNMET,
                said,
                standing.unit_key,
                standing.set_code,
                (unmet.number,),
                tuple(each.number for each in done),
                command=(*anew, "--set", standing.set_code),
            )


def _done(unmet: Stands, tasks: Sequence[Task]) -> list[Task]:
    """The tasks that were done about what fails: the criterion itself or a failing indicator."""
    failing = {unmet.number, *(each.number for each in unmet.failing)}
    return [each for each in tasks if each.state is TaskState.DONE and each.item in failing]


def _about(tasks: Iterable[Task]) -> dict[tuple[int | None, str | None, str | None], list[Task]]:
    found: dict[tuple[int | None, str | None, str | None], list[Task]] = defaultdict(list)
    for task in tasks:
        if task.item is not None:
            found[task.unit_key, task.set_code, task.criterion].append(task)
    return found


def named(numbers: Sequence[str]) -> str:
    """The first of many numbers, for a sentence."""
    more = ", …" if len(numbers) > LISTED else ""
    return ", ".join(numbers[:LISTED]) + more
