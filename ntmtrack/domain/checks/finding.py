"""One thing that is wrong, or that an officer should know: by which rule, how bad, where."""

from enum import StrEnum

from ntmtrack.message import N_, Message
from ntmtrack.record import Record


class Severity(StrEnum):
    """How bad a finding is, the worst first."""

    ERROR = "error"
    """The file does not say what was written to it."""
    WARNING = "warning"
    """Something is missing or contradicts something else, and somebody should mend it."""
    NOTE = "note"
    """It may well be meant."""


class Rule(StrEnum):
    """Everything that is looked for, in the order in which it is told."""

    UNREADABLE = "unreadable"
    INTEGRITY = "integrity"
    FOREIGN_KEYS = "foreign_keys"
    CHAIN = "chain"
    SCHEMA = "schema"
    KEPT = "kept"
    RECORDED_BACK = "recorded_back"
    TASK_HEADER = "task_header"
    FOLDED_NAME = "folded_name"
    CRITERIA_BODY = "criteria_body"
    CRITERIA_ITEMS = "criteria_items"
    CLOSING_SEAL = "closing_seal"
    VERDICT_AND_THRESHOLD = "verdict_and_threshold"
    UNIT_OVERLAP = "unit_overlap"
    PARENT_CIRCLE = "parent_circle"
    SAME_CODE = "same_code"
    THRESHOLD_CHANGED = "threshold_changed"
    COUNT_AND_LIST = "count_and_list"
    UNMET_WITHOUT_TASK = "unmet_without_task"
    DONE_BUT_UNMET = "done_but_unmet"
    FILE_MISSING = "file_missing"
    FILE_CHANGED = "file_changed"
    TASK_WITHOUT_LEAD = "task_without_lead"
    DONE_BEFORE_ASSIGNED = "done_before_assigned"
    DUE_BEFORE_ASSIGNED = "due_before_assigned"
    DUE_AFTER_PARENT = "due_after_parent"
    DUE_WORDS = "due_words"
    UNIT_ENDED = "unit_ended"
    AGENCY_ENDED = "agency_ended"
    AGENCY_WITHOUT_ADDRESS = "agency_without_address"
    SAME_AGENCY = "same_agency"
    SAME_UNIT = "same_unit"
    UNIT_GAP = "unit_gap"
    OUTSIDE_PARENT = "outside_parent"
    LINEAGE_DATES = "lineage_dates"
    OUTSIDE_UNIT = "outside_unit"
    OVERDRAWN = "overdrawn"
    FUTURE_FACT = "future_fact"
    FUTURE_CHANGE = "future_change"
    OPEN_CONFLICT = "open_conflict"
    REFUSED = "refused"
    WAITING = "waiting"
    OFFICE_UNNAMED = "office_unnamed"
    RIGHTS = "rights"
    NETWORK_FOLDER = "network_folder"
    SYNCED_FOLDER = "synced_folder"
    JOURNAL_MODE = "journal_mode"
    OLD_SQLITE = "old_sqlite"
    LEFTOVER = "leftover"
    BACKUP = "backup"
    MET_WITHOUT_EVIDENCE = "met_without_evidence"
    OVERRIDDEN = "overridden"
    PRODUCT_EXPIRED = "product_expired"
    TASK_WITHOUT_DUE = "task_without_due"
    TASK_WITHOUT_DOCUMENT = "task_without_document"

    @property
    def severity(self) -> Severity:
        """How bad what it finds is."""
        return ABOUT[self].severity

    @property
    def meaning(self) -> str:
        """What it finds, as an English sentence that is translated later."""
        return ABOUT[self].meaning

    @property
    def of_units(self) -> bool:
        """Whether what it finds belongs to a unit; else to the file or to the whole office."""
        return ABOUT[self].of_units


class About(Record):
    """What is to be known of a rule."""

    severity: Severity
    of_units: bool
    meaning: str


_FILE, _UNIT = False, True
_E, _W, _N = Severity

ABOUT: dict[Rule, About] = {
    Rule.UNREADABLE: About(_E, _FILE, N_("a rule could not be carried out on this file")),
    Rule.INTEGRITY: About(_E, _FILE, N_("SQLite finds damage in the file (integrity_check; slow)")),
    Rule.FOREIGN_KEYS: About(_E, _FILE, N_("a row names another that is not there")),
    Rule.CHAIN: About(
        _E, _FILE, N_("a change is not what its hash says: something else wrote to the file (slow)")
    ),
    Rule.SCHEMA: About(
        _E, _FILE, N_("a table, an index or a trigger is not the one that the ledger is made with")
    ),
    Rule.KEPT: About(
        _E, _FILE, N_("an answer that is kept is not what the rows of the ledger say (slow)")
    ),
    Rule.RECORDED_BACK: About(_E, _FILE, N_("a change was recorded before the one it follows")),
    Rule.TASK_HEADER: About(_E, _UNIT, N_("the header of a task is not what its events add up to")),
    Rule.FOLDED_NAME: About(_E, _FILE, N_("a name is not found by the form it is sought by")),
    Rule.CRITERIA_BODY: About(_E, _FILE, N_("a criteria set is not what its hash says")),
    Rule.CRITERIA_ITEMS: About(
        _E, _FILE, N_("the criteria of a set are not those of its text and its overlays")
    ),
    Rule.CLOSING_SEAL: About(_E, _FILE, N_("the figures of a closed period were touched")),
    Rule.VERDICT_AND_THRESHOLD: About(
        _E, _UNIT, N_("a verdict by threshold is not what value and threshold say")
    ),
    Rule.UNIT_OVERLAP: About(_E, _UNIT, N_("a unit is two things on the same day")),
    Rule.PARENT_CIRCLE: About(_E, _UNIT, N_("a unit lies within itself")),
    Rule.SAME_CODE: About(_E, _UNIT, N_("two units bear one code on the same day")),
    Rule.THRESHOLD_CHANGED: About(
        _W, _UNIT, N_("by the threshold known now, the value means another verdict")
    ),
    Rule.COUNT_AND_LIST: About(
        _W, _UNIT, N_("a count does not agree with the list of that day, or its parts")
    ),
    Rule.UNMET_WITHOUT_TASK: About(_W, _UNIT, N_("criteria are unmet and nobody has a task")),
    Rule.DONE_BUT_UNMET: About(
        _W, _UNIT, N_("a task is done and its criterion is still unmet, without another task")
    ),
    Rule.FILE_MISSING: About(_W, _UNIT, N_("a file that something rests on is not there (slow)")),
    Rule.FILE_CHANGED: About(_W, _UNIT, N_("a file is another than the one recorded (slow)")),
    Rule.TASK_WITHOUT_LEAD: About(_W, _UNIT, N_("an open task has nobody who leads")),
    Rule.DONE_BEFORE_ASSIGNED: About(_W, _UNIT, N_("a task was done before it was given")),
    Rule.DUE_BEFORE_ASSIGNED: About(_W, _UNIT, N_("a task was due before it was given")),
    Rule.DUE_AFTER_PARENT: About(_W, _UNIT, N_("a part of a task falls due after the whole of it")),
    Rule.DUE_WORDS: About(_W, _UNIT, N_("the words of a due mean other days than are kept")),
    Rule.UNIT_ENDED: About(_W, _UNIT, N_("an open task is about a unit that is no more")),
    Rule.AGENCY_ENDED: About(_W, _FILE, N_("an agency that is no more has open tasks")),
    Rule.AGENCY_WITHOUT_ADDRESS: About(
        _W, _FILE, N_("an agency with open tasks has no mail address, though mail is used")
    ),
    Rule.SAME_AGENCY: About(_W, _FILE, N_("two agencies look the same")),
    Rule.SAME_UNIT: About(_W, _UNIT, N_("two units of one parent look the same")),
    Rule.UNIT_GAP: About(_W, _UNIT, N_("nothing is known of a unit for some days of its life")),
    Rule.OUTSIDE_PARENT: About(
        _W, _UNIT, N_("a unit belongs to another that does not exist all that time")
    ),
    Rule.LINEAGE_DATES: About(
        _W, _UNIT, N_("a unit was merged and goes on, or became one that does not exist then")
    ),
    Rule.OUTSIDE_UNIT: About(
        _W, _UNIT, N_("facts are dated on days on which their unit did not exist")
    ),
    Rule.OVERDRAWN: About(_W, _UNIT, N_("more capital of a work was disbursed than approved")),
    Rule.FUTURE_FACT: About(_W, _FILE, N_("a fact is dated after the day it was recorded on")),
    Rule.FUTURE_CHANGE: About(_W, _FILE, N_("a change is dated in the future: a clock was wrong")),
    Rule.OPEN_CONFLICT: About(_W, _FILE, N_("two offices wrote different values, none is chosen")),
    Rule.REFUSED: About(_W, _FILE, N_("rows of another office were refused")),
    Rule.WAITING: About(_W, _FILE, N_("rows of another office wait for others not received yet")),
    Rule.OFFICE_UNNAMED: About(
        _W, _FILE, N_("bundles are used, and this office has no name, mark or unit")
    ),
    Rule.RIGHTS: About(_W, _FILE, N_("others on this machine may read or replace the file")),
    Rule.NETWORK_FOLDER: About(_W, _FILE, N_("the file is on a network drive")),
    Rule.SYNCED_FOLDER: About(_W, _FILE, N_("the file is in a folder that is synchronised")),
    Rule.JOURNAL_MODE: About(_W, _FILE, N_("the file was put into another journal mode")),
    Rule.OLD_SQLITE: About(_W, _FILE, N_("this SQLite has a known fault that matters here")),
    Rule.LEFTOVER: About(_W, _FILE, N_("a file is left over from a command that did not end")),
    Rule.BACKUP: About(_W, _FILE, N_("what was written since the last copy is old")),
    Rule.MET_WITHOUT_EVIDENCE: About(
        _N, _UNIT, N_("criteria are met, and no file or document says so")
    ),
    Rule.OVERRIDDEN: About(_N, _UNIT, N_("a verdict was given against the threshold, with reason")),
    Rule.PRODUCT_EXPIRED: About(
        _N, _UNIT, N_("the recognition of a product has ended, and no newer one is recorded")
    ),
    Rule.TASK_WITHOUT_DUE: About(_N, _UNIT, N_("an open task has no due")),
    Rule.TASK_WITHOUT_DOCUMENT: About(_N, _UNIT, N_("an open task cites no document")),
}
"""Every rule: how bad what it finds is, whether that belongs to a unit, and what it is."""

UNIT = "{unit}"
"""Stands in a command for the unit of the finding, by its code."""

SYSTEM = "!"
"""Stands before a command that is the system's, not this program's."""


class Finding(Record):
    """One thing that was found. `what` says it in one sentence, without naming the unit.

    `command` are the words that mend it, after the name of the program; what an officer has to
    choose is a word in capitals. None where no command does.
    """

    rule: Rule
    what: Message
    unit_key: int | None = None
    set_code: str | None = None
    numbers: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    agency: str | None = None
    document: str | None = None
    change: int | None = None
    file: str | None = None
    command: tuple[str, ...] | None = None
