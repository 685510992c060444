"""Two programs on one ledger at the same moment: both are done, and nothing is lost."""

from itertools import combinations_with_replacement

import pytest

from tests.cli.test_known import ASKED
from tests.faults import disk, together
from tests.faults.commands import WRITES
from tests.faults.scene import Scene

pytestmark = pytest.mark.skipif(
    not disk.available(), reason="this Python carries an SQLite of its own, which nothing can watch"
)

PAIRS = list(combinations_with_replacement(sorted(WRITES), 2))
LOOKS = [(name.partition(" --")[0], words) for name, words in ASKED.items() if " --" not in name]


def test_two_writers_wait_for_one_another(scene: Scene) -> None:
    found = list(together.pairs(scene, PAIRS[:: len(PAIRS) // 8]))
    assert [each for each in found if each.lost] == []


def test_a_look_sees_the_ledger_as_before_a_change_or_as_after(scene: Scene) -> None:
    chosen = [("task split", (*name.split(), *words)) for name, words in LOOKS[::5]]
    found = list(together.readers(scene, chosen))
    assert [each for each in found if each.lost] == []
