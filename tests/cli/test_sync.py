from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from cli.commands import QUESTION, Advise, Outcome, ended, start, wait_until

REASONS = {
    "broken.json": "broken JSON",
    "empty.md": "empty",
    "binary.md": "binary",
    "photo.png": ".png is not read yet",
    "huge.txt": "too large (50 MB",
    "loop": "a link",
    "there": "a link",
    "back": "a link",
}


def embedded(home: Path) -> int:
    with closing(sqlite3.connect(home / "library" / "library.db")) as db:
        return int(db.execute("SELECT count(*) FROM embeddings").fetchone()[0])


def test_what_cannot_be_read_is_skipped_with_its_reason(odd: tuple[Path, Outcome]) -> None:
    told = odd[1]
    assert (told.code, told.out) == (0, "")
    for path, reason in REASONS.items():
        assert f"Skipped {path}: {reason}" in told.err
    assert "3 pages stored (3 passages, 3 embedded)" in told.err
    assert not told.err.startswith("\n")


def test_a_sync_that_brings_nothing_fails(advise: Advise, home: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.md").touch()
    for target in ("no/such/file", str(tmp_path / "empty.md")):
        told = advise("sync", "--json", target)
        assert told.code == 1
        assert len(told.json["skipped"]) == 1
    assert advise("sync").code == 0


def test_known_sources_are_listed(advise: Advise) -> None:
    rows = advise("sync", "--known").out.splitlines()
    assert rows
    assert all(len(row.split("\t")) == 3 for row in rows)


def test_a_second_sync_brings_nothing_new(
    advise: Advise, odd: tuple[Path, Outcome], tmp_path: Path
) -> None:
    folder = odd[0].parent / "odd"
    report = advise("sync", "--json", str(folder), home=odd[0]).json
    assert (report["stored"], report["removed"], report["embedded"]) == (0, 0, 0)
    assert {skipped["path"] for skipped in report["skipped"]} >= REASONS.keys()


def test_ctrl_c_stops_a_sync_and_the_library_still_answers(advise: Advise, own_home: Path) -> None:
    folder = own_home.parent / "many"
    folder.mkdir()
    for number in range(700):
        text = f"The tariff number {number} of the harbour holds on day {number}."
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    before = embedded(own_home)
    process = start(own_home, "sync", str(folder))
    wait_until(process, lambda: embedded(own_home) > before)
    busy = advise("sync", str(folder), home=own_home)
    process.send_signal(signal.SIGINT)
    assert (busy.code, busy.out) == (1, "")
    assert "Another sync is writing to this library" in busy.err
    assert ended(process) == Outcome(130, "", "Stopped.\n")
    assert embedded(own_home) < before + 700
    assert advise("ask", "--json", QUESTION, home=own_home).json["grounded"]
    assert advise("doctor", home=own_home).code == 0
