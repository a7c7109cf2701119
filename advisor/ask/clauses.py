"""The clauses of a sentence, and what can be held against each other: denial, degree, sides."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from advisor.ask.amounts import SPELLED, Amount, amounts
from advisor.ask.meanings import meanings

_TOKEN = re.compile(r"\w+(?:['’./-]\w+)*")
_NEGATORS = frozenset(
    "not no never none neither nor without cannot unless except nobody nothing barring lack "
    "lacks instead_of rather_than no_longer unlike".split()
)
# Amounts and periods are compared by themselves; the rest says little of what a clause is about.
_EMPTY = frozenset(
    "percent second minute hour day week month year seconds minutes hours days weeks months years "
    "daily weekly monthly yearly annual annually nightly night afterwards afterward yet already "
    "ever otherwise anyway however therefore thus hence moreover yes".split()
)
_NOT_DENIED = frozenset({"non-disclosure", "non-profit", "non-compete"})
_LACKING = re.compile(r"\b(?:no|none|nothing|nobody|lacks?)\b", re.IGNORECASE)
_CONDITION = re.compile(r"(?:unless|except|without|before|after|apart from)\b", re.IGNORECASE)
_UNLESS = re.compile(r"(?:unless|except|apart from)\b", re.IGNORECASE)
_INSTEAD = re.compile(r"(?:instead of|rather than|unlike)\b", re.IGNORECASE)
_JOINS = re.compile(r"(?:and|or)\b", re.IGNORECASE)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|can|may|must|will|do|does)\b", re.IGNORECASE)
_CARRIES_ON = re.compile(r"(?:or|nor)\b", re.IGNORECASE)
_PLAIN_NOT = frozenset({"not", "cannot", "never", "no_longer"})
_PHRASES = re.compile(
    r"\b(?:instead of|rather than|no longer|not only|no matter|nothing but)\b", re.IGNORECASE
)
_SWITCHED = (
    (
        re.compile(r"\b(?:switch|turn)(?:es|s|ed|ing)?(?: \w+){0,4}? off\b", re.IGNORECASE),
        "disable",
    ),
    (re.compile(r"\b(?:switch|turn)(?:es|s|ed|ing)?(?: \w+)? on\b", re.IGNORECASE), "enable"),
)
_UN = re.compile(r"un((?!i[tqov]|der|til|less|used)\w{4,})$")
_NO_MORE = re.compile(
    r"\bstop(?:s|ped)? (?=\w+ing\b)|\b(?:fail|refuse|cease)(?:s|d|ed)? to ", re.IGNORECASE
)
_ANSWER = re.compile(r"^(?:yes|no)[,:.]\s*", re.IGNORECASE)
_OPENS = (
    "but|while|whereas|although|though|because|since|so that|unless|if|when|once|until|except"
    "|without|before|after|apart from|instead of|rather than|unlike|which|who"
)
_BREAKS_OFF = re.compile(rf"(?:{_OPENS})\b", re.IGNORECASE)
_BREAK = re.compile(
    rf"[;:()–—]\s*|,\s+(?:and\s+|or\s+|but\s+)?|\s+(?=(?:{_OPENS}|and|or|nor)\b)", re.IGNORECASE
)
_INHERITS = re.compile(
    r"^(?:(?:\w+ )?ones\b|it|in return|they|this|these|there|then|its|their|both)\b", re.IGNORECASE
)
# Said of a clause, not of a page as in `words.sides`: a vendor is a party, not a side.
_SIDES = {
    "open": re.compile(
        r"\bopen-(?:source|weights?)\b|\bself-?host\w*|\bon-?prem\w*"
        r"|(?<!is )(?<!are )(?<!be )(?<!stay )(?<!stays )(?<!left )(?<!remains )(?<!remain )"
        r"\bopen (?!to\b|up\b|for\b|when\b|on\b|questions?\b|issues?\b)(?=\w)",
        re.IGNORECASE,
    ),
    "proprietary": re.compile(
        r"\bpropriet\w+|\bclosed(?:[- ](?:source|models?|ones?|ai|weights?))\b"
        r"|\b(?:commercial|paid) (?:ai|models?|ones?|llms?)\b",
        re.IGNORECASE,
    ),
}
# Counts where nothing clearer is said.
_HOSTED = re.compile(
    r"\bapis?\b|(?<!self[- ])\b(?:hosted|managed) (?:service|model)s?\b", re.IGNORECASE
)
_PASSIVE = re.compile(r"\bby (?:the |a |its )", re.IGNORECASE)
_THAN = re.compile(r"\bthan\b", re.IGNORECASE)
_ROLES = dict.fromkeys("provider vendor supplier licensor we our us".split(), "provider")
_ROLES |= dict.fromkeys("customer client subscriber licensee you your yourself".split(), "customer")


@dataclass(frozen=True, slots=True)
class Clause:
    """What a clause says: keys of its content words in order, and how it says it.

    `negative`: something is denied; `negated`: by a word such as "not", not by one like "forbid";
    `denied`: the words this bears on; `affirmed`: those before it. `signs`: which of two opposites
    is said; `tone`: the same of the whole sentence. `sides`: those spoken of, in order. `before`:
    the words of the sentence before the clause; `around`: the keys of all of it. `than`: how many
    words stand before the turn of a comparison. `lacking`: something is said not to exist;
    `condition`: "unless", "without", "before"; `unless`: only the first of these; `instead`:
    "rather than", "unlike".
    """

    order: tuple[str, ...]
    keys: frozenset[str]
    negative: bool
    negated: bool
    denied: frozenset[str]
    affirmed: frozenset[str]
    signs: Mapping[str, frozenset[int]]
    tone: Mapping[str, frozenset[int]]
    sides: tuple[str, ...]
    words: frozenset[str]
    before: frozenset[str]
    around: frozenset[str]
    amounts: tuple[Amount, ...]
    than: int
    lacking: bool
    condition: bool
    unless: bool
    instead: bool
    passive: bool
    text: str
    sentence: str


def clauses(text: str, before: Sequence[Clause] = ()) -> list[Clause]:
    """Cut a sentence; what a clause leaves out is meant as in the clause before.

    `before` are the clauses of the sentence before: without a side of its own, this one is on the
    same side, and a pronoun at its beginning stands for what that one spoke of.
    """
    text = _ANSWER.sub("", text)
    last = before[-1] if before and _INHERITS.match(text) else None
    whole = sides(text) or (before[-1].sides if before else ())
    found: list[Clause] = []
    around = frozenset([*keys(text), *(last.around if last else ())])
    for part in _parts(text):
        last = _clause(part, last, around)
        found.append(last)
    tone: dict[str, frozenset[int]] = {}
    for clause in found:
        for key, sign in clause.signs.items():
            tone[key] = tone.get(key, frozenset()) | sign
    return [
        replace(
            clause,
            tone=tone,
            sentence=text,
            sides=clause.sides or (whole if len(whole) == 1 else ()),
        )
        for clause in found
    ]


def _parts(text: str) -> list[str]:
    """Pieces with two content words, or one that is denied; a shorter one joins the one before."""
    found: list[str] = []
    for piece in _BREAK.split(text):
        part = piece
        joins = bool(_JOINS.match(piece) and _VERB.search(piece))
        while joins and found and _listed(found[-1]):
            part = f"{found.pop()}, {part}"
            joins = not _BREAKS_OFF.match(part)
        if found and (_slight(part) or _slight(found[-1])):
            found[-1] += f", {part}"
        elif part.strip():
            found.append(part)
    return found


def _listed(piece: str) -> bool:
    """Whether a piece is but an item of a list: "source code, contracts and names are …"."""
    return not _VERB.search(piece) and len(_keys(piece)) <= 2


def _slight(piece: str) -> bool:
    said = [key for key, _, _ in _read(piece) if key]
    return len(said) < (1 if _VERB.search(piece) else 2) or set(said) == {"not"}


def keys(text: str) -> list[str]:
    """Keys of the content words of a text, in order; synonyms share a key."""
    return _keys(text)


def _keys(text: str) -> list[str]:
    return [key for key, _, _ in _read(text) if key not in {"", "not"}]


@lru_cache(maxsize=8192)
def _read(text: str) -> tuple[tuple[str, int, bool], ...]:
    return tuple(_meant(text))


def _meant(text: str) -> Iterator[tuple[str, int, bool]]:
    """Key, sign and turning of each word; "not" for a negator, "" for a word that says nothing."""
    table = meanings()
    for pattern, word in _SWITCHED:
        text = pattern.sub(word, text)
    text = _NO_MORE.sub("not ", text)
    joined = _PHRASES.sub(lambda m: m.group().replace(" ", "_"), table.joined(text))
    for match in _TOKEN.finditer(joined):
        word = match.group().lower().replace("’", "'").removesuffix("'s")
        if word in _NEGATORS or word.endswith("n't"):
            yield "not", -1 if word in _PLAIN_NOT or word.endswith("n't") else 0, True
            continue
        for part in [word] if word in table.by_stem else word.split("-"):
            denied = _UN.match(part) if part not in table.by_stem else None
            if (part == "non" and word not in _NOT_DENIED) or denied:
                yield "not", -1, True
            meaning = table.of(denied[1] if denied else part)
            if part in _EMPTY:
                continue
            if part in SPELLED:
                continue
            if meaning and part != "non" and not part.replace(".", "").isdigit():
                yield meaning.key, meaning.sign, meaning.turning
            elif not meaning:
                yield "", 0, False


def _clause(text: str, before: Clause | None, around: frozenset[str]) -> Clause:
    order: list[str] = []
    denied: set[str] = set()
    signs: dict[str, frozenset[int]] = {}
    denials, affirmed, turns = 0, 0, 0
    pending = bool(before and before.negative and _CARRIES_ON.match(text))
    pending |= text.lower().startswith("apart from")
    just = False  # whether the word before was a negator
    for key, listed, turning in _read(text):
        after, just = just, key == "not" and listed < 0
        if key == "not":
            denials += pending
            pending = True
        if key in {"", "not"}:
            continue
        if not denials and not pending:
            affirmed += 1
        order.append(key)
        turns_it = bool(listed) and pending and (turning or after)
        sign = -listed if turns_it else listed
        pending = pending and not turns_it
        if sign:
            signs[key] = signs.get(key, frozenset()) | {sign}
            if turning and sign < 0:
                denials += 1
                turns += 1
                denied.add(key)
        if pending:
            denials += 1
            denied.add(key)
            pending = False
    if pending and before and before.signs:  # "requests from scripts are not": not free, that is
        signs |= {key: frozenset(-sign for sign in held) for key, held in before.signs.items()}
        pending = False
    denials += pending
    split = _THAN.split(text, maxsplit=1)
    own = frozenset(word.lower().removesuffix("'s") for word in _TOKEN.findall(text))
    return Clause(
        order=tuple(order),
        keys=frozenset(order),
        negative=denials > 0,
        negated=denials > turns,
        denied=frozenset(denied),
        affirmed=frozenset(order[:affirmed]),
        signs=signs,
        tone=signs,
        sides=sides(text) or (before.sides if before else ()),
        words=own,
        before=(before.words | before.before) if before else frozenset(),
        around=around,
        amounts=tuple(amounts(text)),
        than=len(_keys(split[0])) if len(split) > 1 else 0,
        lacking=bool(_LACKING.search(text)),
        condition=bool(_CONDITION.match(text)),
        unless=bool(_UNLESS.match(text)),
        instead=bool(_INSTEAD.match(text)),
        passive=bool(_PASSIVE.search(text)),
        text=text,
        sentence=text,
    )


def sides(text: str) -> tuple[str, ...]:
    """Sides in order of their first mention."""
    found = {side: m.start() for side, pattern in _SIDES.items() if (m := pattern.search(text))}
    if not found and _HOSTED.search(text):
        return ("proprietary",)
    return tuple(sorted(found, key=found.__getitem__))


def roles(text: str, makers: Collection[str] = ()) -> tuple[str, ...]:
    """Provider and customer in order of their first mention; `makers` are names of providers."""
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        low = match.group().lower().replace("’", "'").removesuffix("'s")
        word = low if len(low) < 4 else low.rstrip("s'")
        role = "provider" if low in makers else _ROLES.get(word, "")
        if role and role not in found:
            found.append(role)
    return tuple(found)
