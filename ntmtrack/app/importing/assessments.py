"""Judgements from a sheet: a matrix of units and criteria, the same turned round, or a list."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from ntmtrack.app.importing.assessment_columns import settle
from ntmtrack.app.importing.assessment_derived import derived
from ntmtrack.app.importing.assessment_fields import VOCABULARY
from ntmtrack.app.importing.assessment_lines import Entry, Lines, Read
from ntmtrack.app.importing.assessment_meaning import Meanings
from ntmtrack.app.importing.kind import Kind, Run
from ntmtrack.app.importing.rows import level_headed
from ntmtrack.app.papers import document_key
from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.importing import Judged, LineOutcome, outcome_of
from ntmtrack.importers.sheets.table import Table
from ntmtrack.message import Message, say, say_n
from ntmtrack.store.queries_importing import JudgedKey, OnTheDay, judged_on
from ntmtrack.store.writing import Value

_TOLD = 8
"""Changes of one line that are told one by one."""

_AT_ONCE = 20_000
"""Rows that are written together."""


def judge(run: Run, table: Table) -> Iterator[Judged]:
    """Every line: what it brings is written unless a judgement of that very day says the same.

    The same judgement twice in a sheet is one; two that differ are both rejected.
    """
    lines = []
    for done, read in enumerate(Lines(run, table, Meanings(run, level_headed(table))).read(), 1):
        lines.append(read)
        run.tell(done // 2, len(table.lines))
    clashing = _clashing(lines)
    there = judged_on(
        run.change.conn,
        {each.owner.key for line in lines for each in line.entries},
        {line.day for line in lines if line.day is not None},
    )
    writer = _Writer(run, there, derived(run.change.conn, lines, there.keys()))
    for done, line in enumerate(lines, 1):
        faults = (*line.faults, *clashing.get(line.line, ()))
        yield _rejected(line, faults) if faults else writer.take(line)
        run.tell((len(lines) + done) // 2, len(lines))
    writer.flush()


KIND = Kind("assessments", VOCABULARY, judge, settle)


class _Writer:
    """Writes what is new or other than the day's last judgement, many rows at once."""

    def __init__(
        self, run: Run, there: dict[JudgedKey, OnTheDay], following: Collection[JudgedKey]
    ) -> None:
        """`there` is what was judged on the very days, `following` what follows from indicators."""
        self._run = run
        self._there = there
        self._following = following
        self._rows: list[dict[str, Value]] = []
        self._documents: dict[str, int] = {}

    def take(self, line: Read) -> Judged:
        """Take what a line brings, and say what it came to."""
        new = changed = same = 0
        told: list[Message] = []
        for entry in line.entries:
            key = entry.key
            before = self._there.get(key)
            if key in self._following or (before is not None and _is_same(before, entry)):
                same += 1
                continue
            if before is None:
                new += 1
            else:
                changed += 1
                told.append(_became(before, entry))
            self._there[key] = self._write(entry)
        if len(told) > _TOLD:
            more = len(told) - _TOLD
            told = [*told[:_TOLD], say_n("… and {count} more", "… and {count} more", more)]
        return Judged(
            line.line,
            outcome_of(new=new, changed=changed),
            line.what,
            (*line.said, *told),
            new=new,
            changed=changed,
            same=same,
        )

    def _write(self, entry: Entry) -> OnTheDay:
        ruling = entry.ruling
        document = None if entry.document is None else self._document(entry.document)
        value = None if ruling.value is None else str(ruling.value)
        self._rows.append(
            {
                "unit_id": entry.owner.key,
                "item_id": ruling.item.key,
                "stage": entry.key[2],
                "verdict": ruling.verdict.value,
                "assessed_on": entry.key[3],
                "at_risk": 0,
                "value": value,
                "value_unit": ruling.value_unit,
                "threshold": ruling.threshold,
                "judged": ruling.judged.value,
                "reason": None,
                "agency_id": entry.agency,
                "document_id": document,
                "note": entry.note,
            }
        )
        if len(self._rows) >= _AT_ONCE:
            self.flush()
        return OnTheDay(ruling.verdict.value, value, entry.note)

    def _document(self, words: str) -> int | None:
        if words not in self._documents:
            found = document_key(self._run.change, words)
            assert found is not None
            self._documents[words] = found.key
        return self._documents[words]

    def flush(self) -> None:
        """Write what has been gathered."""
        self._run.change.insert_many("assessment", self._rows)
        self._rows = []


def _is_same(before: OnTheDay, entry: Entry) -> bool:
    """Whether the ledger has this already; what the sheet leaves out contradicts nothing."""
    value = entry.ruling.value
    return (
        before.verdict == entry.ruling.verdict.value
        and (value is None or (before.value is not None and Decimal(before.value) == value))
        and (entry.note is None or before.note == entry.note)
    )


def _became(before: OnTheDay, entry: Entry) -> Message:
    ruling = entry.ruling
    return say(
        "{place} {number}: {before} → {after}",
        place=entry.place,
        number=ruling.item.number,
        before=_shown(before.verdict, before.value, before.note),
        after=_shown(
            ruling.verdict.value,
            None if ruling.value is None else str(ruling.value),
            entry.note,
        ),
    )


def _shown(verdict: str, value: str | None, note: str | None) -> Message:
    words = (
        Verdict(verdict),
        *(Decimal(each) for each in (value,) if each),
        *((note,) if note else ()),
    )
    return say("{words}", words=words)


def _rejected(line: Read, faults: Sequence[Message]) -> Judged:
    return Judged(line.line, LineOutcome.REJECTED, line.what, tuple(faults))


def _clashing(lines: Sequence[Read]) -> dict[int, list[Message]]:
    """By line, which of its judgements another line of the sheet contradicts."""
    first: dict[JudgedKey, tuple[int, Entry]] = {}
    found: dict[int, list[Message]] = defaultdict(list)
    for line in lines:
        if line.faults:
            continue
        for entry in line.entries:
            number, other = first.setdefault(entry.key, (line.line, entry))
            if other is entry or _says(other) == _says(entry):
                continue
            for at, here, there in ((number, other, entry), (line.line, entry, other)):
                found[at].append(
                    say("{place}: {other} says otherwise", place=here.place, other=there.place)
                )
    return found


def _says(entry: Entry) -> tuple[object, ...]:
    return entry.ruling.verdict, entry.ruling.value, entry.note
