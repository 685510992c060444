"""The country as it is published: its units as listed, and the regions of the national sets."""

from datetime import date
from enum import StrEnum

from ntmtrack.domain.unit import UnitKind
from ntmtrack.record import Record


class Region(StrEnum):
    """The seven regions by which the national sets grade their thresholds."""

    NORTHERN_MIDLANDS_AND_MOUNTAINS = "trung-du-mien-nui-phia-bac"
    RED_RIVER_DELTA = "dong-bang-song-hong"
    NORTH_CENTRAL = "bac-trung-bo"
    SOUTH_CENTRAL_COAST = "duyen-hai-nam-trung-bo"
    CENTRAL_HIGHLANDS = "tay-nguyen"
    SOUTH_EAST = "dong-nam-bo"
    MEKONG_DELTA = "dong-bang-song-cuu-long"


class ListedUnit(Record):
    """A unit as the published division lists it, valid from and to the days given.

    `valid_from` is None where the division does not say since when the unit has existed,
    `valid_to` is None where it is still in force; provinces have no parent.
    """

    code: str
    kind: UnitKind
    name: str
    parent_code: str | None
    valid_from: date | None
    valid_to: date | None
