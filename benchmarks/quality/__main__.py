"""``python -m benchmarks.quality``: themes against known answers, printed and appended to ``benchmarks/RESULTS.md``.

Each set and encoder runs in a process of its own, so that its peak memory is its own; the peer runs after voc in the
same process.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing.pool import Pool
from pathlib import Path

from benchmarks import results
from benchmarks.quality import encoders, mixtures
from benchmarks.quality.datasets import NAMES, load, read_jsonl
from benchmarks.quality.levels import levels
from benchmarks.quality.measure import Source, measure
from benchmarks.quality.peers import bertopic
from benchmarks.quality.small import samples
from benchmarks.quality.stability import stability
from benchmarks.results import Row
from voc.errors import VocError

PACKAGES = ("numpy", "scipy", "scikit-learn", "hdbscan")

USUAL = ("banking77", "massive-en", "massive-fi")

Job = Callable[[], list[Row]]


def main() -> int:
    """Measure what was asked for; 0 even where data is absent, which is said."""
    arguments = _parser().parse_args()
    rows = []
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        for name, source in _sources(arguments):
            for job in _jobs(arguments, name, source):
                rows += _run(pool, name, job)
    if rows and not arguments.dry_run:
        packages = PACKAGES + (bertopic.PACKAGES if arguments.peer else ())
        results.append("Themes", command(sys.argv[1:]), packages, rows)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    sets = (*NAMES, *mixtures.NAMES)
    parser.add_argument("--data", nargs="+", choices=sets, help=f"{' '.join(USUAL)} unless --jsonl is given")
    parser.add_argument("--jsonl", nargs="+", type=Path, default=[], metavar="PATH", help="sets of your own")
    parser.add_argument("--text-field", default="text", help="of a set of your own (%(default)s)")
    parser.add_argument("--label-field", default="label", help="of a set of your own (%(default)s)")
    parser.add_argument(
        "--encoder",
        nargs="+",
        type=_encoder,
        default=[encoders.DEFAULT],
        metavar="NAME",
        help=f"{encoders.DEFAULT}, {encoders.MINILM}, or as in voc.yaml (%(default)s)",
    )
    parser.add_argument("--peer", choices=["bertopic"], help="the same vectors through this one as well")
    parser.add_argument("--peer-encoder", type=_encoder, metavar="NAME", help="other vectors for the peer")
    parser.add_argument("--repeat", type=int, default=1, help="runs of voc: the median time, and all must agree")
    parser.add_argument("--small", action="store_true", help="also random samples of 60, 200 and 1,000 texts")
    parser.add_argument("--stability", action="store_true", help="also the themes that outlive new texts")
    parser.add_argument("--levels", action="store_true", help="also what themes are made of")
    parser.add_argument("--no-whole", action="store_true", help="only the samples, the stability or the levels")
    parser.add_argument("--dry-run", action="store_true", help="print and append nothing")
    return parser


def _encoder(name: str) -> str:
    """``name``, if there is such an encoder: better told now than after the first set."""
    try:
        encoders.check(name)
    except VocError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return name


def _sources(arguments: argparse.Namespace) -> Iterator[tuple[str, Source]]:
    for name in arguments.data or (() if arguments.jsonl else USUAL):
        yield name, partial(mixtures.load_mixture if name in mixtures.NAMES else load, name)
    for path in arguments.jsonl:
        yield path.name, partial(read_jsonl, path, arguments.text_field, arguments.label_field)


def _jobs(arguments: argparse.Namespace, name: str, source: Source) -> Iterator[Job]:
    """What is to be measured of one set; a mixture is not sampled."""
    for encoder in arguments.encoder:
        against = (arguments.peer_encoder or encoder) if arguments.peer else None
        if not arguments.no_whole:
            yield partial(measure, source, encoder, against, arguments.repeat)
        if arguments.small and name not in mixtures.NAMES:
            yield partial(samples, source, encoder, against)
        if arguments.stability:
            yield partial(stability, source, encoder, against)
        if arguments.levels and name not in mixtures.NAMES:
            yield partial(levels, source, encoder)


def _run(pool: Pool, name: str, job: Job) -> list[Row]:
    try:
        rows = pool.apply(job)
    except FileNotFoundError as error:
        print(f"{name}: skipped, {error.filename} is not there (VOC_SHARED names the folder above data)")  # noqa: T201
        return []
    print(results.table(rows), flush=True)  # noqa: T201
    return rows


def command(words: Sequence[str]) -> str:
    """The command as it was given, without the folders of the machine it was given on."""
    return " ".join(["python -m benchmarks.quality", *map(results.without_folder, words)])


if __name__ == "__main__":
    sys.exit(main())
