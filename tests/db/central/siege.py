"""A centre under attack: one office's login has free SQL, another office wants to go on working."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psycopg

from db.central.administration import fence, session
from db.central.enrolment import Address, enrol
from db.central.install import install
from db.enrolment import Enrolment
from tests.db.central import world
from tests.db.central.sending import Host
from tests.postgres import Postgres

SECRET = "Nguyễn Thị Bí Mật"
"""A name in the victim's dossier: nothing that holds it may reach the attacker."""

AT_ONCE = 2.0
"""Seconds, and ``_TIMES_AS_LONG`` what the same work took on this machine before the attack."""
_TIMES_AS_LONG = 20
HELLO = "SELECT centre.hello_v1('1.0', 2, %s, %s, %s, 0, %s)"


@dataclass
class Siege:
    """The addresses of everybody, and what the victim has at the centre."""

    centre: str
    attacker: Enrolment
    victim: Enrolment
    host: Host
    dossier: str
    mine: psycopg.Connection[Any] = field(repr=False)
    database: str
    reference: float = 0.0
    """Seconds that the other office's work took before the attack."""

    def words(self) -> dict[str, str]:
        """What an attack may name."""
        return {
            "database": self.database,
            "owner": f'"{self.database}_owner"',
            "group": f'"{self.database}_node"',
            "me": f'"{self.attacker.role}"',
            "victim": f'"{self.victim.role}"',
            "victims_role": self.victim.role,
            "victims_chain": self.victim.writer,
            "dossier": self.dossier,
        }

    def attempt(self, attack: str) -> list[tuple[Any, ...]]:
        """What the attacker's session answers; raises ``psycopg.Error``."""
        if self.mine.closed:
            self.mine = world.session(self.attacker)
        answer = self.mine.execute(attack.format(**self.words()).encode())
        return answer.fetchall() if answer.description else []

    def the_other_office_works(self) -> None:
        """It logs in, says hello, sends an event and has it folded, all at once; its dossier is what it was."""
        began = time.monotonic()
        with world.session(self.victim) as office:
            office.execute(HELLO, [1, self.host.seq, self.host.hash, datetime.now(UTC)])
        before = self.host.seq
        self.host.say(self.dossier, "reprinted", {"form": "01", "copy": 2})
        with world.session(self.centre) as administrator:
            chain = administrator.execute(
                "SELECT high, folded FROM centre.chain WHERE node = %s", [self.host.node]
            ).fetchone()
            row = administrator.execute(
                "SELECT state, attention, detail #>> '{applicant,name}' FROM centre.dossier WHERE id = %s"
                " AND office = %s",
                [self.dossier, self.victim.office],
            ).fetchone()
        assert chain == (before + 1, before + 1)
        assert row == (2, "", SECRET)
        seconds = time.monotonic() - began
        self.reference = self.reference or seconds
        assert seconds < AT_ONCE + _TIMES_AS_LONG * self.reference


def lay(postgres: Postgres) -> Siege:
    """A fenced centre with two offices, of which the first will attack; nobody else shares its server."""
    url = postgres.fresh()
    install(url)
    with session(url) as administrator:
        fence(administrator, shared_server=False)
        info = administrator.info
        address = Address(info.host, info.port)
        attacker = enrol(administrator, world.HOME, "Xã Một", 0, address)
        victim = enrol(administrator, world.OTHER, "Xã Hai", 0, address)
    host = Host(victim)
    dossier = host.receive(f"{world.OTHER}-261116-0001", applicant=SECRET)
    with world.session(victim) as office:
        office.execute(HELLO, [1, host.seq, host.hash, datetime.now(UTC)])
    siege = Siege(url, attacker, victim, host, dossier, world.session(attacker), victim.database)
    siege.the_other_office_works()
    return siege
