"""Counts of criteria in words and figures, and the tallies that agree with them or do not."""

from collections.abc import Sequence

from ntmtrack.domain.assessment import CountedAs, Counts, Tally, UnitStanding
from ntmtrack.message import Message, say


def counts_note(standing: UnitStanding) -> Message:
    """All five counts of one unit under one set; they add up to the criteria of the set."""
    counts = standing.counts
    if counts.not_assessed == counts.total:
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
    """Each count that came without its list, and a warning where list and count disagree."""
    notes = []
    counts = standing.counts
    for tally in standing.tallies:
        if tally.what is not CountedAs.MET:
            continue
        judged = counts.total - counts.not_assessed
        places = {
            "unit": standing.unit_name,
            "tally": tally_words(tally),
            "day": tally.counted_on,
            "met": counts.met,
            "total": counts.total,
        }
        if tally.total not in (None, counts.total) or tally.figure > counts.total:
            notes.append(
                say(
                    "WARNING {unit}: counted {tally} on {day}, but the set has {total} criteria;"
                    " the count is kept as written",
                    **places,
                )
            )
        elif judged == 0:
            notes.append(
                say("{unit}: counted {tally} on {day}, the criteria are not named", **places)
            )
        elif tally.figure != counts.met:
            notes.append(
                say(
                    "WARNING {unit}: counted {tally} on {day}, but the list says {met}/{total};"
                    " both are kept, check the papers",
                    **places,
                )
            )
        else:
            notes.append(say("{unit}: counted {tally} on {day}, the list agrees", **places))
    return notes


def parts_note(unit_name: str, tallies: Sequence[Tally]) -> Message | None:
    """A warning where the units counted by stage do not add up to those registered."""
    units = {tally.what: tally.figure for tally in tallies if tally.what.of_units}
    registered = units.pop(CountedAs.REGISTERED, None)
    if registered is None or not units or sum(units.values()) == registered:
        return None
    return say(
        "WARNING {unit}: {registered} registered, but the parts add up to {parts}; both are kept",
        unit=unit_name,
        registered=registered,
        parts=sum(units.values()),
    )
