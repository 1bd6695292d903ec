"""The fields of the person who submits for the applicant."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Vertical

from counter.desk.dossiers.entries import Intake
from counter.locale import N_
from counter.screens.intake.applicant import plain_number
from counter.screens.intake.section import Section, TypedValues
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from db.domain.records import Person


class ProxySection(Section):
    """Who submits, and by which authority. ``box`` shows once a key asks for it or something is typed there."""

    def __init__(self) -> None:
        self.name = Field(id="proxy_name")
        self._identity = Field(id="proxy_identity", max_length=20)
        self._phone = Field(id="proxy_phone", max_length=20)
        self.paper = Field(id="proxy_paper")
        self.box = Vertical(id="proxy", classes="section")
        super().__init__(self.name, self._identity, self._phone, self.paper)

    def compose(self) -> ComposeResult:
        """Name, number, phone, authority."""
        with self.box:
            yield Entry(N_("Submitted by"), self.name)
            yield Entry(N_("Their number"), self._identity)
            yield Entry(N_("Phone"), self._phone)
            yield Entry(N_("Authority"), self.paper)

    def read_into(self, intake: Intake, typed: TypedValues) -> Intake:
        """The proxy, if anything is typed of one."""
        name, identity = typed.text("proxy_name"), plain_number(typed.text("proxy_identity"))
        paper = typed.text("proxy_paper")
        typed.require(
            name or not (identity or paper), N_("Type the name of the authorised person."), "proxy_name"
        )
        proxy = Person(name=name, identity=identity, phone=typed.text("proxy_phone")) if name else None
        return replace(intake, proxy=proxy, proxy_paper=paper)

    def texts_of(self, intake: Intake) -> dict[str, str]:
        """The proxy's values."""
        person = self.person_texts(intake.proxy) if intake.proxy else {}
        return {**person, "proxy_paper": intake.proxy_paper}

    def person_texts(self, person: Person) -> dict[str, str]:
        """What the fields show of ``person``, without what is not known."""
        texts = {"name": person.name, "identity": person.identity, "phone": person.phone}
        return {f"proxy_{name}": text for name, text in texts.items() if text}
