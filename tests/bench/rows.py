"""The figures of a bench, a row each. A ratio to a reference of the same run is judged, or a count; a time is shown."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A figure: ``ours`` and ``reference`` in ``unit``.

    ``bound`` is on the ratio, or on ``ours`` where there is no ratio; without a bound the figure is shown, not judged.
    """

    name: str
    unit: str
    ours: float
    reference: float | None = None
    ratio: float | None = None
    bound: float | None = None
    ok: bool = True


def against(name: str, unit: str, ours: float, reference: float, bound: float | None = None) -> Row:
    """A figure that may be at most ``bound`` times its reference."""
    return _compared(name, unit, ours, reference, bound, bound is None or ours <= bound * reference)


def at_least(name: str, unit: str, ours: float, reference: float, bound: float) -> Row:
    """A figure that is to be at least ``bound`` times its reference."""
    return _compared(name, unit, ours, reference, bound, ours >= bound * reference)


def at_most(name: str, unit: str, ours: float, bound: float) -> Row:
    """A count of bytes, keys or round trips that may be at most ``bound``: the same on every machine."""
    return Row(name=name, unit=unit, ours=round(ours, 4), bound=bound, ok=ours <= bound)


def shown(name: str, unit: str, ours: float) -> Row:
    """A figure that says as much about the machine as about us: shown, not judged."""
    return Row(name=name, unit=unit, ours=round(ours, 4))


def _compared(name: str, unit: str, ours: float, reference: float, bound: float | None, ok: bool) -> Row:
    ratio = ours / reference if reference else float("inf")
    return Row(
        name=name,
        unit=unit,
        ours=round(ours, 4),
        reference=round(reference, 4),
        ratio=round(ratio, 3),
        bound=bound,
        ok=ok,
    )


def p50(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def p99(values: Sequence[float]) -> float:
    """The 99th percentile."""
    return statistics.quantiles(values, n=100)[-1]


def show(rows: Sequence[Row], *, as_json: bool) -> int:
    """Print the rows; the exit code says whether every bound was met."""
    if as_json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        print(f"{'':64} {'ours':>10} {'reference':>10} {'ratio':>7} {'bound':>8}")
        for row in rows:
            reference = "" if row.reference is None else f"{row.reference:.3f}"
            ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
            bound = "" if row.bound is None else f"{row.bound:.2f}"
            mark = "MISSED" if not row.ok else "" if row.bound is None else "ok"
            name = f"{row.name} [{row.unit}]"
            print(f"{name:64} {row.ours:10.3f} {reference:>10} {ratio:>7} {bound:>8} {mark}")
    missed = [row.name for row in rows if not row.ok]
    if missed:
        print(f"missed: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0
