"""The `octavo` command, and `python -m octavo`, which is the same.

Every process that helps imports this module again, and needs nothing of the command line: so neither does this.
"""

from __future__ import annotations


def main() -> None:
    """Run the command and end the process with its exit code."""
    from octavo.cli import app

    app.main()


if __name__ == "__main__":
    main()
