"""`dossier`: the checklist of one, and the open ones by how long their holder has had them."""

from typing import Any

from ntmtrack.domain.dossier import (
    PATH,
    Dossier,
    DossierEvent,
    DossierEventKind,
    Handing,
    Paper,
    Step,
)
from ntmtrack.domain.standing import StandingEvent
from ntmtrack.reports.dossier import (
    About,
    DossierPart,
    DossierState,
    Known,
    hand_remark,
    listing,
    paper_remarks,
    showing,
    told,
    written,
)
from tests.reports.values import SET, TODAY, cells, days, headings, in_block, notes, records, words

REQUIRED, RECEIVED = DossierEventKind.REQUIRED, DossierEventKind.RECEIVED
OPENED = TODAY - days(300)
DISTRICT = Handing("Huyện", OPENED, TODAY - days(214))
PROVINCE = Handing("Văn phòng Điều phối tỉnh", TODAY - days(214), document="5/TTr", note="gửi tay")
PAPERS = (
    Paper("Tờ trình", OPENED, OPENED + days(10)),
    Paper("Báo cáo", OPENED),
    Paper("Bản đồ", None, OPENED),
)


def a_step(event: StandingEvent, ago: int | None, **facts: Any) -> Step:
    on = None if ago is None else TODAY - days(ago)
    return Step(event, on, on or TODAY, (1, 1), **facts)


STEPS = (
    a_step(StandingEvent.REGISTERED, None, document="1/KH", note="năm 2023"),
    a_step(StandingEvent.SUBMITTED, 250),
    a_step(StandingEvent.RETURNED, 230),
)


def a_dossier(**facts: Any) -> Dossier:
    given: dict[str, Any] = {
        "opened_on": OPENED,
        "papers": PAPERS,
        "handings": (DISTRICT, PROVINCE),
        "steps": STEPS,
        **facts,
    }
    return Dossier(**given)


def known(*dossiers: Dossier, unit: str = "02329", name: str = "Xã Ngọc Hội") -> Known:
    return Known(About(unit, name, SET), dossiers)


def test_the_checklist_has_steps_papers_and_holders() -> None:
    report = showing(known(a_dossier()), day=TODAY)
    assert headings(report) == ["steps", "papers", "who held it"]
    assert set(cells(report, "unit")) == {"02329"}
    first = next(records(report))
    assert (first["part"], first["round"], first["what"]) == (
        DossierPart.STEP,
        1,
        StandingEvent.REGISTERED,
    )
    assert (first["state"], first["on"], first["days"]) == (DossierState.DONE, None, None)
    assert (first["document"], first["note"]) == ("1/KH", "năm 2023")


def test_steps_are_done_with_the_days_since_the_one_before_or_not_yet() -> None:
    report = showing(known(a_dossier()), day=TODAY)
    steps = report.blocks[0]
    assert in_block(report, steps, "what") == [
        *(each.event for each in STEPS),
        *(event for event in PATH if event is not StandingEvent.REGISTERED),
    ]
    assert in_block(report, steps, "days")[:3] == [None, None, 20]
    states = in_block(report, steps, "state")
    assert states == [DossierState.DONE] * 3 + [DossierState.NOT_YET] * 6


def test_papers_have_come_or_are_missing_with_the_days_they_were_waited_for() -> None:
    report = showing(known(a_dossier()), day=TODAY)
    papers = report.blocks[1]
    assert in_block(report, papers, "state") == [
        DossierState.RECEIVED,
        DossierState.MISSING,
        DossierState.RECEIVED,
    ]
    assert in_block(report, papers, "on") == [OPENED + days(10), None, OPENED]
    assert in_block(report, papers, "days") == [10, 300, None]


def test_a_paper_that_came_before_it_was_asked_for_was_not_waited_for() -> None:
    early = Paper("Tờ trình", OPENED, OPENED - days(3))
    report = showing(known(a_dossier(papers=(early,))), day=TODAY)
    assert in_block(report, report.blocks[1], "days") == [0]


def test_every_holder_has_the_days_the_dossier_was_there() -> None:
    report = showing(known(a_dossier()), day=TODAY)
    holders = report.blocks[2]
    assert in_block(report, holders, "what") == ["Huyện", "Văn phòng Điều phối tỉnh"]
    assert in_block(report, holders, "state") == [DossierState.HELD, DossierState.HOLDS]
    assert in_block(report, holders, "days") == [86, 214]
    assert in_block(report, holders, "document") == [None, "5/TTr"]
    assert in_block(report, holders, "note") == [None, "gửi tay"]


def test_it_is_said_who_has_it_for_how_long_and_what_is_missing() -> None:
    assert notes(showing(known(a_dossier()), day=TODAY)) == [
        f"The dossier has been open for 300 days, since {OPENED}.",
        f"It is with Văn phòng Điều phối tỉnh, for 214 days, since {TODAY - days(214)}.",
        "1 of 3 papers are missing: Báo cáo",
    ]


def test_a_holder_that_was_never_recorded_is_said() -> None:
    said = [words(each) for each in told(known(a_dossier(handings=(), papers=())), day=TODAY)]
    assert said[1].startswith("Who holds it has not been recorded")
    assert len(said) == 2


def test_an_end_is_told_by_what_ended_it() -> None:
    for recognised, sentence in (
        (True, f"The dossier ended with the recognition, on {TODAY}."),
        (False, f"The dossier was closed on {TODAY}."),
    ):
        dossier = a_dossier(ended_on=TODAY, recognised=recognised, papers=())
        assert notes(showing(known(dossier), day=TODAY)) == [sentence]


def test_without_a_dossier_the_steps_are_shown_all_the_same() -> None:
    report = showing(known(Dossier(steps=STEPS[:1])), day=TODAY)
    assert headings(report) == ["steps"]
    assert notes(report) == ["No dossier has been opened yet."]
    nothing = showing(known(), day=TODAY)
    assert (nothing.rows, notes(nothing)) == ((), [])
    assert known().last == Dossier()


def test_earlier_dossiers_are_told() -> None:
    earlier = a_dossier(ended_on=TODAY - days(20)), Dossier(ended_on=TODAY - days(10))
    assert notes(showing(known(*earlier, a_dossier(papers=())), day=TODAY))[2:] == [
        f"An earlier dossier: {OPENED} – {TODAY - days(20)}",
        f"An earlier dossier: … – {TODAY - days(10)}",
    ]


def test_open_dossiers_come_by_how_long_their_holder_has_had_them() -> None:
    longer = a_dossier(handings=(DISTRICT._replace(until=None),), steps=(), papers=())
    report = listing(
        [
            known(a_dossier(handings=()), name="Xã B"),
            known(a_dossier(), name="Xã Ngọc Hội"),
            known(a_dossier(ended_on=TODAY), name="Xã Xong"),
            known(longer, name="Xã Lâu"),
            known(name="Xã Không"),
        ],
        day=TODAY,
    )
    assert cells(report, "unit_name") == ["Xã Lâu", "Xã Ngọc Hội", "Xã B"]
    assert cells(report, "days") == [300, 214, None]
    assert words(report.blocks[1].heading) == "no holder recorded"
    assert notes(report) == ["3 open dossiers"]
    first, second, third = records(report)
    assert (first["papers"], first["missing"], first["last_step"]) == (None, (), None)
    assert (first["round"], first["last_step_on"]) == (None, None)
    assert (second["papers"], second["missing"]) == ("2/3", ("Báo cáo",))
    assert (second["last_step"], second["last_step_on"], second["round"]) == (
        StandingEvent.RETURNED,
        TODAY - days(230),
        1,
    )
    assert (second["holder"], second["since"]) == (PROVINCE.agency, PROVINCE.since)
    assert (third["holder"], third["since"], third["opened_on"]) == (None, None, OPENED)


def test_where_no_dossier_is_open_it_says_so() -> None:
    report = listing([known()], day=TODAY)
    assert (report.rows, notes(report)) == ((), [])


def test_what_was_recorded_is_shown_with_how_the_dossier_stands_then() -> None:
    events = [
        DossierEvent(REQUIRED, TODAY, (0, 0), paper="Tờ trình", document="3/CV", note="gấp"),
        DossierEvent(DossierEventKind.HANDED, TODAY, (0, 0), agency="Tỉnh"),
        DossierEvent(DossierEventKind.CLOSED, TODAY, (0, 0)),
    ]
    report = written(known(a_dossier()), events, name="dossier paper", day=TODAY)
    assert report.name == "dossier paper"
    assert cells(report, "event") == [each.kind for each in events]
    assert cells(report, "what") == ["Tờ trình", "Tỉnh", None]
    assert cells(report, "document") == ["3/CV", None, None]
    assert cells(report, "note") == ["gấp", None, None]
    assert len(notes(report)) == 3


def test_papers_that_are_known_already_or_were_never_asked_for_are_remarked_on() -> None:
    names = ["tờ trình", "Báo cáo", "Ảnh"]
    dossier = a_dossier()
    assert [words(each) for each in paper_remarks(dossier, names, REQUIRED)] == [
        f'"tờ trình" is asked for since {OPENED}',
        f'"Báo cáo" is asked for since {OPENED}',
    ]
    assert [words(each) for each in paper_remarks(dossier, names, RECEIVED)] == [
        f'"tờ trình" had come already, on {OPENED + days(10)}',
        'WARNING "Ảnh" is not among the papers asked for; it is kept',
    ]
    assert paper_remarks(a_dossier(papers=()), names, RECEIVED) == []


def test_handing_it_to_who_holds_it_is_remarked_on() -> None:
    (said,) = hand_remark(a_dossier(), PROVINCE.agency)
    assert words(said).startswith("Văn phòng Điều phối tỉnh has held it since")
    assert hand_remark(a_dossier(), "Huyện") == []
    assert hand_remark(a_dossier(handings=()), "Huyện") == []
    assert hand_remark(a_dossier(ended_on=TODAY), PROVINCE.agency) == []
