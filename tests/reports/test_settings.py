"""Reports of settings and of an office that was set up."""

from datetime import date

from ntmtrack.message import say
from ntmtrack.reports.report import Show
from ntmtrack.reports.set_up import Office, build
from ntmtrack.reports.settings import Setting, Source
from ntmtrack.reports.settings import build as settings

DAY = date(2026, 11, 22)

OFFICE = Office(
    ledger="x.db",
    office="UBND xã Bình An",
    unit="02296",
    unit_name="Xã Bình An",
    units=2,
    sets=15,
    used=("xa-ntm-2026-2030",),
    agencies=1,
    mail="vp@x.vn",
    person="Lò Thị Mai",
    settings="config.toml",
    mail_job="30 6 …",
    backup_job="30 11 …",
)


def test_each_setting_is_a_row_and_what_it_is_is_a_sentence_to_translate() -> None:
    found = [
        Setting("lang", "vi", Source.FILE, "config.toml", "the language of screens: vi or en"),
        Setting("today", DAY, Source.DEFAULT),
    ]
    report = settings(found, DAY, name="config list", title=say("Settings"))
    assert report.rows == (
        ("lang", "vi", Source.FILE, "config.toml", say("the language of screens: vi or en")),
        ("today", DAY, Source.DEFAULT, None, None),
    )
    assert report.columns[-1].show is Show.ROOM


def test_where_they_are_many_people_are_not_told_what_each_is() -> None:
    report = settings([], DAY, name="config list", title=say("Settings"), explained=False)
    assert [each.key for each in report.columns] == ["key", "value", "source", "place", "about"]
    assert report.columns[-1].show is Show.DATA


def test_an_office_with_everything_has_nothing_left_to_set() -> None:
    report = build(OFFICE, DAY, notes=[say("mend this")])
    assert report.rows == (tuple(OFFICE),)
    assert report.notes == (say("mend this"),)


def test_each_thing_left_out_is_named_with_the_command_that_sets_it() -> None:
    bare = OFFICE._replace(
        office=None, unit=None, unit_name=None, used=(), agencies=0, mail=None, person=None
    )
    notes = [note.text for note in build(bare, DAY).notes]
    assert len(notes) == 6
    assert all("`ntmtrack " in note for note in notes)
