"""The pages of the manual: their examples are run in order, and say what the program really says.

A page is what `ntmtrack manual` prints, so nothing in it is there for this alone. In a fenced
`sh` block every line is run and must say nothing wrong; in a `console` block every line behind
`$ ` is run and what follows it is its answer. `cat FILE` there gives the file its content,
`export` sets the settings that follow. `python -m tests.pages [PAGE.md …]` writes the answers
anew, of all pages or of those named.
"""

import contextlib
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ntmtrack.app.manual import PAGES
from tests.docs import said

_BLOCK = re.compile(r"(?<=^```)(sh|console)\n(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """Every page, in both languages."""
    return sorted(PAGES.glob("*.md"))


def replayed(page: Path) -> str:
    """The page with the answers that its examples get in a folder of their own."""
    settings = {"NTMTRACK_LANG": "vi" if page.name.endswith(".vi.md") else "en"}
    with tempfile.TemporaryDirectory(prefix="ntmtrack-page-") as folder, contextlib.chdir(folder):
        # What a page sets is not there on the next one.
        settings["NTMTRACK_CONFIG"] = str(Path("config.toml").absolute())
        Path("config.toml").touch()

        def answered(block: re.Match[str]) -> str:
            if block[1] == "sh":
                _do(block[2], settings, page)
                return block[0]
            told = (_told(*each, settings) for each in _asked(block[2]))
            return "console\n" + "\n\n".join(told) + "\n"

        return _BLOCK.sub(answered, page.read_text("utf-8"))


def _asked(block: str) -> Iterator[tuple[str, str]]:
    """Each command line of a block, as written, and the answer that stands below it."""
    for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = piece.splitlines()
        length = next(n for n, line in enumerate(lines, 1) if not line.endswith("\\"))
        yield "\n".join(lines[:length]), "\n".join(lines[length:]).strip("\n")


def _told(line: str, answer: str, settings: dict[str, str]) -> str:
    said_now = _answer(line, answer, settings)
    return f"$ {line}\n{said_now}" if said_now else f"$ {line}"


def _do(block: str, settings: dict[str, str], page: Path) -> None:
    for line in re.split(r"(?<!\\)\n", block.rstrip("\n")):
        complaint = re.search("^ntmtrack: .*", _answer(line, "", settings), re.MULTILINE)
        assert complaint is None, f"{page.name}: {line}\n{complaint[0]}"


def _answer(line: str, known: str, settings: dict[str, str]) -> str:
    command, *words = shlex.split(line.replace("\\\n", ""))
    if command == "cat":
        Path(words[0]).write_text(known + "\n", "utf-8")
        return known
    if command == "export":
        settings.update(word.split("=", 1) for word in words)
        return ""
    assert command == "ntmtrack", line
    return said(words, settings).rstrip()


if __name__ == "__main__":
    for each in pages():
        if sys.argv[1:] and each.name not in sys.argv[1:]:
            continue
        each.write_text(replayed(each), "utf-8")
