"""What people mean by the names they use."""

from __future__ import annotations

from advisor.ask.compared import compared
from advisor.ask.names import Names

NAMES = Names(
    {"openai": "OpenAI", "gpt-4": "OpenAI", "mistral": "Mistral AI"},
    {"OpenAI": ("o",), "Mistral AI": ("m",)},
    {"openai": "proprietary", "gpt-4": "proprietary", "llama": "open", "mistral": "open"},
)


def test_a_model_stands_for_its_side() -> None:
    asked = "Is Llama good enough to replace GPT-4?"
    assert NAMES.sides(asked) == {"open", "proprietary"}
    assert NAMES.as_sides(asked) == "Is open model good enough to replace proprietary model?"
    assert NAMES.as_sides("llama.cpp, GPT-4o") == "llama.cpp, GPT-4o"
    assert compared(asked, NAMES, {}).needed == ("open", "proprietary")


def test_a_version_names_its_vendor_and_a_likeness_does_not() -> None:
    assert NAMES.named("What does Mistral-7B need? And gpt-4's price?") == ("Mistral AI", "OpenAI")
    assert NAMES.named("Is it OpenAI-compatible?") == ()


def test_vendors_are_compared_where_a_question_says_on_what() -> None:
    particular = "Do OpenAI and Mistral differ in how long they retain prompts?"
    assert compared(particular, NAMES, {}).needed == ("OpenAI", "Mistral AI")
    assert compared("Should we use OpenAI or Mistral?", NAMES, {}).needed == ("open", "proprietary")


def test_a_question_on_one_vendor_compares_nothing() -> None:
    assert compared("What does OpenAI say on open models?", NAMES, {}).needed == ()
