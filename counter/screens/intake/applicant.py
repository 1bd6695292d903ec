"""The applicant's fields of the intake, and their texts for a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal

from counter.desk.dossiers.entries import Intake
from counter.locale import N_, _
from counter.rules.birth import parse_birth, show_birth
from counter.rules.doubt import Doubt
from counter.rules.identity import CitizenNumber, person_doubts
from counter.rules.scan import HealthCard, IdentityCard
from counter.screens.choices import KIND_OPTIONS, SEX_OPTIONS
from counter.screens.intake.section import Section, TypedValues
from counter.widgets.choice import Choice
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from db.domain.codes import ApplicantKind
from db.domain.records import Person


class ApplicantSection(Section):
    """Who the dossier is of. Its rare fields are placed among the other rare ones (``compose_rare``)."""

    def __init__(self) -> None:
        self.identity = Field(id="identity", max_length=20)
        self.name = Field(id="name")
        self._birth = Field(id="birth", max_length=10, check=tidy_birth)
        self._sex = Choice(SEX_OPTIONS, id="sex")
        self._address = Field(id="address")
        self._phone = Field(id="phone", max_length=20)
        self._kind = Choice(KIND_OPTIONS, id="kind")
        self._email = Field(id="email")
        self._health_card = Field(id="health_card", max_length=40)
        self._health_card_entry = Entry(N_("Health card"), self._health_card)
        super().__init__(
            self.identity,
            self.name,
            self._birth,
            self._sex,
            self._address,
            self._phone,
            self._kind,
            self._email,
            self._health_card,
        )
        for name, field in self.fields.items():
            field.doubt_of = partial(self._doubt, name)

    @property
    def last(self) -> Field:
        """The last of the usual fields."""
        return self._phone

    def compose(self) -> ComposeResult:
        """The usual fields."""
        yield Entry(N_("Identity no."), self.identity, classes="number")
        yield Entry(N_("Full name"), self.name)
        with Horizontal(classes="pair"):
            yield Entry(N_("Born"), self._birth, classes="date")
            yield Entry(N_("Sex"), self._sex, classes="second")
        yield Entry(N_("Address"), self._address)
        yield Entry(N_("Phone"), self._phone)

    def compose_rare(self) -> ComposeResult:
        """The rare fields; the number of a health card shows only where one was read."""
        yield Entry(N_("Applicant is"), self._kind, note="←→")
        yield Entry(N_("Email"), self._email)
        yield self._health_card_entry

    def arrange(self) -> None:
        """Show the health card where there is one."""
        self._health_card_entry.display = bool(self._health_card.value) or self._health_card.has_focus

    def show_doubts(self) -> None:
        """Show beside each field what does not fit in it, but not while it is still being typed for the first time."""
        doubts = doubts_of(TypedValues(self.values))
        for name, field in self.fields.items():
            if field.doubt or not field.has_focus:
                field.doubt = _sentence(doubts, name)

    def _doubt(self, name: str) -> str:
        return _sentence(doubts_of(TypedValues(self.values)), name)

    def read_into(self, intake: Intake, typed: TypedValues) -> Intake:
        """The applicant."""
        return replace(intake, applicant=typed_person(typed))

    def texts_of(self, intake: Intake) -> dict[str, str]:
        """The applicant's values."""
        return person_texts(intake.applicant)


def person_texts(person: Person) -> dict[str, str]:
    """What the applicant's fields show of ``person``."""
    return {
        "identity": person.identity,
        "name": person.name,
        "birth": show_birth(person.birth),
        "sex": person.sex,
        "address": person.address,
        "phone": person.phone,
        "kind": "" if person.kind is ApplicantKind.CITIZEN else str(person.kind.value),
        "email": person.email,
        "health_card": person.health_card,
    }


def lost_text(lost: Iterable[str]) -> str:
    """That these fields of a card could not be read."""
    names = ", ".join(_(_CARD_FIELDS[name]) for name in lost)
    return _("Not readable on the card: {fields}. Type what is missing.").format(fields=names)


_CARD_FIELDS = {
    "birth": N_("date of birth"),
    "address": N_("address"),
    "issued": N_("date of issue"),
    "place": N_("place of first treatment"),
    "valid_from": N_("first day of validity"),
    "valid_until": N_("last day of validity"),
    "other": N_("a text that fits no field"),
}


def card_holder(card: IdentityCard | HealthCard) -> Person:
    """The person of ``card``; a health card whose number is no identity number has a number of its own."""
    is_identity = len(card.number) == 12 and CitizenNumber.parse(card.number) is not None
    return Person(
        name=card.name,
        identity=card.number if is_identity else "",
        birth=card.birth,
        sex=card.sex,
        address=card.address,
        health_card="" if is_identity else card.number,
    )


def _sentence(doubts: Iterable[Doubt], name: str) -> str:
    """Those of ``doubts`` that are about the field ``name``."""
    return " · ".join(str(doubt) for doubt in doubts if doubt.field == name)


def doubts_of(typed: TypedValues) -> tuple[Doubt, ...]:
    """What does not fit in what was typed of the applicant."""
    return person_doubts(typed_person(replace(typed, lenient=True)))


def typed_person(typed: TypedValues) -> Person:
    """The applicant as typed; raises Problem at a field that cannot be read."""
    return Person(
        name=typed.text("name"),
        kind=ApplicantKind(int(typed.text("kind") or ApplicantKind.CITIZEN)),
        identity=plain_number(typed.text("identity")),
        birth=typed.parsed("birth", parse_birth, ""),
        sex=typed.text("sex"),
        address=typed.text("address"),
        phone=typed.text("phone"),
        email=typed.text("email"),
        health_card=typed.text("health_card"),
    )


def plain_number(text: str) -> str:
    """An identity number without its spaces and dots; anything else as it was typed."""
    number = CitizenNumber.parse(text)
    return number.number if number else text.strip()


def tidy_birth(text: str) -> str:
    """A date of birth as it is shown; raises Problem."""
    return show_birth(parse_birth(text))
