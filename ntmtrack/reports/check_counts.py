"""Counts that came without their lists, where list or parts say otherwise."""

from collections.abc import Iterator, Mapping, Sequence

from ntmtrack.domain.checks.finding import UNIT, Finding, Rule
from ntmtrack.domain.standing import Tally, UnitStanding
from ntmtrack.message import say
from ntmtrack.reports.counts import parts_notes, tally_warnings


def count_and_list(
    standings: Sequence[UnitStanding], counted: Mapping[int, Sequence[Tally]]
) -> Iterator[Finding]:
    """Counts that disagree with the list of their day, or with the parts that they name.

    `counted` holds the tallies of every unit, by its key.
    """
    for standing in standings:
        for tally in standing.tallies:
            for warning in tally_warnings(standing._replace(tallies=(tally,))):
                said = say(
                    "counted {tally} {what} on {day}; the list of that day says {listed}/{total}",
                    **{name: warning.values[name] for name in _PLACES},
                )
                anew = ("tally", UNIT, "COUNT", "--what", str(tally.what))
                day = ("--on", tally.counted_on.isoformat(), "--set", standing.set_code)
                yield Finding(
                    Rule.COUNT_AND_LIST,
                    said,
                    standing.unit_key,
                    standing.set_code,
                    document=tally.document,
                    command=(*anew, *day),
                )
    for key, tallies in counted.items():
        for warning in parts_notes("", tallies):
            said = say(
                "{registered} units were registered, but the parts add up to {parts}",
                registered=warning.values["registered"],
                parts=warning.values["parts"],
            )
            yield Finding(
                Rule.COUNT_AND_LIST,
                said,
                key,
                command=("tally", UNIT, "COUNT", "--what", "registered"),
            )


_PLACES = ("tally", "what", "day", "listed", "total")
