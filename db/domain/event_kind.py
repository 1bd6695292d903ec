"""The kinds of events: the only list of them, for the desk, the fold and the centre's SQL."""

from __future__ import annotations

from enum import StrEnum


def N_(text: str) -> str:  # noqa: N802
    """Mark ``text`` as a message that whoever shows it translates."""
    return text


class Stream(StrEnum):
    """What an event is about; each stream has a table of rows of its own."""

    DOSSIER = "dossier"
    SHIFT = "shift"
    STAFF = "staff"
    PROCEDURE = "procedure"
    OFFICE = "office"
    HOLIDAY = "holiday"
    QUARANTINE = "quarantine"
    GUIDANCE = "guidance"
    HANDOVER = "handover"
    REGISTER = "register"
    FEEDBACK = "feedback"


class Group(StrEnum):
    """Kinds that lists show together."""

    INTAKE = "intake"
    MOVE = "move"
    RETURN = "return"
    CORRECTION = "correction"
    REPRINT = "reprint"
    REVEAL = "reveal"
    SHIFT = "shift"
    STAFF = "staff"
    CATALOGUE = "catalogue"
    OFFICE = "office"
    QUARANTINE = "quarantine"
    FEEDBACK = "feedback"


class Author(StrEnum):
    """Who writes events: people at the office by their role, back offices, the centre, or the program by itself."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    BACK_OFFICE = "back-office"
    CENTRE = "centre"
    PROGRAM = "program"


_OFFICER, _SUPERVISOR, _ADMIN, _BACK_OFFICE, _CENTRE, _PROGRAM = Author
_PRINTED_STREAMS = (Stream.DOSSIER, Stream.HANDOVER, Stream.GUIDANCE, Stream.REGISTER, Stream.FEEDBACK)


class EventKind(StrEnum):
    """A kind of event, by the word that its body carries.

    ``streams`` are those in which it occurs. ``authors`` may write it; a role includes those above it. ``label`` is
    the English message of its name. ``form`` is the slip that it prints, '' for none.
    """

    streams: tuple[Stream, ...]
    group: Group
    authors: frozenset[Author]
    label: str
    form: str

    def __new__(
        cls, word: str, stream: Stream | tuple[Stream, ...], group: Group, authors: tuple[Author, ...],
        label: str, form: str = "",
    ) -> EventKind:  # fmt: skip
        """A member with its attributes."""
        kind = str.__new__(cls, word)
        kind._value_ = word
        kind.streams = stream if isinstance(stream, tuple) else (stream,)
        kind.group = group
        kind.authors = frozenset(authors)
        kind.label = label
        kind.form = form
        return kind

    # fmt: off
    REGISTERED = (
        "registered", Stream.DOSSIER, Group.INTAKE, (_OFFICER, _CENTRE), N_("Registered online or by post"))
    GUIDED = (
        "guided", Stream.GUIDANCE, Group.INTAKE, (_OFFICER,), N_("Sent away for papers that lack"),
        "guidance")
    RECEIVED = (
        "received", Stream.DOSSIER, Group.INTAKE, (_OFFICER,), N_("Dossier received"), "01")
    REFUSED = (
        "refused", (Stream.DOSSIER, Stream.QUARANTINE), Group.INTAKE, (_OFFICER, _CENTRE, _PROGRAM),
        N_("Dossier not accepted"), "03")
    HANDED_OVER = (
        "handed-over", (Stream.DOSSIER, Stream.HANDOVER), Group.MOVE, (_OFFICER,),
        N_("Handed over to the agency"), "handover")
    HANDED_BACK = (
        "handed-back", (Stream.DOSSIER, Stream.HANDOVER), Group.MOVE, (_OFFICER,),
        N_("Back at the counter"), "handback")
    PROCESSING = (
        "processing", Stream.DOSSIER, Group.MOVE, (_OFFICER, _BACK_OFFICE), N_("In progress at the agency"))
    SUPPLEMENT_ASKED = (
        "supplement-asked", Stream.DOSSIER, Group.MOVE, (_OFFICER, _BACK_OFFICE),
        N_("Supplement asked for"), "02")
    SUPPLEMENT_RECEIVED = (
        "supplement-received", Stream.DOSSIER, Group.MOVE, (_OFFICER,), N_("Supplement received"), "01")
    DUTY_ASKED = (
        "duty-asked", Stream.DOSSIER, Group.MOVE, (_OFFICER, _BACK_OFFICE), N_("Financial duty asked for"))
    PAID = (
        "paid", Stream.DOSSIER, Group.MOVE, (_OFFICER, _CENTRE), N_("Fee paid"), "payment")
    APOLOGISED = (
        "apologised", Stream.DOSSIER, Group.MOVE, (_OFFICER, _BACK_OFFICE),
        N_("Apology and new appointment"), "04")
    WITHDRAWN = (
        "withdrawn", Stream.DOSSIER, Group.MOVE, (_OFFICER,), N_("Withdrawn by the citizen"), "papers")
    STOPPED = (
        "stopped", Stream.DOSSIER, Group.MOVE, (_OFFICER, _BACK_OFFICE), N_("Stopped"), "stop")
    TRANSFERRED = (
        "transferred", Stream.DOSSIER, Group.MOVE, (_OFFICER,), N_("Agency or place of return changed"))
    SHELVED = (
        "shelved", Stream.DOSSIER, Group.MOVE, (_OFFICER,), N_("Put on a shelf"))
    RESULT_ARRIVED = (
        "result-arrived", Stream.DOSSIER, Group.MOVE, (_OFFICER, _BACK_OFFICE),
        N_("Result arrived at the counter"))
    RETURNED = (
        "returned", Stream.DOSSIER, Group.RETURN, (_OFFICER,), N_("Result handed to the citizen"), "return")
    RESULT_POSTED = (
        "result-posted", (Stream.DOSSIER, Stream.HANDOVER), Group.RETURN, (_OFFICER,),
        N_("Result given to the post"), "post-label")
    DELIVERED = (
        "delivered", Stream.DOSSIER, Group.RETURN, (_OFFICER, _CENTRE), N_("Result delivered by the post"))
    PAPERS_RETURNED = (
        "papers-returned", Stream.DOSSIER, Group.RETURN, (_OFFICER,), N_("Papers given back"), "papers")
    RATED = (
        "rated", Stream.DOSSIER, Group.RETURN, (_PROGRAM,), N_("Rated by the citizen"))
    CORRECTED = (
        "corrected", Stream.DOSSIER, Group.CORRECTION, (_OFFICER,), N_("Corrected"))
    VOIDED = (
        "voided", Stream.DOSSIER, Group.CORRECTION, (_SUPERVISOR,), N_("Struck through: entered by mistake"))
    SETTLED = (
        "settled", Stream.DOSSIER, Group.CORRECTION, (_SUPERVISOR,), N_("Settled by the supervisor"))
    REPRINTED = (
        "reprinted", _PRINTED_STREAMS, Group.REPRINT, (_OFFICER, _PROGRAM), N_("Slip printed again"))
    PRINTED = (
        "printed", _PRINTED_STREAMS, Group.REPRINT, (_OFFICER,), N_("Form printed"))
    REVEALED = (
        "revealed", Stream.DOSSIER, Group.REVEAL, (_OFFICER,), N_("Personal numbers looked at"))

    FEEDBACK_RECEIVED = (
        "feedback-received", Stream.FEEDBACK, Group.FEEDBACK, (_OFFICER,), N_("Feedback received"), "feedback")
    FEEDBACK_ASKED = (
        "feedback-asked", Stream.FEEDBACK, Group.FEEDBACK, (_OFFICER,), N_("More asked for about feedback"))
    FEEDBACK_COMPLETED = (
        "feedback-completed", Stream.FEEDBACK, Group.FEEDBACK, (_OFFICER,), N_("Feedback completed"))
    FEEDBACK_HANDED_OVER = (
        "feedback-handed-over", Stream.FEEDBACK, Group.FEEDBACK, (_OFFICER,), N_("Feedback handed over"))
    FEEDBACK_REFUSED = (
        "feedback-refused", Stream.FEEDBACK, Group.FEEDBACK, (_OFFICER,), N_("Feedback not accepted"))
    FEEDBACK_ANSWERED = (
        "feedback-answered", Stream.FEEDBACK, Group.FEEDBACK, (_OFFICER,), N_("Feedback answered"))
    FEEDBACK_PUBLISHED = (
        "feedback-published", Stream.FEEDBACK, Group.FEEDBACK, (_OFFICER,), N_("Answer to feedback published"))

    SHIFT_OPENED = (
        "shift-opened", Stream.SHIFT, Group.SHIFT, (_OFFICER,), N_("Shift opened"))
    SHIFT_CLOSED = (
        "shift-closed", Stream.SHIFT, Group.SHIFT, (_OFFICER,), N_("Shift closed"))
    SHIFT_COMMENTED = (
        "shift-commented", Stream.SHIFT, Group.SHIFT, (_SUPERVISOR,), N_("Comment by the supervisor"))
    SHIFT_REVIEWED = (
        "shift-reviewed", Stream.SHIFT, Group.SHIFT, (_SUPERVISOR,), N_("Shift reviewed"))

    ACCOUNT_OPENED = (
        "account-opened", Stream.STAFF, Group.STAFF, (_ADMIN, _CENTRE), N_("Account opened"))
    ACCOUNT_CLOSED = (
        "account-closed", Stream.STAFF, Group.STAFF, (_ADMIN, _CENTRE), N_("Account closed"))
    ACCOUNT_REOPENED = (
        "account-reopened", Stream.STAFF, Group.STAFF, (_ADMIN, _CENTRE), N_("Account opened again"))
    ACCOUNT_CHANGED = (
        "account-changed", Stream.STAFF, Group.STAFF, (_ADMIN, _CENTRE), N_("Account changed"))
    PASSWORD_SET = (
        "password-set", Stream.STAFF, Group.STAFF, (_OFFICER, _CENTRE), N_("Password changed"))

    LOCKED_OUT = (
        "locked-out", Stream.STAFF, Group.STAFF, (_PROGRAM,), N_("Locked after wrong passwords"))

    PUBLISHED = (
        "published", (Stream.PROCEDURE, Stream.HOLIDAY), Group.CATALOGUE, (_ADMIN, _CENTRE),
        N_("Procedure published"))
    CONFIGURED = (
        "configured", Stream.OFFICE, Group.OFFICE, (_ADMIN,), N_("Office configured"))
    BOOK_CLOSED = (
        "book-closed", Stream.REGISTER, Group.OFFICE, (_SUPERVISOR,), N_("Book of the register closed"))
    ACKNOWLEDGED = (
        "acknowledged", Stream.QUARANTINE, Group.QUARANTINE, (_SUPERVISOR,), N_("Refusal by the centre seen to"))
    # fmt: on

    @classmethod
    def of(cls, word: str) -> EventKind | None:
        """The kind of that word; None where only a later release knows it."""
        kind = cls._value2member_map_.get(word)
        return kind if isinstance(kind, EventKind) else None

    @classmethod
    def in_stream(cls, stream: str) -> tuple[EventKind, ...]:
        """The kinds that occur in ``stream``."""
        return tuple(kind for kind in cls if stream in kind.streams)

    @classmethod
    def in_group(cls, group: Group) -> tuple[EventKind, ...]:
        """The kinds of ``group``."""
        return tuple(kind for kind in cls if kind.group is group)

    @classmethod
    def by(cls, author: Author) -> tuple[EventKind, ...]:
        """The kinds that ``author`` may write."""
        return tuple(kind for kind in cls if author in kind.authors)
