"""TAB: what is offered, that it is what the commands take, and that nothing else happens."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from ntmtrack.app import bodies, resolve
from ntmtrack.app.completing import KINDS, MOST, Typed
from ntmtrack.domain.text import tokens
from ntmtrack.store.database import open_reader
from ntmtrack.store.writing import Occasion, writing
from tests.run import Result, run
from tests.store.asked import catching
from tests.store.ledgers import NOW
from tests.store.test_plans import GROWING, LEAD_TO_FEW

SHELLS = ("bash", "zsh", "fish", "powershell")


def asked(line: str, shell: str = "fish", *, lang: str = "en", **more: str) -> Result:
    """What the script of a shell gets for a line that ends where the cursor stands."""
    told = {"_NTMTRACK_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line}
    return run(lang=None, env={"NTMTRACK_LANG": lang, **told, **more})


def tab(line: str, shell: str = "fish", **more: str) -> list[str]:
    """The lines that a shell is told."""
    result = asked(line, shell, **more)
    assert (result.code, result.err) == (0, ""), result.err
    return result.out.splitlines()


def words(line: str, **more: str) -> list[str]:
    """What is offered, without its help."""
    return [told.partition("\t")[0] for told in tab(line, **more)]


@pytest.fixture
def at(demo_file: Path) -> str:
    return f"ntmtrack --db {demo_file}"


def test_the_commands_are_offered_with_their_help() -> None:
    assert tab("ntmtrack un") == [
        "unmet\twhich criteria are unmet, and who works on them",
        "unit\tunits: add, list, show, set, merge, split, import",
        "undo\ttake one whole change back",
    ]


def test_help_is_in_the_language_of_the_line() -> None:
    assert tab("ntmtrack --lang vi un")[0] == "unmet\ttiêu chí nào chưa đạt, ai đang thực hiện"
    assert "which criteria" in tab("ntmtrack --lang en un", lang="vi")[0]


def test_below_a_command_its_own_commands_are_offered() -> None:
    assert words("ntmtrack unit s") == ["show", "set", "split"]


def test_options_are_offered_once_unless_they_may_be_given_again() -> None:
    assert {"--set", "--criterion", "--help"} <= set(words("ntmtrack unmet --"))
    again = words("ntmtrack unmet --set x --criterion 1 --")
    assert "--set" not in again and "--criterion" in again
    root = {"--db", "--lang", "--today", "--actor", "--person", "--version", "--help", "-h"}
    assert set(words("ntmtrack -")) == root
    assert set(words("ntmtrack --")) == root - {"-h"}


def test_enumerated_words_are_offered() -> None:
    assert words("ntmtrack unmet -f js") == ["json", "jsonl"]
    assert words("ntmtrack --lang ") == ["vi", "en"]
    assert words("ntmtrack standing x re")[:2] == ["registered", "returned"]
    assert words("ntmtrack completion ") == list(SHELLS)


def test_a_vietnamese_name_that_is_begun_is_offered_to_whom_reads_vietnamese() -> None:
    assert words("ntmtrack qu", lang="vi") == ["qua-han", "qua-trinh-cong-nhan"]
    assert words("ntmtrack qu") == []
    assert words("ntmtrack nhiem-vu xa", lang="vi") == ["xac-nhan"]
    assert words("ntmtrack qua-han --chu", lang="vi") == ["--chu-tri"]
    assert words("ntmtrack qua-han --chu") == []
    assert words("ntmtrack tinh-hinh --buoc th", lang="vi") == ["tham-tra", "tham-dinh"]
    for line in ("ntmtrack ", "ntmtrack overdue --", "ntmtrack status --stage "):
        assert words(line, lang="vi") == words(line)


def test_behind_a_vietnamese_name_all_goes_on_as_behind_the_english_one(at: str) -> None:
    for typed in ("--chu-tri BC", "--chu-tri=BC", "--chủ-trì=BC", "--lead=BC"):
        assert words(f"{at} qua-han {typed}")[-1].endswith("BCD-BB")
    assert words(f"{at} tinh-hinh ban-") == ["ban-bo"]
    assert words(f"{at} tinh-hinh --bo") == []
    assert "--bo-tieu-chi" in words(f"{at} tinh-hinh --bo", lang="vi")
    assert "--thu-khac" not in words(f"{at} tinh-hinh --thu-khac=x")


def test_files_and_folders_are_left_to_the_shell() -> None:
    assert tab("ntmtrack --db ") == [":files"]
    assert tab("ntmtrack unmet -o x") == [":files"]
    assert tab("ntmtrack backup ") == [":folders"]


def test_a_unit_goes_on_in_the_spelling_that_was_begun(at: str) -> None:
    assert tab(f"{at} unmet ban") == [
        "ban-bo\t03424 · Xã Bản Bo, Huyện Tam Đường",
        "bang-coc\t02416 · Xã Bằng Cốc, Huyện Hàm Yên",
    ]
    assert words(f"{at} unmet ban-") == ["ban-bo"]
    assert words(f'{at} unmet "ban b') == ["ban bo"]
    assert words(f"{at} unmet 'ban b") == ["ban bo"]
    assert words(f"{at} unmet Bản\\ B") == ["Bản Bo"]
    assert words(f"{at} unmet xa-ba") == ["xa-ban-bo", "xa-bang-coc"]
    assert words(f"{at} unmet ban-bo,t") == ["ban-bo,tam-duong"]


def test_a_unit_is_offered_by_its_code_where_a_code_or_nothing_was_begun(at: str) -> None:
    assert tab(f"{at} unmet 034") == ["03424\tXã Bản Bo, Huyện Tam Đường"]
    everything = words(f"{at} unmet ")
    assert {"03424", "02416", "12"} <= set(everything)
    # It has no code in the papers.
    assert "dong-son" in everything


def test_units_are_offered_wherever_a_unit_is_asked_for(at: str) -> None:
    for line in (
        "assess",
        "overdue",
        "history",
        "standing",
        "status ban-bo",
        "unmet --under",
        "check --unit",
        "task add --unit",
    ):
        assert "bang-coc" in words(f"{at} {line} bang"), line


def test_the_units_are_those_of_the_day_of_the_look(new: Path) -> None:
    _add(new, "Xã Mới", "--kind", "commune", "--code", "05000", "--from", "2024-07-01")
    line = f"ntmtrack --db {new}"
    assert words(f"{line} --today 2024-07-01 unmet moi") == ["moi"]
    assert words(f"{line} --today 2024-06-30 unmet moi") == []
    assert words(f"{line} --today 2024-06-30 unmet --as-of 1/7/2024 moi") == ["moi"]
    assert words(f"{line} unmet moi", NTMTRACK_TODAY="2024-06-30") == []


def test_the_other_names_of_a_ledger_are_offered(at: str) -> None:
    assert tab(f"{at} overdue --lead BCD") == ["BCD-BB\tBan Chỉ đạo xã Bản Bo"]
    assert words(f"{at} overdue --lead uy") == []
    assert words(f"{at} unmet --set xa-ntm-2021") == ["xa-ntm-2021-2025"]
    assert "xa-ntm-kieu-mau-2018-2020" in words(f'{at} unmet --set "kieu mau')
    assert words(f"{at} notice show 'Kết luận") == ["Kết luận Bản Bo 10/3/2023"]
    assert words(f"{at} log ")[-1] == "1"


def test_open_tasks_come_before_closed_ones(demo: Path) -> None:
    done = run("task", "done", "NV2020-001", "--on", "2020-12-01", db=demo)
    assert done.code == 0, done.err
    told = tab(f"ntmtrack --db {demo} task show ")
    assert told[0] == "NV2022-001\t31/12/2022 · Xã Bình An · Đưa thịt trâu BA đạt tiêu chuẩn OCOP"
    assert told[-1].startswith("NV2020-001\t")
    assert words(f"ntmtrack --db {demo} task done 3,nv2020") == ["3,NV2020-001"]


def test_numbers_are_those_of_the_sets_by_which_the_unit_is_judged(at: str) -> None:
    assert "1,17\tMôi trường" in tab(f"{at} assess ban-bo --met 1,1")
    assert "17\tMôi trường" in tab(f"{at} assess ban-bo 1")
    assert tab(f"{at} assess ban-bo 17 ") == []
    assert words(f"{at} unmet --set xa-ntm-2026-2030 --criterion 1") != []
    assert "17" in words(f"{at} unmet --criterion 1")


def test_a_group_that_goes_on_alone_offers_its_commands_and_what_it_takes(at: str) -> None:
    assert {"add", "list", "03424"} <= set(words(f"{at} standing "))
    assert {"list", "show", "who", "1"} <= set(words(f"{at} log "))
    assert words(f"{at} log w") == ["who"]


def test_an_option_and_its_value_may_be_one_word(at: str) -> None:
    assert words(f"{at} unmet --set=xa-ntm-2021") == ["--set=xa-ntm-2021-2025"]
    # bash takes the sign for a boundary of words.
    assert tab(f"{at} unmet --set=xa-ntm-2021", "bash") == ["xa-ntm-2021-2025"]


def test_the_ledger_is_the_one_of_the_line_else_that_of_the_environment(
    demo_file: Path, new_file: Path, tmp_path: Path
) -> None:
    assert words("ntmtrack unmet ban", NTMTRACK_DB=str(demo_file)) != []
    assert words(f"ntmtrack --db {new_file} unmet ban", NTMTRACK_DB=str(demo_file)) == []
    there = {"HOME": str(demo_file.parent), "FOLDER": str(demo_file.parent)}
    assert words(f"ntmtrack --db ~/{demo_file.name} unmet ban", **there) != []
    assert words(f"ntmtrack --db $FOLDER/{demo_file.name} unmet ban", **there) != []


def _told_nothing(line: str, **more: str) -> None:
    for shell in SHELLS:
        result = asked(line, shell, **more)
        assert (result.code, result.out, result.err) == (0, "", "")


def test_without_a_ledger_nothing_is_offered_and_nothing_made(tmp_path: Path) -> None:
    _told_nothing(f"ntmtrack --db {tmp_path / 'none.db'} unmet ")
    assert list(tmp_path.iterdir()) == []


def test_of_a_ledger_that_cannot_be_read_nothing_is_offered(demo: Path) -> None:
    line, whole = f"ntmtrack --db {demo} unmet ban", demo.read_bytes()
    assert words(line) != []
    for spoilt in (b"", b"no ledger at all", whole[:9000], whole[:4096] + bytes(len(whole) - 4096)):
        demo.write_bytes(spoilt)
        _told_nothing(line)
        assert demo.read_bytes() == spoilt
    assert list(demo.parent.iterdir()) == [demo]


@pytest.mark.parametrize("version", [1, 99])
def test_a_ledger_of_another_schema_is_left_as_it_is(demo: Path, version: int) -> None:
    with closing(sqlite3.connect(demo)) as conn:
        conn.execute(f"pragma user_version = {version}")
    before = demo.read_bytes()
    _told_nothing(f"ntmtrack --db {demo} unmet ban")
    assert demo.read_bytes() == before
    assert list(demo.parent.iterdir()) == [demo]


def test_a_ledger_that_is_being_written_keeps_nobody_waiting(demo: Path) -> None:
    with closing(sqlite3.connect(demo, isolation_level=None)) as conn:
        conn.execute("begin exclusive")
        _told_nothing(f"ntmtrack --db {demo} unmet ban")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "ntmtrack nothing ",
        "ntmtrack unmet --nothing --set ",
        "ntmtrack --today someday unmet ban",
        "ntmtrack when ",
        'ntmtrack unmet "',
        "ntmtrack unmet \\",
        "ntmtrack unmet \udcff",
    ],
)
def test_a_line_that_is_none_is_answered_without_a_word(line: str, tmp_path: Path) -> None:
    result = asked(line, NTMTRACK_DB=str(tmp_path / "none.db"))
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize("how", ["complete_csh", "source_bash", ""])
def test_another_instruction_is_answered_with_nothing(how: str) -> None:
    result = run(lang=None, env={"_NTMTRACK_COMPLETE": how, "_TYPER_COMPLETE_ARGS": "ntmtrack "})
    assert (result.code, result.out, result.err) == (0, "", "")


def test_settings_that_cannot_be_read_offer_nothing(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("nothing = [")
    _told_nothing("ntmtrack un", NTMTRACK_CONFIG=str(config))


def _add(db: Path, name: str, *more: str) -> None:
    since = () if "--from" in more else ("--from", "2020-01-01")
    added = run("unit", "add", name, *since, *more, db=db)
    assert added.code == 0, added.err


@pytest.fixture
def namesakes(new: Path) -> Path:
    """Units that share names with others, right beside them and far away."""
    _add(new, "Tỉnh Tuyên Quang", "--kind", "province", "--code", "08")
    _add(new, "Tỉnh Hà", "--kind", "province", "--code", "01")
    _add(new, "Tỉnh Hà Giang", "--kind", "province", "--code", "02")
    _add(new, "Phường Tuyên Quang", "--kind", "ward", "--code", "10", "--under", "08")
    for place, (name, above) in enumerate(
        [
            ("Xã Bình An", "08"),
            ("Xã Bình An", "01"),
            ("Xã Bình An", "02"),
            ("Xã Bình An Đông", "01"),
            ("Xã Bản Bo", "01"),
            ("Phường 1", "02"),
            ("Phường 1", "08"),
            ("Xã Đồng-Tâm mới", "08"),
            ("Xã Trùng", "08"),
        ]
    ):
        _add(new, name, "--kind", "commune", "--code", f"0{place}000", "--under", above)
    _add(new, "Phường Trùng", "--kind", "ward", "--code", "09999", "--under", "08")
    _add(new, "Thôn Không Mã", "--kind", "village", "--under", "08000")
    return new


def test_every_offer_of_every_beginning_names_the_unit_that_its_help_shows(namesakes: Path) -> None:
    day, offered = date(2026, 1, 1), set()
    with closing(open_reader(namesakes)) as conn:
        every = resolve.units(conn, None, day)
        beginnings = {
            spelled[:length]
            for unit in every
            for name in (unit.name, unit.name.partition(" ")[2], unit.code[:5])
            for spelled in (name, _plain(name), _plain(name).replace(" ", "-"))
            for length in range(len(spelled) + 1)
        }
        for typed in sorted(beginnings):
            found = KINDS["unit"](conn, Typed(typed, day))
            # A unit without a code shows the uid that nobody types.
            assert found or not typed.strip(" -") or typed.startswith("01a")
            for value, help_text in found:
                meant = resolve.unit(conn, value, day)
                assert f"{meant.name}, {meant.parent_name or ''}".strip(", ") in help_text
                offered.add(value)
    assert {"binh-an,tuyen-quang", "tuyen-quang,tuyen-quang", "phuong-1,ha-giang"} <= offered
    assert {"Bình An,Tuyên Quang", "ban bo", "09999"} <= offered


def _plain(name: str) -> str:
    return " ".join(tokens(name))


def test_every_other_offer_is_taken_by_its_command(demo_file: Path) -> None:
    day = date(2024, 7, 9)
    with closing(open_reader(demo_file)) as conn:
        for value, _ in KINDS["agency"](conn, Typed("", day)):
            bodies.agency(conn, value, day)
        for value, _ in KINDS["document"](conn, Typed("", day)):
            bodies.known_document(conn, value)
        for value, _ in KINDS["set"](conn, Typed("", day)):
            assert resolve.criteria_set(conn, value).code == value


def test_works_are_offered_by_name_and_those_of_one_name_with_their_unit(demo: Path) -> None:
    for unit in ("bang coc", "ban bo"):
        assert run("work", "add", unit, "Chợ", db=demo).code == 0
    at = f"ntmtrack --db {demo}"
    assert tab(f"{at} work show cac-du") == ["cac-du-an-dau-tu-cong-nam-2024\tHuyện Chiêm Hóa"]
    offered = words(f"{at} work start ch")
    assert offered == ["cho,xa-bang-coc", "cho,xa-ban-bo"]
    for each in offered:
        assert run("work", "start", each, db=demo).code == 0


def test_documents_of_one_number_are_told_apart_by_their_day(demo: Path) -> None:
    for day in ("2024-01-05", "2024-02-05"):
        done = run("notice", "add", "15/BC-UBND", "--date", day, db=demo)
        assert done.code == 0, done.err
    found = words(f"ntmtrack --db {demo} notice show 15")
    assert sorted(found) == ["15/BC-UBND,2024-01-05", "15/BC-UBND,2024-02-05"]
    for each in found:
        assert run("notice", "show", each, db=demo).code == 0


def test_no_more_is_offered_than_can_be_read(new: Path) -> None:
    _add(new, "Xã Dài", "--kind", "commune", "--code", "05000")
    with writing(new, Occasion("An", "ntmtrack test", NOW)) as change:
        for place in range(MOST + 50):
            key = change.insert("unit", {})
            name = f"thon {place:03d}"
            change.insert(
                "unit_version",
                {"unit_id": key, "kind": "village", "name": name, "folded": name, "bare": name},
            )
    assert len(words(f"ntmtrack --db {new} unmet thon")) == MOST
    assert words(f"ntmtrack --db {new} unmet 'thon 24") == [f"thon {n}" for n in range(240, 250)]


def test_what_another_program_wrote_stays_on_its_line(demo: Path) -> None:
    with closing(sqlite3.connect(demo)) as conn:
        conn.execute("begin")
        triggers = conn.execute("select name from sqlite_master where type = 'trigger'").fetchall()
        for (name,) in triggers:
            conn.execute(f"drop trigger {name}")
        conn.execute(
            "update agency set name = 'Ban' || char(10) || char(27) || 'x' where code <> ''"
        )
        conn.execute(
            "insert into agency (uid, name, folded, change_id)"
            " values ('u', 'a' || char(10) || 'b', 'a b', 1)"
        )
        conn.commit()
    told = tab(f"ntmtrack --db {demo} overdue --lead ")
    assert all(line.isprintable() for line in "".join(told).split("\t"))
    assert "BCD-BB\tBan x" in told


def test_words_are_sought_down_an_index_however_much_there_is(demo_file: Path) -> None:
    line = f"ntmtrack --db {demo_file}"
    ends = ("unmet ban", "unmet 0", "overdue --lead ", "task show ", "task show NV2023-00")
    more = ("notice show ", "unmet --set ", "assess ban-bo 1", "bundle make --to ", "undo ")
    with catching() as catch:
        for end in (*ends, *more):
            tab(f"{line} {end}")
    asked_here = [each for each in catch.asked.values() if each.place.module.endswith("completion")]
    seen = {each.place.function for each in asked_here}
    assert len(seen) == 9
    for each in asked_here:
        # Changes are taken from the newest on, and not all of them.
        assert each.gone_through(GROWING, LEAD_TO_FEW) <= {"change"}, each.sql
        assert not each.sorted_for_a_few(GROWING), each.sql
