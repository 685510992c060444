"""The manual's list of pages, and places where words stand."""

from ntmtrack.reports.manual import Page, Place, pages, places

START = Page("start", "bat-dau", "Bắt đầu")
MAIL = Page("mail", "thu", "Thư")


def test_pages_stand_under_their_chapters_by_the_readers_name() -> None:
    report = pages([("Every day", [START]), ("To look up", [MAIL])])
    assert [block.heading.text for block in report.blocks if block.heading] == [
        "Every day",
        "To look up",
    ]
    assert report.rows == (("bat-dau", "Bắt đầu", "start"), ("thu", "Thư", "mail"))


def test_places_stand_page_by_page_under_its_title() -> None:
    report = places(
        "cron", [Place(START, "Mail", "a"), Place(START, "Mail", "b"), Place(MAIL, "x", "c")]
    )
    assert [len(block.rows) for block in report.blocks] == [2, 1]
    assert report.blocks[0].rows[0] == ("bat-dau", "a", "Mail")
    assert report.notes == ()


def test_of_very_many_places_the_first_are_shown_and_the_others_counted() -> None:
    report = places("a", [Place(MAIL, "x", str(n)) for n in range(63)])
    assert len(report.rows) == 60
    assert report.notes[0].values["count"] == 3


def test_words_that_stand_nowhere_are_told_so() -> None:
    report = places("a", [])
    assert report.rows == ()
    assert report.empty is not None
