"""From what a receiver is to be told to the exact letter: words, attachments and identity."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from ntmtrack.app.addressees import Receiver
from ntmtrack.app.mail_request import Notice
from ntmtrack.domain.address import Mailbox
from ntmtrack.domain.phone import without_phones
from ntmtrack.domain.reminder import LetterKind, Told
from ntmtrack.mail.settings import MailSettings
from ntmtrack.message import N_, say_n
from ntmtrack.record import Record
from ntmtrack.render.localise import Localiser
from ntmtrack.reports.report import Cell, Report

if TYPE_CHECKING:
    from ntmtrack.mail.compose import Attachment


class Office(Record):
    """Who writes: the identity and the name in the ledger, and the settings of mail.

    `moment` is when letters are dated, `present` when they are due: on the day taken for today.
    """

    uid: str
    name: str
    settings: MailSettings
    moment: datetime
    present: datetime
    day: date
    attach: frozenset[str]


class Written(Record):
    """A letter ready to be kept and sent."""

    kind: LetterKind
    receiver: Receiver
    address: str
    lang: str
    period: str
    marks: frozenset[str]
    content_hash: str
    header_id: str
    sender: str
    subject: str
    text: str
    content: bytes


class Called(Protocol):
    """A letter that is to be written: what of a notice is told to which address."""

    @property
    def notice(self) -> Notice: ...
    @property
    def address(self) -> str: ...
    @property
    def marks(self) -> frozenset[str]: ...
    @property
    def told(self) -> Told: ...


def content_hash(office: Office, notice: Notice, address: str, marks: frozenset[str]) -> str:
    """What a letter says and to whom, whenever: a letter that says the same has the same."""
    sender = office.settings.sender
    said = (
        office.uid,
        sender and sender.address,
        notice.kind.value,
        notice.receiver.key,
        notice.receiver.lang or office.settings.lang,
        address,
        sorted(marks),
    )
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def write(office: Office, called: Called) -> Written:
    """The letter that is called for.

    Raises DataError for a template of the office that cannot be filled.
    """
    from ntmtrack.mail import compose, template
    from ntmtrack.render import html, letter

    notice, marks = called.notice, called.marks
    settings = office.settings
    lang = notice.receiver.lang or settings.lang
    localiser = Localiser(lang)
    parts = tuple(_without_phones(part) for part in notice.parts(marks, called.told))
    # A review tells of the last day of its week, whenever it is written.
    day = parts[0].as_of or office.day
    sender = settings.sender or _NOBODY
    # A review has no tasks of its own: what it tells are its rows.
    count = len(marks) if notice.tasks else sum(len(part.rows) for part in parts)
    filled = template.fill(
        template.load(notice.kind.value, lang, settings.templates),
        {
            "office": office.name or sender.name or sender.address,
            "count": str(count),
            "tasks": localiser.say(say_n("{count} task", "{count} tasks", count)),
            "day": localiser.cell(day),
            "period": localiser.say(notice.span),
            "receiver": notice.receiver.name,
            "signature": settings.signature or office.name,
        },
    )
    identity = content_hash(office, notice, called.address, marks)
    header_id = _header_id(notice, identity, sender)
    text = "\n\n".join((filled.above, letter.text(parts, localiser).strip(), filled.below))
    content = compose.compose(
        compose.Letter(
            sender=sender,
            to=(Mailbox(notice.receiver.name, called.address),),
            reply_to=settings.reply_to,
            subject=filled.subject,
            text=text,
            html=html.page(
                html.paragraphs(filled.above)
                + html.table(parts, localiser)
                + html.paragraphs(filled.below),
                title=filled.subject,
                lang=lang,
            ),
            message_id=header_id,
            list_id=f"{notice.kind.value}.ntmtrack.{_domain(sender)}",
            lang=lang,
            date=office.moment,
            attachments=_attachments(office, notice, marks, parts, localiser, day=day),
        )
    )
    return Written(
        kind=notice.kind,
        receiver=notice.receiver,
        address=called.address,
        lang=lang,
        period=notice.period,
        marks=marks,
        content_hash=identity,
        header_id=header_id,
        sender=sender.address,
        subject=filled.subject,
        text=text,
        content=content,
    )


_NOBODY = Mailbox("", "ntmtrack@localhost.localdomain")
"""Whom a letter is from that is only looked at, where the settings name nobody."""


def _header_id(notice: Notice, identity: str, sender: Mailbox) -> str:
    """The same letter of the same period has the same identity, however often it is made."""
    told = hashlib.sha256(f"{notice.period} {identity}".encode()).hexdigest()
    return f"<{told[:40]}.{notice.kind.value}@{_domain(sender)}>"


def _domain(sender: Mailbox) -> str:
    return sender.address.rpartition("@")[2]


def _without_phones(report: Report) -> Report:
    def clear(cell: Cell) -> Cell:
        if isinstance(cell, tuple):
            return tuple(clear(part) for part in cell)  # type: ignore[return-value]
        return without_phones(cell) if type(cell) is str else cell

    return report._replace(
        blocks=tuple(
            block._replace(
                rows=tuple(
                    tuple(
                        clear(cell) if column.wrap else cell
                        for column, cell in zip(report.columns, row, strict=True)
                    )
                    for row in block.rows
                )
            )
            for block in report.blocks
        )
    )


FILE_NAME = N_("tasks")


def _attachments(
    office: Office,
    notice: Notice,
    marks: frozenset[str],
    parts: Sequence[Report],
    localiser: Localiser,
    *,
    day: date,
) -> "tuple[Attachment, ...]":
    from ntmtrack.mail.compose import Attachment

    name = f"{localiser.word(FILE_NAME)}-{day.isoformat()}"
    found = []
    if "xlsx" in office.attach:
        from ntmtrack.render import xlsx

        found.append(
            Attachment(
                f"{name}.xlsx",
                xlsx.workbook(parts, localiser),
                "application",
                "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            )
        )
    numbers = {notice.marks[mark] for mark in marks}
    dated = [task for task in notice.tasks if task.number in numbers]
    if "ics" in office.attach and dated:
        from ntmtrack.mail import calendar_file

        events = [
            calendar_file.Event(
                uid=f"{task.number}.{office.uid}",
                title=without_phones(task.title),
                last_day=task.last_day,
                detail=without_phones(
                    " · ".join(
                        filter(None, (task.number, task.unit_name, task.due_words, task.document))
                    )
                ),
            )
            for task in dated
            if task.last_day is not None
        ]
        content = calendar_file.calendar(events, name=office.name, moment=office.moment)
        found.append(Attachment(f"{name}.ics", content, "text", "calendar"))
    return tuple(found)
