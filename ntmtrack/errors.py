"""What can go wrong through no fault of the program, and what to do about it.

Each error is one sentence and a hint; the command line alone knows exit codes.
"""

import errno

from ntmtrack.message import N_, Message, say


class NtmError(Exception):
    """A fault that a user can cause and can mend.

    `message` says what is wrong, `hint` what to do next, `details` names the places
    (bad lines, candidates), one sentence each.
    """

    def __init__(
        self,
        message: Message | str,
        *,
        hint: Message | str | None = None,
        details: tuple[Message | str, ...] = (),
    ) -> None:
        self.message = _sentence(message)
        self.hint = None if hint is None else _sentence(hint)
        self.details = tuple(_sentence(detail) for detail in details)
        super().__init__(self.message.text)


class DataError(NtmError):
    """An unknown or ambiguous name, an impossible date or number, a bad file."""


class DatabaseError(NtmError):
    """The ledger file is missing, locked, newer than this program, foreign or damaged."""


class MailError(NtmError):
    """At least one message was not delivered."""


_REASONS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("access is denied"),
    errno.EPERM: N_("access is denied"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of the path is not a folder"),
    errno.ENOTEMPTY: N_("the folder is not empty"),
    errno.EEXIST: N_("something of that name is there already"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EROFS: N_("the disk is read-only"),
}


def reason_of(error: OSError) -> Message:
    """Why the system refused; in its own words where there are none of ours."""
    reason = _REASONS.get(error.errno or 0)
    return say(reason) if reason else say("{words}", words=error.strerror or str(error))


def _sentence(words: Message | str) -> Message:
    return words if isinstance(words, Message) else say(words)
