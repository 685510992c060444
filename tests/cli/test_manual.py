"""`manual`: the manual, page by page."""

import pytest

from tests.run import refused, run


def test_alone_it_lists_its_pages() -> None:
    assert "criteria-format" in run("manual").out.split()


@pytest.mark.parametrize("topic", run("manual").out.split())
def test_every_page_is_there_in_both_languages(topic: str) -> None:
    english, vietnamese = run("manual", topic), run("manual", topic, lang="vi")
    assert english.code == vietnamese.code == 0
    assert english.out.startswith("#")
    assert vietnamese.out.startswith("#")
    assert english.out != vietnamese.out


@pytest.mark.parametrize("topic", ["nothing", "../README", "criteria-format.vi", "/etc/passwd"])
def test_a_page_that_is_not_there_is_refused_with_those_that_are(topic: str) -> None:
    assert "criteria-format" in refused(run("manual", topic), 3)
