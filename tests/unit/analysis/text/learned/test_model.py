"""Verdicts of a trained model, and where the rules and the export decide instead."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from tests.made_up_labels import labelled

from voc.analysis.text.classify import Verdict
from voc.analysis.text.feedback import passage_of, read
from voc.analysis.text.learned.model import SURE, KindModel
from voc.config.lexicon import load_lexicon
from voc.model.ticket import Feedback, Kind, Message, Ticket
from voc.workflows.train import train_kinds

LEXICON = load_lexicon()


@pytest.fixture(scope="module")
def model() -> KindModel:
    """Trained on bug, feature request and question."""
    return train_kinds(labelled(), lexicon=LEXICON, seed=0).model


def feedback(model: KindModel | None, text: str, subject: str | None = None, type_field: str | None = None) -> Feedback:
    """A ticket of one message, read with ``model``."""
    return read(Ticket("x:1", (Message(text),), subject, type=type_field), 0, LEXICON, model)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We opened the picture gallery and an error came up", Kind.BUG),
        ("Please add dark colours to the picture gallery", Kind.FEATURE_REQUEST),
        ("How do I share the picture gallery? Where is the setting?", Kind.QUESTION),
    ],
)
def test_new_texts_have_their_kind_and_the_words_that_decided(model: KindModel, text: str, kind: Kind) -> None:
    """The verdict has a probability, and its reason names words of the text itself."""
    found = feedback(model, text)
    assert found.kind is kind
    assert 1 / 3 < found.kind_confidence <= 0.99
    quoted = [part for part in found.kind_reason.split(", ") if part.startswith('"')]
    assert quoted
    assert all(word in text.casefold() for part in quoted for word in part.strip('"').split() if word != "?")


def test_a_verdict_without_telling_words_says_so(model: KindModel) -> None:
    """The reason is honest where no word of the text speaks for its kind more than for the others."""
    silent = replace(model, weights=np.zeros_like(model.weights))
    verdict = silent.verdict(passage_of(Ticket("x:1", (Message("The export is broken"),)), LEXICON), LEXICON)
    assert verdict.reason == "no word that the trained model knows"


def test_the_exports_type_field_comes_first(model: KindModel) -> None:
    """A decisive type field ends the question, trained or not."""
    found = feedback(model, "How do I share the export?", type_field="Bug")
    assert (found.kind, found.kind_reason) == (Kind.BUG, "field type=Bug")


def test_kinds_that_were_not_labelled_stay_reachable(model: KindModel) -> None:
    """Praise that the rules are sure of is praise, although no label ever said so."""
    text = "Thank you so much, I love this app! Best app ever, great work, five stars."
    rules = feedback(None, text)
    assert rules.kind is Kind.PRAISE
    assert rules.kind_confidence >= SURE
    assert feedback(model, text) == rules


def test_the_rules_decide_only_where_they_are_sure(model: KindModel) -> None:
    """A weak hint at an unlabelled kind, or any at a labelled one, leaves the verdict to the model."""
    assert model.gives_way(Verdict(Kind.PRAISE, SURE, ""))
    assert not model.gives_way(Verdict(Kind.PRAISE, SURE - 0.01, ""))
    assert not model.gives_way(Verdict(Kind.BUG, 0.99, ""))


def test_the_digest_names_the_content(model: KindModel) -> None:
    """Any change of a number gives another digest; the same content the same."""
    assert replace(model).digest == model.digest
    weights = model.weights.copy()
    weights[0, 0] = np.nextafter(weights[0, 0], np.float32(9))
    others = {
        replace(model, weights=weights).digest,
        replace(model, temperature=model.temperature * 2).digest,
        replace(model, bias=model.bias + np.float32(1)).digest,
        replace(model, kinds=(Kind.BUG, Kind.FEATURE_REQUEST, Kind.PRAISE)).digest,
    }
    assert len(others | {model.digest}) == 5


def test_a_model_holds_no_words(model: KindModel) -> None:
    """Numbers only: no array of text or objects."""
    arrays = (model.vocabulary.hashes, model.vocabulary.idf, model.weights, model.bias)
    assert {array.dtype.kind for array in arrays} <= {"u", "f"}


def test_prediction_does_without_scikit_learn() -> None:
    """Reading with a model loads NumPy and SciPy's sparse arrays, not the library that trained it."""
    code = (
        "import sys, voc.analysis.text.feedback, voc.analysis.text.learned.model, voc.stores.kind_model;"
        "print([name for name in sys.modules if name.partition('.')[0] == 'sklearn'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
