"""How much of the sample notices the reader finds: `python -m tests.bench.notices [DIR]`.

Every sample NN-slug.txt|.md|.docx|.pdf stands beside NN-slug.json, the result a careful officer
expects. For each field, precision is the share of proposed values that are right, recall the
share of expected values that are found; names are compared without marks and case. Tasks are
paired by clause and by the words of their titles, and the fields of a task that found no
partner count as missed, those of a proposal without one as wrong.

In the expected results a clause marked "optional" (a heading, a closing formula) may be found or
not, and null as its number means any number.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.notice_pairs import agree, aligned, facts, label, one, partners, values
from tests.bench.notice_samples import SAMPLES, proposed, samples

DOCUMENT = ("kind", "number", "date", "issuer")
PAPER = ("units", "set", "tally", "unmet", "targets")
TASK = ("unit", "criterion", "leads", "coordinators", "persons", "due", "undated")
FIELDS = (*DOCUMENT, *PAPER, "clauses", "tasks", *TASK)


class Score(NamedTuple):
    """Counts of one field over some samples."""

    right: int
    proposed: int
    expected: int

    @property
    def precision(self) -> float:
        """The share of proposed values that are right; 1 where nothing was proposed."""
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        """The share of expected values that were found; 1 where nothing was expected."""
        return self.right / self.expected if self.expected else 1.0


class Fault(NamedTuple):
    """One value missed, or proposed wrongly."""

    sample: str
    field: str
    where: str
    what: str


def read_all(folder: Path = SAMPLES) -> "Bench":
    """Read every sample of a folder and count; ModuleNotFoundError while there is no reader."""
    bench = Bench()
    for path, expected in samples(folder):
        bench.compare(path.stem, expected, proposed(path))
    return bench


class Bench:
    """The counts and faults of every sample read so far."""

    def __init__(self) -> None:
        self._right: Counter[str] = Counter()
        self._proposed: Counter[str] = Counter()
        self._expected: Counter[str] = Counter()
        self.faults: list[Fault] = []

    def score(self, field: str) -> Score:
        """The counts of one field."""
        return Score(self._right[field], self._proposed[field], self._expected[field])

    def total(self) -> Score:
        """The counts of all fields together."""
        scores = [self.score(field) for field in FIELDS]
        return Score(*(sum(column) for column in zip(*scores, strict=True)))

    def count(
        self, sample: str, field: str, where: str, expected: Iterable[str], proposed: Iterable[str]
    ) -> None:
        """Compare two bags of values of one field."""
        want, got = Counter(expected), Counter(proposed)
        self._right[field] += (want & got).total()
        self._expected[field] += want.total()
        self._proposed[field] += got.total()
        missed = (Fault(sample, field, where, f"missed {each}") for each in (want - got).elements())
        wrong = (Fault(sample, field, where, f"wrong {each}") for each in (got - want).elements())
        self.faults.extend((*missed, *wrong))

    def compare(self, sample: str, expected: dict[str, Any], proposed: dict[str, Any]) -> None:
        """Count one sample: what is expected against what the reader proposes."""
        for field in DOCUMENT:
            want, got = (one(each["document"][field]) for each in (expected, proposed))
            self.count(sample, field, "document", want, got)
        for field in PAPER:
            self.count(sample, field, "paper", facts(expected, field), facts(proposed, field))
        pairs = dict(aligned(expected["clauses"], proposed["clauses"]))
        self._compare_clauses(sample, expected["clauses"], proposed["clauses"], pairs)
        self._compare_tasks(sample, expected["clauses"], proposed["clauses"], pairs)

    def _compare_clauses(
        self,
        sample: str,
        expected: Sequence[dict[str, Any]],
        proposed: Sequence[dict[str, Any]],
        pairs: dict[int, int],
    ) -> None:
        optional = {i for i, clause in enumerate(expected) if clause.get("optional")}
        free = {pairs[i] for i in optional if i in pairs}
        found = {
            j: i for i, j in pairs.items() if i not in optional and agree(expected[i], proposed[j])
        }
        want = [label(i, each) for i, each in enumerate(expected) if i not in optional]
        got = [
            label(found[j], expected[found[j]])
            if j in found
            else f"{each['number']} {each['text'][:40]}"
            for j, each in enumerate(proposed)
            if j in found or (j not in free and (each["number"] or each["tasks"]))
        ]
        self.count(sample, "clauses", "clauses", want, got)

    def _compare_tasks(
        self,
        sample: str,
        expected: Sequence[dict[str, Any]],
        proposed: Sequence[dict[str, Any]],
        pairs: dict[int, int],
    ) -> None:
        wanted = [(i, task) for i, clause in enumerate(expected) for task in clause["tasks"]]
        offered = [(j, task) for j, clause in enumerate(proposed) for task in clause["tasks"]]
        answers = partners(wanted, offered, pairs)
        taken = set(answers.values())
        for index, (i, task) in enumerate(wanted):
            where = f"{label(i, expected[i])} {task['title_words']}"
            partner = answers.get(index)
            other = None if partner is None else offered[partner][1]
            self.count(sample, "tasks", where, ["task"], [] if other is None else ["task"])
            for field in TASK:
                found = [] if other is None else values(other, field, beside=task)
                self.count(sample, field, where, values(task, field), found)
        free = {pairs[i] for i, each in enumerate(expected) if each.get("optional") and i in pairs}
        for index, (j, task) in enumerate(offered):
            if index not in taken:
                where = f"{proposed[j]['number']} {task['title_words'][:60]}"
                # Nothing is due in a heading or a closing formula, whatever else is found there.
                if j not in free:
                    self.count(sample, "tasks", where, [], ["task"])
                for field in ("due",) if j in free else TASK:
                    self.count(sample, field, where, [], values(task, field))


def main(argv: Sequence[str]) -> int:
    """Print precision and recall of every field; with --verbose every fault too."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.notices")
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--verbose", action="store_true", help="list every fault")
    options = parser.parse_args(argv)
    try:
        bench = read_all(options.folder)
    except ModuleNotFoundError as error:
        print(f"there is no reader yet: {error}", file=sys.stderr)
        return 1
    print(f"{'field':14} precision    recall   right proposed expected")
    for field in (*FIELDS, "total"):
        score = bench.total() if field == "total" else bench.score(field)
        print(
            f"{field:14} {score.precision:9.1%} {score.recall:9.1%}"
            f" {score.right:7} {score.proposed:8} {score.expected:8}"
        )
    if options.verbose:
        for fault in bench.faults:
            print(f"{fault.sample}: {fault.field}: {fault.where}: {fault.what}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
