"""The sync line: idempotent, atomic by page, and safe to kill at any step."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fakes import WordEmbedder
from pdfs import pdf

from advisor.backends.library import LocalLibrary
from advisor.backends.shelf import LocalShelf
from advisor.errors import EmbedderMismatchError, LibraryBusyError, StorageError
from advisor.library.filing import Section
from advisor.library.intake import Intake, Page
from advisor.library.page import Raw, Skipped
from advisor.library.sync import (
    Embedding,
    Reading,
    Removed,
    Report,
    Sectioned,
    Stored,
    SyncEvent,
    Unchanged,
    sync,
)
from advisor.records import Source

TODAY = date(2026, 11, 22)
ACME = Source("acme", "Acme", "vendor", "open", "https://acme.example", "MIT", date(2026, 1, 1))
TESTS = Path(__file__).parents[1]
OLD = {"a.md": "# Fox\n\nThe old fox sleeps.", "b.md": "# Hen\n\nThe hen is always here."}
NEW = {"a.md": "# Fox\n\nThe new wolf runs.", "b.md": OLD["b.md"], "c.md": "# Crow\n\nA crow came."}


class Bench:
    """A library in a folder, synced with a fake embedder."""

    def __init__(self, folder: Path, embedder: WordEmbedder | None = None) -> None:
        self.embedder = embedder or WordEmbedder()
        self.shelf = LocalShelf(folder, self.embedder.name)
        self.library = LocalLibrary(folder, self.embedder.name)

    def run(self, pages: dict[str, str], source: Source = ACME, **options: bool) -> list[SyncEvent]:
        whole = options.pop("whole", True)
        read = [Page(Raw(path, text.encode())) for path, text in pages.items()]
        return self.take([Intake(source, read, whole=whole)], **options)

    def take(
        self, intakes: Iterable[Intake | Sectioned | Skipped], **options: bool
    ) -> list[SyncEvent]:
        return list(sync(intakes, self.shelf, self.embedder, today=TODAY, **options))

    def best(self, question: str) -> str:
        found = self.library.dense(self.embedder.embed_queries([question])[0], 1)
        chunks = self.library.chunks([match.chunk_id for match in found])
        return chunks[found[0].chunk_id].text.strip() if found else ""

    def ids(self) -> set[str]:
        return {row[0] for row in self.library.store.rows("SELECT id FROM chunks")}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "library")


def report(events: Sequence[SyncEvent]) -> Report:
    last = events[-1]
    assert isinstance(last, Report)
    return last


def test_events_tell_what_happens_in_order(bench: Bench) -> None:
    assert bench.run(OLD) == [
        Reading("a.md"),
        Reading("b.md"),
        Embedding(2, 2),
        Stored("a.md", 1),
        Stored("b.md", 1),
        Report(stored=2, unchanged=0, removed=0, skipped=(), chunks=2, embedded=2),
    ]


def test_a_second_sync_does_nothing(bench: Bench) -> None:
    bench.run(OLD)
    ids = bench.ids()
    events = bench.run(OLD)
    assert events[:2] == [Unchanged("a.md"), Unchanged("b.md")]
    assert report(events).embedded == 0
    assert bench.ids() == ids


def test_a_changed_page_replaces_its_old_version(bench: Bench) -> None:
    bench.run(OLD)
    kept = bench.ids()
    assert report(bench.run(NEW)).embedded == 2
    assert bench.best("old fox sleeps").startswith("The hen") or "wolf" in bench.best("old fox")
    assert bench.best("new wolf runs") == "The new wolf runs."
    assert len(kept & bench.ids()) == 1
    assert bench.shelf.check().sound


def test_other_metadata_embeds_nothing(bench: Bench) -> None:
    bench.run(OLD)
    ids = bench.ids()
    events = bench.run(OLD, source=replace(ACME, licence="Apache-2.0", stance="both"))
    assert (report(events).stored, report(events).embedded) == (2, 0)
    assert bench.ids() == ids
    chunk = next(iter(bench.library.chunks(list(ids)).values()))
    assert chunk.stance == "both"


def test_a_source_dated_today_is_the_same_tomorrow(bench: Bench) -> None:
    bench.run(OLD, source=replace(ACME, as_of=TODAY))
    pages = [Page(Raw(path, text.encode())) for path, text in OLD.items()]
    tomorrow = date(2026, 11, 23)
    later = Intake(replace(ACME, as_of=tomorrow), pages)
    events = list(sync([later], bench.shelf, bench.embedder, today=tomorrow))
    assert report(events).unchanged == 2


def test_a_page_that_vanished_is_removed_from_a_whole_source_only(bench: Bench) -> None:
    bench.run(OLD)
    one = {"b.md": OLD["b.md"]}
    assert report(bench.run(one, whole=False)).removed == 0
    events = bench.run(one)
    assert Removed("a.md") in events
    assert bench.best("old fox") == "The hen is always here."
    assert bench.shelf.check().sound


def test_nothing_is_removed_when_a_page_could_not_be_fetched(bench: Bench) -> None:
    bench.run(OLD)
    lost = Skipped("a.md", "connection lost")
    events = bench.take([Intake(ACME, [lost, Page(Raw("b.md", OLD["b.md"].encode()))])])
    assert lost in events
    assert report(events).skipped == (lost,)
    assert bench.best("old fox") == "The old fox sleeps."


def test_a_page_without_text_is_skipped_and_the_rest_goes_on(bench: Bench) -> None:
    events = bench.run({"empty.md": "  ", "b.md": OLD["b.md"]})
    assert [one.path for one in report(events).skipped] == ["empty.md"]
    assert report(events).stored == 1


def test_a_skipped_source_is_passed_on(bench: Bench) -> None:
    gone = Skipped("https://gone.example", "not found")
    assert report(bench.take([gone])).skipped == (gone,)


def test_a_page_listed_twice_is_taken_once(bench: Bench) -> None:
    page = Page(Raw("a.md", OLD["a.md"].encode()))
    events = bench.take([Intake(ACME, [page, page])])
    assert report(events).skipped == (Skipped("a.md", "listed twice"),)


def test_the_manifest_wins_over_the_page(bench: Bench) -> None:
    raw = Raw("a.md", b"# Fox\n\nThe fox.", url="https://acme.example/raw")
    page = Page(raw, title="Told", url="https://acme.example/a", licence="CC0", stance="both")
    bench.take([Intake(ACME, [page])])
    document = bench.library.document("acme/a.md")
    assert document
    assert (document.title, document.url, document.licence, document.stance) == (
        "Told",
        "https://acme.example/a",
        "CC0",
        "both",
    )
    assert document.as_of == ACME.as_of


def test_offsets_point_into_the_document(bench: Bench) -> None:
    bench.run({"long.md": "# Title\n\n" + "A sentence about foxes and hens. " * 200})
    document = bench.library.document("acme/long.md")
    assert document
    chunks = bench.library.chunks(list(bench.ids())).values()
    assert len(chunks) > 3
    assert all(document.text[chunk.start : chunk.end] == chunk.text for chunk in chunks)


def test_a_passage_of_a_pdf_is_at_its_page(bench: Bench) -> None:
    long = ["A sentence about foxes and hens in one line."] * 40
    raw, address = Raw("a.pdf", pdf(long, long, long)), "https://acme.example/a.pdf"
    bench.take([Intake(ACME, [Page(raw, url=address)])])
    chunks = sorted(bench.library.chunks(list(bench.ids())).values(), key=lambda one: one.start)
    assert [chunk.url for chunk in chunks][:: len(chunks) - 1] == [
        f"{address}#page=1",
        f"{address}#page=3",
    ]
    document = bench.library.document("acme/a.pdf")
    assert document
    assert document.url == address


def test_a_passage_of_a_pdf_without_an_address_has_none(bench: Bench) -> None:
    bench.take([Intake(ACME, [Page(Raw("a.pdf", pdf(["The fox is here."])))])])
    assert {chunk.url for chunk in bench.library.chunks(list(bench.ids())).values()} == {""}


def test_known_questions_point_to_the_first_chunk_of_their_section(bench: Bench) -> None:
    text = "# Guide\n\n## Cost\n\n" + "Money is spent on machines. " * 100
    section = Section("Cost", "https://acme.example/#cost", ("Who pays?",))
    intake = Intake(ACME, [Page(Raw("g.md", text.encode()))])
    bench.take([Sectioned(intake, {"g.md": (section,)})])
    match = bench.library.dense(bench.embedder.embed_queries(["Who pays?"])[0], 1)[0]
    chunks = bench.library.chunks(list(bench.ids())).values()
    assert match.question == "Who pays?"
    assert match.chunk_id == min(chunks, key=lambda chunk: chunk.start).id
    assert {chunk.url for chunk in chunks} == {"https://acme.example/#cost"}


def test_another_embedder_needs_a_rebuild(bench: Bench, tmp_path: Path) -> None:
    bench.run(OLD)
    other = Bench(tmp_path / "library", WordEmbedder("other@1", 32))
    with pytest.raises(EmbedderMismatchError):
        other.run(OLD)
    assert bench.best("old fox") == "The old fox sleeps."
    other.run(NEW, rebuild=True)
    assert other.best("new wolf") == "The new wolf runs."
    assert other.shelf.check().sound
    with pytest.raises(EmbedderMismatchError):
        bench.best("new wolf")


def test_a_rebuild_with_the_same_embedder_embeds_nothing(bench: Bench) -> None:
    bench.run(OLD)
    events = bench.run(OLD, rebuild=True)
    assert (report(events).stored, report(events).embedded) == (2, 0)


def test_a_second_sync_at_once_is_refused(bench: Bench, tmp_path: Path) -> None:
    other = Bench(tmp_path / "library")
    with bench.shelf.lock(), pytest.raises(LibraryBusyError):
        other.run(OLD)


def test_a_sync_given_up_lets_go_of_the_lock(bench: Bench) -> None:
    pages = [Page(Raw(path, text.encode())) for path, text in OLD.items()]
    running = sync([Intake(ACME, pages)], bench.shelf, bench.embedder, today=TODAY)
    next(running)
    running.close()  # type: ignore[attr-defined]
    assert report(bench.run(OLD)).stored == 2


def test_vectors_nothing_uses_are_forgotten(bench: Bench) -> None:
    bench.run(OLD)
    bench.run(NEW)
    assert bench.library.store.rows("SELECT count(*) FROM embeddings") == [(3,)]


_CHILD = f"""
import os, signal, sys
from pathlib import Path
sys.path[:0] = [{str(TESTS)!r}, {str(TESTS / "library")!r}]
import test_sync as t
from advisor.backends.shelf import LocalShelf

folder, step, when = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

class Dying(LocalShelf):
    pass

whole = getattr(LocalShelf, step)
def last(self, *args, **kwargs):
    result = None if when == "before" else whole(self, *args, **kwargs)
    die()
    return result
setattr(Dying, step, last)

bench = t.Bench(folder)
bench.shelf = Dying(folder, bench.embedder.name)
bench.run(t.NEW)
"""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["begin", "remember", "index", "commit", "discard", "finish"])
def test_killed_at_any_step_each_page_is_old_or_new_and_the_next_sync_mends(
    tmp_path: Path, step: str, when: str
) -> None:
    folder = tmp_path / "library"
    bench = Bench(folder)
    bench.run(OLD)
    child = [sys.executable, "-c", _CHILD, str(folder), step, when]
    assert subprocess.run(child, check=False).returncode == -signal.SIGKILL
    whole = Bench(folder)
    assert whole.best("The old fox sleeps") == "The old fox sleeps." or (
        whole.best("The new wolf runs") == "The new wolf runs."
    )
    assert whole.best("The hen is always here") == "The hen is always here."
    whole.run(NEW)
    assert whole.best("The new wolf runs") == "The new wolf runs."
    assert whole.best("A crow came") == "A crow came."
    assert whole.shelf.check().sound
    assert len(whole.ids()) == 3


_FULL = f"""
import resource, sys
from pathlib import Path
sys.path[:0] = [{str(TESTS)!r}, {str(TESTS / "library")!r}]
import test_sync as t
from advisor.errors import StorageError

bench = t.Bench(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
words = "of many words. " * 2000
pages = t.OLD | {{f"p{{n}}.md": f"# P\\n\\nPage {{n}} {{words}}" for n in range(50)}}
try:
    bench.run(pages)
except StorageError as error:
    print("StorageError", error)
    sys.exit(7)
"""


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    Bench(folder).run(OLD)
    child = [sys.executable, "-c", _FULL, str(folder)]
    done = subprocess.run(child, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout[:12]) == (7, "StorageError"), done.stderr
    after = Bench(folder)
    assert after.best("The old fox sleeps") == "The old fox sleeps."
    assert report(after.run(NEW)).stored == 2
    assert after.shelf.check().sound


def test_a_truth_that_cannot_grow_is_told_and_kept(bench: Bench) -> None:
    bench.run(OLD)
    lock = bench.shelf.lock()
    with lock:
        writer = bench.shelf._writer
        assert writer
        pages = writer.execute("PRAGMA page_count").fetchone()[0]
        writer.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StorageError, match="full"):
            bench.shelf.remember(
                "m", dict.fromkeys(map(str, range(5000)), bench.embedder.encode_passages(["x"])[0])
            )
    assert bench.best("The old fox sleeps") == "The old fox sleeps."
