"""The clauses of a sentence, and what can be held against each other: denial, degree, sides."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from advisor.ask.amounts import Amount, amounts
from advisor.ask.senses import TOKEN, keys, senses

_LACKING = re.compile(r"\b(?:no|none|nothing|nobody|lacks?)\b", re.IGNORECASE)
_CONDITION = re.compile(r"(?:unless|except|without|before|after|apart from)\b", re.IGNORECASE)
_UNLESS = re.compile(r"(?:unless|except|apart from)\b", re.IGNORECASE)
_INSTEAD = re.compile(r"(?:instead of|rather than|unlike)\b", re.IGNORECASE)
_JOINS = re.compile(r"(?:and|or)\b", re.IGNORECASE)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|can|may|must|will|do|does)\b", re.IGNORECASE)
_CARRIES_ON = re.compile(r"(?:or|nor)\b", re.IGNORECASE)
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
    return not _VERB.search(piece) and len(keys(piece)) <= 2


def _slight(piece: str) -> bool:
    said = [key for key, _, _ in senses(piece) if key]
    return len(said) < (1 if _VERB.search(piece) else 2) or set(said) == {"not"}


@dataclass(slots=True)
class _Scan:
    """What the words of a clause say, gathered from left to right.

    `pending`: a negator waits for the word it denies; `just`: it was the word before.
    """

    pending: bool
    just: bool = False
    order: list[str] = field(default_factory=list)
    denied: set[str] = field(default_factory=set)
    signs: dict[str, frozenset[int]] = field(default_factory=dict)
    denials: int = 0
    affirmed: int = 0
    turns: int = 0

    def take(self, key: str, listed: int, *, turning: bool) -> None:
        """Take the next word: its key, the sign of its meaning, and whether it denies by itself."""
        after, self.just = self.just, key == "not" and listed < 0
        if key == "not":
            self.denials += self.pending
            self.pending = True
        if key in {"", "not"}:
            return
        if not self.denials and not self.pending:
            self.affirmed += 1
        self.order.append(key)
        turned = bool(listed) and self.pending and (turning or after)
        self.pending = self.pending and not turned
        if sign := -listed if turned else listed:
            self.signs[key] = self.signs.get(key, frozenset()) | {sign}
            if turning and sign < 0:
                self.turns += 1
                self._deny(key)
        if self.pending:
            self._deny(key)
            self.pending = False

    def end(self, before: Clause | None) -> None:
        """Let a negator without a word deny what the clause before said, or just count."""
        if self.pending and before and before.signs:
            # "requests from scripts are not": not free, that is
            for key, held in before.signs.items():
                self.signs[key] = frozenset(-sign for sign in held)
            self.pending = False
        self.denials += self.pending

    def _deny(self, key: str) -> None:
        self.denials += 1
        self.denied.add(key)


def _clause(text: str, before: Clause | None, around: frozenset[str]) -> Clause:
    carried = bool(before and before.negative and _CARRIES_ON.match(text))
    scan = _Scan(pending=carried or text.lower().startswith("apart from"))
    for key, listed, turning in senses(text):
        scan.take(key, listed, turning=turning)
    scan.end(before)
    split = _THAN.split(text, maxsplit=1)
    return Clause(
        order=tuple(scan.order),
        keys=frozenset(scan.order),
        negative=scan.denials > 0,
        negated=scan.denials > scan.turns,
        denied=frozenset(scan.denied),
        affirmed=frozenset(scan.order[: scan.affirmed]),
        signs=scan.signs,
        tone=scan.signs,
        sides=sides(text) or (before.sides if before else ()),
        words=frozenset(word.lower().removesuffix("'s") for word in TOKEN.findall(text)),
        before=(before.words | before.before) if before else frozenset(),
        around=around,
        amounts=tuple(amounts(text)),
        than=len(keys(split[0])) if len(split) > 1 else 0,
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
    for match in TOKEN.finditer(text):
        low = match.group().lower().replace("’", "'").removesuffix("'s")
        word = low if len(low) < 4 else low.rstrip("s'")
        role = "provider" if low in makers else _ROLES.get(word, "")
        if role and role not in found:
            found.append(role)
    return tuple(found)
