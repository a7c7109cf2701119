"""The folder Chainlit runs in: our assets, its page without other hosts, its words in our tone."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from advisor.errors import StorageError

_ASSETS = Path(__file__).parent / "assets"
# Chainlit's page loads a font and a stylesheet for formulas from other hosts; both are off here.
_OTHER_HOST = re.compile(r'[ \t]*<link\b[^>]*\bhref="https?://[^>]*>\n?')


def prepare(folder: Path, readme: str) -> None:
    """Write into `folder` what Chainlit reads there; files that are right are left alone.

    `readme` is the text behind the button "About". Raises `StorageError` when a file cannot be
    written.
    """
    try:
        for name, content in _contents(readme):
            _write(folder / name, content)
        _forget(folder / ".files")
    except OSError as error:
        raise StorageError(str(folder), error.strerror or str(error)) from error


def chainlit_folder() -> Path:
    """Where Chainlit is installed, found without importing it: its import reads our folder."""
    spec = find_spec("chainlit")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("chainlit")
    return Path(next(iter(spec.submodule_search_locations)))


def mended(page: str) -> str:
    """Chainlit's page without links to other hosts."""
    return _OTHER_HOST.sub("", page)


def _contents(readme: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted((_ASSETS / "public").rglob("*")):
        if path.is_file():
            yield path.relative_to(_ASSETS).as_posix(), path.read_bytes()
    yield ".chainlit/config.toml", (_ASSETS / "config.toml").read_bytes()
    chainlit = chainlit_folder()
    page = (chainlit / "frontend" / "dist" / "index.html").read_text(encoding="utf-8")
    yield "page/index.html", mended(page).encode()
    words = json.loads((chainlit / "translations" / "en-US.json").read_text(encoding="utf-8"))
    ours = json.loads((_ASSETS / "words.json").read_text(encoding="utf-8"))
    yield ".chainlit/translations/en-US.json", json.dumps(_merged(words, ours), indent=1).encode()
    # Under both names: Chainlit warns at every page load when the translated one is missing.
    yield "chainlit.md", readme.encode()
    yield "chainlit_en-US.md", readme.encode()


def _merged(words: Mapping[str, object], ours: Mapping[str, object]) -> dict[str, object]:
    merged = dict(words)
    for name, value in ours.items():
        below = merged.get(name)
        both = isinstance(below, dict) and isinstance(value, dict)
        merged[name] = _merged(below, value) if both else value  # type: ignore[arg-type]
    return merged


def _forget(files: Path) -> None:
    """Remove what chats left a day ago or longer; Chainlit clears only when it ends by itself."""
    for kept in files.glob("*"):
        if kept.stat().st_mtime < time.time() - 24 * 60 * 60:
            shutil.rmtree(kept, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
