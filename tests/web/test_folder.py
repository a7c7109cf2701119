from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from advisor.errors import StorageError
from advisor.web.folder import chainlit_folder, mended, prepare

THEME = Path(__file__).parents[2] / "advisor" / "web" / "assets" / "public" / "theme.json"
# Text on its ground, and coloured words on the grounds they stand on.
PAIRS = [
    ("--foreground", "--background"),
    ("--foreground", "--secondary"),
    ("--foreground", "--advisor-mark"),
    ("--muted-foreground", "--background"),
    ("--muted-foreground", "--accent"),
    ("--primary", "--background"),
    ("--primary", "--muted"),
    ("--primary-foreground", "--primary"),
    ("--destructive-foreground", "--destructive"),
    ("--advisor-open", "--background"),
    ("--advisor-proprietary", "--background"),
    ("--advisor-hybrid", "--background"),
    ("--advisor-warning", "--accent"),
    ("--advisor-danger", "--background"),
]


def luminance(colour: str) -> float:
    """Relative luminance of "H S% L%" (WCAG 2.2)."""
    hue, saturation, lightness = (float(part.rstrip("%")) for part in colour.split())
    s, light = saturation / 100, lightness / 100

    def channel(n: int) -> float:
        k = (n + hue / 30) % 12
        value = light - s * min(light, 1 - light) * max(-1, min(k - 3, 9 - k, 1))
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    return 0.2126 * channel(0) + 0.7152 * channel(8) + 0.0722 * channel(4)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(theme: str, text: str, ground: str) -> None:
    colours = json.loads(THEME.read_text(encoding="utf-8"))["variables"][theme]
    lighter, darker = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    prepare(tmp_path, "About")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    (tmp_path / "public" / "advisor.css").write_text("someone's own")
    prepare(tmp_path, "About")
    after = {path: path.stat().st_mtime_ns for path in before}
    assert {path.name for path in before if before[path] != after[path]} == {"advisor.css"}
    assert "someone's own" not in (tmp_path / "public" / "advisor.css").read_text()


def test_what_old_chats_left_is_removed(tmp_path: Path) -> None:
    old, new = tmp_path / ".files" / "old", tmp_path / ".files" / "new"
    for folder in (old, new):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    prepare(tmp_path, "About")
    assert new.exists()
    assert not old.exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "chat").write_text("a file, not a folder")
    with pytest.raises(StorageError):
        prepare(tmp_path / "chat", "About")


def test_chainlits_page_loses_its_other_hosts_and_keeps_its_own_files() -> None:
    page = (chainlit_folder() / "frontend" / "dist" / "index.html").read_text(encoding="utf-8")
    assert "https://" in page, "nothing to mend any more: drop `mended`"
    assert "https://" not in mended(page)
    assert mended(page).count('"/assets/') == page.count('"/assets/') == 2
