"""`make bench-peers`: quality, time, memory and disk of each system, a table a set.

`--out FILE` saves the figures, `--from FILE` shows saved ones, `--plot FILE` draws them,
`--markdown FILE` writes the main ones as tables.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from advisor.settings import read_settings
from bench.peers.kept import Kept
from bench.peers.measured import Measured, differences, of_folder, of_questions
from bench.peers.page import tables
from bench.peers.table import table
from bench.peers.work import SYSTEMS

SHARED = Path(__file__).parents[2].parent / "shared"
SETS = SHARED / "retrieval-bench"
QUESTIONS, PAGES = SHARED / "questions" / "dev.jsonl", SHARED / "vendor-docs"


def main() -> None:
    """Measure every system on every set, or read what was measured; print, save and draw it."""
    given = _arguments()
    if given.saved:
        found = [Measured(**one) for one in json.loads(given.saved.read_text("utf-8"))]
        _show(found)
    else:
        found = []
        for results in _sets(given):
            _show(results)
            found += results
            if given.out:
                saved = json.dumps([one.saved() for one in found], indent=1)
                given.out.write_text(f"{saved}\n", "utf-8")
    if given.markdown:
        given.markdown.write_text(tables(found), "utf-8")
    if given.plot:
        from bench.peers.plot import draw  # noqa: PLC0415 - matplotlib takes a second

        draw(found, given.plot)


def _show(results: list[Measured]) -> None:
    for name in dict.fromkeys(one.set for one in results):
        of_set = [one for one in results if one.set == name]
        Console(width=210).print(table(name, of_set))


def _sets(given: argparse.Namespace) -> Iterator[list[Measured]]:
    """Yield the results of each set as soon as they are there."""
    kept = Kept(read_settings(model="none").home / "eval" / "peers", given.anew)
    for folder in given.folders:
        yield differences(of_folder(folder, given.only, kept))
    if given.questions is not None and given.questions.exists():
        yield differences(of_questions(given.questions, given.over, given.only, kept))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-peers")
    sets = sorted(path for path in SETS.glob("*") if path.is_dir())
    parser.add_argument("folders", type=Path, nargs="*", default=sets)
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--over", nargs="*", default=[str(PAGES)] if PAGES.exists() else [])
    parser.add_argument("--only", nargs="*", choices=list(SYSTEMS), default=list(SYSTEMS))
    parser.add_argument("--no-questions", dest="questions", action="store_const", const=None)
    parser.add_argument("--anew", action="store_true", help="measure again what was measured")
    parser.add_argument("--out", type=Path, help="save the figures as JSON")
    parser.add_argument("--from", dest="saved", type=Path, help="show figures saved before")
    parser.add_argument("--markdown", type=Path, help="write the main figures as Markdown tables")
    parser.add_argument("--plot", type=Path, help="draw the figures, as .svg or .png")
    return parser.parse_args()


if __name__ == "__main__":
    main()
