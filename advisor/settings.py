"""One frozen `Settings`: environment (`ADVISOR_*`), then `.env`, then the defaults."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict

from advisor.errors import SettingsError

PREFIX = "ADVISOR_"
ENV_FILE = ".env"


def _home() -> Path:
    return Path(platformdirs.user_data_dir("advisor", appauthor=False))


class Settings(BaseSettings):
    """Everything a user can set; each field with its line of manual."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, frozen=True, extra="ignore", env_ignore_empty=True
    )

    home: Path = Field(
        default_factory=_home, description="The one folder that holds library, chats and ledger."
    )
    model: str = Field(
        default="auto",
        description="Who writes: auto, none, ollama:NAME, openai:NAME or any provider:NAME.",
    )
    model_url: str = Field(
        default="", description="Address of an OpenAI-compatible server for openai:NAME."
    )
    ollama_url: str = Field(
        default_factory=lambda: _ollama_host(os.environ),
        description="Address of the Ollama server (OLLAMA_HOST is read too).",
    )
    trusted_hosts: str = Field(
        default="", description="Hosts other than this machine that count as local, by comma."
    )
    api_key: SecretStr = Field(
        default=SecretStr(""),
        description="Key of the hosted provider; OPENAI_API_KEY and the like are read too.",
    )
    embedder: str = Field(
        default="",
        description="A sentence-transformers model for the search, by folder or downloaded name; "
        "empty takes the packaged all-MiniLM-L6-v2.",
    )
    embedder_query_prompt: str = Field(
        default="", description="Put before a question for that model; empty takes its own."
    )
    embedder_passage_prompt: str = Field(
        default="", description="Put before a passage for that model; empty takes its own."
    )
    reranker: str = Field(
        default="",
        description="A cross-encoder that orders the best passages, by folder or downloaded name.",
    )
    passages: int = Field(default=6, ge=1, le=20, description="Passages given to an answer.")
    max_answer_tokens: int = Field(
        default=700, ge=32, le=8192, description="Longest answer a model may write, in tokens."
    )
    context_tokens: int = Field(
        default=8192,
        ge=1024,
        description="Longest context asked of a local model; never above the model's own.",
    )
    connect_seconds: float = Field(
        default=5.0, gt=0, description="Limit for reaching a model server."
    )
    first_token_seconds: float = Field(
        default=300.0, gt=0, description="Limit for the first token (a CPU reads slowly)."
    )
    next_token_seconds: float = Field(default=30.0, gt=0, description="Limit between two tokens.")
    queue: int = Field(
        default=4, ge=0, le=100, description="Questions that may wait for a local model."
    )
    show_support: bool = Field(default=True, description="Mark sentences the sources lack.")
    host: str = Field(default="127.0.0.1", description="Address the chat listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port of the chat.")
    threads: int = Field(
        default=0, ge=0, le=256, description="Cores for embedding many texts; 0 takes all."
    )

    @field_validator("home")
    @classmethod
    def _full(cls, home: Path) -> Path:
        """Read `~` as a shell does: an .env file is read by none."""
        try:
            return home.expanduser()
        except RuntimeError as error:
            raise ValueError("no such user") from error

    @property
    def library_folder(self) -> Path:
        """Where the library's files live."""
        return self.home / "library"


def _ollama_host(environ: Mapping[str, str]) -> str:
    """Read OLLAMA_HOST the way the server's own clients do: a scheme and port may be missing."""
    host = environ.get("OLLAMA_HOST", "").strip() or "127.0.0.1:11434"
    if "://" not in host:
        host = f"http://{host}"
    scheme, _, rest = host.partition("://")
    if ":" not in rest.rpartition("]")[2]:
        rest = f"{rest.rstrip('/')}:11434" if scheme == "http" else rest
    return f"{scheme}://{rest}".replace("//0.0.0.0", "//127.0.0.1").rstrip("/")


def read_settings(**overrides: Any) -> Settings:
    """Read the settings; `overrides` (a door's own options) win where they are not None."""
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0])
        message = first["msg"].removeprefix("Value error, ")
        value = "" if _is_secret(field) else f" (given: {first['input']!r})"
        problem = SettingsError(f"{_variable(field)}: {message}{value}.")
        problem.hint = f"Correct or unset {_variable(field)} (in the environment or in {ENV_FILE})."
        raise problem from error
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(error) from error


@dataclass(frozen=True, slots=True)
class Shown:
    """A setting as `advisor config` prints it: secrets are masked."""

    name: str
    value: str
    origin: str
    manual: str


def shown(settings: Settings, environ: Mapping[str, str]) -> list[Shown]:
    """List every setting with where its value comes from."""
    set_there = {name.upper() for name, value in environ.items() if value}
    rows = []
    for field, info in Settings.model_fields.items():
        name = _variable(field)
        if name in set_there:
            origin = "environment"
        elif field in settings.model_fields_set:
            origin = ".env"
        elif field == "ollama_url" and "OLLAMA_HOST" in set_there:
            origin = "environment"
        else:
            origin = "default"
        rows.append(Shown(name, _value(getattr(settings, field)), origin, info.description or ""))
    return rows


def unknown(environ: Mapping[str, str]) -> list[str]:
    """Return a remark on each ADVISOR_ variable that is no setting, as a slip of the pen is."""
    known = [_variable(field) for field in Settings.model_fields]
    try:
        in_file = DotEnvSettingsSource(Settings).env_vars
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(error) from error
    remarks = []
    for name in sorted({name.upper() for name in (*environ, *in_file)}):
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(name, known, n=1)
            meant = f"; {near[0]} may be meant" if near else ""
            remarks.append(f"{name} is no setting and changes nothing{meant}.")
    return remarks


def _value(value: object) -> str:
    """Write a value without keys, nor the password that an address may carry."""
    if isinstance(value, SecretStr):
        return "set (hidden)" if value.get_secret_value() else "not set"
    return re.sub(r"(?<=://)[^/@\s]*@", "(hidden)@", str(value))


def _variable(field: str) -> str:
    return f"{PREFIX}{field.upper()}"


def _is_secret(field: str) -> bool:
    info = Settings.model_fields.get(field)
    return info is not None and info.annotation is SecretStr


def _unreadable(error: OSError | UnicodeDecodeError) -> SettingsError:
    reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
    problem = SettingsError(f"The file {ENV_FILE} cannot be read: {reason}.")
    problem.hint = "Make it UTF-8 text with lines such as ADVISOR_PORT=8001, or move it away."
    return problem
