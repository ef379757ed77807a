"""``python -m voc`` and the ``voc`` command."""

from __future__ import annotations

import atexit
import gc
import sys

_CALM = 2_000_000
"""Objects made until the collector looks for circles: a hundred thousand records are read at once, none of them in one,
and looking for one after every 700 objects costs an eighth of a run."""


def main() -> None:
    """Run the command line; ``voc --version`` answers without loading it."""
    if sys.argv[1:] == ["--version"]:
        from voc import __version__

        sys.stdout.write(f"voc {__version__}\n")
        return
    from voc.cli.app import app

    gc.set_threshold(_CALM)
    atexit.register(gc.freeze)  # the interpreter looks through all that is left before it ends, for nothing
    app(prog_name="voc")


if __name__ == "__main__":
    main()
