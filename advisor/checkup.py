"""What would answer now, and what is amiss: the checks of `advisor doctor`."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from advisor.backends.embedder import MiniLM, embedder_of
from advisor.backends.locality import is_near
from advisor.backends.ollama import Ollama, is_local
from advisor.backends.reranker import CrossReader
from advisor.backends.shelf import LocalShelf
from advisor.errors import AdvisorError, EmbedderMismatchError, ModelError, NamedModelError
from advisor.settings import Settings, unknown
from advisor.wiring import Advisor, build

State = Literal["ok", "remark", "fault"]

# Variables that the packages of hosted providers read by themselves.
KEYS = {
    "openai": "OPENAI_API_KEY",
    "anthropic": "ANTHROPIC_API_KEY",
    "mistralai": "MISTRAL_API_KEY",
    "google_genai": "GOOGLE_API_KEY",
    "groq": "GROQ_API_KEY",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of a check; a remark is worth knowing, a fault stops something."""

    name: str
    state: State
    text: str
    hint: str = ""


async def examine(settings: Settings) -> list[Finding]:
    """Run every check; none of them changes the library."""
    findings = [*_unknown(), _writing(settings), await asyncio.to_thread(_embedder, settings)]
    findings += await asyncio.to_thread(lambda: list(_reranker(settings)))
    try:
        advisor = build(settings)
    except NamedModelError:  # told already
        return findings
    except AdvisorError as error:
        return [*findings, Finding("Settings", "fault", str(error), error.hint)]
    try:
        findings += await asyncio.to_thread(lambda: list(_library(advisor)))
        findings += await _models(advisor)
        findings.append(_keys(settings))
    finally:
        advisor.close()
    return findings


def mend(settings: Settings) -> None:
    """Rebuild the vector index from the truth; nothing is embedded, no text is touched."""
    embedder = embedder_of(settings)
    shelf = LocalShelf(settings.library_folder, embedder.name)
    try:
        with shelf.lock():
            if (filled_with := shelf.filled_with()) not in {"", embedder.name}:
                raise EmbedderMismatchError(filled_with, embedder.name)
            shelf.begin()
            shelf.rebuild_index(embedder.name)
            shelf.finish()
    finally:
        shelf.close()


def _unknown() -> Iterator[Finding]:
    """Yield a remark for each variable that looks like a setting and is none."""
    for remark in unknown(os.environ):
        yield Finding("Settings", "remark", remark, "`advisor config` lists the settings.")


def _writing(settings: Settings) -> Finding:
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.home):
            pass
    except OSError as error:
        hint = "Set ADVISOR_HOME to a folder you can write to."
        return Finding(
            "Folder", "fault", f"{settings.home} is not writable: {error.strerror}", hint
        )
    return Finding("Folder", "ok", f"{settings.home} is writable")


def _embedder(settings: Settings) -> Finding:
    embedder = embedder_of(settings)
    try:
        embedder.warm()
    except AdvisorError as error:
        return Finding("Embedder", "fault", str(error), error.hint)
    checked = "digest as published" if isinstance(embedder, MiniLM) else "set by ADVISOR_EMBEDDER"
    return Finding("Embedder", "ok", f"{embedder.name}, {checked}")


def _reranker(settings: Settings) -> Iterator[Finding]:
    """Load the reranker, if one is named."""
    if not settings.reranker:
        return
    reranker = CrossReader(settings.reranker)
    try:
        reranker.warm()
    except AdvisorError as error:
        yield Finding("Reranker", "fault", str(error), error.hint)
    else:
        yield Finding("Reranker", "ok", reranker.name)


def _library(advisor: Advisor) -> Iterator[Finding]:
    try:
        sources = advisor.library_summary()
        current = advisor.built_in_is_current()
        filled_with = advisor.library.store.embedder()
    except AdvisorError as error:
        yield Finding("Library", "fault", str(error), error.hint)
        return
    chunks = sum(source.chunks for source in sources)
    documents = sum(source.documents for source in sources)
    text = f"{len(sources)} sources, {documents} documents, {chunks} passages"
    if current:
        yield Finding("Library", "ok", text)
    else:
        hint = "Run `advisor sync`; `advisor chat` and `advisor ask` do it by themselves."
        yield Finding("Library", "remark", f"{text}; the built-in guide is not up to date", hint)
    if filled_with not in {"", advisor.embedder.name}:
        hint = "Run `advisor sync --rebuild`."
        yield Finding("Vectors", "fault", f"made by {filled_with}, not by this embedder", hint)
        return
    yield _agreement(advisor)


def _agreement(advisor: Advisor) -> Finding:
    shelf = LocalShelf(advisor.settings.library_folder, advisor.embedder.name)
    try:
        check = shelf.check()
    except AdvisorError as error:
        return Finding("Vectors", "fault", str(error), "Run `advisor doctor --repair`.")
    finally:
        shelf.close()
    if check.sound:
        return Finding("Vectors", "ok", "Chroma and the library agree")
    text = f"{len(check.missing)} vectors missing and {len(check.orphaned)} too many in Chroma"
    return Finding("Vectors", "fault", text, "Run `advisor doctor --repair`.")


async def _models(advisor: Advisor) -> list[Finding]:
    settings = advisor.settings
    server = Ollama(settings.ollama_url, connect_seconds=settings.connect_seconds)
    try:
        version = await server.version()
        models = await server.models()
    except ModelError as error:
        findings = [Finding("Ollama", "remark", str(error), error.hint)]
        models = []
    else:
        near = [
            m
            for m in models
            if m.chats and is_local(settings.ollama_url, m, settings.trusted_hosts)
        ]
        names = ", ".join(f"{m.name} (context {m.context_length or 'unknown'})" for m in near)
        findings = [Finding("Ollama", "ok", f"version {version}; chat models: {names or 'none'}")]
        if not near:
            findings.append(
                Finding("Ollama", "remark", "no local chat model", "Run `ollama pull llama3.2`.")
            )
    try:
        answering = await advisor.answering()
        room = await advisor.room()
    except AdvisorError as error:
        return [*findings, Finding("Answers", "fault", str(error), error.hint)]
    text = (
        answering.label if room is None else f"{answering.label} Room for {room} tokens of prompt."
    )
    return [*findings, Finding("Answers", "ok", text, answering.change)]


def _keys(settings: Settings) -> Finding:
    """Tell which keys there are, never what they are; a named provider needs one of them."""
    own = ["ADVISOR_API_KEY"] if settings.api_key.get_secret_value() else []  # .env is read too
    present = [*own, *(name for name in KEYS.values() if os.environ.get(name))]
    text = f"present: {', '.join(present)}" if present else "none present"
    provider = settings.model.partition(":")[0]
    needed = KEYS.get(provider, "")
    if provider == "openai" and is_near(settings.model_url, settings.trusted_hosts):
        needed = ""  # a server of one's own
    if not needed or own or needed in present:
        return Finding("Keys", "ok", text)
    hint = f"Set ADVISOR_API_KEY or {needed}, or choose a local model."
    return Finding("Keys", "fault", f"{settings.model} needs a key ({text})", hint)
