"""What a change did to the rows of a ledger, as people are told of it."""

from collections.abc import Mapping
from enum import StrEnum

from ntmtrack.record import Record

Value = str | int | None


class RowAction(StrEnum):
    """What was done to a row."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


class LedgerTable(StrEnum):
    """Of what kind a row is."""

    SETTING = "setting"
    UNIT = "unit"
    UNIT_VERSION = "unit_version"
    UNIT_CODE = "unit_code"
    DOCUMENT = "document"
    AGENCY = "agency"
    AGENCY_ADDRESS = "agency_address"
    PERSON = "person"
    PERSON_ADDRESS = "person_address"
    TASK = "task"
    TASK_PARTY = "task_party"
    DRAFT = "draft"
    CLAUSE = "clause"
    PROPOSAL = "proposal"
    PRODUCT = "product"
    WORK = "work"
    OFFICE = "office"
    CRITERIA_SET = "criteria_set"
    OVERLAY = "overlay"
    ITEM = "item"
    AMENDMENT = "amendment"
    ASSESSMENT = "assessment"
    EVIDENCE = "evidence"
    TALLY = "tally"
    STANDING = "standing"
    TASK_EVENT = "task_event"
    TARGET = "target"
    LETTER = "letter"
    TOLD = "told"
    DELIVERY = "delivery"
    MAIL_RUN = "mail_run"
    LINEAGE = "lineage"
    MILESTONE = "milestone"
    MEASUREMENT = "measurement"
    DOSSIER_EVENT = "dossier_event"
    MAPPING = "mapping"
    CLOSING = "closing"
    PRODUCT_GRADE = "product_grade"
    PRODUCT_TARGET = "product_target"
    PRODUCT_TALLY = "product_tally"
    WORK_EVENT = "work_event"
    CAPITAL = "capital"
    BUNDLE = "bundle"
    RECEIVED = "received"
    RECEIVED_OP = "received_op"
    OP_OUTCOME = "op_outcome"
    ALIAS = "alias"
    SETTLEMENT = "settlement"
    RECEIPT = "receipt"
    HUB_CURSOR = "hub_cursor"


class LedgerField(StrEnum):
    """A field of a row, by its column; a reference without its `_id`."""

    VALUE = "value"
    UNIT = "unit"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"
    KIND = "kind"
    NAME = "name"
    PARENT = "parent"
    REGION = "region"
    UNIT_GROUP = "unit_group"
    DOCUMENT = "document"
    NOTE = "note"
    SYSTEM = "system"
    CODE = "code"
    NUMBER = "number"
    DATED = "dated"
    ISSUER = "issuer"
    ABOUT = "about"
    EXCERPT = "excerpt"
    PATH = "path"
    SHA256 = "sha256"
    RECIPIENTS = "recipients"
    OUTSIDE = "outside"
    LANG = "lang"
    AGENCY = "agency"
    ADDRESS = "address"
    TITLE = "title"
    ITEM = "item"
    CLAUSE = "clause"
    ASSIGNED_ON = "assigned_on"
    DUE_WORDS = "due_words"
    DUE_START = "due_start"
    DUE_LAST = "due_last"
    DUE_PRECISION = "due_precision"
    LAST_DAY = "last_day"
    STATE = "state"
    CLOSED_ON = "closed_on"
    PERIOD = "period"
    BOUND = "bound"
    TASK = "task"
    ROLE = "role"
    PERSON = "person"
    SINCE = "since"
    UNTIL = "until"
    READ_ON = "read_on"
    LATER = "later"
    DRAFT = "draft"
    WORDS = "words"
    MAKER = "maker"
    MARK = "mark"
    LEVEL = "level"
    DECISION = "decision"
    ISSUED = "issued"
    EFFECTIVE = "effective"
    SET = "set"
    OVERLAY = "overlay"
    NEEDED = "needed"
    STAGE = "stage"
    VERDICT = "verdict"
    ASSESSED_ON = "assessed_on"
    AT_RISK = "at_risk"
    VALUE_UNIT = "value_unit"
    THRESHOLD = "threshold"
    JUDGED = "judged"
    REASON = "reason"
    ASSESSMENT = "assessment"
    SIZE = "size"
    WHAT = "what"
    COUNT = "count"
    TOTAL = "total"
    COUNTED_ON = "counted_on"
    EVENT = "event"
    HAPPENED_ON = "happened_on"
    YEAR = "year"
    TARGET_WORDS = "target_words"
    TARGET_START = "target_start"
    TARGET_LAST = "target_last"
    TARGET_PRECISION = "target_precision"
    START = "start"
    PRECISION = "precision"
    SET_ON = "set_on"
    RECEIVER = "receiver"
    RECEIVER_NAME = "receiver_name"
    WRITTEN_ON = "written_on"
    SENDER = "sender"
    SUBJECT = "subject"
    LETTER = "letter"
    HAPPENED_AT = "happened_at"
    ATTEMPT = "attempt"
    WHY = "why"
    NEXT_TRY = "next_try"
    QUEUED = "queued"
    SENT = "sent"
    UNDELIVERED = "undelivered"
    FROM = "from"
    TO = "to"
    MEASURED_ON = "measured_on"
    PAPER = "paper"
    OLD_SET = "old_set"
    NEW_SET = "new_set"
    PRODUCT = "product"
    STARS = "stars"
    OR_MORE = "or_more"
    RECOGNISED_ON = "recognised_on"
    WAY = "way"
    SIGNATURE = "signature"
    BUNDLE = "bundle"
    RECORDED_AT = "recorded_at"
    ACTOR = "actor"
    COMMAND = "command"
    WHOLE = "whole"
    RECEIVED = "received"
    AT_TABLE = "at_table"
    ACTION = "action"
    OP = "op"
    OUTCOME = "outcome"
    FIELD = "field"
    KEPT = "kept"
    DROPPED = "dropped"
    HUB = "hub"
    PERCENT = "percent"
    WORK = "work"
    SOURCE = "source"
    AMOUNT = "amount"


class TaskField(StrEnum):
    """A field of a task that is called otherwise than the same column of other rows."""

    TITLE = "title"


def field_of(table: LedgerTable, field: LedgerField) -> LedgerField | TaskField:
    """A field as it is called in rows of a table: only a person has a title, a task says what."""
    if field is LedgerField.TITLE and table is not LedgerTable.PERSON:
        return TaskField.TITLE
    return field


class ChangedRow(Record):
    """One row that a change touched: what it is about, and its fields before and after.

    A row that was written has no `before`, one that was taken back no `after`; references are
    told by names.
    """

    table: LedgerTable
    action: RowAction
    name: str
    before: Mapping[LedgerField, Value]
    after: Mapping[LedgerField, Value]


class ChangedRows(Record):
    """The rows that a change touched: the first of every kind, and how many there are of each."""

    rows: tuple[ChangedRow, ...]
    counts: Mapping[tuple[LedgerTable, RowAction], int]
