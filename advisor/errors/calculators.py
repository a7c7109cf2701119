"""What the calculators cannot use: answers, amounts, models, needs."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.errors.failure import AdvisorError


class ProfileError(AdvisorError):
    """The answers about a case cannot be used."""

    hint = "`advisor decide --list` shows every question with its answers."
    exit_code = 2


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


class OtherCurrencyError(CostError):
    """An amount of money in another currency than the tables'."""

    hint = "Convert it to US dollars first and leave the sign away, or write USD."

    def __init__(self, given: str) -> None:
        super().__init__(f"{given!r} is no amount in USD, which all prices here are in.")


class NeedError(AdvisorError):
    """What a model must do cannot be meant."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint or "`advisor shortlist --help` explains every need."
