"""The dialog that corrects a dossier: first what is wrong, as a short list, then only the fields of that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from counter.desk.catalogue import procedures
from counter.desk.dossiers import corrections, intake, supplements
from counter.desk.dossiers.correction_values import procedure_refusal
from counter.desk.dossiers.entries import Correction
from counter.desk.labels import form_name
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.clock import hour_and_date, parse_moment, short_time
from counter.rules.money import vnd
from counter.rules.procedures import papers_of
from counter.screens.dossier.correction_fields import CorrectionFields
from counter.screens.dossier.correction_papers import CorrectionPapers
from counter.screens.dossier.correction_texts import READ, read_fee, texts_of
from counter.screens.dossier.dialogs import Dialog, day
from counter.screens.dossier.procedure_choice import ProcedureChoice
from counter.screens.intake.papers import ticked_papers
from counter.widgets.choice import Choice
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from counter.widgets.listing import Column, Listing, Row
from counter.widgets.ticks import TickField
from db.domain.procedure import Component
from db.domain.records import Dossier

GROUPS: Mapping[str, str] = {
    "applicant": N_("Applicant"),
    "procedure": N_("Procedure"),
    "request": N_("Content, sets, channel"),
    "papers": N_("Papers handed in"),
    "missing": N_("Papers that lack"),
    "fees": N_("Fee"),
    "due": N_("Due date"),
    "delivery": N_("Return of the result"),
    "proxy": N_("Proxy"),
}
"""What can be corrected, by digits in this order."""
_MASKED = ("identity", "phone", "health_card", "proxy_identity", "proxy_phone")
_AROUND = 17
"""Lines of the terminal around a list of papers."""


class Correct(Dialog):
    """The values of a dossier, by groups; what is changed in several of them is corrected at once, with one reason.

    A masked number stays as it is where nothing is typed.
    """

    HEADING = N_("Correct")
    DEFAULT_CSS: ClassVar[str] = """
    Correct #groups { height: 9; margin-bottom: 1; }
    Correct .group { height: auto; }
    Correct .group TickList, Correct #procedures { padding: 0 0 0 1; height: 6; }
    """

    def __init__(self, dossier: Dossier, *, in_full: bool) -> None:
        super().__init__(dossier)
        self._masked = () if in_full else _MASKED
        self._texts = texts_of(dossier)
        self._components: tuple[Component, ...] | None = None
        self._open = ""
        self.procedure = ProcedureChoice(dossier, procedure_refusal(dossier))
        self.groups = Listing(
            Column("", 1), Column("", 26), Column(""), header=False, numbered=True, id="groups"
        )
        self.papers = CorrectionPapers(dossier)
        self._fields = CorrectionFields(
            self._texts, self._masked, self.procedure, self.papers, self._tidy_due
        )

    # -- what it shows ------------------------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """The groups, of which one is shown at a time, and the reason."""
        yield self.about()
        yield self.groups
        for group in GROUPS:
            with Vertical(id=f"group_{group}", classes="group") as box:
                box.display = False
                yield from self._fields.of(group)
        yield Entry(N_("Reason"), Field(id="reason", placeholder=_("what was wrong, and how it came about")))
        yield Static(id="hint", classes="hint", markup=False)

    async def arrived(self) -> None:
        """Read the catalogue and the list of papers, then as every dialog."""
        is_first = self._components is None
        if self._components is None:
            desk = self.app.desk
            self._at_first = {"reason": ""}
            self.procedure.offer(await self.app.at_desk(procedures.procedures, desk))
            self._components = await self.app.at_desk(supplements.may_be_asked, desk, self._dossier.id)
            self.papers.load(self._components, is_other=False)
        await super().arrived()
        if is_first:
            self.show_groups()

    def on_resize(self) -> None:
        """As many papers as there is room for."""
        papers = self.papers
        for field, listing in (
            (papers.given_field, papers.given_list),
            (papers.lacking_field, papers.lacking_list),
        ):
            count = len(field.ticks)
            listing.styles.height = max(2, min(count, self.size.height - _AROUND)) + 1
        self.procedure.listing.styles.height = max(4, min(12, self.size.height - _AROUND))

    def show_groups(self, doubts: Mapping[str, str] | None = None) -> None:
        """Show the list, with what stands in each group, or what is doubted of it."""
        self._open = ""
        for group in GROUPS:
            self.query_one(f"#group_{group}").display = False
        changed = self.changed_groups
        rows = []
        for number, (group, title) in enumerate(GROUPS.items(), 1):
            doubt = (doubts or {}).get(group, "")
            text = doubt or (f"{_('corrected')}: " if group in changed else "") + self._summary(group)
            tone = "warn" if doubt else "good" if group in changed else ""
            rows.append(Row(group, (str(number), _(title), text), tone))
        self._head("")
        self.groups.display = True
        self.groups.show(rows)
        self.groups.focus()
        self._hint(
            N_(
                "Press the number of what is wrong. All that is corrected has one reason;"
                " forms that change are printed anew."
            )
        )

    def open(self, group: str) -> None:
        """Show the fields of ``group`` only."""
        self._open = group
        if group == "missing":
            self.papers.load_lacking()
        self._head(_(GROUPS[group]))
        self.groups.display = False
        for other in GROUPS:
            self.query_one(f"#group_{other}").display = other == group
        self.on_resize()
        box = self.query_one(f"#group_{group}")
        fields = [field for field in box.query(Field) if field.focusable]
        self.set_focus(fields[0] if fields else self.query_one("#reason", Field))
        self._hint(_GROUP_HINTS.get(group, _BACK))

    def _head(self, group: str) -> None:
        self.query_one("#body").border_title = Content(" · ".join(filter(None, (_(self.HEADING), group))))

    def _hint(self, text: str) -> None:
        self.query_one("#hint", Static).update(_(text))

    def _summary(self, group: str) -> str:
        if group in ("papers", "missing"):
            names = self.papers.given if group == "papers" else self.papers.lacking
            return ", ".join(names) or "–"
        if group == "procedure":
            return self.procedure.field.value
        if group == "due" and self._other_procedure and not self._differs("due_at"):
            return self._due_by_term
        box = self.query_one(f"#group_{group}")
        return (
            " · ".join(filter(None, (field.value or field.placeholder for field in box.query(Field)))) or "–"
        )

    @property
    def changed_groups(self) -> frozenset[str]:
        """The groups in which something differs from what stands in the dossier."""
        names = {name for name in self._texts if self._differs(name)}
        groups = {
            group for group in GROUPS if any(self.query_one(f"#group_{group}").query(f"#{n}") for n in names)
        }
        more = {
            "procedure": self._other_procedure,
            "papers": self.papers.differ,
            "missing": self.papers.lacking_differ,
        }
        return frozenset(groups | {group for group, differs in more.items() if differs})

    # -- keys ---------------------------------------------------------------------------------------------------------

    @on(Listing.Chosen, "#groups")
    def group_chosen(self, event: Listing.Chosen) -> None:
        """A digit, or Enter on a group."""
        self.open(event.key)

    @on(Input.Changed, "#procedure")
    def looked_for(self) -> None:
        """Narrow the list by what is typed."""
        self.procedure.narrow()

    @on(Field.Advanced, "#procedure")
    def procedure_taken(self) -> None:
        """Another procedure brings its papers, its fee and its due date."""
        self._follow_procedure()

    @on(Input.Changed, "#return_by_post")
    def delivered_otherwise(self) -> None:
        """What stood there as the place is none of the post's, and the other way round."""
        is_as_it_was = not self._differs("return_by_post")
        self._put("return_place", self._texts["return_place"] if is_as_it_was else "")

    @on(TickField.Ticked)
    def ticked(self) -> None:
        """Keep the ticks."""
        self.on_resize()
        self.edited()

    async def action_close(self) -> None:
        """From a group back to the list, from the list back to the dossier."""
        if self._open:
            self.show_groups()
        else:
            await super().action_close()

    def reveal(self, *names: str) -> None:
        """Show the group of the field that is wrong; the list where doubts are about several."""
        groups = {
            name: group
            for group in GROUPS
            for name in names
            if name and self.query_one(f"#group_{group}").query(f"#{name}")
        }
        if len({*groups.values()}) > 1:
            sentences = {
                group: str(self.query_one(f"#{name}", Field).problem) for name, group in groups.items()
            }
            self.show_groups(sentences)
        elif groups and self._open != (group := next(iter(groups.values()))):
            self.open(group)

    # -- what is typed ------------------------------------------------------------------------------------------------

    def _typed(self) -> dict[str, Any]:
        """What differs from what stood there at first, as every dialog; choices by their keys."""
        texts = {name: self._text(name) for name in self._texts if self._differs(name)}
        more: dict[str, Any] = {"reason": self.value("reason")} if self.value("reason") else {}
        if self._other_procedure:
            more["procedure"] = self.procedure.code
        if self.papers.differ:
            more["papers"] = self.papers.kept
        if self.papers.lacking_differ:
            more["missing"] = list(self.papers.lacking)
        return {**texts, **more}

    def _fill(self, values: Mapping[str, Any]) -> None:
        self.procedure.take(str(values.get("procedure", self._dossier.procedure_code)))
        if self._components is not None:
            self._follow_procedure()
        for name, text in {**self._at_start, **values}.items():
            if name in self._texts or name == "reason":
                self._put(name, str(text))
        if "papers" in values:
            self.papers.load_given(values["papers"])
        if "missing" in values:
            self.papers.load_lacking(values["missing"])
        if not self._open:
            self.show_groups()

    @property
    def _at_start(self) -> dict[str, str]:
        texts = {name: "" if name in self._masked else text for name, text in self._texts.items()}
        if self._other_procedure and (taken := self.procedure.chosen):
            texts["fee"] = vnd(taken.fee) if taken.fee else ""
            texts["fee_reason"] = ""
        return {**texts, "reason": ""}

    def _text(self, name: str) -> str:
        field = self.query_one(f"#{name}", Field)
        return field.chosen if isinstance(field, Choice) else field.value.strip()

    def _put(self, name: str, text: str) -> None:
        field = self.query_one(f"#{name}", Field)
        if isinstance(field, Choice):
            field.chosen = text
        else:
            field.value = text

    def _differs(self, name: str) -> bool:
        return self._text(name) != ("" if name in self._masked else self._texts[name])

    # -- the procedure and its papers ---------------------------------------------------------------------------------

    @property
    def _other_procedure(self) -> bool:
        return self.procedure.code != self._dossier.procedure_code

    @property
    def _listed(self) -> tuple[Component, ...]:
        """The papers of the procedure that is taken."""
        taken = self.procedure.chosen
        if self._other_procedure and taken:
            return papers_of(taken)
        return self._components or ()

    def _follow_procedure(self) -> None:
        """Load the papers and the fee of the procedure that is taken, and say when it is due."""
        self.papers.load(self._listed, is_other=self._other_procedure)
        for name in ("fee", "fee_reason"):
            self._put(name, self._at_start[name])
        due = self._due_by_term if self._other_procedure else ""
        self.procedure.tell(_("Due {at}").format(at=due) if due else "")

    @property
    def _due_by_term(self) -> str:
        """When the result is due by the procedure that is taken; as it stands where that was appointed anew."""
        if self._dossier.apologised_at:
            return self._texts["due_at"]
        taken = self.procedure.chosen
        received, channel = self._dossier.received_at, self._dossier.channel
        due = intake.due(self.app.desk, taken, received, channel) if taken else None
        return hour_and_date(due.at) if due else ""

    # -- saving -------------------------------------------------------------------------------------------------------

    def checked(self) -> None:
        """As every dialog; what is wrong in a group that is not shown brings it up."""
        super().checked()
        code = self.procedure.code
        self.procedure.take_meant()
        if self.procedure.code != code:
            self._follow_procedure()

    def correction(self) -> Correction:
        """What is typed; raises Problem."""
        values: dict[str, Any] = {}
        for name in self._texts:
            if self._differs(name):
                read = READ.get(name)
                values[name] = read(self._text(name)) if read else self._text(name)
        if "due_at" in values:
            values["due_at"] = self._due(self._text("due_at"))
        if self._other_procedure:
            fee = self._text("fee")
            values |= {"procedure": self.procedure.code, "fee": read_fee(fee)}
        if self.papers.differ or self._other_procedure:
            values["papers"] = ticked_papers(self.papers.given_field.ticks)
        if self.papers.lacking_differ:
            values["missing"] = self.papers.lacking
        return Correction(**values)

    async def save(self) -> None:
        """Correct the values that differ."""
        done = await self.app.at_desk(
            corrections.correct,
            self.app.desk,
            self._dossier.id,
            self.correction(),
            self.value("reason"),
            confirmed=self.doubts.confirmed,
        )
        text = _("{code} is corrected.").format(code=done.dossier.code)
        if done.forms:
            forms = ", ".join(map(form_name, done.forms))
            text = " ".join((text, _("Printed anew, take the old one back: {forms}.").format(forms=forms)))
        self.app.notify(text)

    def _tidy_due(self, text: str) -> str:
        return hour_and_date(self._due(text)) if text.strip() else ""

    def _due(self, text: str) -> datetime:
        """The moment that ``text`` means; a day keeps the hour that stands there. Raises ``Problem``."""
        standing = self._dossier.due_at or self._dossier.received_at
        try:
            date = day(text)
        except Problem:
            return parse_moment(text, "due_at")
        if not date:
            raise Problem(N_("Write the day as 23/11/2026."), field="due_at")
        return parse_moment(f"{date} {short_time(standing)}", "due_at")


_BACK = N_("Esc goes back to the list; F12 saves all that is corrected.")
_GROUP_HINTS: Mapping[str, str] = {
    "proxy": N_("An empty name takes the proxy away. Esc goes back to the list."),
    "delivery": N_(
        "By post the place is the address; without one it is the applicant's. Esc goes back to the list."
    ),
    "due": N_("A day, as 27/11/2026, keeps the hour. Esc goes back to the list."),
}
