"""``python -m voc`` and the ``voc`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; ``voc --version`` answers without loading it."""
    if sys.argv[1:] == ["--version"]:
        from voc import __version__

        sys.stdout.write(f"voc {__version__}\n")
        return
    from voc.cli.app import app

    app(prog_name="voc")


if __name__ == "__main__":
    main()
