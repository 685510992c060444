"""How far a long piece of work is, for who waits at a terminal; elsewhere nothing is shown."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Tell = Callable[[int, int], None]

_AFTER = 1.0
"""Seconds after which it is worth telling."""

_EVERY = 64
"""Steps between two looks at the clock."""


@contextmanager
def progress(
    stream: TextIO,
    words: str,
    *,
    heard: bool = False,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Tell]:
    """A function to be told how much of how much is done; gone from the screen at the end.

    Nothing is written where nobody watches the stream, nor within the first second; nor where the
    screen is `heard`: every state of the bar would be read out.
    """
    if heard or not stream.isatty():
        yield _nothing
        return
    bar = _Bar(stream, words, clock)
    try:
        yield bar.tell
    finally:
        bar.close()


def _nothing(_done: int, _all: int) -> None:
    """Nobody watches."""


class _Bar:
    """The bar, made when it is first needed."""

    def __init__(self, stream: TextIO, words: str, clock: Callable[[], float]) -> None:
        self._stream, self._words, self._clock = stream, words, clock
        self._start = clock()
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def tell(self, done: int, whole: int) -> None:
        """Show how far it is."""
        if done % _EVERY or self._clock() - self._start < _AFTER:
            return
        if self._progress is None or self._task is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            console = Console(file=self._stream)
            self._progress = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                console=console,
                transient=True,
                # A terminal that cannot go back would keep every state of the bar.
                disable=console.is_dumb_terminal,
            )
            self._task = self._progress.add_task(self._words, total=whole)
            self._progress.start()
        self._progress.update(self._task, completed=done, total=whole)

    def close(self) -> None:
        """Take it from the screen."""
        if self._progress is not None:
            self._progress.stop()
