"""The answers' file that `advisor decide` and `advisor brief` read."""

from __future__ import annotations

import json
from pathlib import Path

from advisor.errors import ProfileError


def read_answers(file: Path) -> object:
    """Read the file; whether its answers are any is checked where they are used."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProfileError(f"{file} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise ProfileError(f"{file} is not JSON: {error}.") from error
