"""What the ledger knows of: units and agencies."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.bodies import Agency
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.division import Region
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.report import Block, Column, Report, Show

UNIT_COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("code", N_("Code")),
    Column("kind", N_("Kind")),
    Column("parent", N_("Below")),
    Column("region", N_("Region")),
    Column("group", N_("Group")),
    Column("valid_from", N_("From")),
    Column("valid_to", N_("To")),
)


def units(
    found: Sequence[Unit],
    day: date,
    *,
    name: str = "unit list",
    title: Message | None = None,
    notes: tuple[Message, ...] = (),
) -> Report:
    """Units as they stand."""
    rows = tuple(
        (
            each.code,
            each.name,
            each.code if each.coded else None,
            each.kind,
            each.parent_name,
            None if each.region is None else Region(each.region),
            each.group,
            each.valid_from,
            each.valid_to,
        )
        for each in found
    )
    return Report(
        name=name,
        title=title or say("Units on {day}", day=day),
        columns=UNIT_COLUMNS,
        blocks=(Block("units", None, rows),),
        notes=(say_n("{count} unit", "{count} units", len(rows)), *notes),
        as_of=day,
        empty=say("There is no unit: see `ntmtrack unit import --help` and `unit add --help`."),
    )


AGENCY_COLUMNS = (
    Column("agency", N_("Agency"), Show.ALWAYS),
    Column("code", N_("Short name")),
    Column("outside", N_("Outside body")),
    Column("unit_name", N_("Unit")),
    Column("addresses", N_("Mail"), wrap=True),
    Column("persons", N_("Persons"), wrap=True),
    Column("valid_from", N_("From")),
    Column("valid_to", N_("To")),
    Column("note", N_("Note"), wrap=True),
    Column("lang", N_("Language"), Show.DATA),
)


def agencies(found: Sequence[Agency], day: date, *, name: str = "agency list") -> Report:
    """Agencies with the addresses and persons that hold on a day."""
    rows = tuple(
        (
            each.name,
            each.code,
            each.outside,
            each.unit_name,
            each.addresses,
            each.persons,
            each.valid_from,
            each.valid_to,
            each.note,
            each.lang,
        )
        for each in found
    )
    return Report(
        name=name,
        title=say("Agencies on {day}", day=day),
        columns=tuple(
            column._replace(show=Show.DATA)
            if column.key == "outside" and not any(each.outside for each in found)
            else column
            for column in AGENCY_COLUMNS
        ),
        blocks=(Block("agencies", None, rows),),
        notes=(say_n("{count} agency", "{count} agencies", len(rows)),),
        as_of=day,
        empty=say("There is no agency: see `ntmtrack agency add --help`."),
    )
