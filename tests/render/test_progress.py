"""The bar that says how far a long piece of work is: only to who watches, and not at once."""

import io

import pytest

from ntmtrack.render.progress import progress


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def _work(stream: io.StringIO, seconds: float, *, heard: bool = False) -> str:
    """What is written while 20,000 steps take so long, by a clock of the test's own."""
    now = iter(range(100_000))

    def clock() -> float:
        return next(now) * seconds / 312

    with progress(stream, "dòng [của] tệp", heard=heard, clock=clock) as tell:
        for done in range(1, 20_001):
            tell(done, 20_000)
    return stream.getvalue()


def test_nothing_is_shown_where_nobody_watches() -> None:
    assert _work(io.StringIO(), 60) == ""


def test_nothing_is_read_out_to_who_listens_to_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert _work(_Screen(), 60, heard=True) == ""


def test_nothing_is_shown_of_what_takes_no_second() -> None:
    assert _work(_Screen(), 0.9) == ""


@pytest.mark.parametrize("seconds", [5, 60])
def test_on_a_terminal_it_is_seen_how_far_it_is_and_nothing_stays(
    seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    shown = _work(_Screen(), seconds)
    assert "dòng [của] tệp" in shown
    assert "/20000" in shown
    assert shown.endswith("\x1b[2K")


def test_a_terminal_that_cannot_go_back_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert _work(_Screen(), 5).strip() == ""
