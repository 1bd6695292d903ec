"""What a story looks at: the dossier in hand as the citizen, the officer and the register see it."""

from __future__ import annotations

from rich.console import Console
from textual.pilot import Pilot

from counter.desk.desk import Desk
from counter.desk.dossiers import queries
from counter.desk.office.verification import verify
from counter.desk.payments.shift_money import ShiftMoney, shift_money
from counter.desk.printing import documents, queue
from counter.desk.register import books
from counter.desk.worklists import lists
from counter.desk.worklists.lists import Worklist
from counter.rules.clock import local
from counter.rules.deadlines import deadline
from counter.rules.money import owed, total_paid
from counter.rules.papers import originals_kept
from counter.widgets.facts import Facts
from db.domain.book import RegisterLine
from db.domain.records import Dossier
from tests.counter.screens.officer import Officer
from tests.notices import notices
from tests.snapshots.stage import Staged


class Seen(Officer):
    """Who holds a dossier in hand: that with the ``code``."""

    def __init__(self, app: Staged, pilot: Pilot[None]) -> None:
        super().__init__(app, pilot)
        self.code = ""
        self._looked_at: tuple[object, ...] = ()

    @property
    def _now(self) -> tuple[object, ...]:
        return self.code, self.app.desk.clock.now(), self.app.desk.staff

    @property
    def dossier(self) -> Dossier:
        """The dossier in hand as everybody at the counter sees it."""
        return queries.by_code(self.app.desk, self.code)

    @property
    def state(self) -> int:
        """The state of the dossier in hand, a ``State``."""
        return self.dossier.state

    @property
    def shown(self) -> str:
        """What the screen of the dossier in hand says, on one line."""
        console = Console(width=300, color_system=None)
        with console.capture() as captured:
            for facts in self.app.screen.query(Facts):
                console.print(facts.content)
        return " ".join(captured.get().split())

    @property
    def notice(self) -> str:
        """The line above the keys."""
        return " ".join(notices(self.app))

    @property
    def timing(self) -> str:
        """Late or not, by the one rule: a ``Timing``."""
        return deadline(self.dossier, self.app.desk.clock.now()).timing

    @property
    def due(self) -> str:
        """When it is due, in Vietnam."""
        return f"{local(self.dossier.due_at):%d/%m %H:%M}" if self.dossier.due_at else ""

    @property
    def money(self) -> tuple[int, int]:
        """What was paid for the dossier in hand and what is owed, in đồng."""
        return total_paid(self.dossier), owed(self.dossier)

    @property
    def drawer(self) -> ShiftMoney:
        """The money of the shift that is open here."""
        assert self.app.desk.shift is not None
        return shift_money(self.app.desk, [self.app.desk.shift.id])[self.app.desk.shift.id]

    @property
    def kept(self) -> list[str]:
        """The originals that the office keeps of it."""
        return [paper.name for paper in originals_kept(self.dossier)]

    @property
    def prints(self) -> list[str]:
        """The forms that were printed so far, the first one first."""
        return [job.form for job in reversed(queue.jobs(self.app.desk))]

    @property
    def events(self) -> list[str]:
        """The kinds of the events of the dossier in hand."""
        return [event.kind for event in queries.history(self.app.desk, self.dossier.id)]

    @property
    def waits_in(self) -> set[Worklist]:
        """The worklists that have the dossier in hand."""
        desk, wanted = self.app.desk, self.dossier.id
        return {one for one in Worklist if wanted in {item.line.id for item in lists.page(desk, one).items}}

    @property
    def line(self) -> RegisterLine:
        """The line of the dossier in hand in its book of the register."""
        found, _end = books.lines(self.app.desk, self.dossier.book)
        return next(line for line in found if line.code == self.code)


def check(desk: Desk) -> None:
    """What must be so at the end of every story."""
    found = verify(desk, rebuild=True)
    assert found.holds, found
    for line in queries.find(desk, "", 50):
        dossier = queries.dossier(desk, line.id)
        for form in documents.forms_of(dossier):
            assert documents.slip_of(desk, dossier.id, form).items
            assert documents.page_of(desk, dossier.id, form).items
