"""Originals that the office keeps of a dossier: counted in at intake, counted out when they are given back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from counter.locale import N_
from counter.problems import Problem
from db.domain.records import Dossier, Paper


def originals_kept(dossier: Dossier) -> tuple[Paper, ...]:
    """The papers of ``dossier`` whose originals still lie at the office, each with how many."""
    back = _counted(paper for given in dossier.papers_back for paper in given.papers)
    kept: list[Paper] = []
    for paper in dossier.papers:
        gone = min(back[paper.name], paper.originals)
        back[paper.name] -= gone
        if paper.originals > gone:
            kept.append(replace(paper, originals=paper.originals - gone, certified=0, copies=0, note=""))
    return tuple(kept)


def checked_originals(dossier: Dossier, papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Those of ``papers`` of which originals are given back; raises ``Problem`` for more than the office keeps."""
    given = tuple(paper for paper in papers if paper.originals > 0)
    kept = _counted(originals_kept(dossier))
    for name, count in _counted(given).items():
        if count > kept[name]:
            raise Problem(
                N_("The office keeps {count} originals of {paper}."),
                field="papers_back",
                count=kept[name],
                paper=name,
            )
    return given


def _counted(papers: Iterable[Paper]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for paper in papers:
        counts[paper.name] += paper.originals
    return counts
