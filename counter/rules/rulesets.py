"""The law in force, versioned: every dossier keeps the rule set that it was received under."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from counter.locale import N_
from counter.problems import Problem


class Form(StrEnum):
    """The forms that the circulars number, by what they are for."""

    INTAKE = "intake"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    STOP = "stop"
    CONTROL = "control"
    BOOK = "book"


CodeStyle = Literal["tt01-2018", "tt03-2025"]
"""How a dossier code is built: ``unit-yymmdd-nnnn`` (TT 01/2018 Đ.19), or with the system's owner (TT 03/2025 Đ.13)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One generation of the rules of the one-stop counter.

    ``forms`` gives each form's number in the circular, ``titles`` its name (a message id). ``until`` is the last day
    in force, None while it is.
    """

    id: str
    circular: str
    valid_from: date
    until: date | None
    levels: tuple[str, ...]
    forms: MappingProxyType[Form, str]
    titles: MappingProxyType[Form, str]
    code_style: CodeStyle

    @property
    def names_identity(self) -> bool:
        """Whether the forms name identity numbers and proxies: those since NĐ 118/2025 do, those before do not."""
        return self.valid_from >= date(2025, 7, 1)


class UnknownRuleSet(Problem):
    """A rule set that this version does not carry."""


_TITLES = {
    Form.INTAKE: N_("Receipt of dossier and appointment for the result"),
    Form.SUPPLEMENT: N_("Request to supplement and complete the dossier"),
    Form.REFUSAL: N_("Refusal to receive and settle the dossier"),
    Form.APOLOGY: N_("Apology and new appointment for the result"),
    Form.CONTROL: N_("Control sheet of the dossier's settlement"),
    Form.BOOK: N_("Register of dossiers"),
}
_TITLES_2025 = {
    **_TITLES,
    Form.APOLOGY: N_("Apology and request to extend the time of settlement"),
    Form.STOP: N_("Notice that the dossier's settlement is stopped"),
}

_ND61 = RuleSet(
    id="nd61-2018",
    circular="01/2018/TT-VPCP",
    valid_from=date(2018, 6, 21),
    until=date(2025, 6, 30),
    levels=("province", "district", "commune"),
    forms=MappingProxyType(
        {
            Form.INTAKE: "01", Form.SUPPLEMENT: "02", Form.REFUSAL: "03", Form.APOLOGY: "04",
            Form.CONTROL: "05", Form.BOOK: "06",
        }
    ),
    titles=MappingProxyType(_TITLES),
    code_style="tt01-2018",
)  # fmt: skip

# TT 03/2025's own code belongs to the centralised systems that allot it; an office goes on with unit, day and number.
_ND118 = RuleSet(
    id="nd118-2025",
    circular="03/2025/TT-VPCP",
    valid_from=date(2025, 7, 1),
    until=None,
    levels=("province", "commune"),
    forms=MappingProxyType(
        {
            Form.INTAKE: "01", Form.SUPPLEMENT: "02", Form.REFUSAL: "03", Form.APOLOGY: "04",
            Form.STOP: "05", Form.CONTROL: "06", Form.BOOK: "07",
        }
    ),
    titles=MappingProxyType(_TITLES_2025),
    code_style="tt01-2018",
)  # fmt: skip

RULE_SETS: MappingProxyType[str, RuleSet] = MappingProxyType({rules.id: rules for rules in (_ND61, _ND118)})


def rule_set(name: str) -> RuleSet:
    """The rule set ``name``; raises ``UnknownRuleSet``."""
    try:
        return RULE_SETS[name]
    except KeyError:
        raise UnknownRuleSet(
            N_("There is no rule set '{name}'; known are {known}"),
            field="rule_set", name=name, known=", ".join(RULE_SETS),
        ) from None  # fmt: skip


def known_rule_set(name: str) -> RuleSet:
    """The rule set ``name``, or the one in force where this version does not carry it: a later release may write it."""
    return RULE_SETS.get(name, _ND118)


def has_form(rules: str, form: Form) -> bool:
    """Whether the rule set ``rules`` has ``form``."""
    return form in known_rule_set(rules).forms


def rule_set_on(day: date) -> RuleSet:
    """The rule set in force on ``day``; raises ``UnknownRuleSet`` before 21/6/2018, when NĐ 61/2018 began."""
    for rules in RULE_SETS.values():
        if rules.valid_from <= day and (rules.until is None or day <= rules.until):
            return rules
    raise UnknownRuleSet(
        N_("No known rule set was in force on {day}"),
        field="received_at",
        day=f"{day.day:02}/{day.month:02}/{day.year}",
    )
