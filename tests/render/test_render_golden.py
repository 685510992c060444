"""The awkward report in every format, byte for byte; UPDATE_GOLDEN=1 writes the files anew."""

import io
import os
from gettext import NullTranslations
from pathlib import Path

import pytest

from ntmtrack.render import Format, markdown, terminal, text, write
from ntmtrack.render.localise import Localiser
from ntmtrack.reports.report import Report

GOLDEN = Path(__file__).parent.parent / "golden"

# Names of golden files: the format, and the width where it matters.
WRITTEN = {
    "awkward.txt": (Format.TEXT, None),
    "awkward-20.txt": (Format.TEXT, 20),
    "awkward-table-80.txt": (Format.TABLE, 80),
    "awkward-table-100.txt": (Format.TABLE, 100),
    "awkward-table-160.txt": (Format.TABLE, 160),
    "awkward.csv": (Format.CSV, None),
    "awkward.tsv": (Format.TSV, None),
    "awkward.json": (Format.JSON, None),
    "awkward.jsonl": (Format.JSONL, None),
    "awkward.md": (Format.MD, None),
}
LANGUAGE_FREE = {"awkward.csv", "awkward.tsv", "awkward.json", "awkward.jsonl"}


@pytest.mark.parametrize("name", WRITTEN)
def test_the_awkward_report_is_written_as_its_golden_file(awkward: Report, name: str) -> None:
    format, width = WRITTEN[name]
    _agree(name, _written(awkward, format, "en", width))


@pytest.mark.parametrize("name", sorted(LANGUAGE_FREE))
def test_data_formats_do_not_follow_the_language(awkward: Report, name: str) -> None:
    format, width = WRITTEN[name]
    assert _written(awkward, format, "vi", width) == (GOLDEN / name).read_bytes()


def test_the_awkward_report_in_vietnamese(awkward: Report, catalogue: NullTranslations) -> None:
    localiser = Localiser("vi", catalogue=catalogue)
    _agree("awkward.vi.txt", text.render(awkward, localiser).encode())
    _agree("awkward.vi.md", markdown.render(awkward, localiser).encode())
    table = terminal.render(awkward, localiser, width=160)
    _agree("awkward.vi-table-160.txt", table.encode())


def test_every_file_ends_in_one_line_feed_and_holds_no_carriage_return(awkward: Report) -> None:
    for format, width in WRITTEN.values():
        made = _written(awkward, format, "en", width)
        assert made.endswith(b"\n")
        assert not made.endswith(b"\n\n")
        assert b"\r" not in made


def _written(report: Report, format: Format, lang: str, width: int | None) -> bytes:
    stream = io.BytesIO()
    write(report, format=format, stream=stream, lang=lang, width=width)
    return stream.getvalue()


def _agree(name: str, made: bytes) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(made)
    assert made == path.read_bytes()
