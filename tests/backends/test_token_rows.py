from __future__ import annotations

from typing import Any

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from advisor.backends.token_rows import TokenRow, token_rows

PIECES = [
    "<s>",
    "</s>",
    "▁query",
    ":",
    "▁Is",
    "▁self",
    "-",
    "host",
    "ing",
    "▁cheap",
    "er",
    "?",
    "▁",
]


def tokenizer(template: str) -> Any:
    """Pieces that carry the space before them, as SentencePiece makes them."""
    made = Tokenizer(models.Unigram([("<unk>", 0.0), *((p, -1.0) for p in PIECES)], unk_id=0))
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.add_special_tokens(["<s>", "</s>"])
    specials = [(one, made.token_to_id(one)) for one in ("<s>", "</s>") if one in template]
    made.post_processor = processors.TemplateProcessing(single=template, special_tokens=specials)
    return made


@pytest.mark.parametrize("template", ["<s> $A </s>", "$A </s>", "<s> $A", "$A"])
@pytest.mark.parametrize("prompt", ["", "query: "])
def test_words_are_whole_and_the_prompts_are_not_among_them(template: str, prompt: str) -> None:
    reads = tokenizer(template)
    (row,) = token_rows(reads, prompt, ["Is self-hosting cheaper?"])
    assert row.words == ("Is", "self", "-", "hosting", "hosting", "cheaper", "cheaper", "?")
    assert [reads.id_to_token(one) for one in row.inner] == [*PIECES[4:12]]
    assert list(row.ids) == reads.encode(f"{prompt}Is self-hosting cheaper?").ids
    assert row.ids[row.own] == row.inner


@pytest.mark.parametrize("template", ["<s> $A </s>", "$A </s>", "$A"])
def test_an_empty_text_has_no_tokens_of_its_own(template: str) -> None:
    for prompt in ("", "query: "):
        reads = tokenizer(template)
        (row,) = token_rows(reads, prompt, [""])
        assert (row.inner, row.words) == ((), ())
        assert list(row.ids) == reads.encode(prompt).ids


def test_windows_keep_what_stands_around_and_reach_both_ends() -> None:
    words = tuple(str(number) for number in range(100))
    row = TokenRow((1, 2), tuple(range(100)), (3,), words)
    assert row.windows(100, 8) == [row]
    cut = row.windows(30, 2)
    assert [one.words for one in cut] == [words[:30], words[70:]]
    assert all(one.ids == (1, 2, *map(int, one.words), 3) for one in cut)
