"""The command line: one command a file, and the one boundary where errors become messages."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

import typer

from advisor.cli import (
    ask,
    batch,
    brief,
    chat,
    client,
    config,
    cost,
    decide,
    doctor,
    evaluate,
    library,
    models,
    remove,
    search,
    shortlist,
    sync,
)
from advisor.errors import AdvisorError

STOPPED = 130  # what Typer makes of Ctrl-C

app = typer.Typer(
    name="advisor",
    help="Answers about open-source or proprietary AI, each sentence with its evidence.\n\n"
    'Start with `advisor chat` (in the browser) or `advisor ask "..."` (here).',
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
app.command("chat")(chat.chat)
app.command("ask")(ask.ask)
app.command("search")(search.search)
app.command("batch")(batch.batch)
app.command("decide")(decide.decide)
app.command("brief")(brief.brief)
app.add_typer(client.app, name="client")
app.command("sync")(sync.sync)
app.command("library")(library.library)
app.command("remove")(remove.remove)
app.command("cost")(cost.cost)
app.command("models")(models.models)
app.command("shortlist")(shortlist.shortlist)
app.command("eval")(evaluate.evaluate)
app.command("config")(config.config)
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Run a command; a failure the user can act on is a message, a hint and an exit code."""
    # The products of a search are small: threads of the linear algebra only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a screen without a character shows "?"
            stream.reconfigure(errors="replace")
    try:
        _run()
    except AdvisorError as error:
        _tell(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        # The interpreter flushes once more at its end, into the void.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)


def _run() -> None:
    """Run the command and write out what it printed, while a closed pipe is still expected."""
    try:
        app(prog_name="advisor")
    except SystemExit as ended:
        if ended.code == STOPPED:
            _say("Stopped.")
        raise
    finally:
        sys.stdout.flush()


def _tell(error: AdvisorError) -> None:
    _say(f"Error: {error}" + (f"\n  Next: {error.hint}" if error.hint else ""))


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
