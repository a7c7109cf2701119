"""What is built in: the guide, the vendors' profiles, and the vectors shipped with them."""

from __future__ import annotations

import re
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from advisor.errors import KnowledgeFileError
from advisor.library.filing import Section, state_of
from advisor.library.intake import Intake, Page
from advisor.library.known import known_sources
from advisor.library.page import Raw
from advisor.library.profiles import profiles
from advisor.library.proxy import EmbedderProxy
from advisor.library.shelf import key_of
from advisor.library.sync import Sectioned
from advisor.ports import Embedder, EncodedPassage

SOURCE = "guide"
VECTORS = "vectors.npz"
SECTIONS = "sections.toml"

# A heading with the section's number, and under it the link to that section of the article.
_HEADED = re.compile(
    r"^(?P<heading>#{1,6} +(?P<title>(?P<number>\d+(?:\.\d+)*) [^\n]+?)) *\n"
    r"\[[^\]\n]*\]\((?P<url>[^)\n]+)\) *\n",
    re.MULTILINE,
)


def guide(knowledge: Path) -> Sectioned:
    """Return the guide as the sync line takes it.

    The links under the headings become the addresses of the sections; they are not text.
    """
    source = known_sources(knowledge).get(SOURCE)
    if source is None:
        raise KnowledgeFileError(f"{knowledge}: sources.toml does not list {SOURCE!r}.")
    asked = _questions(knowledge / SOURCE / SECTIONS)
    pages, sections = list[Page](), dict[str, tuple[Section, ...]]()
    for path in sorted((knowledge / SOURCE).glob("*.md")):
        text = path.read_text(encoding="utf-8")
        content = _HEADED.sub(lambda m: m["heading"] + "\n", text).encode()
        pages.append(Page(Raw(path.name, content, source.url, "text/markdown")))
        sections[path.name] = tuple(
            Section(m["title"], m["url"], asked.pop(m["number"], ()))
            for m in _HEADED.finditer(text)
        )
    if asked:
        raise KnowledgeFileError(f"{SECTIONS} has sections the guide lacks: {', '.join(asked)}.")
    return Sectioned(Intake(source, pages), sections)


def addresses(knowledge: Path) -> dict[str, Section]:
    """Return the guide's sections by number, each with its title and its place in the article."""
    found = guide(knowledge)
    sections = (one for known in found.sections.values() for one in known)
    return {one.heading.partition(" ")[0]: one for one in sections}


def built_in(knowledge: Path) -> list[Sectioned]:
    """Return everything that is built in: the guide, then a source a vendor."""
    return [guide(knowledge), *profiles(knowledge)]


def states(knowledge: Path, today: date) -> dict[str, dict[str, str]]:
    """Return by source the state of each built-in page in a library that is up to date."""
    return {
        found.intake.source.id: {
            page.raw.path: state_of(found.intake.source, page, found.sections[page.raw.path], today)
            for page in found.intake.pages
            if isinstance(page, Page)
        }
        for found in built_in(knowledge)
    }


def _questions(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the listed questions by the number of their section."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        return {number: tuple(table["questions"]) for number, table in tables.items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeFileError(f"{path} cannot be read: {error}") from error


def shipped_vectors(knowledge: Path, model: str) -> dict[str, EncodedPassage]:
    """Return what ships encoded, by key; nothing if it is of another model."""
    path = knowledge / VECTORS
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            if str(file["model"]) != model:
                return {}
            vectors = file["vectors"].astype(np.float32)
            keys = [str(key) for key in file["keys"]]
            signs = np.split(file["signs"], np.cumsum(file["tokens"])[:-1])
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise KnowledgeFileError(f"{path} cannot be read: {error}") from error
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    encoded = map(EncodedPassage, vectors, signs)
    return dict(zip(keys, encoded, strict=True))


class Prepared(EmbedderProxy):
    """Passages encoded beforehand need no model, the rest do."""

    def __init__(self, embedder: Embedder, encoded: Mapping[str, EncodedPassage]) -> None:
        """Put what is `encoded`, by key, in front of the embedder that made it."""
        super().__init__(embedder)
        self._encoded = encoded

    def encode_passages(self, texts: Sequence[str]) -> list[EncodedPassage]:
        """Vectors and signs of passages, by the model only where none are at hand."""
        keys = {text: key_of(text) for text in texts}
        new = [text for text, key in keys.items() if key not in self._encoded]
        made = dict(zip(new, super().encode_passages(new), strict=True))
        return [made[text] if text in made else self._encoded[keys[text]] for text in texts]
