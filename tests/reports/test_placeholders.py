"""What templates may ask for: the list that staff read is the list that there is."""

import re

from ntmtrack.reports.placeholder_list import listing
from ntmtrack.reports.placeholders import APPENDICES, LISTS, NUMBERED, SINGLE, Listed
from tests.reports.values import headings, in_block, words


def test_every_name_is_listed_once_with_its_meaning() -> None:
    found = listing({"mau": "a template"})
    blocks = {block.key: block for block in found.blocks}
    assert in_block(found, blocks["templates"], "placeholder") == ["mau"]
    assert in_block(found, blocks["single"], "placeholder") == [
        f"{{{{ {each} }}}}" for each in (*SINGLE, *APPENDICES)
    ]
    for name, listed in LISTS.items():
        loop, *rows = in_block(found, blocks[name], "placeholder")
        assert loop == f"{{% for dong in {name} %}}"
        assert rows == [f"{{{{ dong.{each.name} }}}}" for each in listed.row]
    assert len(headings(found)) == 2 + len(LISTS)
    meant = [row[2] for row in found.rows if row[0] != "list"]
    assert all(words(each) for each in meant)


def test_names_are_vietnamese_without_marks_and_differ() -> None:
    plain = re.compile(r"[a-z][a-z0-9_]*")
    names = [*SINGLE, *APPENDICES, *LISTS]
    assert len(set(names)) == len(names)
    for listed in LISTS.values():
        own = [each.name for each in listed.row]
        assert len(set(own)) == len(own) and NUMBERED not in own
        assert all(map(plain.fullmatch, own))
    assert all(map(plain.fullmatch, names))


def test_a_list_takes_all_blocks_some_of_them_or_all_but_some() -> None:
    assert Listed("", "part", ()).takes("any")
    only = Listed("", "part", (), frozenset({"one"}))
    assert only.takes("one") and not only.takes("two")
    assert not Listed("", "part", (), without=frozenset({"one"})).takes("one")
