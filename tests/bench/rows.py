"""What a bench says: one row a figure, with the reference that was measured in the same run."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A figure: ``ours`` and ``reference`` in ``unit``; ``bound`` is on the ratio, or on ``ours`` where none is."""

    name: str
    unit: str
    ours: float
    reference: float | None = None
    ratio: float | None = None
    bound: float
    ok: bool


def against(name: str, unit: str, ours: float, reference: float, bound: float) -> Row:
    """A figure that may be at most ``bound`` times its reference."""
    ratio = ours / reference if reference else float("inf")
    return Row(
        name=name,
        unit=unit,
        ours=round(ours, 4),
        reference=round(reference, 4),
        ratio=round(ratio, 3),
        bound=bound,
        ok=ratio <= bound,
    )


def at_most(name: str, unit: str, ours: float, bound: float, reference: float | None = None) -> Row:
    """A figure that may be at most ``bound``, whatever the reference."""
    return Row(name=name, unit=unit, ours=round(ours, 4), reference=reference, bound=bound, ok=ours <= bound)


def at_least(name: str, unit: str, ours: float, bound: float, *, reference: float | None = None) -> Row:
    """A figure that is to be at least ``bound``, or with a ``reference`` at least ``bound`` times that."""
    ratio = None if reference is None else ours / reference
    return Row(
        name=name,
        unit=unit,
        ours=round(ours, 4),
        reference=None if reference is None else round(reference, 4),
        ratio=None if ratio is None else round(ratio, 3),
        bound=bound,
        ok=(ours if ratio is None else ratio) >= bound,
    )


def p50(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def show(rows: Sequence[Row], *, as_json: bool) -> int:
    """Print the rows; the exit code says whether every bound was met."""
    if as_json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        print(f"{'':56} {'ours':>10} {'reference':>10} {'ratio':>7} {'bound':>8}")
        for row in rows:
            reference = "" if row.reference is None else f"{row.reference:.3f}"
            ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
            mark = "ok" if row.ok else "MISSED"
            name = f"{row.name} [{row.unit}]"
            print(f"{name:56} {row.ours:10.3f} {reference:>10} {ratio:>7} {row.bound:8.2f} {mark}")
    missed = [row.name for row in rows if not row.ok]
    if missed:
        print(f"missed: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0
