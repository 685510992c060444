"""Vietnamese names of commands, options and values: typed as the English ones, never stored."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from ntmtrack.cli import vietnamese
from ntmtrack.cli.app import COMMANDS as TABLE
from ntmtrack.cli.app import build
from ntmtrack.cli.group import Parser
from ntmtrack.cli.vietnamese_commands import COMMANDS, LONGEST
from ntmtrack.cli.vietnamese_options import OPTIONS
from ntmtrack.cli.vietnamese_values import VALUES
from ntmtrack.config import Settings
from ntmtrack.domain.filter_words import KEYS, squeezed
from ntmtrack.domain.filter_words import WORDS as FILTERED
from ntmtrack.domain.task import Outcome
from ntmtrack.domain.text import tokens
from ntmtrack.i18n import translator
from ntmtrack.render.words import WORDS
from tests.factories import TODAY
from tests.run import refused, run

WITHOUT = {"lang"}
"""Options without a Vietnamese name: the language is settled before a line is read."""

OTHERWISE = {"Mark", "ClosingMark", "Field", "LedgerField", "TaskField", "LedgerTable"}
"""Words that are no values: signs of one letter, and names of fields and tables."""


def _commands() -> Iterator[tuple[str, Any]]:
    """Every command and group, by its words."""
    for name, (module, _) in TABLE.items():
        yield from _below(name, get_command(import_module(module).app))


def _below(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from _below(f"{path} {name}", child)


ALL = dict(_commands())
ROOT = build(Settings(), "vi", (), str)
OF_THE_ROOT = {"help"} | {opt[2:] for param in ROOT.params for opt in param.opts}


def _groups() -> Iterator[tuple[str, list[str]]]:
    yield "", list(TABLE)
    for path, command in ALL.items():
        if getattr(command, "commands", None):
            yield path, list(command.commands)


def _options(command: Any) -> list[Any]:
    return [param for param in command.params if param.param_type_name == "option"]


def _long(param: Any) -> list[str]:
    return [each[2:] for each in (*param.opts, *param.secondary_opts) if each.startswith("--")]


def _choices(param: Any) -> tuple[str, ...]:
    return tuple(map(str, getattr(param.type, "choices", ())))


def test_every_command_has_a_vietnamese_name() -> None:
    for path, names in _groups():
        for name in names:
            assert vietnamese.names_of(COMMANDS, name, path), f"{path} {name}"


def test_every_option_has_a_vietnamese_name() -> None:
    for path, command in ALL.items():
        for param in _options(command):
            for name in _long(param):
                assert vietnamese.names_of(OPTIONS, name, path), f"{path} --{name}"
    assert {name for name in OF_THE_ROOT if name not in OPTIONS} == WITHOUT


def test_the_library_still_reads_lines_with_the_reader_it_is_given() -> None:
    """It takes it by a name of its own, which a newer one may have given up."""
    context = ROOT.make_context("ntmtrack", [], resilient_parsing=True)
    assert type(ROOT.make_parser(context)) is Parser


def test_a_name_means_one_thing_wherever_it_is_typed() -> None:
    for path, names in _groups():
        _once(path, {name: (name, *vietnamese.names_of(COMMANDS, name, path)) for name in names})
    for path, command in ALL.items():
        spelled: dict[str, tuple[str, ...]] = {}
        for param in _options(command):
            every = [(name, *vietnamese.names_of(OPTIONS, name, path)) for name in _long(param)]
            if param.secondary_opts:
                spelled |= {each[0]: each for each in every}
            else:
                spelled[param.name] = tuple({name for each in every for name in each})
            values = {each: (each, *VALUES.get(each, ())) for each in _choices(param)}
            _once(f"{path} {param.name}", values)
        _once(path, spelled)


def _once(path: str, names: dict[str, tuple[str, ...]]) -> None:
    every = [name for several in names.values() for name in several]
    assert sorted(set(every)) == sorted(every), path


def test_the_root_keeps_its_names_apart() -> None:
    _once("", {name: (name, *OPTIONS.get(name, ())) for name in OF_THE_ROOT})


def test_every_name_is_spelled_as_it_is_looked_for() -> None:
    for table in (COMMANDS, OPTIONS, VALUES):
        for names in table.values():
            assert all(name == vietnamese.plain(name) and name.isascii() for name in names)
    assert max(len(name.split("-")) for names in COMMANDS.values() for name in names) == LONGEST


def test_no_name_is_kept_for_what_is_not_there() -> None:
    known = {name for path, names in _groups() for name in (*names, *_behind(path, names))}
    assert set(COMMANDS) <= known
    options = OF_THE_ROOT | {
        name
        for path, command in ALL.items()
        for param in _options(command)
        for each in _long(param)
        for name in (each, f"{path} {each}")
    }
    assert set(OPTIONS) <= options
    values = {
        each for command in ALL.values() for param in command.params for each in _given(param)
    }
    assert set(VALUES) <= values


def _behind(path: str, names: list[str]) -> list[str]:
    return [f"{path} {name}" for name in names]


def _given(param: Any) -> tuple[str, ...]:
    """The values of a parameter; those of a list stand in its placeholder."""
    return _choices(param) or tuple((param.metavar or "").split("|"))


def test_what_a_screen_shows_for_a_value_can_be_typed_for_it() -> None:
    say = translator("vi").gettext
    asked = {_choices(param) for command in ALL.values() for param in command.params} - {()}
    tried = 0
    for choices in asked:
        for name, words in WORDS.items():
            if name not in OTHERWISE and set(choices) <= set(words):
                for each in choices:
                    assert vietnamese.value(say(words[each]), choices) == each, (name, each)
                    tried += 1
    assert tried > 40


SAME = [
    (("qua-han",), ("overdue",)),
    (("Quá hạn",), ("overdue",)),
    (("quá-hạn",), ("overdue",)),
    (("QUÁ", "HẠN"), ("overdue",)),
    (("qua", "han", "ban bo"), ("overdue", "ban bo")),
    (("nhiem-vu", "ds"), ("task", "list")),
    (("nhiệm vụ", "danh", "sách", "--chủ-trì", "BCD-BB"), ("task", "list", "--lead", "BCD-BB")),
    (("tinh-hinh", "--thuoc=Tam Đường"), ("status", "--under=Tam Đường")),
    (
        ("chua-dat", "--bo", "xa-ntm-nang-cao-2021-2025"),
        ("unmet", "--set=xa-ntm-nang-cao-2021-2025"),
    ),
    (("sap-den-han", "--trong", "52w"), ("due", "--within", "52w")),
    (("chua-dat", "--buoc", "tự đánh giá"), ("unmet", "--stage", "self")),
    (("dien-bien", "--theo", "Quý"), ("trend", "--by", "quarter")),
    (("cong-nhan", "ds", "--su-kien", "trinh-ho-so"), ("standing", "list", "--event", "submitted")),
    (("moc", "ds"), ("milestone", "list")),
    (("nhat-ky", "danh sach"), ("log", "list")),
    (("van-ban", "xem", "ban bo"), ("notice", "show", "ban bo")),
    (("thống kê",), None),
    (("qua", "--han"), None),
]


@pytest.mark.parametrize(("typed", "meant"), SAME, ids=str)
def test_a_vietnamese_line_answers_as_the_english_one(
    typed: tuple[str, ...], meant: tuple[str, ...] | None, demo_file: Path
) -> None:
    answer = run(*typed, "--dinh-dang", "json", db=demo_file, today=TODAY)
    if meant is None:
        refused(answer, 2)
        return
    assert answer.code == 0, answer.err
    assert answer.out == run(*meant, "-f", "json", db=demo_file, today=TODAY).out


def test_what_is_typed_in_vietnamese_is_stored_in_english(demo: Path) -> None:
    argv = ("danh-gia", "ban bo", "--dat", "10", "--ngay", "1/7/2024", "--buoc", "tham-dinh")
    assert run(*argv, db=demo, today=TODAY).code == 0
    (row,) = [
        each
        for each in run("history", "ban bo", "10", "-f", "json", db=demo, today=TODAY).rows
        if each["assessed_on"] == "2024-07-01"
    ]
    assert (row["verdict"], row["stage"]) == ("met", "appraisal")


def test_options_before_the_command_have_vietnamese_names(demo_file: Path) -> None:
    typed = run("--so-theo-doi", demo_file, "--hom-nay", TODAY, "qua-han", "-f", "csv")
    assert typed.out == run("overdue", "-f", "csv", db=demo_file, today=TODAY).out


def test_letters_go_to_groups_named_in_vietnamese(demo_file: Path) -> None:
    asked = ("mail", "overdue", "--dry-run", "--to")
    vietnamese, english = (
        run(*asked, each, db=demo_file, today=TODAY) for each in ("lãnh đạo", "leaders")
    )
    assert (vietnamese.code, vietnamese.err) == (english.code, english.err)
    assert "leaders" in refused(run(*asked, "giamdoc", db=demo_file, today=TODAY), 3)


def test_of_two_names_the_longer_is_meant() -> None:
    assert vietnamese.command(["giao", "lại", "5"], ["assign", "add"]) == ["assign", "5"]
    assert vietnamese.command(["giao", "5"], ["assign", "add"]) == ["assign", "5"]
    assert vietnamese.command(["Lại", "giao"], ["assign"]) == ["Lại", "giao"]


def test_everything_is_taken_in_by_a_vietnamese_line(demo_file: Path, tmp_path: Path) -> None:
    out, new = tmp_path / "so", tmp_path / "new.db"
    assert run("xuat", "--tat-ca", out, db=demo_file, today=TODAY).code == 0
    assert run("nap", "--tat-ca", out, db=new, today=TODAY).code == 0
    same = [run("don-vi", "ds", "-f", "csv", db=each, today=TODAY).out for each in (new, demo_file)]
    assert same[0] == same[1] != ""


def test_help_of_a_group_that_goes_on_alone_is_its_own() -> None:
    for name in ("milestone", "standing", "log"):
        assert run(name, "--tro-giup").out == run(name, "--help").out


def test_a_word_for_the_default_command_is_not_taken_for_a_name(demo: Path) -> None:
    argv = ("moc", "bang coc", "1.1", "200", "--moc", "quý IV/2024", "--bo", "ke-hoach-2024")
    english = (
        "milestone",
        "bang coc",
        "1.1",
        "200",
        "--by",
        "quý IV/2024",
        "--set",
        "ke-hoach-2024",
    )
    assert run(*argv, db=demo, today=TODAY).err == run(*english, db=demo, today=TODAY).err


def test_vietnamese_help_shows_both_names_and_english_help_one() -> None:
    shown = run("--help", lang="vi").out
    assert "\n  overdue, qua-han " in shown
    assert "\n  done, xong " in run("task", "--help", lang="vi").out
    assert "--set, --bo " in run("unmet", "--help", lang="vi").out
    assert "self (tu-danh-gia)," in run("unmet", "--help", lang="vi").out
    english = run("--help").out + run("task", "--help").out + run("unmet", "--help").out
    assert not any(name in english for name in ("qua-han", "xong", "--bo ", "tu-danh-gia"))


@pytest.mark.parametrize("path", ["", *ALL], ids=str)
def test_no_line_of_help_is_too_wide_or_cuts_a_name(path: str) -> None:
    shown = run(*path.split(), "--help", lang="vi", width=80).out.partition("\nExamples:")[0]
    shown = shown.partition("\nVí dụ")[0]
    assert max(map(len, shown.splitlines())) <= 80
    assert not any(line.endswith("-") for line in shown.splitlines())


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("van-bann",), "van-ban"),
        (("nhiem-vu", "xac-nhna"), "xac-nhan"),
        (("tình hình huống",), "tinh-hinh"),
        (("ovrdue",), "overdue"),
        (("unmet", "--bo-tieu-chj", "x"), "--bo-tieu-chi"),
        (("task", "list", "-chu-tri", "x"), "--chu-tri"),
        (("status", "--buoc", "tham-tar"), "tham-tra"),
        (("unmet", "bac bo"), "Xã Bản Bo"),
        (("overdue", "--lead", "BCD-BA"), "Ban Chỉ đạo xã Bản Bo"),
        (("overdue", "--bo", "xa-ntm-2021-2052"), "xa-ntm-2021-2025"),
    ],
    ids=str,
)
def test_a_slip_is_answered_with_what_was_meant(
    argv: tuple[str, ...], said: str, demo_file: Path
) -> None:
    answer = run(*argv, db=demo_file, today=TODAY, lang="vi")
    assert answer.code in (2, 3)
    assert said in answer.err


def test_english_is_not_answered_in_vietnamese(demo_file: Path) -> None:
    assert "qua-han" not in refused(run("qua-hann", db=demo_file), 2).partition("\n")[2]
    assert "tham-tra" not in refused(run("status", "--stage", "tham-trr", db=demo_file), 2)


def test_an_option_is_told_by_the_name_it_was_typed_under(demo_file: Path) -> None:
    told = refused(run("nearest", "--gioi-han", "0", db=demo_file, lang="vi"), 2)
    assert "--gioi-han" in told and "--limit" not in told
    told = refused(run("unmet", "--bo", db=demo_file, lang="vi"), 2)
    assert told.startswith("ntmtrack: lỗi: --bo ")


def test_what_takes_no_value_says_so(demo_file: Path) -> None:
    assert "--check takes no value" in refused(run("unmet", "--check=1", db=demo_file), 2)


def test_an_option_of_the_root_is_known_behind_the_command_in_both_languages(
    demo_file: Path,
) -> None:
    for name in ("--today", "--hom-nay"):
        told = refused(run("overdue", name, "1/1/2024", db=demo_file), 2)
        assert f"{name} comes before the command" in told


def test_a_filter_takes_the_words_that_options_take_and_that_screens_show() -> None:
    say = translator("vi").gettext
    for key, words in FILTERED.items():
        for english in set(words.values()):
            for name in VALUES.get(english, ()):
                assert words.get(squeezed(name)) == english, (key, name)
    for english, name in {**WORDS["TaskState"], **WORDS["Outcome"]}.items():
        meant = "late" if english == Outcome.OPEN_OVERDUE else english
        assert FILTERED["state"].get(squeezed(say(name))) == meant, name
    for key in set(KEYS.values()):
        for path, names in OPTIONS.items():
            if path.rpartition(" ")[2] == key:
                assert {KEYS.get(squeezed(name)) for name in names} == {key}, path


def test_the_words_are_the_same_however_they_are_marked() -> None:
    assert vietnamese.plain("Chưa_đạt") == vietnamese.plain("chua  dat") == "chua-dat"
    assert tokens("chua-dat") == ("chua", "dat")
