"""A data folder without an office: make one here, or look at the demo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from counter.commands import action, finish
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.clock import VIETNAM
from counter.rules.codes import parse_unit_code
from counter.rules.rulesets import RuleSet, rule_set_on
from counter.rules.text import clean
from counter.screens.base import CounterScreen
from counter.widgets.entry import Entry
from counter.widgets.field import Field

if TYPE_CHECKING:
    from pathlib import Path

    from counter.desk.desk import Desk
    from counter.screens.host import FirstStartHost

LEVELS = {
    "commune": N_("commune"),
    "district": N_("district"),
    "province": N_("province"),
}


class FirstRun(CounterScreen[None]):
    """A form for the office and its first account; the demo is one key away."""

    HEADING, MANUAL = N_("A new office"), "start"
    GLOBALS = False
    STAYS = ""
    KEYS = (
        finish(
            id="first_run.make",
            action="make",
            label=N_("Make the office"),
            help=N_("Make the office, its key and its first account."),
        ),
        action(
            id="first_run.demo",
            action="demo",
            label=N_("Look at the demo"),
            help=N_("Open a throw-away office with fictional people and dossiers."),
        ),
    )

    CSS = """
    FirstRun {
        #form { align: center top; padding: 0; scrollbar-size-vertical: 1; }
        #form > * { width: 76; height: auto; }
        .intro { padding: 0 1; margin: 0 0 1 0; }
        .part { padding: 0 1; margin: 1 0 0 0; color: $label; text-style: bold; }
        .note { padding: 0 1 0 19; color: $quiet; text-style: $quiet-style; }
        Entry { grid-columns: 19 1fr auto; }
        Entry > .entry--label { width: 19; }
        Entry > .entry--problem { padding: 0 1 0 19; }
    }
    """

    if TYPE_CHECKING:

        @property
        def app(self) -> FirstStartHost:  # type: ignore[override]
            """The app of a folder without an office."""

    def body(self) -> ComposeResult:
        """What is missing, the office, its first account."""
        text = N_(
            "There is no office in {folder} yet. F12 makes it from this form; Ctrl+T only looks at the demo."
        )
        levels = self._levels()
        self.fields = {
            field.id: field
            for field in (
                Field(id="name", check=needed(N_("The office needs a name."), "name")),
                Field(id="unit", max_length=40, check=_unit, placeholder="000.17.22.H56", scans=False),
                Field(id="parent", placeholder=_("may stay empty")),
                Field("1", id="level", max_length=20, check=partial(_level, levels), scans=False),
                Field("3", id="counters", max_length=2, restrict=r"\d*", check=_counters, scans=False),
                Field(
                    id="admin_name", check=needed(N_("The account needs the person's name."), "admin_name")
                ),
                Field("admin", id="login", max_length=32, scans=False),
                Field(id="password", password=True, placeholder=_("8 characters or more")),
                Field(id="again", password=True),
            )
            if field.id
        }
        choices = ", ".join(f"{at} {_(LEVELS[level])}" for at, level in enumerate(levels, start=1))
        with VerticalScroll(id="form", can_focus=False):
            yield Static(_(text).format(folder=self._folder), classes="intro", markup=False)
            yield Entry(N_("Name of the office"), self.fields["name"])
            yield Entry(N_("Unit code"), self.fields["unit"])
            yield Entry(N_("Parent office"), self.fields["parent"])
            yield Entry(N_("Level"), self.fields["level"])
            yield Static(choices, classes="note", markup=False)
            yield Entry(N_("Counters"), self.fields["counters"])
            yield Static(_("First account, the administrator's"), classes="part", markup=False)
            yield Entry(N_("Full name"), self.fields["admin_name"])
            yield Entry(N_("Login"), self.fields["login"])
            yield Entry(N_("Password"), self.fields["password"])
            yield Entry(N_("Password again"), self.fields["again"])

    async def action_make(self) -> None:
        """Make the office from what was typed, and go on to sign in."""
        values = {name: field.value for name, field in self.fields.items()}
        for field in self.fields.values():
            if field.check is not None:
                values[field.id or ""] = field.check(field.value)
        if values["password"] != values["again"]:
            raise Problem(N_("The two passwords differ."), field="again")
        level = self._levels()[int(values["level"]) - 1]
        desk = await self.app.at_desk(_make, self._folder, values, level)
        await self.app.open_office(lambda: desk)

    async def action_demo(self) -> None:
        """Go on with the demo."""
        await self.app.open_office(self.app.demo)

    @property
    def _folder(self) -> Path:
        return self.app.folder

    @staticmethod
    def _levels() -> tuple[str, ...]:
        """The levels that the law of today knows, the commune first."""
        return tuple(reversed(_law().levels))


def _law() -> RuleSet:
    return rule_set_on(datetime.now(VIETNAM).date())


def _make(folder: Path, values: dict[str, str], level: str) -> Desk:
    """Make the office that the form describes; raises Problem at the field that is wrong."""
    from counter.config.settings import load
    from counter.desk.office.opening import make_office
    from db.domain.codes import Role
    from db.domain.records import Office, Staff

    office = Office(
        name=clean(values["name"]),
        unit=values["unit"],
        parent=clean(values["parent"]),
        level=level,
        rule_set=_law().id,
        counters=int(values["counters"]),
    )
    admin = Staff(login=values["login"].strip(), name=clean(values["admin_name"]), role=Role.ADMIN)
    settings = load(folder)
    desk = make_office(folder, office, admin, values["password"], key_file=settings.key_file)
    keep = N_(
        "The office is made. Keep a copy of {key} in a safe place: without it nobody can read the office.\n"
        "Next, at the command line: counter staff add, counter catalogue import."
    )
    key = settings.key_file or folder / "office.key"
    return replace(desk, seat=settings.counter or 0, hint=_(keep).format(key=key))


def needed(message: str, field: str) -> Callable[[str], str]:
    """A check that something was typed."""

    def check(text: str) -> str:
        if not clean(text):
            raise Problem(message, field=field)
        return clean(text)

    return check


def _unit(text: str) -> str:
    unit = parse_unit_code(text)
    if unit is None:
        raise Problem(N_("This is not a unit code, such as 000.17.22.H56."), field="unit")
    return unit.in_dossiers


def _level(levels: tuple[str, ...], text: str) -> str:
    if text.strip() not in {str(at) for at in range(1, len(levels) + 1)}:
        raise Problem(N_("Type a number from 1 to {count}."), field="level", count=len(levels))
    return text.strip()


def _counters(text: str) -> str:
    if not text.isdecimal() or not 1 <= int(text) <= 99:
        raise Problem(N_("An office has between 1 and 99 counters."), field="counters")
    return text
