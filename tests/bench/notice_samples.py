"""The sample notices, and what the reader proposes for one in the shape of its expected result."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parents[1] / "notices"
SUFFIXES = (".docx", ".md", ".pdf", ".txt")


def samples(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every paper of a folder with its expected result, in the order of their names."""
    for path in sorted(folder.iterdir()):
        if path.suffix in SUFFIXES:
            yield path, json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def proposed(path: Path) -> dict[str, Any]:
    """What the reader proposes for a paper, as plain values with the keys of the expected ones."""
    from ntmtrack.domain.notice.reading import read

    paper = _paper(path)
    reading = read(paper)
    document = reading.document
    return {
        "document": {
            "kind": _text(document.kind),
            "number": _text(document.number),
            "date": None if document.date is None else _iso(document.date),
            "issuer": _text(document.issuer),
        },
        "units": [_text(each) for each in reading.units],
        "set": reading.set and {"level": reading.set.level, "grade": reading.set.grade},
        "tally": reading.tally and {"met": reading.tally.met, "total": reading.tally.total},
        "unmet": [_text(each) for each in reading.unmet],
        "targets": [
            {
                "unit": _text(each.unit),
                "criterion": _text(each.criterion),
                "last_day": _iso(each.due.last_day),
            }
            for each in reading.targets
        ],
        "clauses": [
            {
                "number": clause.number,
                "text": paper.text[clause.start : clause.end],
                "tasks": [_task(each) for each in clause.tasks],
            }
            for clause in reading.clauses
        ],
    }


def _paper(path: Path) -> Any:
    from ntmtrack.domain.paper import Paper

    if path.suffix in (".docx", ".pdf"):
        from ntmtrack.importers.paper_file import read_paper

        return read_paper(path).paper
    return Paper(path.read_bytes().decode("utf-8"))


def _task(proposal: Any) -> dict[str, Any]:
    return {
        "title_words": _text(proposal.title) or "",
        "unit": _text(proposal.unit),
        "criterion": _text(proposal.criterion),
        "leads": [_text(each) for each in proposal.leads],
        "coordinators": [_text(each) for each in proposal.coordinators],
        "persons": [_text(each) for each in proposal.persons],
        "due": _due(proposal),
    }


def _due(proposal: Any) -> dict[str, Any] | None:
    due, words = proposal.due, _text(proposal.due_words)
    if due is None and words is None:
        return None
    return {
        "words": words or due.words,
        "last_day": None if due is None else _iso(due.last_day),
        "precision": "" if due is None else str(due.precision),
    }


def _text(found: Any) -> str | None:
    return None if found is None else str(getattr(found, "value", found))


def _iso(day: Any) -> str | None:
    day = getattr(day, "value", day)
    return None if day is None else day if isinstance(day, str) else day.isoformat()
