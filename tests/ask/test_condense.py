from __future__ import annotations

import pytest

from advisor.ask.condense import condense
from advisor.records import Turn

KNOWN = {"openai", "anthropic", "mistral", "llama.cpp", "sana"}


def after(asked: str, question: str) -> str:
    history = [Turn("user", asked), Turn("assistant", "An answer.")]
    return condense(question, history, KNOWN).question


def test_the_first_question_stays_as_it_is() -> None:
    assert condense("And why?", [], KNOWN).question == "And why?"


@pytest.mark.parametrize(
    ("asked", "question", "standalone"),
    [
        ("Does OpenAI train on our data?", "And Anthropic?", "Does Anthropic train on our data?"),
        ("Does OpenAI train on it?", "what about Mistral", "Does Mistral train on it?"),
        (
            "How much room does a 7B model take in llama.cpp?",
            "And for the 65B?",
            "How much room does a 65B model take in llama.cpp?",
        ),
        (
            "What are the risks of open source AI?",
            "What about proprietary?",
            "What are the risks of proprietary models?",
        ),
        (
            "What are the downsides of open source AI?",
            "And what about security?",
            "What about security with open-source AI?",
        ),
        (
            "Which is cheaper, open-source or proprietary AI?",
            "how about the privacy",
            "What about privacy with open-source and proprietary AI?",
        ),
        (
            "Which is cheaper, open-source or proprietary AI?",
            "And what about in healthcare?",
            "Which is cheaper, open-source or proprietary AI? And what about in healthcare?",
        ),
        (
            "Does OpenAI delete prompts sent to its proprietary models?",
            "What about files?",
            "Does OpenAI delete prompts sent to its proprietary models? What about files?",
        ),
        (
            "How long before Mistral removes a stable model?",
            "And how much notice for the experimental ones?",
            (
                "How long before Mistral removes a stable model? And how much notice for the "
                "experimental ones?"
            ),
        ),
    ],
)
def test_a_follow_up_takes_over_the_topic(asked: str, question: str, standalone: str) -> None:
    assert after(asked, question) == standalone


@pytest.mark.parametrize(
    "question",
    [
        "How do I fine-tune Llama on our tickets?",
        "Does Anthropic train on our data?",
        "Is it true that open models lag behind?",
        "How do I bake bread?",
        "Tell me a joke",
        "Sana says its platform is up; how does one get money back if it is not?",
    ],
)
def test_a_question_with_its_own_topic_is_left_alone(question: str) -> None:
    assert after("Which is cheaper, open or proprietary AI?", question) == question


def test_a_chain_of_follow_ups_keeps_the_first_topic() -> None:
    history = [
        Turn("user", "Does OpenAI train on our data?"),
        Turn("assistant", "No."),
        Turn("user", "And Anthropic?"),
        Turn("assistant", "No."),
    ]
    assert condense("And Mistral?", history, KNOWN).question == "Does Mistral train on our data?"


def test_what_only_the_answer_can_explain_is_not_sure() -> None:
    history = [Turn("user", "Which ways are there?"), Turn("assistant", "Two: A and B.")]
    assert not condense("And the second one?", history, KNOWN).sure
