"""The shipped table of what each unit became on 1/7/2025: the whole of one, or parts of several."""

from collections import defaultdict

from ntmtrack.domain.division import ListedUnit
from ntmtrack.domain.succession import Known
from ntmtrack.domain.unit import UnitKind
from ntmtrack.importers.unit_table import SWITCH, UnitTable, all_units, provinces_called

PATH = UnitTable.FROM_SWITCH.path.with_name(f"changes-{SWITCH.isoformat()}.tsv")


def known_changes(province: str | None = None) -> list[Known]:
    """What every unit became, in the order of the old codes.

    `province` keeps to the units that lay in a province of that name or lie in one now. Raises
    DataError where neither division has it, or one has several.
    """
    before, since = all_units(UnitTable.BEFORE_SWITCH), all_units(UnitTable.FROM_SWITCH)
    became: dict[str, list[str]] = defaultdict(list)
    whole: dict[str, list[ListedUnit]] = defaultdict(list)
    shared: dict[str, list[ListedUnit]] = defaultdict(list)
    with PATH.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            old, new, extent = line.rstrip("\n").split("\t")
            became[old].append(new)
            (whole if extent == "whole" else shared)[new].append(before[old])
    called = {} if province is None else provinces_called(province)
    return [
        Known(
            before[old],
            tuple(since[new] for new in listed),
            tuple(whole[listed[0]]) if len(listed) == 1 else (),
            tuple(shared[listed[0]]) if len(listed) == 1 else (),
        )
        for old, listed in became.items()
        if province is None
        or called.get(UnitTable.BEFORE_SWITCH) == _province(before[old], before)
        or called.get(UnitTable.FROM_SWITCH) in {_province(since[new], since) for new in listed}
    ]


def made_of(code: str, name: str) -> tuple[ListedUnit, ...]:
    """Of which units the unit of a code was made on 1/7/2025, in whole or in part.

    Nothing where the table calls the code by another name.
    """
    listed = all_units(UnitTable.FROM_SWITCH).get(code)
    if listed is None or listed.name != name:
        return ()
    before = all_units(UnitTable.BEFORE_SWITCH)
    with PATH.open(encoding="utf-8") as lines:
        found = [line.split("\t") for line in lines]
    return tuple(before[old] for old, new, _extent in found if new == code)


def _province(unit: ListedUnit, division: dict[str, ListedUnit]) -> str:
    while unit.kind is not UnitKind.PROVINCE:
        assert unit.parent_code is not None
        unit = division[unit.parent_code]
    return unit.code
