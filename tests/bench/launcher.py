"""A small process that starts others and accounts for them: `python -I -S launcher.py`.

The system counts the memory of whoever starts a process as the start of that process's own peak,
and what measures a nation is big. This one is not: below its own size, about ten megabytes, a peak
cannot be told. It takes a request a line and answers it with a line, both JSON.
"""

import json
import os
import sys
import time
from typing import Any


def main() -> None:
    """Answer until there are no more requests."""
    while line := sys.stdin.readline():
        print(json.dumps(whole(**json.loads(line))), flush=True)


def whole(
    command: list[str], environment: dict[str, str], given: str, *, terminal: bool
) -> dict[str, Any]:
    """Run a process from its start to its end: its exit `code`, and its `cost` in seconds of the
    processor and the clock and megabytes; `wrong` where there is no such process.

    What it says is thrown away, from a terminal of its own where it has one.
    """
    nowhere = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    read, write = os.openpty() if terminal else (-1, -1)
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, given, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, write, 1) if terminal else nowhere,
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    start = time.perf_counter()
    try:
        child = os.posix_spawnp(command[0], command, environment, file_actions=actions)
    except OSError as error:
        return {"wrong": f"cannot be started: {error.strerror}"}
    if terminal:
        os.close(write)
        _drain(read)
    _, status, usage = os.wait4(child, 0)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "cost": (
            usage.ru_utime + usage.ru_stime,
            time.perf_counter() - start,
            usage.ru_maxrss / 1024,
        ),
    }


def _drain(descriptor: int) -> None:
    try:
        while os.read(descriptor, 65536):
            continue
    except OSError:
        # A terminal whose other side has been closed says so with an error.
        os.close(descriptor)


if __name__ == "__main__":
    main()
