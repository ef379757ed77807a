"""Word pieces: the same as BERT's own tokenizer, on anything."""

from __future__ import annotations

import gzip
import json
import sys
import unicodedata
from functools import cache

import pytest
from benchmarks.quality.datasets import SHARED
from hypothesis import given
from hypothesis import strategies as st

from voc.encoders.static import shipped
from voc.encoders.wordpiece import LONGEST, REMEMBERED, UNKNOWN, WordPiece

VOCABULARY = (shipped() / "vocab.txt").read_text("utf-8").removesuffix("\n").split("\n")

# What BertTokenizer(do_lower_case=True) of transformers 5.23 makes of the text; "[UNK]" has no number with us.
GOLDEN = {
    "The app crashes when I open the camera!": "the app crashes when i open the camera !",
    "Can't log-in: password (reset) e-mail never arrives...": (
        "can ' t log - in : password ( reset ) e - mail never arrives . . ."
    ),
    "Sovellus kaatuu, kun avaan kameran Äänekoskella.": (
        "so ##vel ##lus ka ##at ##u ##u , kun ava ##an kam ##eran aa ##ne ##kos ##kell ##a ."
    ),
    "Väärä summa laskulla – hyvityslasku puuttuu yhä": (
        "va ##ara sum ##ma las ##ku ##lla – h ##y ##vity ##sl ##ask ##u pu ##ut ##tu ##u y ##ha"
    ),
    "Appen kraschar när jag öppnar inställningarna på Åland": (
        "app ##en k ##ras ##cha ##r na ##r ja ##g op ##p ##nar install ##ning ##ar ##na pa alan ##d"
    ),
    "Zürich's naïve café, façade & Ærø – ŁÓDŹ İstanbul ΣΊΣΥΦΟΣ": (
        "zurich ' s naive cafe , facade & æ ##r ##ø – łodz istanbul σ ##ι ##σ ##υ ##φ ##ο ##σ"
    ),
    "great app 👍🏽 but 😡😡 since v2.14.1": "great app [UNK] but [UNK] since v ##2 . 14 . 1",
    "价格错了 refund 请 now": "[UNK] [UNK] [UNK] [UNK] ref ##und [UNK] now",
    "한국어 テスト": "ᄒ ##ᅡ ##ᆫ ##ᄀ ##ᅮ ##ᆨ ##ᄋ ##ᅥ テ ##ス ##ト",
    "token\tand\nnew\rlines\u00a0here\u200b\u2028\x00\x07\ufffd done": "token and new lines here done",
    "x" * LONGEST + " " + "y" * (LONGEST + 1) + " ok": "xx " + "##xx " * (LONGEST // 2 - 1) + "[UNK] ok",
    " ": "",
    "": "",
    "unbelievably internationalization customerization": (
        "un ##bel ##ie ##va ##bly international ##ization customer ##ization"
    ),
    "５００ ｆｕｌｌ ﬁx ½ €5 100% #1 @me a_b \\ ^ ` ~ |": ("[UNK] [UNK] ﬁ ##x ½ € ##5 100 % # 1 @ me a _ b \\ ^ ` ~ |"),
}


@cache
def pieces() -> WordPiece:
    return WordPiece(VOCABULARY)


def numbers(text: str) -> list[int]:
    """The pieces of ``text`` in order."""
    return [number for word in pieces().words(text) for number in pieces().pieces(word)]


@pytest.mark.parametrize("text", GOLDEN)
def test_pieces_are_those_of_bert(text: str) -> None:
    """Case, accents, punctuation, controls, Han, emoji and words without end, as the original cuts them."""
    expected = [piece for piece in GOLDEN[text].split() if piece != UNKNOWN]
    assert [VOCABULARY[number] for number in numbers(text)] == expected


def test_special_tokens_are_text() -> None:
    """A customer who writes [SEP] writes a word in brackets."""
    assert [VOCABULARY[number] for number in numbers("[SEP] [UNK]")] == ["[", "sep", "]", "[", "un", "##k", "]"]


def test_the_vocabulary_is_one_line_a_piece() -> None:
    """No piece is there twice, none is empty, none holds a blank."""
    assert len(VOCABULARY) == len(set(VOCABULARY)) == 29_525
    assert all(piece and piece.split() == [piece] for piece in VOCABULARY)


def test_longest_piece_first() -> None:
    """From left to right, never looking back: a word with a rest in no piece has none at all."""
    small = WordPiece(["[UNK]", "in", "inn", "##ning", "##ing", "##n", "##er"])
    assert small.pieces("inning") == (2, 4)
    assert small.pieces("inner") == (2, 6)
    assert small.pieces("innest") == ()


def test_what_is_remembered_is_bounded() -> None:
    """Strange words without end do not fill the memory, and are cut all the same."""
    small = WordPiece(["a", "##a", "##b"])
    for number in range(REMEMBERED + 10):
        small.pieces("a" + f"{number:b}".replace("0", "a").replace("1", "b"))
    assert len(small._pieces) == REMEMBERED
    assert small.pieces("a" * 60) == (0,) + (1,) * 59


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_any_text_can_be_cut(text: str) -> None:
    """Words hold no blank; cutting twice, or a part of the text alone, gives the same."""
    words = pieces().words(text)
    assert all(word and word.split() == [word] for word in words)
    assert numbers(text) == numbers(text)
    assert pieces().words(f"{text} {text}") == words * 2


@given(st.text(max_size=40))
def test_case_and_accents_change_nothing(text: str) -> None:
    """Decomposed letters are the same words."""
    assert pieces().words(unicodedata.normalize("NFD", text)) == pieces().words(text)


def differing(texts: list[str]) -> list[str]:
    """The texts that the tokenizers package cuts otherwise."""
    tokenizers = pytest.importorskip("tokenizers", reason="the tokenizers package is not installed")
    vocabulary = {piece: number for number, piece in enumerate(VOCABULARY)}
    model = tokenizers.models.WordPiece(vocabulary, unk_token=UNKNOWN, max_input_chars_per_word=LONGEST)
    theirs = tokenizers.Tokenizer(model)
    theirs.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=True)
    theirs.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    encoded = theirs.encode_batch(texts, add_special_tokens=False)
    unknown = vocabulary[UNKNOWN]
    return [
        text
        for text, each in zip(texts, encoded, strict=True)
        if [number for number in each.ids if number != unknown] != numbers(text)
    ]


def test_the_tokenizers_package_agrees_on_characters() -> None:
    """Where it is installed: every character of Unicode 3.2, which its tables know, inside a word and alone."""
    old = [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if unicodedata.ucd_3_2_0.category(char) == unicodedata.category(char) not in ("Cn", "Cs")
    ]
    assert len(old) > 90_000
    assert differing([f"ab{char}cd {char}" for char in old]) == []


@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="no shared data (VOC_SHARED)")
@pytest.mark.parametrize("name", ["banking77", "massive_train_9lang"])
def test_the_tokenizers_package_agrees_on_real_texts(name: str) -> None:
    """Where it is installed: real questions, of several languages."""
    with gzip.open(SHARED / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines][::5]
    assert len(texts) > 2_000
    assert differing(texts) == []
