"""An Ollama server: is it there, which models has it, do they stay here; and pulling one."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from advisor.backends.locality import is_near, shown, with_scheme
from advisor.backends.ollama_errors import OLLAMA_ERRORS, explained, refused
from advisor.errors import ModelBrokeError, ModelMissingError, ModelRefusedError

REPLY_SECONDS = 30.0  # a busy machine may take long even over a list
NO_DATE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model as the server describes it; `size` in bytes, `context_length` 0 where not told."""

    name: str
    capabilities: tuple[str, ...] = ()
    context_length: int = 0
    size: int = 0
    modified: datetime = NO_DATE
    remote_host: str = ""

    @property
    def chats(self) -> bool:
        """Whether it can write; servers too old to tell are judged by the model's name."""
        if not self.capabilities:
            return "embed" not in self.name
        return "completion" in self.capabilities and "embedding" not in self.capabilities


@dataclass(frozen=True, slots=True)
class Pulled:
    """A step of a download; both counts are bytes of one part, 0 while there is none."""

    status: str
    completed: int = 0
    total: int = 0


class Ollama:
    """The server's own API, asked anew each time."""

    def __init__(self, url: str, *, connect_seconds: float, model: str = "the model") -> None:
        """Know the address; `model` names who suffers in the errors raised."""
        self.url = with_scheme(url)
        self._connect_seconds = connect_seconds
        self._model = model

    async def version(self) -> str:
        """Return the server's version; the cheapest sign of life."""
        return str((await self._get("/api/version")).get("version", ""))

    async def models(self) -> list[ModelInfo]:
        """Return every model there, embedders too, by name."""
        lines = (await self._get("/api/tags")).get("models") or []
        found = [_listed(line) for line in lines]
        return sorted(
            [model if model.capabilities else await self.show(model.name) for model in found],
            key=lambda model: model.name,
        )

    async def show(self, name: str) -> ModelInfo:
        """Return what the server knows of one model.

        Raises ModelMissingError, which names the chat models that are there.
        """
        try:
            async with self._client() as client:
                reply = await client.post("/api/show", json={"model": name})
                if reply.status_code != httpx.codes.NOT_FOUND:
                    return _described(name, self._read(reply))
        except OLLAMA_ERRORS as error:
            raise explained(self._model, self.url, error) from error
        raise await self.missing(name)

    async def missing(self, name: str) -> ModelMissingError:
        """Return the error that says which chat models there are instead."""
        tags = (await self._get("/api/tags")).get("models") or []
        models = [_listed(line) for line in tags]
        return ModelMissingError(f"ollama:{name}", tuple(m.name for m in models if m.chats))

    async def loaded(self) -> dict[str, int]:
        """Return the models in memory with the context that each really has."""
        lines = (await self._get("/api/ps")).get("models") or []
        return {str(line.get("name")): int(line.get("context_length") or 0) for line in lines}

    async def pull(self, name: str) -> AsyncGenerator[Pulled, None]:
        """Download a model; closing the iterator stops it, and a later pull goes on from there.

        There is no limit on silence: the server itself tries a lost connection again for minutes.
        """
        last = Pulled("")
        try:
            async with (
                self._client(None) as client,
                client.stream("POST", "/api/pull", json={"model": name}) as reply,
            ):
                if reply.is_error:
                    await reply.aread()
                    raise _not_pulled(name, _error_text(reply))
                async for line in reply.aiter_lines():
                    last = _pulled(name, json.loads(line))
                    yield last
        except OLLAMA_ERRORS as error:
            raise explained(self._model, self.url, error) from error
        if last.status != "success":
            raise ModelBrokeError(name, "the download broke off")

    async def _get(self, path: str) -> Mapping[str, Any]:
        try:
            async with self._client() as client:
                return self._read(await client.get(path))
        except OLLAMA_ERRORS as error:
            raise explained(self._model, self.url, error) from error

    @asynccontextmanager
    async def _client(
        self, seconds: float | None = REPLY_SECONDS
    ) -> AsyncIterator[httpx.AsyncClient]:
        limits = httpx.Timeout(seconds, connect=self._connect_seconds)
        async with httpx.AsyncClient(
            base_url=self.url, transport=transport(self.url), timeout=limits
        ) as client:
            yield client

    def _read(self, reply: httpx.Response) -> Mapping[str, Any]:
        if reply.is_error:
            raise refused(self._model, reply.status_code, _error_text(reply))
        value = reply.json()
        if not isinstance(value, dict):
            raise ModelRefusedError(self._model, f"{shown(self.url)} is no Ollama server.")
        return value


def transport(url: str) -> httpx.AsyncHTTPTransport:
    """Return a direct line to the server: a proxy from the environment would see the prompts.

    Reading the certificates takes 40 ms, so plain HTTP does without.
    """
    return httpx.AsyncHTTPTransport(verify=url.startswith("https:"))


def is_local(url: str, model: ModelInfo, trusted_hosts: str) -> bool:
    """Whether prompts for the model stay on this machine or a host declared trusted."""
    return is_near(url, trusted_hosts) and not model.remote_host and not is_cloud(model.name)


def is_cloud(name: str) -> bool:
    """Whether the server passes a model of this name on to the hosted service."""
    tag = name.lower().rpartition(":")[2]
    return tag == "cloud" or tag.endswith("-cloud")


def pick(models: Sequence[ModelInfo], url: str, trusted_hosts: str) -> ModelInfo | None:
    """Return the chat model to use when none is named: a local one, the latest to be changed."""
    usable = [model for model in models if model.chats and is_local(url, model, trusted_hosts)]
    return max(usable, key=lambda model: model.modified, default=None)


def full_name(name: str) -> str:
    """Return the name as the server lists it."""
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"


def _listed(line: Mapping[str, Any]) -> ModelInfo:
    details = line.get("details") or {}
    return ModelInfo(
        name=str(line.get("name", "")),
        capabilities=tuple(line.get("capabilities") or ()),
        context_length=int(details.get("context_length") or 0),
        size=int(line.get("size") or 0),
        modified=_moment(str(line.get("modified_at") or "")),
        remote_host=str(line.get("remote_host") or line.get("remote_model") or ""),
    )


def _described(name: str, shown_model: Mapping[str, Any]) -> ModelInfo:
    facts = shown_model.get("model_info") or {}
    length = facts.get(f"{facts.get('general.architecture')}.context_length")
    return ModelInfo(
        name=name,
        capabilities=tuple(shown_model.get("capabilities") or ()),
        context_length=int(length or 0),
        modified=_moment(str(shown_model.get("modified_at") or "")),
        remote_host=str(shown_model.get("remote_host") or shown_model.get("remote_model") or ""),
    )


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return NO_DATE
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _pulled(name: str, line: Mapping[str, Any]) -> Pulled:
    if line.get("error"):
        raise _not_pulled(name, str(line["error"]))
    return Pulled(
        str(line.get("status", "")), int(line.get("completed", 0)), int(line.get("total", 0))
    )


def _not_pulled(name: str, reason: str) -> ModelRefusedError:
    error = ModelRefusedError(f"The download of {name}", reason)
    error.hint = "Check the name at https://ollama.com/library and the connection, then try again."
    return error


def _error_text(reply: httpx.Response) -> str:
    try:
        return str(reply.json()["error"])
    except (ValueError, KeyError, TypeError):
        return f"status {reply.status_code}"
