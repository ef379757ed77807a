"""The word lists and patterns of ``voc/defaults`` -> one compiled ``Lexicon``."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from voc.config.cues import cues, tree
from voc.config.mail import mail_patterns
from voc.config.words import default, parsed
from voc.errors import ConfigError
from voc.model.lexicon import Cue, IdentifierData, LanguageProfile, Lexicon, SecretPattern, Shape, TypeRule
from voc.model.ticket import Kind

SECTIONS = ("kinds", "severity", "sentiment", "churn", "types", "languages", "mail", "identifiers")
"""The files of ``voc/defaults`` that a lexicon is made of, without their suffix."""

Data = Mapping[str, Any]


def load_lexicon(extra: Data | None = None) -> Lexicon:
    """The lexicon of the installed package.

    Args:
        extra: more data in the shape of the default files, by section; mappings are merged, lists are appended,
            single values replace.

    Raises:
        ConfigError: a section is unknown, or its content cannot be used.
    """
    unknown = sorted(set(extra or {}) - set(SECTIONS))
    if unknown:
        raise ConfigError(f"unknown word list {unknown[0]!r}", f"known: {', '.join(SECTIONS)}")
    try:
        return _compile(merge(_defaults(), extra)) if extra else _shipped()
    except (KeyError, TypeError, ValueError, AttributeError, re.error) as error:
        raise ConfigError(
            f"the word lists cannot be used: {error}", "compare them with the files in voc/defaults"
        ) from error


def read_words(files: Mapping[str, str], folder: Path) -> Data:
    """More words by section, from YAML ``files`` with paths relative to ``folder``.

    Raises:
        ConfigError: a file cannot be read, or is no YAML mapping.
    """
    return {section: _mapping(folder / name) for section, name in files.items()}


def _mapping(path: Path) -> Data:
    try:
        data = parsed(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(
            f"{path}: cannot be read: {' '.join(str(error).split())}", "mend the file or `words`"
        ) from None
    if not isinstance(data, Mapping):
        raise ConfigError(f"{path}: holds no word list", "compare it with the files in voc/defaults")
    return data


@cache
def _defaults() -> Data:
    """Every default file, parsed."""
    return {name: default(name) for name in SECTIONS}


@cache
def _shipped() -> Lexicon:
    """The default files alone, compiled once: a third of a second, and a lexicon never changes."""
    return _compile(_defaults())


def merge(below: Any, above: Any) -> Any:
    """``above`` laid over ``below``: mappings key by key, lists one behind the other, anything else replaced."""
    if isinstance(below, Mapping) and isinstance(above, Mapping):
        return {
            key: merge(below[key], above[key]) if key in below and key in above else {**below, **above}[key]
            for key in [*below, *(k for k in above if k not in below)]
        }
    if isinstance(below, list) and isinstance(above, list):
        return [*below, *above]
    return above


def _compile(data: Data) -> Lexicon:
    """Parsed sections -> lexicon."""
    return Lexicon(
        cues=tree(_cues(data)),
        yielding={_kind(topic): float(factor) for topic, factor in data["kinds"]["yielding"].items()},
        counting={_kind(topic): float(factor) for topic, factor in data["kinds"]["counting"].items()},
        priors=dict(_priors(data["kinds"]["priors"])),
        shapes=tuple(_shapes(data["kinds"]["shapes"], data["kinds"]["weights"])),
        voices=tuple(_shapes(data["kinds"]["voices"], data["kinds"]["weights"])),
        form=_shape("form", "form says", data["kinds"]["form"], data["kinds"]["weights"]),
        types=dict(_types(data["types"])),
        priorities={value: int(level) for level, values in data["types"]["priorities"].items() for value in values},
        languages=tuple(_languages(data["languages"])),
        mail=mail_patterns(data["mail"]),
        identifiers=_identifiers(data["identifiers"]),
        digest=hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()[:16],
    )


def _cues(data: Data) -> Iterator[Cue]:
    """The cues of every section that holds phrases: topic -> language -> weight -> phrases."""
    groups: Mapping[str, str] = data["kinds"]["groups"]
    weights: Mapping[str, float] = data["kinds"]["weights"]
    negators = {language: frozenset(" ".join(lines).split()) for language, lines in data["kinds"]["negators"].items()}
    for section in ("kinds", "severity", "sentiment", "churn"):
        for name, by_language in data[section]["topics"].items():
            for language, by_weight in by_language.items():
                for weight, phrases in by_weight.items():
                    negating = negators.get(language, frozenset())
                    yield from cues(f"{section}.{name}", phrases, float(weights[weight]), groups, negating)


def _kind(topic: str) -> str:
    """``topic``, which must name a kind, with ``@channel`` behind it or without.

    Raises:
        ValueError: there is no such kind.
    """
    Kind(topic.partition("@")[0])
    return topic


def _shapes(data: Data, weights: Mapping[str, float]) -> Iterator[Shape]:
    """The shapes of every kind in the order of the file."""
    for kind, by_name in data.items():
        for name, entry in by_name.items():
            yield _shape(f"kinds.{_kind(kind)}", name, entry, weights)


def _shape(topic: str, name: str, entry: Mapping[str, str], weights: Mapping[str, float]) -> Shape:
    """A pattern tried on all lines of a text, without regard to case."""
    cue = Cue(topic, name, (), float(weights[entry["weight"]]), frozenset())
    return Shape(cue, re.compile(entry["pattern"], re.IGNORECASE | re.MULTILINE))


def _priors(data: Data) -> Iterator[tuple[str, Mapping[Kind, float]]]:
    """What speaks for each kind before a word is read, by channel or rating."""
    for circumstance, weights in data.items():
        yield circumstance, {Kind(kind): float(weight) for kind, weight in weights.items()}


def _types(data: Data) -> Iterator[tuple[str, TypeRule]]:
    """Type field values with their rules."""
    for kind, weighted in data["weighted"].items():
        for value, weight in weighted.items():
            yield value, TypeRule(Kind(kind), float(weight), decisive=False)
    for kind, values in data["decisive"].items():
        for value in values:
            yield value, TypeRule(Kind(kind), 1.0, decisive=True)


def _languages(data: Data) -> Iterator[LanguageProfile]:
    """Profiles in the order of the file."""
    for code, profile in data.items():
        words = frozenset(word for line in profile["words"] for word in str(line).split())
        groups = {g: float(weight) for weight, line in profile.get("groups", {}).items() for g in line.split()}
        yield LanguageProfile(code, words, groups)


def _identifiers(data: Data) -> IdentifierData:
    """What redaction needs."""
    certain = (SecretPattern(s["label"], s["hint"], re.compile(s["pattern"])) for s in data["secrets"])
    secrets = (*certain, *(_told(entry, data["told_value"]) for entry in data["told"]))
    free_mail = frozenset(domain for line in data["free_mail"] for domain in line.split())
    return IdentifierData(dict(data["iban_lengths"]), free_mail, secrets)


def _told(entry: Mapping[str, str], value: str) -> SecretPattern:
    """A secret told in a sentence: its name, how the sentence goes on, and the token that is replaced."""
    mark, blank = r"\s{0,3}[:=]\s{0,3}", r"\s{1,3}(?:[–-]\s)?"
    verb = rf"(?:\s+[^\W\d_]{{1,20}}){{0,3}}?\s+(?:{entry['verbs']})\b\s{{0,3}}[:=]?\s{{0,3}}"
    token = f"[\"'“”]?(?P<value>{entry.get('value', value)})"
    pattern = rf"(?i)(?<![\w-])(?:{entry['name']})(?:{mark}|{blank}|{verb}){token}"
    return SecretPattern("SECRET", entry["hint"], re.compile(pattern))
