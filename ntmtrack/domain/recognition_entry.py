"""What may be entered as an event of recognition: what cannot have been is refused, what is
odd is said."""

from collections.abc import Sequence

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.recognition import (
    CLOSING,
    StandingState,
    follow,
    in_order,
    open_registration,
)
from ntmtrack.domain.standing import ENDS, GRANTS, Standing, StandingEvent
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say, say_n


def admit(
    new: Standing, known: Sequence[Standing], unit: Unit, *, predecessor: bool
) -> tuple[Message, ...]:
    """What is to be said of a new event beside those known of the unit and the set.

    `predecessor` says whether the unit was merged or split from another. Raises DataError for a
    day on which the unit did not exist, a last day that cannot be, a second open registration,
    or the end of a recognition of which nothing is known by then.
    """
    _within_its_life(new, unit)
    _until(new)
    before = [each for each in known if each.told_at <= new.told_at]
    after = [each for each in known if each.told_at > new.told_at]
    if new.event is StandingEvent.REGISTERED:
        _one_registration(new, before, after, unit)
    if new.event in ENDS:
        _recognised_before(new, before, unit)
    notes = [*_odd(new, before, unit, predecessor=predecessor)]
    if after:
        notes.append(
            say_n(
                "recorded late: {count} event of a later day was in the ledger before it",
                "recorded late: {count} events of later days were in the ledger before it",
                len(after),
            )
        )
    return tuple(notes)


def _within_its_life(new: Standing, unit: Unit) -> None:
    day = new.day
    if day is None or unit.day_near(day) == day:
        return
    raise DataError(
        say(
            "{unit} did not exist on {day}: it is known from {start} to {end}",
            unit=unit.name,
            day=day,
            start=unit.valid_from or "…",
            end=unit.valid_to or "…",
        ),
        hint=say(
            "record it for the unit of that day, or give the day with --on; nothing was written"
        ),
    )


def _until(new: Standing) -> None:
    if new.valid_to is None:
        return
    if new.event not in GRANTS:
        raise DataError(
            say("{event} has no last day: only a recognition has", event=new.event),
            hint=say("leave out --until; nothing was written"),
        )
    if new.day is not None and new.valid_to < new.day:
        raise DataError(
            say("the recognition would end on {end}, before {day}", end=new.valid_to, day=new.day),
            hint=say("give its last day with --until; nothing was written"),
        )


def _one_registration(
    new: Standing, before: Sequence[Standing], after: Sequence[Standing], unit: Unit
) -> None:
    other = open_registration(before) or _registered_next(after)
    if other is None:
        return
    raise DataError(
        say(
            "{unit} has an open registration under {set} already ({when})",
            unit=unit.name,
            set=new.set_code,
            when=other.day or other.year or "…",
        ),
        hint=say(
            "record first what became of it: returned, withdrawn or recognised; nothing was written"
        ),
    )


def _registered_next(after: Sequence[Standing]) -> Standing | None:
    """The registration beside which one recorded late would be a second."""
    deciding = (*CLOSING, StandingEvent.REGISTERED)
    first = next((each for each in in_order(after) if each.event in deciding), None)
    return first if first is not None and first.event not in CLOSING else None


def _recognised_before(new: Standing, before: Sequence[Standing], unit: Unit) -> None:
    if any(each.event in GRANTS for each in before):
        return
    raise DataError(
        say(
            "{unit} has no recognition under {set} by then that could end",
            unit=unit.name,
            set=new.set_code,
        ),
        hint=say(
            "record the recognition first: `ntmtrack standing UNIT recognised --on DATE`;"
            " nothing was written"
        ),
    )


def _odd(
    new: Standing, before: Sequence[Standing], unit: Unit, *, predecessor: bool
) -> list[Message]:
    """Warnings of what is missing before an event that is kept all the same."""
    events = {each.event for each in before}
    if new.event is StandingEvent.RETURNED and StandingEvent.SUBMITTED not in events:
        return [
            say("WARNING {unit}: returned, but nothing was submitted before it", unit=unit.name)
        ]
    if new.event is StandingEvent.ANNOUNCED and not events & GRANTS:
        return [say("WARNING {unit}: announced, but not recognised before it", unit=unit.name)]
    if new.event is StandingEvent.CARRIED_OVER and not predecessor:
        return [
            say(
                "WARNING {unit}: carried over, but no unit is known that it came from: see"
                " `ntmtrack unit merge --help`",
                unit=unit.name,
            )
        ]
    if new.event is StandingEvent.REVOKED:
        way = follow(before, new.told_at[0])
        if way.state is not StandingState.RECOGNISED:
            return [
                say(
                    "WARNING {unit}: revoked, but it was not recognised any more ({state})",
                    unit=unit.name,
                    state=way.state,
                )
            ]
    return []
