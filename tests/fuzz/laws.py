"""The law of every reader: an answer, or one refusal in words; soon, and within memory.

How much is tried is set by NTMTRACK_FUZZ, in times of what the suite tries (1).
"""

import os
import random
import signal
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO

from ntmtrack.errors import NtmError

TIMES = max(1, int(os.environ.get("NTMTRACK_FUZZ", "1")))
SEED = int(os.environ.get("NTMTRACK_FUZZ_SEED", "1"))
HANGS = 30
"""Seconds after which a reader is said to hang; no example is timed otherwise."""


@contextmanager
def watchdog(what: str) -> Iterator[None]:
    """What hangs is a failure, and ends."""

    def late(*_: object) -> None:
        raise TimeoutError(what)

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(HANGS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def keeps_the_law(read: Callable[[], object], what: str) -> bool:
    """Whether it was read; a refusal must have a sentence, anything else is a fault."""
    with watchdog(what):
        try:
            read()
        except NtmError as error:
            assert error.message.text.strip(), what
            return False
    return True


PIECES = [
    *(b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\n", b"\r", b"\t", b'"', b"'", b"<", b">"),
    *(b"&", b"]]>", b"<!--", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>", b"&b;"),
    *(b"-1", b"0", b"4294967296", b"99999999999999999999", b"1e999", b"NaN", b"true", b"null"),
    *(b"{", b"}", b"[[", b"]]", b"[", b"]", b"{{", b"}}", b"{%", b"%}", b"=", b",", b";", b":"),
    *(b"../../../etc/passwd", b"/dev/zero", b"\xed\xa0\x80", b"\xc3", b"\xe2\x80\xae", b"\x1b[2J"),
    *("Đạt".encode(), "xã".encode(), b"30/6/2024", "tháng".encode(), "²".encode()),
    *(b"A" * 5000, b"(" * 500, b"[" * 3000, b"9" * 400, b"=cmd|'/c calc'!A1", b"#REF!"),
]


def mutated(sample: bytes, chance: random.Random) -> bytes:
    """A sample after a few changes such as damage, malice and other programs make."""
    content = bytearray(sample)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        place = chance.randrange(len(content) + 1)
        length = chance.choice((1, 2, 8, 64, 1000))
        match chance.randrange(7):
            case 0:
                content[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del content[place : place + length]
            case 2:
                content[place:place] = content[place : place + length]
            case 3:
                content[place:place] = chance.choice(PIECES)
            case 4:
                content[place : place + length] = chance.choice(PIECES)
            case 5 if chance.random() < 0.3:
                del content[place:]
            case _:
                other = chance.randrange(len(content) + 1)
                content[place : place + length] = content[other : other + length]
    return bytes(content)


def mutated_zip(sample: bytes, chance: random.Random) -> bytes:
    """A zipped file with one part changed within, or the container itself damaged."""
    if chance.random() < 0.25:
        return mutated(sample, chance)
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(sample)) as source, zipfile.ZipFile(made, "w") as target:
        names = source.namelist()
        chosen = chance.choice(names)
        for name in names:
            content = source.read(name)
            if name != chosen:
                target.writestr(name, content)
                continue
            match chance.randrange(8):
                case 0:
                    continue
                case 1:
                    target.writestr(f"../{name}", content)
                case 2:
                    target.writestr(name, b"")
                case _:
                    target.writestr(name, mutated(content, chance))
    return made.getvalue()


def examples(name: str, count: int) -> Iterator[random.Random]:
    """Sources of chance for so many examples; the same ones every time."""
    for number in range(count * TIMES):
        yield random.Random(f"{SEED} {name} {number}")
