"""Counts of criteria in words and figures, and the tallies that agree with them or do not."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.assessment import Counts
from ntmtrack.domain.standing import CountedAs, Tally, UnitStanding
from ntmtrack.message import Message, say


def unjudged(standing: UnitStanding) -> bool:
    """Whether nothing at all was judged of a unit under a set."""
    return standing.counts.not_assessed == standing.counts.total


def counts_note(standing: UnitStanding) -> Message:
    """All five counts of one unit under one set; they add up to the criteria of the set."""
    counts = standing.counts
    if unjudged(standing):
        return say(
            "{unit}, {set}: none of the {total} criteria has been assessed",
            unit=standing.unit_name,
            set=standing.set_code,
            total=counts.total,
        )
    return say(
        "{unit}, {set}: met {met}/{total}; nearly met {nearly}; unmet {unmet}; not applicable"
        " {na}; not assessed {missing}",
        unit=standing.unit_name,
        set=standing.set_code,
        met=counts.met,
        total=counts.total,
        nearly=counts.nearly_met,
        unmet=counts.unmet,
        na=counts.not_applicable,
        missing=counts.not_assessed,
    )


def summary_of(standings: Sequence[UnitStanding]) -> dict[str, int | str]:
    """The counts of several units added up, for data formats."""
    total = Counts(
        *(
            sum(getattr(each.counts, name) for each in standings)
            for name in ("met", "nearly_met", "unmet", "not_applicable", "not_assessed")
        )
    )
    return {
        "met": total.met,
        "nearly_met": total.nearly_met,
        "unmet": total.unmet,
        "not_applicable": total.not_applicable,
        "not_assessed": total.not_assessed,
        "total": total.total,
    }


def tally_words(tally: Tally) -> str:
    """A tally as people write it: "9/19", or "22"."""
    return str(tally.figure) if tally.total is None else f"{tally.figure}/{tally.total}"


def tally_notes(standing: UnitStanding) -> list[Message]:
    """Each count that came without its list, and a warning where list and count disagree.

    A count is held against the list of its own day: a unit that has gone on since is no fault.
    """
    return [
        _tally_note(standing, tally) for tally in standing.tallies if tally.what in _OF_CRITERIA
    ]


def tally_warnings(standing: UnitStanding) -> list[Message]:
    """Only the counts that do not agree with their list or set."""
    return [note for note in tally_notes(standing) if is_warning(note)]


def is_warning(note: Message) -> bool:
    """Whether a note says that something does not agree."""
    return note.text.startswith(_WARNING)


_WARNING = "WARNING"

_OF_CRITERIA = {
    CountedAs.MET: "met",
    CountedAs.NEARLY_MET: "nearly_met",
    CountedAs.UNMET: "unmet",
}


def _tally_note(standing: UnitStanding, tally: Tally) -> Message:
    then = tally.listed or standing.counts
    listed = getattr(then, _OF_CRITERIA[tally.what])
    places = {
        "unit": standing.unit_name,
        "what": tally.what,
        "tally": tally_words(tally),
        "day": tally.counted_on,
        "listed": listed,
        "total": then.total,
    }
    if tally.total not in (None, then.total) or tally.figure > then.total:
        return say(
            "WARNING {unit}: counted {tally} {what} on {day}, but the set has {total} criteria;"
            " the count is kept as written",
            **places,
        )
    if then.not_assessed == then.total:
        return unlisted_note(standing.unit_name, tally)
    if not listed and tally.figure <= then.not_assessed:
        return say(
            "{unit}: counted {tally} {what} on {day}; the list of that day names none of them and"
            " leaves {open} open",
            **places,
            open=then.not_assessed,
        )
    if tally.figure != listed:
        return say(
            "WARNING {unit}: counted {tally} {what} on {day}, but the list of that day says"
            " {listed}/{total}; both are kept, check the papers",
            **places,
        )
    return say("{unit}: counted {tally} {what} on {day}, the list of that day agrees", **places)


def unlisted_note(unit_name: str, tally: Tally) -> Message:
    """A count of criteria of which none is named."""
    return say(
        "{unit}: counted {tally} {what} on {day}, the criteria are not named",
        unit=unit_name,
        tally=tally_words(tally),
        what=tally.what,
        day=tally.counted_on,
    )


def parts_notes(unit_name: str, tallies: Sequence[Tally]) -> list[Message]:
    """A warning where units counted on one day do not add up to those registered.

    Only what is said to be the whole is added up: with those still under way. Units that were
    submitted had been appraised, so of these two the greater counts.
    """
    notes = []
    for units in _of_one_day(tallies):
        registered = units.get(CountedAs.REGISTERED)
        if registered is None or CountedAs.UNDER_WAY not in units:
            continue
        parts = (
            units.get(CountedAs.RECOGNISED, 0)
            + max(units.get(CountedAs.SUBMITTED, 0), units.get(CountedAs.APPRAISED, 0))
            + units[CountedAs.UNDER_WAY]
        )
        if parts != registered:
            notes.append(
                say(
                    "WARNING {unit}: {registered} registered, but the parts add up to {parts};"
                    " both are kept",
                    unit=unit_name,
                    registered=registered,
                    parts=parts,
                )
            )
    return notes


def _of_one_day(tallies: Sequence[Tally]) -> list[dict[CountedAs, int]]:
    found: dict[tuple[str | None, date], dict[CountedAs, int]] = defaultdict(dict)
    for tally in tallies:
        if tally.what.of_units:
            found[tally.set_code, tally.counted_on][tally.what] = tally.figure
    return list(found.values())


def difference_notes(standing: UnitStanding) -> list[Message]:
    """Stages that disagree, side by side; the latest day's counts."""
    return [
        say(
            "{unit}, {number}: the stages differ: {words}",
            unit=standing.unit_name,
            number=number,
            words=words,
        )
        for number, words in _side_by_side(standing)
    ]


def _side_by_side(standing: UnitStanding) -> list[tuple[str, tuple[Message, ...]]]:
    found: dict[str, list[Message]] = defaultdict(list)
    for finding in standing.findings:
        for judgement in finding.differing:
            found[judgement.number].append(
                say(
                    "{stage} {day}: {verdict}",
                    stage=judgement.stage,
                    day=judgement.assessed_on,
                    verdict=judgement.verdict,
                )
            )
    return [(number, tuple(words)) for number, words in found.items()]


def event_notes(standing: UnitStanding) -> list[Message]:
    """The events on a unit's way to recognition, one sentence each, oldest first."""
    notes = []
    for each in standing.standings:
        when = each.happened_on or (str(each.year) if each.year else "…")
        parts = (each.target_words, each.document, each.note)
        notes.append(
            say(
                "{set}: {event} {when}; {words}",
                set=standing.set_code,
                event=each.event,
                when=when,
                words=tuple(part for part in parts if part) or "…",
            )
        )
    return notes
