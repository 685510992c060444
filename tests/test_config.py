"""Settings: where they come from."""

from pathlib import Path

import platformdirs
import pytest

from ntmtrack.config import load, read
from ntmtrack.errors import DataError
from ntmtrack.message import Message


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


def test_the_folder_of_the_user_is_meant_by_its_sign_in_a_file_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    path = tmp_path / "config.toml"
    path.write_text('db = "~/so.db"\n', "utf-8")
    assert load({"NTMTRACK_CONFIG": str(path)}).db == str(tmp_path / "so.db")


@pytest.mark.parametrize(
    ("text", "why", "values"),
    [
        (b'lang = "vi"\nlang = "en"\n', "what stands in line {line} stands there twice", (2,)),
        (b"[mail]\n[mail]\n", "what stands in line {line} stands there twice", (2,)),
        (b'lang = "vi"\nlang = "en"', "its last entry stands there twice", ()),
        (b"lang = vi\n", "line {line} is broken, from character {column} on", (1, 8)),
        (b'lang = "vi', "its last entry is broken", ()),
        (b'lang = "\xff"\n', "it is not text in UTF-8", ()),
    ],
)
def test_why_a_file_cannot_be_read_is_said_in_words_that_can_be_translated(
    tmp_path: Path, text: bytes, why: str, values: tuple[int, ...]
) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(text)
    with pytest.raises(DataError) as refused:
        read(path)
    reason = refused.value.message.values["reason"]
    assert isinstance(reason, Message)
    assert (reason.text, tuple(reason.values.values())) == (why, values)
