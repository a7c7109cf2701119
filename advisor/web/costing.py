"""Costs in the chat: asked in words or by a form, shown with charts, a table and a CSV."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import chainlit as cl

from advisor.advice.costs import cost_charts, cost_text
from advisor.catalogue.models import find_model, read_models
from advisor.costs.csv_rows import csv_text
from advisor.costs.given import asked as workload
from advisor.costs.given import pairs
from advisor.costs.records import Comparison
from advisor.costs.words import Asked, Unclear
from advisor.errors import AdvisorError
from advisor.web.charts import figure
from advisor.web.intents import wants_amounts
from advisor.web.markup import plain
from advisor.web.port import Advisor
from advisor.web.reply import Reply

ACTION = "cost"
_FORM = "A workload three ways: a proprietary API, an open model on a hosted API, GPUs of your own."
_USUAL = {"requests": "10,000", "api": "openai:gpt-4o", "open": "llama-3.3-70b"}
_EDITABLE = 14  # assumptions in the form; `advisor cost` sets all of them


@dataclass(frozen=True)
class Costing:
    """The handlers of the cost calculator."""

    advisor: Advisor
    remember: Callable[[Comparison], None]

    async def asked(self, text: str) -> str | None:
        """Answer a question about costs; None for a text that is none."""
        calculators = self.advisor.calculators
        found = await asyncio.to_thread(calculators.cost_asked, text)
        match found:
            case None:
                return None
            case Unclear() if not wants_amounts(text):
                return None
            case Unclear(question):
                await cl.Message(content=plain(f"**{question}**")).send()
            case Asked():
                await self._show(found, {})
        return text

    async def form(self) -> None:
        """Show the form with a usual workload in it."""
        await self._form(_FORM, _USUAL, ())

    async def act(self, action: cl.Action) -> None:
        """Calculate what the form says."""
        given = {str(key): str(value) for key, value in dict(action.payload).items()}
        try:
            found = Asked(
                workload(
                    given.get("requests", ""),
                    given.get("input", ""),
                    given.get("output", ""),
                    given.get("cached") or "0",
                ),
                given.get("api", ""),
                find_model(given.get("open", ""), read_models()),
                (),
            )
            await self._show(found, pairs(_settings(given)))
        except AdvisorError as error:
            reply = Reply()
            await reply.open()
            await reply.fail(error)

    async def _show(self, asked: Asked, settings: Mapping[str, str]) -> None:
        calculators = self.advisor.calculators
        day = datetime.now(UTC).date()
        found = await asyncio.to_thread(calculators.cost, asked, settings, day)
        self.remember(found)
        values = {
            "requests": f"{found.workload.requests_per_day:,.0f}",
            "input": str(found.workload.input_tokens),
            "output": str(found.workload.output_tokens),
            "cached": str(found.workload.cached_tokens),
            "api": asked.api_model,
            "open": asked.open_model.id,
        }
        message = await self._form(cost_text(found, asked.assumed), values, _editable(found))
        charts = await asyncio.to_thread(cost_charts, found, calculators.knowledge)
        for chart in charts:
            drawn = await asyncio.to_thread(figure, chart)
            name = chart.table.title or "Costs"
            element = cl.Plotly(name=name, figure=drawn, display="inline", size="large")
            await element.send(for_id=message.id)
        content = csv_text(found).encode("utf-8-sig")
        await cl.File(name="costs.csv", content=content, display="inline").send(message.id)

    async def _form(
        self, text: str, values: Mapping[str, str], editable: tuple[dict[str, str], ...]
    ) -> cl.Message:
        """Send a message with the form below it."""
        calculators = self.advisor.calculators
        usual = calculators.usual_tokens()
        card = {
            "values": {"input": str(usual[0]), "output": str(usual[1]), "cached": "0", **values},
            "apis": calculators.api_models(),
            "opens": calculators.open_models(),
            "assumptions": editable,
            "open": not editable,
        }
        message = cl.Message(content=plain(text), metadata={"costs": card})
        props = {"message": message.id}
        message.elements = [cl.CustomElement(name="Costs", props=props, display="inline")]
        await message.send()
        message.elements = []
        return message


def _editable(found: Comparison) -> tuple[dict[str, str], ...]:
    """Return the assumptions that move the result most, as fields of the form."""
    swing = {one.key: one.swing for one in found.drivers}
    known = [one for one in found.assumptions if one.key in swing]
    known.sort(key=lambda one: -swing[one.key])
    own = {"requests_per_day", "input_tokens", "output_tokens"}
    return tuple(
        {
            "key": one.key,
            "name": one.name,
            "value": f"{one.base.normalize():f}",
            "unit": one.unit,
            "range": f"{one.low.normalize():f} to {one.high.normalize():f}",
        }
        for one in known
        if one.key not in own
    )[:_EDITABLE]


def _settings(given: Mapping[str, Any]) -> list[str]:
    """Return the assumptions that the form changed, as `KEY=VALUE`."""
    return [
        f"{key.removeprefix('set:')}={value}"
        for key, value in given.items()
        if key.startswith("set:") and value.strip()
    ]
