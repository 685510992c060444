"""Mail into a folder, from where another program or a person takes it."""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from ntmtrack.mail.outcome import NotSent, Result, Sent
from ntmtrack.message import say


class Spool:
    """A folder that letters are put into, each as one file that is whole when it appears."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, sender: str, address: str, message: bytes) -> Result:
        """Put one message for one address into the folder; the same again is the same file."""
        told = hashlib.sha256(b"\0".join((sender.encode(), address.encode(), message)))
        name = f"{told.hexdigest()[:32]}.eml"
        try:
            self.make()
            _write(self._folder / name, message)
        except OSError as error:
            why = say(
                "the folder {path} cannot be written to: {reason}",
                path=str(self._folder),
                reason=error.strerror or str(error),
            )
            return NotSent(why, of_server=True)
        return Sent(name)

    def make(self) -> None:
        """Make the folder, for nobody else to look into, if there is none. Raises OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _write(path: Path, message: bytes) -> None:
    # What is made so is readable by its owner alone.
    number, aside = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with open(number, "wb") as file:
            file.write(message)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(aside)
        raise
    if os.name == "posix":
        # The name, too, is to survive a loss of power.
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
