"""Settings: where they come from."""

from pathlib import Path

import platformdirs
import pytest

from ntmtrack.config import load


@pytest.mark.parametrize("folder", [None, "", "  ", "elsewhere"])
def test_settings_lie_where_the_platform_puts_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: str | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    if folder is None:
        monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / folder) if folder.strip() else folder)
    place = Path(platformdirs.user_config_dir("ntmtrack", appauthor=False))
    place.mkdir(parents=True)
    (place / "config.toml").write_text('actor = "cán bộ"\n', "utf-8")
    assert load({}).actor == "cán bộ"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('actor = "file"\nlang = "en"\n', "utf-8")
    found = load({"NTMTRACK_CONFIG": str(path), "NTMTRACK_ACTOR": "environment"})
    assert (found.actor, found.lang) == ("environment", "en")
