"""What no title may be, told without any of voc's own code or word lists, so that neither can excuse the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.titles.words import DANGLING, GRAMMAR, IMPERATIVE, JOINING, SAYS_NOTHING

LONGEST = 80

_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|greetings|good (?:morning|afternoon|evening|night|day)|hei|moi|moikka|terve|tervehdys|hyvää "
    r"(?:päivää|huomenta|iltaa|iltapäivää|yötä)|hej|hejsan|god (?:dag|morgon|kväll|natt))(?!\w)(?!-)|"
    r"(?:thanks|thank you|kiitos|kiitti|tack|regards|cheers|sincerely|ystävällisin|terveisin|mvh|vänliga)(?!\w)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?<!\w)(?:thanks|thank you|thx|regards|cheers|please (?:help|advise)|asap|kiitos|kiitti|terveisin|tack|mvh)\W*$",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"[<>{}|\\`]|::|->|=>|==|https?:|www\.|(?:/\w+){2,}|\b\w:\\|\w\(\)|\[\]|;$|\[[A-Z_]+_\d+\]|\[[a-z]+\]|\b0x|\bh\d\.|"
    r"\b(?:public|private|static) (?:static |void |class |string )|\bat \w+\.\w+\.|\bfunction ?\("
)
_PREFIX = re.compile(
    r"\W*(?:\d{4}-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}:\d\d|v?\d+\.\d+|\d{3,}\b|"
    r"(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL)\b)"
)
_NUMBERS = re.compile(r"\d{5,}|\d[\d -]{7,}\d")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SEPARATOR = re.compile(r"[,;|•]|\s/\s|(?<=\w)/(?=\w)")
_LOOKS_VERBAL = re.compile(r"\w(?:s|ed|ing|n['’]t)$", re.IGNORECASE)
_TOLD_APART = re.compile(r"(?P<title>.+) \((?P<phrase>[^()]+)\)$")
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("“", "”"))


@dataclass(frozen=True, slots=True)
class Titled:
    """A theme's title, its main language (ISO 639-1, or ``und``), and what its customers wrote."""

    title: str
    language: str
    texts: Sequence[str]


def violations(theme: Titled) -> list[str]:
    """The rules that a title breaks, by name; that it is the only one of its kind is for ``doubles`` to say."""
    return [name for name, broken in RULES.items() if broken(theme)]


def doubles(titles: Iterable[str]) -> list[str]:
    """The titles that somebody else has too, whatever their case and punctuation."""
    every = list(titles)
    counts = Counter(map(_bare, every))
    return [title for title in every if counts[_bare(title)] > 1]


def _bare(title: str) -> str:
    return " ".join(_WORD.findall(title.casefold()))


def _words(title: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in _WORD.findall(title)]


def _of(language: str, lists: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The words of ``language``, of all of them for one that is not known."""
    return lists.get(language) or frozenset().union(*lists.values())


def too_long(theme: Titled) -> bool:
    """More characters than a list of issues shows."""
    return not 0 < len(theme.title) <= LONGEST


def not_written(theme: Titled) -> bool:
    """No customer wrote these words in this order, whole words from the first to the last; an addition in brackets
    that tells two themes apart may come from another customer.
    """
    apart = _TOLD_APART.fullmatch(theme.title)
    return not (
        _stands(theme.title, theme.texts)
        or (apart is not None and all(_stands(part, theme.texts) for part in (apart["title"], apart["phrase"])))
    )


def _stands(part: str, texts: Sequence[str]) -> bool:
    words = re.escape(" ".join(part.casefold().split()))
    whole = re.compile(rf"(?<!\w){words}(?!\w)" if part[-1:].isalnum() else words)
    return any(whole.search(" ".join(text.casefold().split())) for text in texts)


def cut_off(theme: Titled) -> bool:
    """Ends in dots, or in a mark behind which more must come."""
    return theme.title.endswith(("...", "…", "..", ":", ",", ";", "-", "–", "(", "/"))


def keyword_list(theme: Titled) -> bool:
    """Words in a row, not a phrase: many separators, or several words and no grammar between them."""
    words, grammar = _words(theme.title), _of(theme.language, GRAMMAR)
    separators = len(_SEPARATOR.findall(theme.title))
    if separators >= 3 or (separators == 2 and grammar.isdisjoint(words)):
        return True
    spoken = not (grammar | IMPERATIVE).isdisjoint(words) or any(map(_LOOKS_VERBAL.search, words))
    return theme.language == "en" and len(words) > 4 and not spoken


def greeting(theme: Titled) -> bool:
    """Begins as a letter begins, or ends as one ends."""
    return bool(_GREETING.match(theme.title.lstrip(" \"'“")) or _CLOSING.search(theme.title))


def fragment(theme: Titled) -> bool:
    """A piece of a sentence: joined to what is not there, or left open."""
    words = _words(theme.title)
    if not words or words[0] in JOINING or theme.title[0] in ")]},.;:!?…":
        return True
    open_end = words[-1] in _of(theme.language, DANGLING) and not theme.title.endswith("?")
    alone = len(words) == 1 and any(len(text.split()) > 3 for text in theme.texts)
    return open_end or alone


def unbalanced(theme: Titled) -> bool:
    """A bracket or quotation mark without its other half."""
    title = theme.title
    pairs = any(title.count(one) != title.count(other) for one, other in _PAIRS)
    singles = len(re.findall(r"(?<!\w)['‘]\w", title)) != len(re.findall(r"[\w.!?]['’](?!\w)", title))
    return pairs or singles or title.count('"') % 2 == 1


def says_nothing(theme: Titled) -> bool:
    """Nothing but pronouns, grammar and words such as *problem*."""
    empty = SAYS_NOTHING | _of("", GRAMMAR)
    return not any(word not in empty and any(map(str.isalpha, word)) for word in _words(theme.title))


def not_prose(theme: Titled) -> bool:
    """Markup, code, an address, a path, a placeholder, a long number, or the head of a log line."""
    return any(pattern.search(theme.title) for pattern in (_MARKUP, _NUMBERS)) or bool(_PREFIX.match(theme.title))


def other_language(theme: Titled) -> bool:
    """More words of grammar of another language than of the theme's own, two at least."""
    if theme.language not in GRAMMAR:
        return False
    words = _words(theme.title)
    votes = {code: sum(word in GRAMMAR[code] for word in words) for code in GRAMMAR}
    own = votes.pop(theme.language)
    return max(votes.values()) >= max(2, own + 1)


RULES: dict[str, Callable[[Titled], bool]] = {
    "too long": too_long,
    "not written": not_written,
    "cut off": cut_off,
    "keyword list": keyword_list,
    "greeting": greeting,
    "fragment": fragment,
    "unbalanced": unbalanced,
    "says nothing": says_nothing,
    "not prose": not_prose,
    "other language": other_language,
}
