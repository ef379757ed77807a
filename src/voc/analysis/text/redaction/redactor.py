"""All detectors over the texts of one ticket."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from voc.analysis.text.redaction.detector import Detector
from voc.analysis.text.redaction.names import bare
from voc.analysis.text.redaction.network import EMAIL, IPV4, IPV6
from voc.analysis.text.redaction.numbers import NUMBERS, PERSONAL_CODE, iban_detector
from voc.analysis.text.redaction.phones import PHONES
from voc.model.lexicon import IdentifierData, SecretPattern

_PLACEHOLDER = re.compile(r"\[([A-Z][A-Z_]{1,20})_(\d{1,6})\]")
_LONG_NUMBER = re.compile(r"\d(?:[ .\-/()+A-Ya-y]{0,3}\d){5}")
_DOTTED = re.compile(r"\d\.\d{1,3}\.\d")
_SEPARATORS = re.compile(r"[\s().\-/]+")
_ROUNDS = 8


@lru_cache(maxsize=8)
def _from_data(data: IdentifierData) -> tuple[tuple[Detector, ...], Detector]:
    """The detectors of secrets and of IBANs."""
    return tuple(map(_secret, data.secrets)), iban_detector(data.iban_lengths)


def _secret(pattern: SecretPattern) -> Detector:
    """A pattern from the data as a detector."""
    if "value" in pattern.pattern.groupindex:
        return Detector(pattern.label, pattern.pattern, lambda match: match.span("value"), pattern.hint)
    return Detector(pattern.label, pattern.pattern, hint=pattern.hint)


class Redactor:
    """Replaces identifiers by ``[<LABEL>_<n>]``, the same number for the same value in all texts it sees.

    Attributes:
        count: replacements made so far.

    Args:
        data: what redaction needs to know.
        names: detectors of the names that are known of this ticket.
    """

    def __init__(self, data: IdentifierData, names: Iterable[Detector] = ()) -> None:
        self.count = 0
        self._names = tuple(names)
        self._secrets, self._iban = _from_data(data)
        self._numbers: dict[tuple[str, str], int] = {}
        self._used: dict[str, int] = {}

    def reserve(self, texts: Iterable[str]) -> None:
        """Never give a number that a placeholder in ``texts`` already has."""
        for text in texts:
            if "[" in text:
                for label, number in _PLACEHOLDER.findall(text):
                    self._used[label] = max(self._used.get(label, 0), int(number))

    def redact(self, text: str, addresses: bool = True) -> str:
        """``text`` without identifiers; text that holds none comes back as it is.

        Args:
            text: any text, in Unicode form NFC.
            addresses: whether four dotted numbers are a network address (in a version field they are not).
        """
        for _ in range(_ROUNDS):
            before = self.count
            for detector in self._detectors(text, addresses):
                text = self._replace(text, detector)
            # A replacement changes what stands beside the next number, so look again until nothing is found.
            if self.count == before:
                break
        return text

    def holds_certain(self, text: str) -> bool:
        """Whether ``text`` holds an identifier that no ordinary ticket number can be taken for."""
        return any(True for detector in (EMAIL, self._iban, PERSONAL_CODE) for _ in detector.find(text))

    def _detectors(self, text: str, addresses: bool) -> Sequence[Detector]:
        """The detectors that can find something in ``text``, the surest first."""
        low = text.lower()
        found = [secret for secret in self._secrets if secret.hint in low]
        if "@" in text or "%40" in text or "at]" in low or "at)" in low:
            found.append(EMAIL)
        if _LONG_NUMBER.search(text):
            found += (self._iban, *NUMBERS)
            found += PHONES
        if addresses and _DOTTED.search(text):
            found.append(IPV4)
        if "::" in text or text.count(":") >= 7:
            found.append(IPV6)
        if self._names:
            plain = bare(text)
            found += [name for name in self._names if name.hint in plain]
        return found

    def _replace(self, text: str, detector: Detector) -> str:
        """``text`` with every identifier that ``detector`` finds replaced."""
        parts: list[str] = []
        done = 0
        for start, end in detector.find(text):
            parts += (text[done:start], self._placeholder(detector.label, detector.value or text[start:end]))
            done = end
        return "".join((*parts, text[done:])) if parts else text

    def _placeholder(self, label: str, value: str) -> str:
        """The placeholder of one value."""
        self.count += 1
        key = (label, value.casefold() if label == "EMAIL" else _SEPARATORS.sub("", value).casefold())
        if key not in self._numbers:
            self._numbers[key] = self._used[label] = self._used.get(label, 0) + 1
        return f"[{label}_{self._numbers[key]}]"


def redact(text: str, data: IdentifierData) -> tuple[str, int]:
    """One text on its own: without identifiers, and how many were replaced."""
    redactor = Redactor(data)
    redactor.reserve([text])
    return redactor.redact(text), redactor.count
