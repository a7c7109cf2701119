"""What a reader can choose: who writes, how much is read, whose conversation it is."""

from __future__ import annotations

from chainlit.input_widget import Select, Slider, Switch

from advisor.web.session import Session

NO_CLIENT = "none"


def choices(
    session: Session, models: list[str], clients: list[str]
) -> list[Select | Slider | Switch]:
    """Return the fields of the settings, as they stand; the client's only if there is one."""
    return [
        *([_client(session.client, clients)] if clients else []),
        Select(
            id="model",
            label="Who writes the answers",
            values=models,
            initial_value=session.model,
            description="auto takes a local model if one runs; none composes from the library.",
        ),
        Slider(
            id="passages",
            label="Passages read for an answer",
            initial=session.passages,
            min=1,
            max=20,
            step=1,
        ),
        Switch(
            id="show_support",
            label="Mark sentences the sources do not carry wholly",
            initial=session.show_support,
        ),
    ]


def _client(present: str, clients: list[str]) -> Select:
    return Select(
        id="client",
        label="Client",
        values=[NO_CLIENT, *clients],
        initial_value=present or NO_CLIENT,
        description="Its conversation goes on, and its own papers are searched too.",
    )
