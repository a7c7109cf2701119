"""The command line: one command a file, and the one boundary where errors become messages."""

from __future__ import annotations

import sys

import typer

from advisor.cli import ask, chat, config, doctor, library, remove, search, sync
from advisor.errors import AdvisorError

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
app.command("sync")(sync.sync)
app.command("library")(library.library)
app.command("remove")(remove.remove)
app.command("config")(config.config)
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Run a command; a failure the user can act on is a message, a hint and an exit code."""
    try:
        app()
    except AdvisorError as error:
        _tell(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        _say("Stopped.")
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        sys.stderr.close()
        sys.exit(141)


def _tell(error: AdvisorError) -> None:
    _say(f"Error: {error}" + (f"\n  Next: {error.hint}" if error.hint else ""))


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
