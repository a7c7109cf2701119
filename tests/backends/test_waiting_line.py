"""The line before a model that does one thing at a time."""

import asyncio

import pytest

from advisor.backends.waiting_line import WaitingLine
from advisor.errors import ModelBusyError


def test_the_first_is_served_at_once() -> None:
    with WaitingLine(0).join("m") as place:
        assert place.ahead == 0


def test_those_who_wait_are_counted() -> None:
    line = WaitingLine(2)
    with line.join("m"), line.join("m") as second, line.join("m") as third:
        assert (second.ahead, third.ahead) == (1, 2)


def test_one_too_many_is_turned_away_at_once() -> None:
    line = WaitingLine(1)
    with line.join("m"), line.join("m"):
        with pytest.raises(ModelBusyError, match="1 question"):
            line.join("m").__enter__()
        assert line.length == 2


def test_a_place_is_free_again_when_its_block_ends() -> None:
    line = WaitingLine(0)
    for _ in range(3):
        with line.join("m") as place:
            assert place.ahead == 0


async def test_moving_up_wakes_in_order() -> None:
    line = WaitingLine(5)
    seen: asyncio.Queue[tuple[str, int]] = asyncio.Queue()
    done = asyncio.Event()

    async def waits(name: str) -> None:
        with line.join("m") as place:
            seen.put_nowait((name, place.ahead))
            while place.ahead:
                await place.move()
                seen.put_nowait((name, place.ahead))
            await done.wait()

    with line.join("m"):
        tasks = [asyncio.create_task(waits(name)) for name in "ab"]
        assert [await seen.get(), await seen.get()] == [("a", 1), ("b", 2)]
    assert [await seen.get(), await seen.get()] == [("a", 0), ("b", 1)]
    done.set()
    await asyncio.gather(*tasks)
    assert seen.get_nowait() == ("b", 0)


async def test_cancelling_leaves_the_line() -> None:
    line = WaitingLine(5)

    async def waits() -> None:
        with line.join("m") as place:
            await place.move()

    with line.join("m"):
        task = asyncio.create_task(waits())
        await asyncio.sleep(0)
        with line.join("m") as third:
            assert third.ahead == 2
            task.cancel()
            await third.move()
            assert third.ahead == 1
    assert line.length == 0


def test_a_line_serves_one_event_loop_after_another() -> None:
    line = WaitingLine(1)

    async def meet() -> None:
        with line.join("m"):
            await asyncio.sleep(0)

    async def both() -> None:
        await asyncio.gather(meet(), waits())

    async def waits() -> None:
        with line.join("m") as place:
            while place.ahead:
                await place.move()

    for _ in range(2):
        asyncio.run(both())
