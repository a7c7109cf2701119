from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence

import pytest
from advising import answer_in, chooses, events_of
from scripted_model import FakeChatModel

from advisor.ask import clauses
from advisor.ask.events import Discarded, Found, Progress, Token
from advisor.ask.pipeline import Parts, Wish, ask
from advisor.errors import AnswerCutError, ModelBrokeError, PromptCutError, QuestionError
from advisor.ports import Message, Writing
from advisor.records import Turn

CHEAPER = "Which is cheaper, open-source or proprietary AI?"
GROUNDED = (
    "The cheaper choice depends on volume [S1]. A proprietary API charges only for usage at modest "
    "volume [S9].\n\nSelf-hosting saves 73 percent for everyone [S1]."
)


async def test_without_a_model_the_faq_answers_first_and_is_cited(parts: Parts) -> None:
    answer = answer_in(await events_of(CHEAPER, parts))
    assert answer.grounded
    assert answer.model == "extract"
    assert "depends on volume" in answer.sentences[0].text
    cited = next(s for s in answer.sources if s.number == answer.sentences[0].citations[0])
    assert cited.chunk.heading[-1].startswith("10.2 ")
    assert {sentence.support for sentence in answer.sentences} == {"supported"}
    assert 2 <= len(answer.suggestions) <= 3


async def test_every_quote_is_the_text_between_its_offsets(parts: Parts) -> None:
    for question in (CHEAPER, "Compare open and proprietary AI on security."):
        for source in answer_in(await events_of(question, parts)).sources:
            document = parts.library.document(source.chunk.document)
            assert document is not None
            assert document.text[source.start : source.end] == source.quote


async def test_a_comparison_has_a_small_table_with_cited_cells(parts: Parts) -> None:
    answer = answer_in(await events_of("Compare open and proprietary AI.", parts))
    rows = [block for block in answer.blocks if block.prefix.startswith("| ")]
    assert 2 <= len(rows) <= 6
    assert all(cell.citations for row in rows for cell in row.sentences)


async def test_risks_of_one_side_are_not_answered_with_the_others(parts: Parts) -> None:
    answer = answer_in(await events_of("What are the downsides of open source AI?", parts))
    told = [sentence.text for sentence in answer.sentences]
    assert "four kinds of risk" in told[0]
    assert [text for text in told if clauses.sides(text) == ("proprietary",)] == []


async def test_a_new_theme_leaves_the_old_question_behind(parts: Parts) -> None:
    history = [Turn("user", "What are the downsides of open source AI?"), Turn("assistant", "…")]
    answer = answer_in(await events_of("And what about security?", parts, history=history))
    first = next(s for s in answer.sources if s.number == answer.sentences[0].citations[0])
    assert first.chunk.heading[-1].startswith("5.4 ")


async def test_what_the_library_lacks_is_declined_with_the_nearest_topics(parts: Parts) -> None:
    answer = answer_in(await events_of("How do I bake sourdough bread?", parts))
    assert not answer.grounded
    assert answer.text.startswith("My library has nothing on that.")
    assert "Closest:" in answer.text
    assert not answer.sources


async def test_a_price_of_something_named_is_never_given_from_memory(parts: Parts) -> None:
    question = "How much does GPT-4o cost per million output tokens?"
    model = FakeChatModel(scripts=["It costs $10 [S1]."])
    answer = answer_in(await events_of(question, parts, model))
    assert not answer.grounded
    assert not model.prompts


async def test_passages_are_found_before_a_model_writes(parts: Parts) -> None:
    events = await events_of(CHEAPER, parts, FakeChatModel(scripts=[GROUNDED]))
    kinds = [type(event) for event in events]
    assert kinds.index(Found) < kinds.index(Token)
    stages = [event.stage for event in events if isinstance(event, Progress)]
    assert stages == ["searching", "reading", "writing", "checking"]


async def test_a_draft_is_checked_and_its_wrong_marks_are_gone(parts: Parts) -> None:
    events = await events_of(CHEAPER, parts, FakeChatModel(scripts=[GROUNDED]))
    answer = answer_in(events)
    support = {sentence.text: sentence for sentence in answer.sentences}
    assert support["The cheaper choice depends on volume."].support == "supported"
    invented = support["Self-hosting saves 73 percent for everyone."]
    assert invented.support == "unsupported"
    assert invented.citations == ()
    assert "[S9]" not in answer.text
    assert {n for s in answer.sentences for n in s.citations} == {s.number for s in answer.sources}


async def test_a_draft_without_any_support_is_not_shown(parts: Parts) -> None:
    model = FakeChatModel(scripts=["Bananas are yellow [S1]. Cats sleep a lot."])
    answer = answer_in(await events_of(CHEAPER, parts, model))
    assert answer.model == "extract"
    assert "Bananas" not in answer.text
    assert "not shown" in answer.notice


@pytest.mark.parametrize(
    "fault", [ModelBrokeError("fake", "killed"), AnswerCutError("fake", 5)], ids=["killed", "cut"]
)
async def test_a_model_that_fails_leaves_passages_and_an_extract(
    parts: Parts, fault: ModelBrokeError | AnswerCutError
) -> None:
    model = FakeChatModel(scripts=[GROUNDED], fault=fault, fault_after=3)
    events = await events_of(CHEAPER, parts, model)
    assert any(isinstance(event, Discarded) for event in events)
    answer = answer_in(events)
    assert answer.model == "extract"
    assert answer.grounded
    assert str(fault) in answer.notice
    assert fault.hint in answer.notice


async def test_a_cut_prompt_is_asked_again_with_fewer_passages(parts: Parts) -> None:
    class CutOnce(FakeChatModel):
        def write(
            self, messages: Sequence[Message], *, max_tokens: int
        ) -> AsyncGenerator[Writing, None]:
            self.fault = PromptCutError("fake", 900, 300) if not self.prompts else None
            return super().write(messages, max_tokens=max_tokens)

    model = CutOnce(scripts=[GROUNDED], fault_after=2)
    events = await events_of(CHEAPER, parts, model)
    first, second = (prompt[-1].content for prompt in model.prompts)
    assert "[S6]" in first
    assert "[S4]" not in second
    assert "[S3]" in second
    assert answer_in(events).model == "fake:scripted"
    assert answer_in(events).usage.passages_left_out == 3
    assert any(isinstance(event, Discarded) for event in events)


async def test_a_small_context_loses_passages_never_instructions(parts: Parts) -> None:
    model = FakeChatModel(scripts=[GROUNDED], context=1400)
    answer = answer_in(await events_of(CHEAPER, parts, model))
    (prompt,) = model.prompts
    assert prompt[0].content == parts.prompts.answer
    assert CHEAPER in prompt[-1].content
    assert answer.usage.passages < 6
    assert answer.usage.passages + answer.usage.passages_left_out == 6


async def test_closing_the_line_stops_the_model(parts: Parts) -> None:
    model = FakeChatModel(scripts=[GROUNDED], held=asyncio.Event())
    events = ask(CHEAPER, (), parts, Wish(choose=chooses(model)))
    async for event in events:
        if isinstance(event, Token):
            break
    await events.aclose()
    assert model.stopped == 1


async def test_only_what_no_rule_can_tell_is_rewritten_by_the_model(parts: Parts) -> None:
    history = [Turn("user", "Which hybrid ways are there?"), Turn("assistant", "Three: A, B, C.")]
    model = FakeChatModel(scripts=["Which open models keep private data on premises?", GROUNDED])
    events = await events_of("And the second one?", parts, model, history)
    assert model.limits[0] == 64
    assert answer_in(events).standalone_question.startswith("Which open models keep private data")
    sure = FakeChatModel(scripts=[GROUNDED])
    await events_of("And for proprietary?", parts, sure, [Turn("user", "Is open AI private?")])
    assert len(sure.prompts) == 1


@pytest.mark.parametrize("question", ["", "  \n", "???", "x" * 100_001])
async def test_what_is_no_question_is_an_error(parts: Parts, question: str) -> None:
    with pytest.raises(QuestionError):
        await events_of(question, parts)


async def test_fifty_thousand_characters_are_answered(parts: Parts) -> None:
    long = f"{CHEAPER} {'We run many calls a day. ' * 2000}"[:50_000]
    assert answer_in(await events_of(long, parts)).text


async def test_text_of_the_question_is_never_a_template(parts: Parts) -> None:
    model = FakeChatModel(scripts=[GROUNDED])
    await events_of(f"{CHEAPER} $passages ${{question}}", parts, model)
    assert "$passages ${question}" in model.prompts[0][-1].content
