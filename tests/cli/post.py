"""An office that sends mail to a live server: its settings, and what arrived."""

import email
import email.policy
import html
import re
from collections.abc import Mapping, Sequence
from datetime import date
from email.message import EmailMessage
from pathlib import Path

from tests.mail.server import HOST
from tests.run import Result, run

ADDRESSES = {
    "BCD-BB": "bcd@banbo.example",
    "UBND xã Bản Bo": "ubnd@banbo.example",
    "KTHT-TD": "ktht@tamduong.example",
    "UBND huyện Đông Sơn": "ubnd@dongson.example",
}


def settings(place: Path, port: int, *more: str, leaders: bool = False) -> Path:
    """A settings file that sends through a server on this machine."""
    place.write_text(
        "\n".join(
            [
                "[mail]",
                'from = "Văn phòng Điều phối NTM <ntm@vpdp.example>"',
                'leaders = ["ct@vpdp.example"]' if leaders else "",
                'transport = "smtp"',
                "[mail.smtp]",
                f'host = "{HOST}"',
                f"port = {port}",
                'security = "none"',
                "timeout = 5",
                *more,
            ]
        ),
        "utf-8",
    )
    return place


def addressed(db: Path, today: str, *agencies: str) -> None:
    """Give these agencies of the demo their addresses."""
    for agency in agencies or ADDRESSES:
        done = run("agency", "set", agency, "--mail", ADDRESSES[agency], db=db, today=today)
        assert done.code == 0, done.err


def mail(
    *argv: object, db: Path, config: Path, today: str, env: Mapping[str, str] | None = None
) -> Result:
    """A command of the mail."""
    return run(
        "mail", *argv, db=db, today=today, env={"NTMTRACK_CONFIG": str(config), **(env or {})}
    )


def parsed(content: bytes) -> EmailMessage:
    """A letter as a mail program reads it."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(content: bytes) -> str:
    """The plain text of a letter."""
    body = parsed(content).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def html_of(content: bytes) -> str:
    """What is read of the HTML of a letter."""
    body = parsed(content).get_body(("html",))
    assert body is not None
    return html.unescape(re.sub("<[^>]*>", "", str(body.get_content())))


def tasks_in(content: bytes) -> list[str]:
    """The numbers of the tasks that a letter lists, in their order."""
    listed = re.split("New since|Mới quá hạn kể từ", text_of(content))[0]
    return re.findall(r"NV\d{4}-\d{3}", listed)


def arrived(kept: Sequence[tuple[str, str, bytes]]) -> dict[str, list[list[str]]]:
    """The tasks of each letter that came to each address."""
    found: dict[str, list[list[str]]] = {}
    for _, address, content in kept:
        found.setdefault(address, []).append(tasks_in(content))
    return found


def late_tasks(db: Path, agency: str, day: date) -> set[tuple[str, str]]:
    """What an agency is late with, as the table of overdue tasks says: tasks and their dues."""
    found = set()
    for role in ("--lead", "--coordinator"):
        rows = run("overdue", role, agency, "-f", "json", db=db, today=day.isoformat()).rows
        found |= {(row["task"], row["due"]) for row in rows}
    return found
