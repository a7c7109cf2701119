"""A cross-encoder of this machine, which reads question and passage together."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from advisor.backends.local_models import LocalModel
from advisor.backends.transformer import Score, read_cross_encoder


class CrossReader:
    """Meets `ports.Reranker`; loads when it is first needed."""

    def __init__(self, model: str) -> None:
        """Take a folder or the name of a downloaded model."""
        self._model = LocalModel("ADVISOR_RERANKER", model)
        self._lock = Lock()
        self._score: Score | None = None

    @property
    def name(self) -> str:
        """Model and digest of its files."""
        return self._model.name()

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Say how well each text answers; larger is better, on a scale of the model's own.

        One question at a time: the model's tokenizer is not for several threads.
        """
        with self._lock:
            return self._loaded()([(question, text) for text in texts])

    def warm(self) -> None:
        """Load the model now (seconds), so that the first question does not wait for it."""
        with self._lock:
            self._loaded()

    def _loaded(self) -> Score:
        if self._score is None:
            self._score = read_cross_encoder(self._model.folder(), self._model.unfit)
        return self._score
