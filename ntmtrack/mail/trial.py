"""One letter on its way, told step by step: for who sets the mail up."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ntmtrack.errors import DataError, reason_of
from ntmtrack.mail.outcome import Result, Sent
from ntmtrack.mail.password import password
from ntmtrack.mail.sendmail import Sendmail
from ntmtrack.mail.settings import MailSettings, Way, require_transport
from ntmtrack.mail.spool import Spool
from ntmtrack.mail.tls import trust
from ntmtrack.message import Message, say
from ntmtrack.record import Record

if TYPE_CHECKING:
    from ntmtrack.mail.conversation import Conversation

TAKEN = say("the message is taken")
NO_USER = say("the settings name no user")


class Step(Record):
    """One step: what it is, what is wrong with it, and what there is to tell beside that."""

    name: Message
    fault: Message | None = None
    detail: Message | None = None


def steps(
    settings: MailSettings,
    sender: str,
    address: str,
    message: bytes,
    *,
    environ: Mapping[str, str],
    interactive: bool,
) -> Iterator[Step]:
    """The steps as they are taken, up to the first that fails; the letter goes out in earnest."""
    name = say("the settings are complete")
    try:
        way = require_transport(settings)
        smtp = settings.smtp if way is Way.SMTP else None
        context = None if smtp is None else trust(smtp)
    except DataError as error:
        yield Step(name, error.message, error.hint)
        return
    yield Step(name, detail=say("{words}", words=way.value))
    match way:
        case Way.SENDMAIL:
            yield from _by_program(settings.sendmail, sender, address, message)
        case Way.SPOOL:
            assert settings.spool is not None
            yield from _into_folder(settings.spool, sender, address, message)
        case Way.SMTP:
            from ntmtrack.mail.conversation import Conversation

            assert settings.smtp is not None
            name = say("the password is found")
            try:
                secret = password(settings.smtp, environ=environ, interactive=interactive)
            except DataError as error:
                yield Step(name, error.message, error.hint)
                return
            user = settings.smtp.user
            known = None if user is None or secret is None else (user, secret)
            yield Step(name, detail=NO_USER if known is None else None)
            line = Conversation(settings.smtp, context)
            yield from _by_server(line, sender, address, message, known)


def _by_program(
    command: tuple[str, ...], sender: str, address: str, message: bytes
) -> Iterator[Step]:
    name = say("the program is found")
    found = shutil.which(command[0])
    if found is None:
        yield Step(name, say("there is no program {name}", name=command[0]))
        return
    yield Step(name, detail=say("{words}", words=found))
    yield _last(Sendmail(command).deliver(sender, address, message))


def _into_folder(folder: Path, sender: str, address: str, message: bytes) -> Iterator[Step]:
    name = say("the folder is there")
    spool = Spool(folder)
    try:
        spool.make()
    except OSError as error:
        yield Step(name, reason_of(error))
        return
    yield Step(name, detail=say("{words}", words=str(folder)))
    yield _last(spool.deliver(sender, address, message))


def _by_server(
    line: "Conversation", sender: str, address: str, message: bytes, user: tuple[str, str] | None
) -> Iterator[Step]:
    """The steps of a conversation; `user` is who logs in, and the password."""
    from ntmtrack.mail.conversation import Broken, stuffed

    payload = stuffed(message)
    taken: tuple[tuple[Message, Callable[[], Message | None]], ...] = (
        (say("the server is found"), lambda: say("{words}", words=", ".join(line.find()))),
        (say("the server answers"), line.connect),
        (say("encryption"), lambda: _secured(line.encrypt())),
        (say("login"), lambda: _logged_in(line, user)),
        (say("the sender is accepted"), lambda: line.sender(sender, payload)),
        (say("the receiver is accepted"), lambda: line.recipient(address)),
        (TAKEN, lambda: say("{words}", words=line.hand_over(payload))),
    )
    try:
        for name, take in taken:
            try:
                with line.limited(len(payload)):
                    detail = take()
            except Broken as broken:
                yield Step(name, broken.result.why)
                return
            yield Step(name, detail=detail)
    finally:
        line.close()


def _secured(how: tuple[str, str] | None) -> Message:
    if how is None:
        return say("none, as the settings say")
    return say("{protocol}, with a certificate up to {day}", protocol=how[0], day=how[1])


def _logged_in(line: "Conversation", user: tuple[str, str] | None) -> Message | None:
    if user is None:
        return NO_USER
    line.login(*user)
    return None


def _last(result: Result) -> Step:
    if isinstance(result, Sent):
        return Step(TAKEN, detail=say("{words}", words=result.answer) if result.answer else None)
    return Step(TAKEN, result.why)
