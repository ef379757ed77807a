"""Labels to a model with honest figures, and tickets read with it."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_up_labels import THINGS, labelled
from tests.runs import run

from voc.analysis.text.feedback import passage_of
from voc.analysis.text.intake import admit
from voc.analysis.text.learned.features import FAMILIES, features
from voc.analysis.text.learned.vectors import hashed
from voc.config.lexicon import load_lexicon
from voc.encoders.lexical import LexicalEncoder
from voc.errors import InputError
from voc.model.labels import Labelled
from voc.model.ticket import Kind, Message, Reject, Ticket
from voc.stores.memory import MemoryStore
from voc.workflows.train import LEAST, Trained, train_kinds

LEXICON = load_lexicon()
ROWS = labelled()


def train(rows: list[Labelled | Reject] | list[Labelled], seed: int = 0) -> Trained:
    """Train on ``rows``."""
    return train_kinds(rows, lexicon=LEXICON, seed=seed)


@pytest.fixture(scope="module")
def trained() -> Trained:
    """Trained on all made-up texts."""
    return train(ROWS)


def test_figures_add_up(trained: Trained) -> None:
    """Texts, confusion and scores describe the same rows."""
    assert trained.texts == len(ROWS) == sum(each.texts for each in trained.kinds)
    for each in trained.kinds:
        found = trained.confusion[each.kind]
        assert sum(found.values()) == each.texts
        assert each.trained.recall == pytest.approx(found.get(each.kind, 0) / each.texts, abs=1e-4)
        called = sum(row.get(each.kind, 0) for row in trained.confusion.values())
        assert each.trained.precision == pytest.approx(found.get(each.kind, 0) / called, abs=1e-4)
    mean = sum(each.trained.f1 for each in trained.kinds) / len(trained.kinds)
    assert trained.macro_f1 == pytest.approx(mean, abs=1e-4)
    assert trained.macro_f1 > 0.95


def test_figures_are_of_texts_not_learned_from() -> None:
    """Labels that mean nothing have figures of chance, however well they could be learned by heart."""
    kinds = [row.kind for row in ROWS]
    random.Random(0).shuffle(kinds)
    assert train([replace(row, kind=kind) for row, kind in zip(ROWS, kinds, strict=True)]).macro_f1 < 0.6


def test_the_shipped_rules_are_measured_on_the_same_rows(trained: Trained) -> None:
    """The second column is what voc would have said without training."""
    question = next(each for each in trained.kinds if each.kind is Kind.QUESTION)
    assert 0 < question.shipped.f1 <= 1
    assert trained.shipped_macro_f1 == pytest.approx(sum(each.shipped.f1 for each in trained.kinds) / 3, abs=1e-4)


@settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 3))
def test_the_order_of_the_rows_does_not_matter(shuffle: random.Random, seed: int) -> None:
    """The same rows in another order, some of them twice, give the same model and figures."""
    rows = labelled(things=THINGS[:6])
    other = [*rows, *rows[:5]]
    shuffle.shuffle(other)
    first, second = train(rows, seed), train(other, seed)
    assert first.model.digest == second.model.digest
    assert (first.kinds, first.confusion) == (second.kinds, second.confusion)
    assert second.repeated == 5


def test_equal_texts_count_once(trained: Trained) -> None:
    """Copies, and copies with other numbers, neither help nor weigh."""
    copies = [replace(row, ticket=replace(row.ticket, id=f"{row.ticket.id}-again")) for row in ROWS]
    again = train([*ROWS, *copies])
    assert again.repeated == len(ROWS)
    assert again.model.digest == trained.model.digest


@pytest.mark.parametrize("count", [1, LEAST - 1])
def test_too_few_texts_of_a_kind_are_told(count: int) -> None:
    """The line names the kind and how many there are; copies do not help."""
    few = labelled((Kind.QUESTION,))[:count]
    with pytest.raises(InputError, match=f"{count} of question") as caught:
        train([*labelled((Kind.BUG, Kind.FEATURE_REQUEST)), *few, *few])
    assert "leave that kind out" in str(caught.value)


def test_one_kind_is_not_enough() -> None:
    """Nor none."""
    for rows in (labelled((Kind.BUG,)), []):
        with pytest.raises(InputError, match="at least two"):
            train(rows)


def test_rejects_are_kept(trained: Trained) -> None:
    """Bad rows are counted and change nothing."""
    reject = Reject("labels.csv", 7, "row has no text")
    found = train([*ROWS[:3], reject, *ROWS[3:]])
    assert list(found.rejects) == [reject]
    assert found.model.digest == trained.model.digest


def test_personal_data_is_redacted_before_it_is_learned(trained: Trained) -> None:
    """An address and a number that stand in many texts leave nothing of themselves in the model."""
    secret = [
        replace(row, ticket=replace(row.ticket, messages=(Message(f"{row.ticket.messages[0].text} eva@acme.example"),)))
        for row in ROWS
    ]
    model = train(secret).model
    raw = passage_of(Ticket("x:1", (Message("eva@acme.example"),)), LEXICON)
    clear = passage_of(admit(Ticket("x:1", (Message("eva@acme.example"),)), b"k", LEXICON)[0], LEXICON)
    seen = [
        hashed({**{family: {} for family in FAMILIES}, "body": features(each, LEXICON)["body"]})
        for each in (raw, clear)
    ]
    known = [set(model.vocabulary.hashes.tolist()) & set(each.hashes.tolist()) for each in seen]
    assert not known[0]
    assert known[1]
    assert trained.model.digest != model.digest


def test_tickets_are_read_anew_when_the_model_changes(trained: Trained) -> None:
    """A model changes the kinds in the store; taking it away changes them back; the same again changes nothing."""
    store = MemoryStore()
    texts = ["Please add dark colours to the picture gallery", "How do I share the picture gallery? Where is it?"]
    store.save_tickets([(Ticket(f"x:{n}", (Message(text),)), f"d{n}", 0) for n, text in enumerate(texts)])

    def reasons(**options: object) -> list[str]:
        run(store, LexicalEncoder(), **options)
        return [each.kind_reason for each in sorted(store.feedback(), key=lambda each: each.ticket_id)]

    shipped = reasons()
    learned = reasons(learned=trained.model)
    assert learned != shipped
    assert reasons(learned=trained.model) == learned
    assert reasons(learned=replace(trained.model, kinds=(Kind.BUG, Kind.PRAISE, Kind.QUESTION))) is not None
    assert {each.kind for each in store.feedback()} <= {Kind.PRAISE, Kind.QUESTION, Kind.BUG}
    assert reasons() == shipped
