"""Pages as people have them: typed in, on a telephone, on paper, by ear, in the dark."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.message import say
from ntmtrack.render.localise import Localiser
from ntmtrack.render.page import render
from ntmtrack.reports.report import Block, Column, Report, Show
from tests.chromium import Browser, Page
from tests.render.provinces import matrix, trend, unmet
from tests.render.test_page import HOSTILE

UNITS = 124
SHOWN = (
    "[...document.querySelectorAll('#{part} tbody tr:not(.group)')]"
    ".filter(row => row.offsetParent !== null || row.getClientRects().length)"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def province(folder: Path, chromium: Browser) -> Iterator[Page]:
    """The matrix of a province, opened once: it is the largest page that there is."""
    file = written(folder, "province", matrix(UNITS), lang="vi")
    with chromium.page(file) as page:
        yield page
        assert page.asked_for == [file.as_uri()]
        assert page.complaints == []


@pytest.fixture(scope="module")
def whole(folder: Path) -> Path:
    """A page of everything, as a periodic report makes it."""
    parts = (matrix(12), unmet(60), trend(12))
    return written(folder, "whole", *parts, lang="vi", title="Báo cáo 6 tháng đầu năm 2026")


@pytest.fixture(scope="module")
def small(folder: Path) -> Path:
    """A page of a little of everything, with two pictures."""
    return written(folder, "small", matrix(6), unmet(6), trend(6), trend(3), lang="vi")


@pytest.fixture
def listed(folder: Path, chromium: Browser) -> Iterator[Page]:
    """A list of 25 unmet criteria in three groups, open in the browser."""
    with chromium.page(written(folder, "listed", unmet(25), lang="en")) as page:
        yield page
        assert page.complaints == []


def written(folder: Path, name: str, *parts: Report, lang: str, title: str | None = None) -> Path:
    text = render(parts, Localiser(lang), title=title)
    file = folder / f"{name}.html"
    file.write_bytes(text.encode())
    return file


def rows(page: Page, part: str = "p1", column: int = 0) -> list[str]:
    """What stands in one column of the rows that are seen."""
    cells = f".map(row => row.cells[{column}].textContent)"
    return list(page.value(SHOWN.format(part=part) + cells))


def said(page: Page, part: str = "p1") -> str:
    """What the page tells of what it shows."""
    return str(page.value(f"document.querySelector('#{part} output').textContent"))


def test_the_rows_of_a_province_are_found_without_marks(province: Page) -> None:
    page = province
    assert page.value("document.querySelectorAll('td[class]').length") == UNITS * 57
    assert len(rows(page)) == UNITS
    page.click("#p1-filter")
    page.insert("ban bo")
    assert set(rows(page)) == {"Xã Bản Bo", *(f"Xã Bản Bo {n}" for n in range(2, 19))}
    assert said(page).startswith("“ban bo” · ")
    assert "18" in said(page) and str(UNITS) in said(page)
    page.insert(" 18")
    assert rows(page) == ["Xã Bản Bo 18"]
    page.press("Escape")
    assert len(rows(page)) == UNITS
    # Words of verdicts are in every row: they find nothing.
    page.insert("chua dat")
    assert rows(page) == []
    page.press("Escape")


def test_units_that_meet_all_can_be_left_out(province: Page) -> None:
    page = province
    page.click("#p1-only")
    assert len(rows(page)) == UNITS - 1
    assert "Xã Bản Bo" not in rows(page)
    page.press(" ")
    assert len(rows(page)) == UNITS


def test_headings_and_names_stay_in_sight(province: Page) -> None:
    place = """(() => {
      const region = document.querySelector('.region');
      region.scrollTo(500, 900);
      const box = region.getBoundingClientRect();
      const head = document.querySelector('thead th:nth-child(20)').getBoundingClientRect();
      const corner = document.querySelector('thead th').getBoundingClientRect();
      const named = document.querySelectorAll('tbody th')[40].getBoundingClientRect();
      const seen = document.elementFromPoint(corner.x + 20, corner.y + 12).closest('th');
      return [head.y - box.y, corner.y - box.y, corner.x - box.x, named.x - box.x,
              seen === document.querySelector('thead th'),
              document.documentElement.scrollWidth - innerWidth];
    })()"""
    assert province.value(place) == [1, 1, 1, 1, True, 0]


def test_the_cell_that_is_pointed_at_is_told_in_words(province: Page) -> None:
    page = province
    page.value("document.querySelector('.region').scrollTo(0, 0)")
    page.click("tbody tr:nth-child(2) td:nth-child(2)")
    assert page.value("document.querySelector('.here').textContent") == (
        "Xã Ân Thi · 1 Quy hoạch · đạt"
    )
    assert page.value("document.querySelectorAll('.at').length") == UNITS + 1 + 60 - 1


def test_cells_of_a_matrix_are_copied_as_words(folder: Path, chromium: Browser) -> None:
    with chromium.page(written(folder, "copied", matrix(4), lang="vi")) as page:
        page.value("""(() => {
          addEventListener("copy", e => window.copied = e.clipboardData.getData("text/plain"));
          const cells = n => document.querySelectorAll("tbody tr")[n].cells;
          document.getSelection().setBaseAndExtent(cells(0)[0], 0, cells(1)[3], 1);
          document.execCommand("copy");
        })()""")
        first, second = page.value("window.copied").split("\n")
        assert first == "\t".join(["Xã Bản Bo", *["đạt"] * 57, "57", "00000"])
        assert second == "Xã Ân Thi\tđạt\tđạt\tchưa đạt"
        assert page.complaints == []


def test_columns_are_sorted_with_the_keyboard_alone(listed: Page) -> None:
    page = listed
    names = rows(page, column=1)
    page.click("#p1-filter")
    page.press("Tab")
    assert page.value("document.activeElement.className") == "region tall"[:6]
    page.press("Tab", "Tab")
    assert page.value("document.activeElement.textContent") == "Criterion"
    page.press("Enter")
    state = "document.querySelectorAll('thead th')[1].getAttribute('aria-sort')"
    assert page.value(state) == "ascending"
    first = [name.split(",")[0] for name in dict.fromkeys(rows(page, column=1))]
    assert first == ["An Bình", "Ân Thi", "Bản Bo", "Dương Quang", "Đông Sơn", "Hòa Phú", "Ỷ La"]
    assert said(page) == "25 rows · sorted by Criterion, rising"
    page.press(" ")
    assert page.value(state) == "descending"
    assert rows(page, column=1)[0].startswith("Ỷ La")
    assert page.value("document.activeElement.textContent") == "Criterion"
    page.press("Enter")
    assert page.value(state) is None
    assert rows(page, column=1) == names
    assert said(page) == "25 rows"


def test_numbers_and_days_are_sorted_by_their_value_and_what_is_missing_comes_last(
    listed: Page,
) -> None:
    page = listed
    for column in (3, 4):
        for sign in (1, -1):
            page.click(f"thead th:nth-child({column + 1}) button")
            left = [int(cell) if cell else None for cell in rows(page, column=4)]
            known = [each for each in left if each is not None]
            assert known == sorted(known, reverse=sign < 0)
            assert left == [*known, *[None] * 8]
    page.click("thead th:nth-child(1) button")
    numbers = [int(cell) for cell in rows(page)]
    assert numbers == sorted(numbers)
    assert page.value("document.querySelectorAll('[aria-sort]').length") == 1


def test_rows_that_are_equal_keep_their_order_both_ways(listed: Page) -> None:
    page = listed
    before = rows(page, column=2)
    page.click("thead th:nth-child(6) button")
    assert rows(page, column=2) == before
    page.click("thead th:nth-child(6) button")
    assert rows(page, column=2) == before


def test_rows_sorted_across_groups_say_of_which_they_are(listed: Page) -> None:
    page = listed
    groups = "[...document.querySelectorAll('.group')].filter(e => e.getClientRects().length)"
    assert page.value(f"{groups}.length") == 3
    page.click("thead th:nth-child(1) button")
    assert page.value(f"{groups}.length") == 0
    assert set(rows(page, column=6)) == {f"{name} · unmet" for name in _GROUPS}
    assert page.value("document.querySelector('thead tr').lastChild.textContent") == "Group"
    page.click("thead th:nth-child(1) button")
    page.click("thead th:nth-child(1) button")
    assert page.value(f"{groups}.length") == 3
    assert page.value("document.querySelectorAll('.of-group').length") == 0


_GROUPS = ("Xã Bản Bo", "Xã Ân Thi", "Xã Đông Sơn")


def test_a_total_stays_below_the_rows(folder: Path, chromium: Browser) -> None:
    listed = unmet(8)
    total = Block("total", say("Together"), (("", "All", (), None, 99, ""),))
    blocks = (*listed.blocks, total)
    with chromium.page(written(folder, "total", listed._replace(blocks=blocks), lang="en")) as page:
        last = "[...document.querySelectorAll('tr')].at(-1).cells[1].textContent"
        for width in (1280, 360):
            page.shown_as(width=width)
            page.value("document.querySelector('thead th:nth-child(5) button').click()")
            page.click("#p1-filter")
            page.press("Escape", *"son")
            assert page.value(last) == "All"
            assert (
                0 < len(page.value("[...document.querySelectorAll('tbody tr:not([hidden])')]")) < 8
            )
            feet = "document.querySelector('tfoot').getBoundingClientRect().top"
            assert page.value(
                f"{feet} >= document.querySelector('tbody').getBoundingClientRect().top"
            )
            assert page.value("document.querySelector('tfoot').getClientRects().length") == 1


def test_a_row_is_found_by_its_group_and_an_empty_group_goes(listed: Page) -> None:
    page = listed
    page.click("#p1-filter")
    page.press(*"THI  xa 010")
    groups = "[...document.querySelectorAll('.group')].filter(e => !e.hidden)"
    assert page.value(f"{groups}.map(e => e.textContent)") == ["Xã Ân Thi · unmet"]
    assert len(rows(page)) == 1
    assert said(page) == "“THI  xa 010” · 1 of 25 rows"
    # What is sorted stays filtered.
    page.click("thead th:nth-child(2) button")
    assert len(rows(page)) == 1


FOLDED = ["Xã Đặng Thuỳ Trâm", "ĐƯỜNG Ỷ", "hoà  bình", "Ðông", "Bằng\u00a0Cốc"]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_names_are_found_as_they_are_everywhere_else(
    folder: Path, chromium: Browser, lang: str
) -> None:
    from ntmtrack.domain.text import fold

    columns = (Column("name", "Name", Show.ALWAYS),)
    report = Report("x", say("T"), columns, (Block("b", None, tuple((n,) for n in FOLDED)),))
    with chromium.page(written(folder, f"folded-{lang}", report, lang=lang)) as page:
        assert page.value("document.documentElement.lang") == lang
        for name in FOLDED:
            page.click("#p1-filter")
            page.press("Escape")
            page.insert(fold(name))
            assert rows(page) == [name]


def test_words_that_look_like_markup_run_nothing(folder: Path, chromium: Browser) -> None:
    columns = (
        Column("name", HOSTILE[0], Show.ALWAYS, about=HOSTILE[3]),
        Column("other", HOSTILE[2]),
    )
    blocks = tuple(Block(each, say("{words}", words=each), ((each, each),)) for each in HOSTILE)
    notes = tuple(say("{words}", words=each) for each in HOSTILE)
    report = Report("x", say("{words}", words=HOSTILE[1]), columns, blocks, notes=notes)
    file = written(folder, "hostile", report, report, lang="en", title=HOSTILE[1])
    with chromium.page(file, width=360, height=740) as page:
        assert rows(page, "p2", 1)[:4] == HOSTILE[:4]
        page.click("#p1-filter")
        # What is typed and what sorting says are words too.
        page.insert("alert(1)" + HOSTILE[2])
        page.value("document.querySelector('#p2 thead button').click()")
        assert page.value("document.title") == HOSTILE[1]
        assert page.value("document.querySelectorAll('img, svg, script').length") == 1
        assert page.asked_for == [file.as_uri()]
        assert page.complaints == []


def test_on_a_telephone_the_page_never_goes_sideways(whole: Path, chromium: Browser) -> None:
    with chromium.page(whole, width=360, height=740) as page:
        assert page.value("document.documentElement.scrollWidth") == 360
        wide = """[...document.querySelectorAll('main > section > *, h1, h2, nav, .list tr')]
          .filter(e => e.getClientRects().length && e.getBoundingClientRect().right > 360.5)
          .map(e => e.outerHTML.slice(0, 80))"""
        assert page.value(wide) == []
        # The matrix and the picture go sideways within themselves.
        inner = "e => e.scrollWidth > e.clientWidth"
        assert page.value(f"({inner})(document.querySelector('#p1 .region'))")
        assert page.value(f"({inner})(document.querySelector('.picture'))")
        label = "getComputedStyle(document.querySelector('#p2 tbody td:nth-child(6)'), '::before')"
        assert page.value(f"{label}.content").startswith('"Chủ trì: "')
        page.value("document.querySelector('#p2 thead th:nth-child(5) button').click()")
        assert rows(page, "p2", 4)[0] == "-20"
        group = "getComputedStyle(document.querySelector('#p2 .of-group:last-child'), '::before')"
        assert page.value(f"{group}.content") == "none"
        assert page.complaints == []


def test_a_screen_reader_is_told_what_the_eye_sees(small: Path, chromium: Browser) -> None:
    for width in (1280, 360):
        with chromium.page(small, width=width) as page:
            page.value("document.querySelector('#p2 thead button').click()")
            tree = page.spoken()

            def spoken(role: str, tree: list[dict[str, Any]] = tree) -> list[dict[str, Any]]:
                return [node for node in tree if node["role"] == role]

            assert len(spoken("table")) == 4
            assert len(spoken("row")) == 7 + 7 + 8 + 5
            cells = [node["name"] for node in spoken("cell")]
            # The letter beside the word is for the eye alone.
            assert cells.count("đạt") > 50 and cells.count("chưa đạt") > 20
            assert {"Đ", "C", "CB", "Đ đạt", "C chưa đạt"} & set(cells) == set()
            headers = [node["name"] for node in spoken("rowheader")]
            assert headers[:2] == ["Xã Bản Bo", "Xã Ân Thi"]
            assert len(spoken("columnheader")) == 60 + 7 + 4 + 4
            assert len(spoken("searchbox")) == 3
            assert all(node["name"] for node in spoken("searchbox"))
            assert len(spoken("checkbox")) == 1
            assert {node["live"] for node in spoken("status")} == {"polite"}
            regions = [node["name"] for node in spoken("region")]
            assert "" not in regions and "Chưa đạt" in regions
            assert [node["name"] for node in spoken("image")] == ["Course", "Course"]
            assert len(spoken("navigation")) == 1


def test_without_a_script_nothing_is_missing(whole: Path, chromium: Browser) -> None:
    with chromium.page(whole, script=False) as page:
        tree = page.spoken()
        roles = [node["role"] for node in tree]
        assert roles.count("row") == 13 + (1 + 60 + 6) + 14
        assert {"searchbox", "checkbox", "button"} & set(roles) == set()


CONTRAST = """(() => {
  const parse = colour => colour.match(/[\\d.]+/g).map(Number);
  const clear = colour => parse(colour).length === 4 && parse(colour)[3] === 0;
  const light = colour => {
    const [r, g, b] = parse(colour).slice(0, 3).map(c => c / 255)
      .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = e => {
    while (e && clear(getComputedStyle(e).backgroundColor)) e = e.parentElement;
    return e ? getComputedStyle(e).backgroundColor : "rgb(255, 255, 255)";
  };
  const worst = {};
  for (const e of document.querySelectorAll("body *:not(svg *):not(script)")) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(e, part);
      if (part ? !/"/.test(style.content) : !own) continue;
      if (!e.getClientRects().length) continue;
      const pair = [light(style.color), light(behind(e))].sort((a, b) => a - b);
      const name = e.tagName + "." + e.className + (part || "");
      const ratio = (pair[1] + .05) / (pair[0] + .05);
      worst[name] = Math.min(worst[name] ?? 99, ratio);
    }
  }
  return worst;
})()"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_letters_stand_out_from_what_is_behind_them(
    whole: Path, chromium: Browser, dark: bool
) -> None:
    """At least 4.5:1, as WCAG 2.2 asks of text (1.4.3); luminance as defined there."""
    with chromium.page(whole, dark=dark) as page:
        page.value("document.querySelector('td').click()")
        ratios = page.value(CONTRAST)
        assert {"TD.u::before", "TD.n::before", "TD.x::before", "TD.late", "P.here", "A."} <= set(
            ratios
        ), ratios
        assert {name: ratio for name, ratio in ratios.items() if ratio < 4.5} == {}
        paper = page.value("getComputedStyle(document.body).backgroundColor")
        assert (paper != "rgb(255, 255, 255)") == dark
        page.shown_as(media="print", dark=dark)
        assert page.value("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def _pages(pdf: bytes) -> list[str]:
    from io import BytesIO

    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_a_printed_matrix_repeats_its_headings_and_its_verdicts_are_letters(
    folder: Path, chromium: Browser
) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    with chromium.page(written(folder, "printed", matrix(42), lang="vi")) as page:
        pdf = page.printed()
        # No filter stands over it.
        page.shown_as(media="print")
        assert page.value("document.querySelector('#p1 output').getClientRects().length") == 0
        assert page.value("document.querySelector('#p1-filter').getClientRects().length") == 0
        assert len(rows(page)) == 42
    first, second = PdfReader(BytesIO(pdf)).pages
    assert (round(first.mediabox.width), round(first.mediabox.height)) == (842, 595)
    # Reading takes its time: the first has the rest.
    text = second.extract_text()
    assert "Đơn vị" in text and "10.1" in text and "19.2" in text
    assert min(text.count("CB"), text.count("C Đ"), text.count("–")) > 20
    assert "Xã An Bình 6" in text and "Xã An Bình 2" not in text


def test_a_part_that_is_printed_says_that_it_is_one(listed: Page) -> None:
    listed.click("#p1-filter")
    listed.press(*"dong son")
    (text,) = _pages(listed.printed())
    assert "“dong son” · 8 of 25 rows" in " ".join(text.split())


def test_two_pictures_on_one_page_keep_their_own_lines(small: Path, chromium: Browser) -> None:
    with chromium.page(small) as page:
        dots = "[...document.querySelectorAll('{} use')].filter(e => e.getBBox().width).length"
        assert page.value(dots.format("#p3 svg")) > page.value(dots.format("#p4 svg")) > 0
        missing = """[...document.querySelectorAll('use')]
          .filter(e => !document.querySelector(e.getAttribute('href'))).length"""
        assert page.value(missing) == 0
        assert page.complaints == []


def test_what_moves_keeps_still_for_those_who_ask_for_it(whole: Path, chromium: Browser) -> None:
    with chromium.page(whole) as page:
        behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
        assert page.value(behaviour) == "smooth"
        page.shown_as(calm=True)
        assert page.value(behaviour) == "auto"


def test_a_page_of_the_program_opens_without_a_complaint(
    demo_file: Path, folder: Path, chromium: Browser
) -> None:
    from tests.factories import TODAY
    from tests.run import run

    for number, argv in enumerate((("unmet",), ("status",), ("trend",))):
        file = folder / f"demo-{number}.html"
        result = run(*argv, "-o", file, db=demo_file, today=TODAY, lang="vi")
        assert (result.code, result.out, result.err) == (0, "", "")
        answer = json.loads(run(*argv, "-f", "json", db=demo_file, today=TODAY).out)
        with chromium.page(file) as page:
            assert len(rows(page)) == len(answer["rows"])
            assert page.complaints == []
