"""What a stream must have to pass as an answer."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from advisor.backends.stream import Delta, Ending, Limits, Visible, finished, watched
from advisor.errors import AnswerCutError, ModelBrokeError, ModelHungError, ModelRefusedError
from advisor.ports import Finished, Piece

PATIENT = Limits(5, 5)
FIRST_ONLY = Limits(5, 0.05)
ALL_ONLY = Limits(0.05, 5)


async def stream(*deltas: Delta, hangs: bool = False) -> AsyncGenerator[Delta, None]:
    for delta in deltas:
        yield delta
    if hangs:
        await asyncio.Event().wait()


async def all_of(deltas: AsyncGenerator[Delta, None], limits: Limits) -> list[Piece | Ending]:
    async with aclosing(watched("m", deltas, limits)) as events:
        return [event async for event in events]


async def test_the_ending_has_the_figures_of_every_step() -> None:
    deltas = stream(Delta("A"), Delta("b", "stop"), Delta(prompt_tokens=7, completion_tokens=2))
    assert await all_of(deltas, PATIENT) == [Piece("A"), Piece("b"), Ending("stop", 7, 2)]


async def test_steps_without_text_are_signs_of_life_after_the_first() -> None:
    with pytest.raises(ModelHungError, match="stopped writing"):
        await all_of(stream(Delta(), Delta(), hangs=True), FIRST_ONLY)


async def test_an_empty_first_step_is_not_yet_a_token() -> None:
    with pytest.raises(ModelHungError, match="did not begin"):
        await all_of(stream(Delta(), hangs=True), ALL_ONLY)


async def test_after_a_first_word_the_other_limit_counts() -> None:
    with pytest.raises(ModelHungError, match="stopped writing"):
        await all_of(stream(Delta("A"), hangs=True), FIRST_ONLY)


@pytest.mark.parametrize("reason", ["stop", "STOP", "end_turn"])
def test_an_answer_that_ended_by_itself_is_whole(reason: str) -> None:
    assert finished("m", Ending(reason, 3, 4)) == Finished(3, 4)


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("length", AnswerCutError),
        ("MAX_TOKENS", AnswerCutError),
        ("content_filter", ModelRefusedError),
        ("", ModelBrokeError),
        ("tool_calls", ModelBrokeError),
    ],
)
def test_any_other_ending_is_an_error(reason: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        finished("m", Ending(reason))


@pytest.mark.parametrize("step", [1, 3, 100])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<think>Hm, so.</think>\n\nYes.", "Yes."),
        ("\n<think>\n</think>Yes. <think>", "Yes. <think>"),
        ("Yes <think>no</think>.", "Yes <think>no</think>."),
        ("<thin air", "<thin air"),
        ("<thi", "<thi"),
        ("<think>never ends", ""),
        ("<think>all</think>\n", ""),
        ("  indented", "  indented"),
        ("", ""),
    ],
)
def test_thinking_is_shown_only_where_it_is_none(text: str, shown: str, step: int) -> None:
    visible = Visible()
    pieces = [visible.add(text[i : i + step]) for i in range(0, len(text), step)]
    assert "".join([*pieces, visible.rest()]) == shown
