"""The guide retells the whole article, section by section, in sentences that stand alone."""

import html
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

ARTICLE = (
    "https://www.mhtechin.com/support/mhtechin-open-source-ai-vs-proprietary-ai-pros-and-cons/"
)
LONGEST_SHARED_RUN = 8  # words in a row; names and fixed terms reach six
LONGEST_FOLLOW_UP = 90  # characters

# The article's own headings, by section id: the link below each heading of ours leads to them.
ARTICLE_HEADINGS = {
    "0": "Introduction",
    "1": "Section 1: Defining Open Source and Proprietary AI",
    "1.1": "1.1 What Is Open Source AI?",
    "1.2": "1.2 What Is Proprietary AI?",
    "1.3": "1.3 The Spectrum, Not a Binary",
    "2": "Section 2: Cost Comparison",
    "2.1": "2.1 Open Source AI Costs",
    "2.2": "2.2 Proprietary AI Costs",
    "2.3": "2.3 When Open Source Is Cheaper",
    "2.4": "2.4 When Proprietary Is Cheaper",
    "3": "Section 3: Customization and Control",
    "3.1": "3.1 Open Source: Full Control",
    "3.2": "3.2 Proprietary: Limited Control",
    "3.3": "3.3 When Control Matters Most",
    "4": "Section 4: Performance and Quality",
    "4.1": "4.1 Proprietary AI: Polished Performance",
    "4.2": "4.2 Open Source: Catching Up Rapidly",
    "4.3": "4.3 The Performance Trade-Off",
    "5": "Section 5: Privacy, Security, and Compliance",
    "5.1": "5.1 Open Source: Data Privacy Advantages",
    "5.2": "5.2 Proprietary: Privacy Considerations",
    "5.3": "5.3 Compliance Requirements",
    "5.4": "5.4 Security Considerations",
    "6": "Section 6: Transparency and Trust",
    "6.1": "6.1 Open Source: Full Transparency",
    "6.2": "6.2 Proprietary: Limited Transparency",
    "6.3": "6.3 When Transparency Matters",
    "7": "Section 7: Support and Ecosystem",
    "7.1": "7.1 Proprietary: Enterprise Support",
    "7.2": "7.2 Open Source: Community Support",
    "7.3": "7.3 When Support Matters",
    "8": "Section 8: How to Choose: A Decision Framework",
    "8.1": "8.1 Key Questions to Ask",
    "8.2": "8.2 Hybrid Approaches",
    "8.3": "8.3 Common Use Cases",
    "9": "Section 9: How MHTECHIN Helps with Open Source and Proprietary AI",
    "9.1": "9.1 For Strategy and Assessment",
    "9.2": "9.2 For Open Source Implementation",
    "9.3": "9.3 For Proprietary AI Integration",
    "9.4": "9.4 For Hybrid Solutions",
    "9.5": "9.5 The MHTECHIN Approach",
    "10": "Section 10: Frequently Asked Questions",
    "10.1": "10.1 Q: What is the difference between open source and proprietary AI?",
    "10.2": "10.2 Q: Which is cheaper: open source or proprietary AI?",
    "10.3": "10.3 Q: Is open source AI as good as proprietary?",
    "10.4": "10.4 Q: Can I fine-tune proprietary AI models?",
    "10.5": "10.5 Q: Which is more private: open source or proprietary?",
    "10.6": "10.6 Q: Can I use open source AI for regulated industries?",
    "10.7": "10.7 Q: What are the risks of open source AI?",
    "10.8": "10.8 Q: What are the risks of proprietary AI?",
    "10.9": "10.9 Q: Can I use both open source and proprietary AI together?",
    "10.10": "10.10 Q: How does MHTECHIN help with open source vs proprietary decisions?",
    "11": "Section 11: Conclusion\N{EM DASH}The Right Tool for the Job",
}
OVERVIEWS = {str(number) for number in range(1, 11)}  # the texts under the "#" headings

# What the article says in each section, as words that must stand there (any case).
CLAIMS = {
    "0": "cost|control|privacy|performance|compliance|strategy|customiz|security|support|startup"
    "|healthcare|research lab|consumer|Llama|Mistral|Stable Diffusion|GPT|Gemini|Claude|MHTECHIN"
    "|How to Measure AI Model Performance",
    "1.1": "Llama|Meta|Mistral|Falcon|Gemma|Google|BLOOM|Stable Diffusion|OpenJourney|TensorFlow"
    "|PyTorch|Hugging Face Transformers|LangChain|LlamaIndex|weights|license|models, frameworks",
    "1.2": "GPT-4|GPT-4o|Gemini|Claude|Copilot|DALL·E|Midjourney|Firefly|Bedrock|Vertex AI"
    "|Azure OpenAI|API|licensed software|redistribution|enterprise support|security|updating",
    "1.3": "spectrum|open weights|code|hosted|hybrid|fine-tuning|infrastructure",
    "2.1": "GPU|TPU|engineer|storage|gigabytes|hour|instance|maint|monitor|capacity|efficient"
    "|securing|regulatory|upfront|ongoing|hidden",
    "2.2": "key|token|per call|one million|discount|lock-in|switching|endpoints|rate limits"
    "|enterprise agreement|price changes|retired features|policy|infrastructure",
    "2.3": "millions of calls|GPU|efficient|in-house|engineers",
    "2.4": "prototyp|low to moderate|expertise|quickly|pricing",
    "3.1": "fine-tuning|architecture|hardware|latency|lock-in|inspect|bias|audit",
    "3.2": "fine-tuning|OpenAI|Google|architecture|latency|throughput|region|lock-in|rebuild"
    "|secret",
    "3.3": "domain|private data|edge|ultra-low latency|regulated|inspection|strategic independence",
    "4.1": "benchmark|GPT-4|Gemini|Claude|text|image|audio|video|instruction|update",
    "4.2": "Llama 3|Meta|GPT-4|Mistral|econom|code|science|medicine|fine-tuned|openness",
    "4.3": "state-of-the-art|out of the box|resources|text, images, and audio|domain|benchmark"
    "|exceed|limitations",
    "5.1": "infrastructure you control|third parties|audit trails|access|retention|train",
    "5.2": "servers|opt-out|residency|security practices|audit",
    "5.3": "healthcare|finance|government|HIPAA|GDPR|only option|patient|transaction|classified",
    "5.4": "misconfiguration|breach|logs|visible|standards|transmits",
    "6.1": "weights|training data|black box|independent researchers|community",
    "6.2": "weights|training data|bias|black box|safety|authorized",
    "6.3": "healthcare|criminal justice|hiring|credit|fair|risk management|research|education",
    "7.1": "SLA|account team|technical support|scaling|updates|integrations|uptime|latency"
    "|throughput|managed",
    "7.2": "Hugging Face|GitHub|Discord|Stack Overflow|documentation|sparse|MHTECHIN|scaling"
    "|updates",
    "7.3": "SLA|machine-learning operations|unattended|in-house|community|internal capabilities",
    "8.1": "data sensitivity|volume|customization|expertise|transparency|timeline|risk tolerance",
    "8.2": "prototyp|production|on premises|non-sensitive|AWS|Azure|Google Cloud|fine-tuned",
    "8.3": "prototype|MVP|high-volume|healthcare|regulated|domain-specific|fine-tuning"
    "|general-purpose|research|education|edge",
    "9": "MHTECHIN|expertise",
    "9.1": "data sensitivity|volume|customization|infrastructure expertise|cost|control"
    "|performance|compliance|hybrid",
    "9.2": "Llama|Mistral|Stable Diffusion|on premises|cloud|edge|fine-tuning|quantization|pruning"
    "|inference|monitoring|updates|maintenance",
    "9.3": "OpenAI|Google|Anthropic|AWS Bedrock|prompt engineering|tokens|fallback|backup|usage",
    "9.4": "sensitive path|general path|unified orchestration|single application",
    "9.5": "vendor-agnostic|use case|right tool|business value|hybrid",
    "10.1": "weights|code|modify|download|API|licensed software|redistribution|infrastructure",
    "10.2": "low to moderate|usage|very high volume|each call|infrastructure|engineering",
    "10.3": "Llama 3|Mistral|GPT-4|outperform|multimodal|polished|fine-tuned",
    "10.4": "OpenAI|Google|own data|architecture|vendor's infrastructure",
    "10.5": "own infrastructure|vendor's servers|country or region|control",
    "10.6": "Yes|only option|HIPAA|financial-privacy|government|on premises",
    "10.7": "security|infrastructure|compliance|optimization|community support|license|commercial",
    "10.8": "lock-in|privacy|raise its prices|discontinue|transparency|audit",
    "10.9": "Yes|hybrid|prototypes|sensitive|high-volume|low-volume",
    "10.10": "MHTECHIN|assess|trade-offs|hybrid|deployment|integration|implements",
    "11": "control|privacy|transparency|scale|polished|ease of use|enterprise support|healthcare"
    "|startup|enterprise|core workloads|specialized|each part of the business|flexible"
    "|www.mhtechin.com|regulation|strategic goals|guidance",
}

# The first cells of the article's three tables.
TABLE_ROWS = {
    "5.4": ["Data exposure", "Attack surface", "Auditability", "Compliance"],
    "8.1": [
        "Data sensitivity",
        "Volume",
        "Customization",
        "Infrastructure expertise",
        "Transparency",
        "Timeline",
        "Risk tolerance",
    ],
    "8.3": [
        "Prototype or MVP",
        "High-volume production",
        "Healthcare and regulated work",
        "Domain-specific expert",
        "General-purpose assistant",
        "Research and education",
        "Edge deployment",
    ],
}
HEADING_NUMBER = re.compile(r"^(Section \d+:|\d+\.\d+( Q:)?) ")
SIDES = {"open", "proprietary", "hybrid", "both"}
KINDS = {"overview", "claims", "faq", "framework", "use-cases", "security"}
POINTS_BACK = re.compile(
    r"^(It|Its|This|They|Their|These|Those|Such|That|There|He|She|Here|However|Also|But|And|Then)\b"
)
PERSONAL = re.compile(r"\b(i|me|my|you|your|we|us|our|this|these|those)\b")
SUBJECT = re.compile(r"\b(AI|API|model|models|MHTECHIN)\b")
POINTS_ELSEWHERE = re.compile(r"\b(the following|as above|see above|below|the former|the latter)\b")


def test_guide_has_every_section_of_the_article(headings: dict[str, str]) -> None:
    assert list(headings) == list(ARTICLE_HEADINGS)


def test_guide_has_one_file_per_article_section(guide_files: list[Path]) -> None:
    assert [path.name[:2] for path in guide_files] == [f"{number:02}" for number in range(12)]


def test_every_heading_is_followed_by_a_link_to_its_place_in_the_article(
    bodies: dict[str, str],
) -> None:
    for section, body in bodies.items():
        place = "introduction" if section == "0" else f"section {section}"
        # A hyphen has a meaning of its own in a text fragment, so it is encoded too.
        fragment = quote(ARTICLE_HEADINGS[section], safe="").replace("-", "%2D")
        link, blank, *_ = body.splitlines()
        assert link == f"[Article, {place}]({ARTICLE}#:~:text={fragment})"
        assert blank == ""


def test_headings_are_not_the_headings_of_the_article(headings: dict[str, str]) -> None:
    plain_names = {"2", "3", "4", "5", "6", "7", "10"}  # such as "Cost comparison"
    copied = {
        section
        for section, heading in headings.items()
        if section not in plain_names
        and _words(heading) == _words(HEADING_NUMBER.sub("", ARTICLE_HEADINGS[section]))
    }
    assert not copied


def test_every_section_opens_with_one_or_two_sentences(bodies: dict[str, str]) -> None:
    counts = {section: len(_sentences(_paragraphs(body)[0])) for section, body in bodies.items()}
    assert {section for section, count in counts.items() if count not in {1, 2}} == set()


def test_sections_have_a_readable_length(bodies: dict[str, str]) -> None:
    for section, body in bodies.items():
        prose = " ".join(_paragraphs(body)).split()
        shortest = 25 if section in OVERVIEWS else 60
        assert shortest <= len(prose) <= 170, (section, len(prose))
        with_table = [word for word in _without_links(body).split() if word.strip("|-")]
        assert len(with_table) <= 260, section


def test_sentences_have_eight_to_twenty_eight_words(bodies: dict[str, str]) -> None:
    wrong = [text for text in _all_sentences(bodies) if not 8 <= len(text.split()) <= 28]
    assert not wrong


def test_no_sentence_leans_on_the_sentence_before(bodies: dict[str, str]) -> None:
    wrong = [
        text
        for text in _all_sentences(bodies)
        if POINTS_BACK.search(text) or POINTS_ELSEWHERE.search(text)
    ]
    assert not wrong


def test_every_line_of_prose_is_one_or_more_whole_sentences(bodies: dict[str, str]) -> None:
    wrong = [
        text
        for text in _all_sentences(bodies)
        if text[-1] not in ".?" or not text[0].isupper() or "!" in text
    ]
    assert not wrong


def test_no_sentence_stands_twice(bodies: dict[str, str]) -> None:
    counts = Counter(_all_sentences(bodies))
    assert not [text for text, count in counts.items() if count > 1]


def test_every_claim_of_the_article_is_in_its_section(bodies: dict[str, str]) -> None:
    missing = [
        (section, claim)
        for section, claims in CLAIMS.items()
        for claim in claims.split("|")
        if claim.lower() not in bodies[section].lower()
    ]
    assert not missing
    assert set(CLAIMS) >= set(ARTICLE_HEADINGS) - OVERVIEWS


def test_tables_have_the_rows_of_the_article(bodies: dict[str, str]) -> None:
    for section, rows in TABLE_ROWS.items():
        assert [row[0] for row in _table(bodies[section])] == rows
    assert {section for section, body in bodies.items() if "\n|" in body} == set(TABLE_ROWS)


def test_every_table_row_is_also_said_in_prose(bodies: dict[str, str]) -> None:
    for section, rows in TABLE_ROWS.items():
        prose = " ".join(_paragraphs(bodies[section])).lower()
        for row in rows:
            assert set(_words(row)) - {"or", "and"} <= set(_words(prose)), (section, row)


def test_ten_frequent_questions_are_asked_and_answered(headings: dict[str, str]) -> None:
    asked = [heading for section, heading in headings.items() if section.startswith("10.")]
    assert len(asked) == 10
    assert all(heading.endswith("?") for heading in asked)


def test_every_section_is_described_and_every_description_has_its_section(
    headings: dict[str, str], sections: dict[str, dict[str, Any]]
) -> None:
    assert sorted(sections) == sorted(headings)


def test_titles_are_the_headings(
    headings: dict[str, str], sections: dict[str, dict[str, Any]]
) -> None:
    assert {section: entry["title"] for section, entry in sections.items()} == headings


def test_descriptions_have_a_known_side_and_kind(sections: dict[str, dict[str, Any]]) -> None:
    for entry in sections.values():
        assert set(entry) == {"title", "side", "kind", "related", "follow_up", "questions"}
        assert entry["side"] in SIDES
        assert entry["kind"] in KINDS
    faq = {section for section, entry in sections.items() if entry["kind"] == "faq"}
    assert faq == {f"10.{number}" for number in range(1, 11)}


def test_related_sections_exist_and_differ_from_their_own(
    sections: dict[str, dict[str, Any]],
) -> None:
    for section, entry in sections.items():
        assert entry["related"], section
        assert set(entry["related"]) <= set(sections) - {section}
        assert len(set(entry["related"])) == len(entry["related"])


def test_every_section_answers_enough_questions(sections: dict[str, dict[str, Any]]) -> None:
    for section, entry in sections.items():
        least = 17
        if section in OVERVIEWS:
            least = 4
        elif entry["kind"] == "faq":
            least = 34
        assert len(entry["questions"]) >= least, section


def test_no_question_stands_in_two_places(sections: dict[str, dict[str, Any]]) -> None:
    counts = Counter(
        " ".join(_words(question))
        for entry in sections.values()
        for question in [*entry["questions"], entry["follow_up"]]
    )
    assert not [question for question, count in counts.items() if count > 1]


def test_questions_are_single_clean_lines(sections: dict[str, dict[str, Any]]) -> None:
    wrong = [
        question
        for entry in sections.values()
        for question in entry["questions"]
        if question != " ".join(question.split()) or not 1 <= len(_words(question)) <= 24
    ]
    assert not wrong


def test_every_follow_up_is_one_short_question(sections: dict[str, dict[str, Any]]) -> None:
    for section, entry in sections.items():
        follow_up = entry["follow_up"]
        assert follow_up == " ".join(follow_up.split()), section
        assert follow_up[0].isupper(), section
        assert follow_up.endswith("?"), section
        assert not set(".!?") & set(follow_up[:-1]), section
        assert 20 <= len(follow_up) <= LONGEST_FOLLOW_UP, section


def test_every_follow_up_is_neutral_and_stands_alone(sections: dict[str, dict[str, Any]]) -> None:
    for section, entry in sections.items():
        assert not PERSONAL.search(entry["follow_up"].lower()), section
        assert not POINTS_ELSEWHERE.search(entry["follow_up"]), section
        assert SUBJECT.search(entry["follow_up"]), section


def test_all_follow_ups_differ(sections: dict[str, dict[str, Any]]) -> None:
    asked = {" ".join(_words(entry["follow_up"])) for entry in sections.values()}
    assert len(asked) == len(sections)


def test_no_passage_of_the_guide_is_copied_from_the_article(
    bodies: dict[str, str], shared: Path
) -> None:
    post = shared / "article" / "wordpress-post-2860.json"
    if not post.exists():
        return  # the article lies only beside a developer's checkout; it is not ours to ship
    rendered = json.loads(post.read_text(encoding="utf-8"))["content"]["rendered"]
    theirs = _words(re.sub(r"<[^>]+>", " ", html.unescape(rendered)))
    size = LONGEST_SHARED_RUN + 1
    runs = set(_runs(theirs, size))
    copied = {run for body in bodies.values() for run in _runs(_words(_without_links(body)), size)}
    assert not copied & runs


def test_links_lead_to_headings_that_the_article_has(shared: Path) -> None:
    post = shared / "article" / "wordpress-post-2860.json"
    if not post.exists():
        return  # the article lies only beside a developer's checkout; it is not ours to ship
    record = json.loads(post.read_text(encoding="utf-8"))
    found = re.findall(r"<h\d[^>]*>(.*?)</h\d>", record["content"]["rendered"])
    assert [html.unescape(heading).strip() for heading in found] == list(ARTICLE_HEADINGS.values())
    assert record["link"] == ARTICLE


def _all_sentences(bodies: dict[str, str]) -> list[str]:
    return [
        text for body in bodies.values() for part in _paragraphs(body) for text in _sentences(part)
    ]


def _paragraphs(body: str) -> list[str]:
    """Give the paragraphs of prose, without links that stand alone and without tables."""
    blocks = re.split(r"\n\s*\n", _without_links(body))
    return [block.strip() for block in blocks if block.strip() and block.strip()[0] != "|"]


def _without_links(body: str) -> str:
    return re.sub(r"(?m)^\[[^\]]+\]\([^)]+\)$", "", body)


def _sentences(paragraph: str) -> list[str]:
    """Split at a line's end and after a full stop before a capital."""
    return [
        text.strip()
        for line in paragraph.splitlines()
        for text in re.split(r"(?<=[.?!]) (?=[A-Z])", line)
        if text.strip()
    ]


def _table(body: str) -> list[list[str]]:
    lines = [line for line in body.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"['\N{RIGHT SINGLE QUOTATION MARK}]", "", text.lower()))


def _runs(words: list[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + size]) for start in range(len(words) - size + 1)]
