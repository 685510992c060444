"""Which proposed clause and task answers which expected one, and their values as plain texts."""

from collections.abc import Iterator, Sequence
from typing import Any

from ntmtrack.domain.text import fold, tokens

_FORMS_OF_ADDRESS = ("dong chi ", "d/c ", "ong ", "ba ")
_SPOKEN = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi")


def one(value: str | None) -> list[str]:
    """No value or one, without marks and case."""
    return [] if value is None else [fold(value)]


def facts(paper: dict[str, Any], field: str) -> list[str]:
    """The values of one field of the paper as a whole, as texts that compare."""
    value = paper[field]
    if not value:
        return []
    if field == "set":
        # Words for a set that do not say whose it is name no set.
        return [f"{value['level']} {value['grade']}"] if value["level"] else []
    if field == "tally":
        return [f"{value['met']}/{value['total']}"]
    if field == "targets":
        return [
            f"{fold(each['unit'] or '-')} {each['criterion'] or '-'} {each['last_day']}"
            for each in value
        ]
    return [fold(each) for each in value]


def values(task: dict[str, Any], field: str, *, beside: dict[str, Any] | None = None) -> list[str]:
    """The values of one field of a task; words without a date count only against words."""
    if field in ("due", "undated"):
        due = task["due"]
        if due is None or (due["last_day"] is None) != (field == "undated"):
            return []
        if field == "due":
            return [f"{due['last_day']} {due['precision']}"]
        words, other = fold(due["words"]), beside and beside["due"]
        if beside is None:
            return [words]
        if other is None or other["last_day"]:
            return [words] if due["precision"] in ("rhythm", "trigger") else []
        wanted = fold(other["words"])
        return [wanted if wanted in words or words in wanted else words]
    if field in ("unit", "criterion"):
        return one(task[field])
    names = [fold(each) for each in task[field]]
    return [_bare(each) for each in names] if field == "persons" else names


def _bare(name: str) -> str:
    for form in _FORMS_OF_ADDRESS:
        name = name.removeprefix(form)
    return name


def _number(clause: dict[str, Any]) -> str | None:
    """A clause's number as the paper writes it: "a" for "2.a", "" for a dash, None for any."""
    number = clause["number"]
    if number is None:
        return None
    bare = fold(number).strip("().-+•,: ").removesuffix(" la")
    bare = bare.removeprefix("thu ").removeprefix("dieu ")
    if bare in _SPOKEN:
        return str(_SPOKEN.index(bare) + 1)
    last = bare.rpartition(".")[2]
    return last if last.isalpha() else bare


def agree(expected: dict[str, Any], proposed: dict[str, Any]) -> bool:
    """Whether a proposed clause bears the number of the expected one."""
    return expected["number"] is None or _number(expected) == (_number(proposed) or "")


def label(index: int, clause: dict[str, Any]) -> str:
    """What a clause is called in the list of faults."""
    return f"clause {clause['number'] or index + 1}"


def _overlap(words: str, text: str) -> float:
    """The share of the words that stand in the text."""
    wanted = tokens(words)
    found = set(tokens(text))
    return sum(word in found for word in wanted) / len(wanted) if wanted else 0.0


def aligned(
    expected: Sequence[dict[str, Any]], proposed: Sequence[dict[str, Any]]
) -> Iterator[tuple[int, int]]:
    """Pairs of clauses in order, by number and by the words of their tasks."""
    rows, columns = len(expected), len(proposed)
    weight = [[_likeness(each, other) for other in proposed] for each in expected]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = weight[i][j] + best[i + 1][j + 1] if weight[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    i = j = 0
    while i < rows and j < columns:
        if weight[i][j] and best[i][j] == weight[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _likeness(expected: dict[str, Any], proposed: dict[str, Any]) -> float:
    words = " ".join(task["title_words"] for task in expected["tasks"])
    share = _overlap(words, proposed["text"])
    if not words:
        return 0.5 if agree(expected, proposed) else 0.0
    same = expected["number"] is not None and agree(expected, proposed)
    return 0.5 * same + share if share >= 0.5 else 0.0


def partners(
    wanted: Sequence[tuple[int, dict[str, Any]]],
    offered: Sequence[tuple[int, dict[str, Any]]],
    pairs: dict[int, int],
) -> dict[int, int]:
    """Which proposal answers which expected task, the likest pairs first."""
    ranked = []
    for a, (i, task) in enumerate(wanted):
        for b, (j, other) in enumerate(offered):
            overlap = _overlap(task["title_words"], other["title_words"])
            if overlap >= 0.5 or (overlap and pairs.get(i) == j):
                same = [values(task, f) == values(other, f) for f in ("unit", "leads", "persons")]
                ranked.append((overlap + (pairs.get(i) == j) + sum(same) / 10, -a, -b))
    partners: dict[int, int] = {}
    for _, a, b in sorted(ranked, reverse=True):
        if -a not in partners and -b not in partners.values():
            partners[-a] = -b
    return partners
