"""An item of a list is quoted with what introduces it."""

from __future__ import annotations

from advisor.ask.lists import Listed, listed
from advisor.ask.sentences import spans

SHORT = """Retention switched off does not apply to:

- Agents,
- `/v1/files`; and
- Batch jobs.

Ask support."""
LONG = "You must keep the logo unless:\n\n" + "\n".join(
    f"- item {number} {'word ' * 30}ends here." for number in range(4)
)


def joined(text: str) -> list[Listed]:
    return list(listed(text, spans(text)))


def test_a_short_list_is_one_sentence_with_its_introduction() -> None:
    (one,) = joined(SHORT)
    assert one.said == "Retention switched off does not apply to: Agents; /v1/files; Batch jobs."
    assert SHORT[one.start : one.end].endswith("Batch jobs.")
    assert one.covers == {span.start for span in spans(SHORT)[:-1]}


def test_each_item_of_a_long_list_keeps_its_introduction() -> None:
    found = joined(LONG)
    assert [one.said[:38] for one in found] == [
        "You must keep the logo unless: item 0 ",
        *(f"You must keep the logo unless: … item {n}"[:38] for n in (1, 2, 3)),
    ]
    assert all(len(one.parts) == 2 for one in found)


def test_what_no_list_follows_stays_as_it_is() -> None:
    assert joined("It says:\n\nNothing in particular.") == []
    assert joined("- an item that ends in a colon:\n- another\n\nAnd text.") != []
    assert joined("No list: none.\n- item") == []
