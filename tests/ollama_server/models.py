"""The models a server has, and how names are read."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from .behaviour import Behaviour, toy

LIBRARY = "registry.ollama.ai/library/"
NAME = re.compile(
    r"(?:(?:(?P<scheme>https?)://)?(?P<host>[\w][\w.:-]*)/(?P<space>[\w][\w-]*)/|(?P<own>\w[\w-]*)/)?"
    r"(?P<model>\w[\w.-]{0,79})(?::(?P<tag>\w[\w.-]{0,79}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Model:
    """A model that was pulled; with `remote_host` only the name of one that runs elsewhere."""

    name: str
    context: int = 8192
    capabilities: tuple[str, ...] = ("completion",)
    behaviour: Behaviour = toy
    size: int = 98_362_745
    family: str = "llama"
    parameter_size: str = "134.52M"
    quantization: str = "Q4_1"
    embedding_length: int = 576
    remote_host: str = ""
    remote_model: str = ""
    license: str = ""
    modified_at: datetime = datetime(2026, 11, 22, 12, 48, 33, tzinfo=UTC)
    weights: str = ""

    @property
    def full_name(self) -> str:
        """The name with its tag, as the server shows it."""
        return shown(self.name)

    @property
    def digest(self) -> str:
        """Copies share it, since they share the weights."""
        return sha256((self.weights or self.full_name).encode()).hexdigest()

    @property
    def blob(self) -> str:
        """The digest of the file with the weights."""
        return "sha256:" + sha256(f"blob {self.digest}".encode()).hexdigest()

    def copied(self, name: str) -> "Model":
        """The same weights under another name."""
        return replace(
            self, name=name, weights=self.weights or self.full_name, modified_at=datetime.now(UTC)
        )

    def details(self) -> dict[str, Any]:
        """What `/api/ps` and `/api/show` tell of it."""
        return {
            "parent_model": "",
            "format": "gguf",
            "family": self.family,
            "families": [self.family],
            "parameter_size": self.parameter_size,
            "quantization_level": self.quantization,
        }


def valid(name: str) -> bool:
    """Whether the server would take this as a model's name."""
    return NAME.fullmatch(name) is not None


def shown(name: str) -> str:
    """The shortest full name: without scheme and the library's own address, with the tag."""
    name = re.sub(r"^https?://", "", name).removeprefix(LIBRARY).removeprefix("library/")
    return name if ":" in name.rsplit("/", 1)[-1] else f"{name}:latest"


def source_of(name: str) -> tuple[str, str]:
    """The name without its `:cloud`, `-cloud` or `:local` ending, and what that ending said."""
    base, colon, tag = name.rpartition(":")
    ending = tag.strip().lower()
    if colon and ending in {"cloud", "local"}:
        return base, ending
    if colon and "/" not in tag and ending.endswith("-cloud"):
        return name[: -len("-cloud")], "cloud"
    return name, ""
