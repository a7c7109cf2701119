"""Where sentences begin, by LlamaIndex's sentence splitter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_MAY_HOLD_TWO = re.compile(r"[.!?]\S*\s+\S")  # else the slow rule need not be asked

Splitter = Callable[[str], list[str]]


def sentence_splitter() -> Splitter:
    """LlamaIndex's rule, loaded at the first call; its sentences lie side by side in the text."""
    from llama_index.core.node_parser.text.utils import (  # noqa: PLC0415 -- slow: about 2 s
        split_by_sentence_tokenizer,
    )

    splitter: Splitter = split_by_sentence_tokenizer()
    return splitter


def sentence_spans(text: str, start: int, end: int, split: Splitter) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of text[start:end].

    The sentences together are the end of the text they were split from, so that adding up their
    lengths gives exact offsets, however often a sentence is repeated.
    """
    block = text[start:end]
    sentences = split(block) if _MAY_HOLD_TWO.search(block) else [block]
    position = end - sum(map(len, sentences))
    for sentence in sentences:
        words = sentence.strip()
        if words:
            first = position + sentence.find(words)
            yield first, first + len(words)
        position += len(sentence)
