"""One scene for each module of trials."""

from collections.abc import Iterator

import pytest

from tests.faults import scene as scenes
from tests.faults.scene import Scene


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with scenes.scene(tmp_path_factory.mktemp("scene")) as made:
        yield made
