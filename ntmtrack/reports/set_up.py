"""An office that was set up: what is there now, and what was left out."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.message import N_, Message, say
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Report, Show

COLUMNS = (
    Column("ledger", N_("Ledger"), Show.ALWAYS),
    Column("office", N_("Office")),
    Column("unit", N_("Code"), Show.SPARE),
    Column("unit_name", N_("Unit")),
    Column("units", N_("Units"), right=True),
    Column("sets", N_("Criteria sets"), right=True),
    Column("used", N_("Sets in use")),
    Column("agencies", N_("Agencies"), right=True),
    Column("mail", N_("Mail from")),
    Column("person", N_("Whose board")),
    Column("settings", N_("Settings file")),
    Column("mail_job", N_("Line for letters"), Show.DATA),
    Column("backup_job", N_("Line for copies"), Show.DATA),
)


class Office(Record):
    """An office that was set up.

    `units` and `agencies` are how many, `sets` how many criteria sets came with the program;
    `settings` the file that was written, `mail_job` and `backup_job` the lines by which the
    machine runs letters and copies by itself. None is what nobody said.
    """

    ledger: str
    office: str | None
    unit: str | None
    unit_name: str | None
    units: int
    sets: int
    used: tuple[str, ...]
    agencies: int
    mail: str | None
    person: str | None
    settings: str | None
    mail_job: str | None
    backup_job: str


_LATER = {
    "office": say("No name of the office: `ntmtrack office set --name NAME`"),
    "unit": say("No units: `ntmtrack unit import --province NAME`, or `ntmtrack unit add`"),
    "used": say("No criteria set in use: `ntmtrack office set --set SET`"),
    "agencies": say("No agencies: `ntmtrack import agencies FILE`, or `ntmtrack agency add`"),
    "mail": say("No mail: `ntmtrack config set mail.from ADDRESS`; `ntmtrack manual mail`"),
    "person": say("Nobody's board: `ntmtrack config set person NAME`"),
}
"""How each thing that was left out can be set later."""


def build(office: Office, day: date, *, notes: Sequence[Message] = ()) -> Report:
    """One row; below it what is to be mended, and what was left out, with what sets it later."""
    left = [sentence for key, sentence in _LATER.items() if not getattr(office, key)]
    return Report(
        name="init",
        title=say("A new ledger"),
        columns=COLUMNS,
        blocks=(
            Block(
                "ledger",
                None,
                (tuple(office),),
            ),
        ),
        notes=(*notes, *left),
        as_of=day,
    )
