"""The shipped templates of reports are what their script makes, in both languages."""

import re

import pytest

from ntmtrack.app.templates import FOLDER, SHIPPED
from tests.templates import MADE, members


def test_every_template_is_shipped_in_both_languages() -> None:
    found = {each.name for each in FOLDER.iterdir()}
    assert found == set(MADE)
    assert {name.split(".")[0] for name in found} == set(SHIPPED)


MARKED = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
"""Letters that only Vietnamese has."""


@pytest.mark.parametrize("name", MADE)
def test_each_template_speaks_its_own_language(name: str) -> None:
    held = members((FOLDER / name).read_bytes())
    body = held.get("word/document.xml") or held["xl/sharedStrings.xml"]
    assert bool(MARKED.search(body.decode())) is (MADE[name][1] == "vi")


@pytest.mark.parametrize("name", MADE)
def test_a_shipped_template_is_what_the_script_makes(name: str) -> None:
    make, lang = MADE[name]
    assert members((FOLDER / name).read_bytes()) == members(make(lang)), (
        "run `python -m tests.templates`"
    )
