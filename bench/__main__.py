"""`make bench`: each figure beside its goal. `ARGS="--scale 10000"` leaves out the long fill."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from advisor.backends.embedder import MiniLM
from advisor.settings import Settings
from advisor.wiring import build
from bench.answers import ROOT, print_answers, print_scope, print_support, questions
from bench.calculators import print_calculators
from bench.command_line import print_help
from bench.embedding import query_ratio, sync_ratio
from bench.report import say
from bench.retrieval_scale import grow
from bench.serving import print_first_pages, print_serving

VENDOR_DOCS = ROOT.parent / "shared" / "vendor-docs"


def main() -> None:
    """Run every measurement and print a line for each."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument(
        "--scale", type=int, nargs="*", default=[10_000, 20_000, 100_000], help="chunks"
    )
    parser.add_argument("--pages", type=Path, default=VENDOR_DOCS, help="pages to sync beside")
    parser.add_argument("--home", type=Path, help="a filled library to reuse")
    given = parser.parse_args()
    with _folder(given.home) as home:
        print_help(home)
        vendors = given.pages.exists()
        asked = questions(vendors=vendors)
        _within(home, [str(given.pages)] if vendors and not given.home else [], asked)
        print_serving(home, asked)
        print_first_pages(home)
    if given.scale:
        _print_scale(given.scale)


def _within(home: Path, targets: Sequence[str], asked: Sequence[str]) -> None:
    """Measure what needs no other process."""
    advisor = build(Settings(home=home, model="none"))
    for _ in advisor.sync(targets):
        pass
    asyncio.run(advisor.warm())
    print_answers(advisor, asked)
    print_scope(advisor)
    print_support(advisor)
    print_calculators(advisor)
    embedder = advisor.embedder
    say("query embedding / bare forward pass", query_ratio(embedder), at_most=2.0)
    say("sync / embedder alone, chunks a second", sync_ratio(embedder), at_least=0.85)
    advisor.close()


def _print_scale(sizes: Sequence[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        timings = list(grow(sizes, Path(folder), MiniLM()))
    for timing in timings:
        many = f"{timing.chunks:,} chunks"
        say(f"retrieve without embedding, {many}, ms p50", timing.p50)
        say(f"retrieve without embedding, {many}, ms p95", timing.p95, at_most=60)
        goal = 120 if timing.chunks <= 20_000 else None
        say(f"retrieve with embedding, {many}, ms p95", timing.whole_p95, at_most=goal)
        say(f"  of processor time, {many}, ms p95", timing.processor_p95)
        say(f"  seconds waited for a second of processor time, {many}", timing.waited)
        say(f"  nearest 50 found, share, {many}", timing.recall)
        say(f"  filling up to {many}, seconds", timing.fill_seconds)
    first, last = timings[0], timings[-1]
    if last.chunks > first.chunks:
        times = last.chunks / first.chunks
        say(f"growth of p50 for {times:g} times the chunks", last.p50 / first.p50, at_most=times)
        say(f"growth of p95 for {times:g} times the chunks", last.p95 / first.p95, at_most=times)


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given:
        yield given.resolve()
        return
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


if __name__ == "__main__":
    main()
