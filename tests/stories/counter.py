"""The steps of which a story at the counter is made: each is what an officer does, by the keys of the real program.

A story begins with ``counter(folder)``. Time moves with ``later`` and ``on`` only, by the office's clock. Steps are
about the dossier in hand: the one that was received or taken last.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from counter.desk.desk import Desk
from counter.desk.dossiers import queries
from counter.rules.zone import VIETNAM
from counter.screens.dossier.screen import DossierScreen
from counter.screens.fields_dialog import FieldsDialog
from counter.screens.handovers.screen import Handovers
from counter.screens.search import Search
from counter.screens.shifts.dialogs import CloseShift
from counter.screens.sign_in import SignIn
from counter.widgets.choice import Choice
from counter.widgets.field import Field
from tests.counter.screens.officer import CARD
from tests.offices import PASSWORD, StillClock
from tests.snapshots.stage import act, settled, stage
from tests.stories.seen import Seen, check

FORM_01 = "Tờ khai đăng ký khai sinh"
BIRTH_PAPER = "Giấy chứng sinh"


class Counter(Seen):
    """An officer at the counter, with one dossier in hand (``code``)."""

    # -- time and people --------------------------------------------------------------------------------------------

    async def later(self, **passed: float) -> None:
        """Some time passes at the office."""
        await self._at(self.app.desk.clock.now() + timedelta(**passed))

    async def on(self, moment: str) -> None:
        """It is ``moment`` in Vietnam: ``25/11 09:00`` of 2026."""
        day = datetime.strptime(f"2026/{moment}", "%Y/%d/%m %H:%M")
        await self._at(day.replace(tzinfo=VIETNAM))

    async def _at(self, now: datetime) -> None:
        self.app.desk = replace(self.app.desk, clock=StillClock(at=now))
        await settled(self.pilot)

    async def change_officer(self, login: str, counter: int) -> None:
        """Whoever sits here signs out, and ``login`` signs in at ``counter``."""
        await self._leave()
        await self.app.action_sign_out()
        await settled(self.pilot)
        assert isinstance(self.app.screen, SignIn)
        await self.type(login)
        await self.press("enter")
        await self.type(PASSWORD)
        await self.press("enter")
        await self.type(str(counter))
        await self.press("enter")
        assert self.app.desk.shift is not None, self.screen_text()

    async def close_shift(self) -> None:
        """The shift is over."""
        await self.place("f8")
        await act(self.pilot, "shift_log.close")
        assert isinstance(self.app.screen, CloseShift)
        await self.press("f12")
        await settled(self.pilot)

    # -- moving about -----------------------------------------------------------------------------------------------

    async def place(self, key: str) -> None:
        """Go to the place of ``key``, with nothing laid over it."""
        await self._leave()
        await self.press(key)
        await self._leave()

    async def _leave(self) -> None:
        while isinstance(self.app.screen, DossierScreen | FieldsDialog):
            await self.press("escape")

    async def take(self, code: str = "") -> None:
        """Scan the slip of ``code``, of the dossier in hand unless told otherwise, and see its dossier."""
        if (
            code in ("", self.code)
            and isinstance(self.app.screen, DossierScreen)
            and self._looked_at == self._now
        ):
            return
        self.code = code or self.code
        self._looked_at = self._now
        await self.place("f4")
        assert isinstance(self.app.screen, Search)
        await self.scan(self.code)
        assert isinstance(self.app.screen, DossierScreen), self.screen_text()

    async def go(self, field: str) -> None:
        """Tab to ``field``, forwards or back."""
        for _way in range(6):
            if self.focused == field:
                return
            chain = [widget.id for widget in self.app.screen.focus_chain]
            here = chain.index(self.focused) if self.focused in chain else -1
            away = chain.index(field) - here if field in chain else 1
            await self.press(*["tab" if away > 0 else "shift+tab"] * abs(away))  # fields may come and go
        raise AssertionError(f"Tab leads to {self.focused}, not to {field}:\n{self.screen_text()}")

    async def put(self, **texts: str) -> None:
        """Go to each field and type its text, if there is one; of a choice go on until it has that key."""
        for name, text in texts.items():
            if not text:
                continue
            await self.go(name)
            field = self.app.screen.query_one(f"#{name}", Field)
            if isinstance(field, Choice):
                for _option in field.options:
                    if field.chosen == text:
                        break
                    await self.press("right")
                assert field.chosen == text, f"{name} has no choice {text}"
            else:
                await self.type(text)

    async def finish(self, *, sure: int = 0) -> None:
        """F12, and ``sure`` times more where the program asks; a dialog must close then."""
        dialog = self.app.screen
        for asked in range(sure + 1):
            assert self.app.screen is dialog, f"it asked {asked} times only"
            await self.press("f12")
        if isinstance(dialog, FieldsDialog):
            assert self.app.screen is not dialog, self.screen_text()

    async def act(self, action: str, *, sure: int = 0, **texts: str) -> None:
        """Choose an action of the dossier in hand, fill in its dialog, and finish it."""
        await self.take()
        await act(self.pilot, f"dossier.{action}")
        await self.put(**texts)
        await self.finish(sure=sure)

    def offers(self, action: str) -> bool:
        """Whether the dossier's screen offers ``action`` to whoever sits here."""
        screen = self.app.screen
        assert isinstance(screen, DossierScreen)
        return any(one.id == f"dossier.{action}" and not one.refusal for one in screen.offered)

    # -- what is done -----------------------------------------------------------------------------------------------

    async def begin(self, what: str, *, card: str = CARD, papers: str = "a", case: str = "") -> None:
        """At the intake: the card, the procedure, its case, the papers (keys of the list); nothing is saved."""
        await self.place("f2")
        await self.scan(card)
        await self.go("procedure")
        await self.type(what)
        await self.press("enter")
        if case:
            await self.press(case, "enter")
        if papers:
            await self.go("papers")
            await self.press(*papers.split())

    async def receive(
        self,
        what: str = "khai sinh",
        *,
        card: str = CARD,
        papers: str = "a",
        case: str = "",
        sure: int = 0,
        **texts: str,
    ) -> str:
        """Receive a dossier; its code."""
        await self.begin(what, card=card, papers=papers, case=case)
        before = self.count()
        if any(name.startswith("proxy_") for name in texts):
            await act(self.pilot, "intake.proxy")
        if {"content", "sets", "channel", "letter_number", "shelf", "received_at", "paper_number"} & {*texts}:
            await act(self.pilot, "intake.more")
        await self.put(**texts)
        await self.finish(sure=sure)
        assert self.count() == before + 1, self.screen_text()
        (line,) = queries.find(self.app.desk, "", 1)
        self.code = line.code
        return self.code

    async def guide(self, what: str = "khai sinh", *, card: str = CARD, papers: str = "space") -> None:
        """Papers lack at the intake: send the citizen away with form 02."""
        await self.begin(what, card=card, papers=papers)
        await act(self.pilot, "intake.guide")
        await self.press("f12")

    async def refuse(self, reason: str, what: str = "khai sinh", *, card: str = CARD) -> None:
        """Refuse at the intake, with form 03."""
        await self.begin(what, card=card, papers="")
        await act(self.pilot, "intake.refuse")
        await self.put(reason=reason)
        await self.finish()

    async def hand_over(self, receiver: str = "Trần Văn Nhận") -> None:
        """The dossier in hand goes to its agency on a list."""
        await self._handovers("over")
        await self.scan(self.code)
        await self.put(receiver=receiver)
        await self.press("f12")
        assert self.dossier.papers_at == "agency", self.screen_text()

    async def take_back(self, kind: str = "", number: str = "") -> None:
        """It comes back from its agency on a list; with a result where ``kind`` is one."""
        await self._handovers("back")
        await self.scan(self.code)
        if kind:
            await self.press("enter")
            await self.put(kind=kind, number=number)
            await self.finish()
        await self.press("f12")
        assert self.dossier.papers_at == "counter", self.screen_text()

    async def _handovers(self, view: str) -> None:
        await self._leave()
        if self.app.current_mode != "handovers":
            await self.app.action_go("handovers")
            await settled(self.pilot)
        screen = self.app.screen
        assert isinstance(screen, Handovers)
        while screen.view != view:
            await self.press("ctrl+l")

    async def result(
        self, kind: str = "Giay khai sinh", number: str = "12", *, refused: bool = False
    ) -> None:
        """The result is at the counter."""
        await self.act("result", kind=kind, number=number, refused="c" if refused else "")

    async def ask(self, *rows: int, reason: str = "", sure: int = 0, **texts: str) -> None:
        """Ask for the papers of these ``rows`` (from 0), with form 02."""
        await self.take()
        await act(self.pilot, "dossier.ask")
        await self._tick(*rows)
        await self.put(**texts, **({"reason": reason} if reason else {}))
        await self.finish(sure=sure)

    async def supplement(self, *rows: int, sure: int = 0) -> None:
        """Papers of these ``rows`` came; all that were asked for where no row is named."""
        await self.take()
        await act(self.pilot, "dossier.supplement")
        await (self._tick(*rows) if rows else self.press("a"))
        await self.finish(sure=sure)

    async def _tick(self, *rows: int) -> None:
        here = 0
        for row in rows:
            await self.press(*["down"] * (row - here), "space")
            here = row

    async def apologise(self, due: str, *, sure: int = 0) -> None:
        """Appoint the result anew, with form 04: working days, or a day."""
        await self.act("apology", due=due, sure=sure)

    async def ask_money(self, amount: int, name: str) -> None:
        """Ask for money that must be paid before the dossier goes on."""
        await self.act("duty", amount=str(amount), name=name)

    async def pay(self, amount: int, method: str = "cash", serial: str = "") -> None:
        """Take a payment, with a temporary receipt."""
        await self.act("pay", amount=str(amount), method=method, serial=serial)

    async def withdraw(self, reason: str = "", *, originals: str = "a") -> None:
        """The citizen takes it back, with the originals (keys of their list)."""
        await self._end("withdraw", originals, reason)

    async def stop(self, reason: str) -> None:
        """The settlement is stopped, with form 05."""
        await self.act("stop", reason=reason)

    async def give_papers_back(self, originals: str = "a") -> None:
        """Originals go back to the citizen."""
        await self._end("papers", originals, "")

    async def _end(self, action: str, originals: str, reason: str) -> None:
        await self.take()
        await act(self.pilot, f"dossier.{action}")
        await self.press(*originals.split())
        if reason:
            await self.put(reason=reason)
        await self.finish()

    async def void(self, reason: str) -> None:
        """Strike it through: it was entered by mistake."""
        await self.act("void", reason=reason)

    async def correct(self, group: int, reason: str, *, sure: int = 0, **texts: str) -> None:
        """Correct fields of the group with that digit, with the reason."""
        await self.take()
        await act(self.pilot, "dossier.correct")
        await self.press(str(group))
        await self.put(**texts)
        await self.press("escape")
        await self.put(reason=reason)
        await self.finish(sure=sure)

    async def collect(
        self,
        *,
        card: str = "",
        proxy: str = "",
        paper: str = "",
        originals: str = "",
        sure: int = 0,
        **texts: str,
    ) -> None:
        """The result is handed back: with the slip, or with the ``card`` alone; or a ``proxy`` (a card) collects."""
        await self.place("f3")
        await self.scan(self.code)
        if proxy:
            await self.put(who="authorisation")
            await self.scan(proxy)
            await self.type(paper)
        elif card:
            await self.scan(card)
        await self.put(**texts)
        if originals:
            await self.go("papers_back")
            await self.press(*originals.split())
        await self.finish(sure=sure)

    async def collect_all(self, **texts: str) -> None:
        """Every result of the person that is ready is handed back, with the slip of the one in hand."""
        await self.place("f3")
        await self.scan(self.code)
        await act(self.pilot, "returning.together")
        await self.press("a")
        await self.put(**texts)
        await self.finish()

    async def post(self, tracking: str = "", *, originals: str = "", sure: int = 0) -> None:
        """The result goes by post, with its label."""
        await self.take()
        await act(self.pilot, "dossier.post")
        if tracking:
            await self.put(tracking=tracking)
        if originals:
            await self.go("papers_back")
            await self.press(*originals.split())
        await self.finish(sure=sure)


@asynccontextmanager
async def counter(
    folder: Path, fill: Callable[[Desk], object] | None = None, login: str = "lan"
) -> AsyncIterator[Counter]:
    """``login`` on shift at counter 3, on Monday 23/11/2026 at 08:41; at the end the ledger must hold, every row must
    follow from it, and every form that a dossier has by then must be drawn.
    """

    def filled(desk: Desk) -> None:
        if fill:
            fill(desk)

    app = stage(folder, login=login, fill=filled)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        yield Counter(app, pilot)
        check(app.desk)
