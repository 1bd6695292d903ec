"""``python -m tests.bench NAME… [--json]``: measured against a reference in the same run; exit 1 on a missed bound."""

from __future__ import annotations

import argparse
import importlib
import sys

NAMES = ("startup", "keys", "intake", "search", "print", "sync")


def main() -> int:
    """Run the benches that were named, all by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--json", action="store_true", help="print a list of rows as JSON")
    asked = parser.parse_args()
    unknown = set(asked.names) - set(NAMES)
    if unknown:
        parser.error(f"no bench named {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    from tests.bench.rows import show

    rows = [
        row for name in asked.names or NAMES for row in importlib.import_module(f"tests.bench.{name}").run()
    ]
    return show(rows, as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())
