"""``python -m benchmarks.duplicates``: was it filed already? Each later report of a group of duplicates against all
earlier reports of the file; prints and appends to ``benchmarks/RESULTS.md``.

Word statistics are those of the whole file, for voc and for what it is set beside. Reports that are in no group are
asked about too: a link that is proposed for them is one that no triager made.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

import numpy as np

from benchmarks.duplicates.baselines import BASELINES
from benchmarks.duplicates.measure import first_hit, first_right, proposed, recalls
from benchmarks.duplicates.reports import Reports, load
from benchmarks.quality.datasets import TRACKERS
from benchmarks.results import Row, append, table
from voc.analysis.filing.matching.matcher import LINK, Aids, Matcher
from voc.config.platforms import load_platforms
from voc.encoders import word_vectors

TITLE, COMMAND = "Filed already? Duplicates of two trackers", "python -m benchmarks.duplicates"
ALONE = 1_200
"""Reports of no group that are asked about."""
THEME_SIZES = (2, 3)


def measure(reports: Reports) -> list[Row]:
    """The table's rows of one tracker."""
    places, right = reports.later()
    texts = [text.text for text in reports.texts]
    rows: list[Row] = []
    for name, ranked in BASELINES.items():
        firsts = [first_right(*each) for each in zip(ranked(texts, places), places, right, strict=True)]
        rows.append(_row(reports, "later reports", name, len(places)) | recalls(firsts))
    asked = [reports.texts[place] for place in places]
    for name, aids in _aids().items():
        began = time.process_time()
        matcher = Matcher(reports.texts, aids)
        matches = matcher.match(asked, places)
        print(f"{reports.name}, {name}: {time.process_time() - began:.0f} s of CPU", flush=True)  # noqa: T201
        firsts = [first_hit(*each) for each in zip(matches, right, strict=True)]
        rows.append(_row(reports, "later reports", name, len(places)) | recalls(firsts))
    rows += _themes(reports, matcher)
    links = [_row(reports, "later reports", "voc", len(places)) | proposed(matches, right)]
    alone = _alone(reports)
    matches = matcher.match([reports.texts[place] for place in alone], alone)
    links.append(_row(reports, "reports in no group", "voc", len(alone)) | proposed(matches, [()] * len(alone)))
    return rows + links


def _aids() -> dict[str, Aids]:
    """What voc matches with, the shipped way last. The word vectors learned from unlabelled texts of these trackers too
    (decision 9), hence the row without them.
    """
    words = word_vectors.load(word_vectors.shipped())
    return {"voc without word meanings": Aids(None, load_platforms()), "voc": Aids(words, load_platforms())}


def _themes(reports: Reports, matcher: Matcher) -> list[Row]:
    """Several reports together, as a theme is filed."""
    rows = []
    for size in THEME_SIZES:
        places, themes, right = reports.themes(size)
        firsts = [first_hit(*each) for each in zip(matcher.match(themes, places), right, strict=True)]
        rows.append(_row(reports, f"themes of the last {size}", "voc", len(places)) | recalls(firsts))
    return rows


def _alone(reports: Reports) -> list[int]:
    """Evenly drawn reports of no group, the first tenth of the file left out."""
    lone = [place for place, group in enumerate(reports.groups) if group is None and place > len(reports.groups) // 10]
    return sorted(np.random.default_rng(0).choice(lone, min(ALONE, len(lone)), replace=False).tolist())


def _row(reports: Reports, queries: str, method: str, asked: int) -> Row:
    return {"data": reports.name, "asked about": queries, "method": method, "queries": asked}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is there; 0 even where data is absent, which is said."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--data", nargs="+", default=list(TRACKERS), help="a tracker, or a JSON Lines file of your own")
    parser.add_argument("--dry-run", action="store_true", help="append nothing")
    asked = parser.parse_args(arguments)
    rows: list[Row] = []
    for name in asked.data:
        try:
            rows += measure(load(name))
        except FileNotFoundError as error:
            print(f"{name}: skipped, {error.filename} is not there (VOC_SHARED names the folder above data)")  # noqa: T201
    for kind in dict.fromkeys(map(tuple, rows)):
        print(table([row for row in rows if tuple(row) == kind]))  # noqa: T201
    if rows and not asked.dry_run:
        append(f"{TITLE} (links from a score of {LINK} on)", COMMAND, ["numpy", "scipy", "scikit-learn"], rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
