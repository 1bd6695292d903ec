"""Making the demo's office: fictional, with its staff and the sample catalogues, on a clock that a script sets."""

from __future__ import annotations

from pathlib import Path

from counter.config.start import CONFIGURATION
from counter.demo.clock import ScriptedClock, opening_of
from counter.desk.catalogue.procedures import publish
from counter.desk.desk import ROLE_NAMES, Clock, Desk
from counter.desk.office import accounts
from counter.desk.office.opening import make_office
from counter.desk.office.sign_in import sign_in
from counter.locale import _
from counter.samples.office import ACCOUNTS, OFFICE, sample_catalogue
from db.domain.codes import Role
from db.domain.records import Office

_DEVICES = """# The demo's devices exist on the screen only.
printer = "virtual:"
display = "virtual:"
"""


def demo_office(folder: Path, clock: Clock, office: Office = OFFICE) -> Desk:
    """Make the demo's ``office`` in ``folder``, with staff and catalogue; nobody is at the desk.

    Raises ``Problem`` where there is an office already.
    """
    admin = next(account for account in ACCOUNTS if account.staff.role is Role.ADMIN)
    desk = make_office(folder, office, admin.staff, admin.password, clock=clock)
    managing = sign_in(desk, admin.staff.login, admin.password)
    for account in ACCOUNTS:
        if account is not admin:
            accounts.add_staff(managing, account.staff, account.password)
    publish(managing, sample_catalogue())
    (folder / CONFIGURATION).write_text(_DEVICES, encoding="utf-8")
    return desk


def filled_office(folder: Path) -> None:
    """Make the demo's office in ``folder`` with dossiers of the last days: returned, ready, late, and waiting for what
    the worklists tell.
    """
    from counter.demo import day as script
    from counter.demo import month as work
    from counter.demo.unfinished import leave_late, leave_waiting

    clock = ScriptedClock(opening_of(8))
    desk = demo_office(folder, clock)
    month = work.month_of(desk, clock, work.MonthPlan(seed=90))
    for seed, days_ago in enumerate((8, 4, 1)):
        work.begin(month, opening_of(days_ago))
        plan = script.Plan(intakes=12, returns=5, seed=seed, every=15)
        day = script.Day(clock, {login: month.desks[login] for login in script.OFFICERS})
        script.receive_all(day, plan)
        script.return_some(day, plan)
        script.move_on_the_rest(day, plan)
        if days_ago > 1:
            leave_late(month)
        else:
            leave_waiting(month)
        work.end(month)
    desk.store.close()


def sign_in_hint() -> str:
    """The demo's accounts and their passwords, a line each, for the sign-in screen."""
    lines = [_("Demo: fictional people and dossiers. Account, password:")]
    for account in ACCOUNTS:
        staff = account.staff
        lines.append(f"{staff.login:<8}{account.password:<18}{staff.name}, {_(ROLE_NAMES[staff.role])}")
    return "\n".join(lines)
