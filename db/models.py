"""The tables of an office file. Events and rows hold one JSON text; every other column is computed from that text, so
that a column can never disagree with what was hashed or folded.
"""

from __future__ import annotations

from sqlalchemy import Column, Computed, Index, Integer, String, Table, text
from sqlmodel import Field, SQLModel

from db.worklist_conditions import BY_DUE_DATE, CONDITIONS, INDEXES

STRICT = {"sqlite_strict": True}


def _from(document: str, path: str, kind: type[Integer] | type[String] = String) -> Column[object]:
    """A stored column computed from the JSON text in ``document`` at ``path``."""
    return Column(kind, Computed(f"json_extract({document}, '$.{path}')", persisted=True))


class EventRow(SQLModel, table=True):
    """One event of the ledger; ``body`` is the canonical JSON whose SHA-256 is ``hash``. Append-only by trigger."""

    __tablename__ = "event"
    __table_args__ = (
        Index("event_place", "node", "incarnation", "seq", unique=True),
        Index("event_id", "id", unique=True),
        Index("event_stream", "stream", "stream_id", "hlc"),
        Index("event_shift", "shift", "hlc", sqlite_where=Column("shift", String) != ""),
        Index("event_hlc", "hlc"),
        STRICT,
    )

    position: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True))
    body: str
    hash: str
    node: str = Field(sa_column=_from("body", "node"))
    incarnation: int = Field(sa_column=_from("body", "inc", Integer))
    seq: int = Field(sa_column=_from("body", "seq", Integer))
    id: str = Field(sa_column=_from("body", "id"))
    stream: str = Field(sa_column=_from("body", "stream"))
    stream_id: str = Field(sa_column=_from("body", "of"))
    kind: str = Field(sa_column=_from("body", "kind"))
    shift: str = Field(sa_column=_from("body", "shift"))
    hlc: int = Field(sa_column=_from("body", "hlc", Integer))


class EventPerson(SQLModel, table=True):
    """Personal values, beside the chain so that they can be forgotten; the event holds their salted hash."""

    __tablename__ = "event_person"
    __table_args__ = STRICT

    event: str = Field(primary_key=True)
    salt: str
    values: str


def _worklist_indexes() -> tuple[Index, ...]:
    """An index for each worklist; the lists that differ by a span of due dates alone share theirs."""
    made = {}
    for worklist, name in INDEXES.items():
        order = ("due_at", "position") if worklist in BY_DUE_DATE else ("position",)
        made[name] = Index(name, *order, "agency", sqlite_where=text(CONDITIONS[worklist]))
    return tuple(made.values())


_BOOK, _BOOK_NUMBER = (text(f"json_extract(detail, '$.{name}')") for name in ("book", "book_number"))


class DossierRow(SQLModel, table=True):
    """A dossier as folded from its events. ``position`` grows with the time of intake: newest first is its descent."""

    __tablename__ = "dossier"
    __table_args__ = (
        Index("dossier_id", "id", unique=True),
        Index("dossier_code", "code"),
        Index("dossier_identity", "identity"),
        Index("dossier_state", "state"),
        Index("dossier_agency", "agency", "state"),
        Index("dossier_attention", "attention", sqlite_where=Column("attention", String) != ""),
        *_worklist_indexes(),
        Index("dossier_book", _BOOK, _BOOK_NUMBER, "position", "agency"),
        STRICT,
    )

    position: int = Field(sa_column=Column(Integer, primary_key=True))
    last: str
    detail: str
    id: str = Field(sa_column=_from("detail", "id"))
    code: str = Field(sa_column=_from("detail", "code"))
    state: int = Field(sa_column=_from("detail", "state", Integer))
    attention: str = Field(sa_column=_from("detail", "attention"))
    agency: str = Field(sa_column=_from("detail", "agency"))
    identity: str = Field(sa_column=_from("detail", "applicant.identity"))
    due_at: str | None = Field(sa_column=_from("detail", "due_at"))


class ShiftRow(SQLModel, table=True):
    """A shift as folded from its events."""

    __tablename__ = "shift"
    __table_args__ = (Index("shift_open", "closed_at", "counter"), STRICT)

    id: str = Field(primary_key=True)
    last: str
    detail: str
    counter: int = Field(sa_column=_from("detail", "counter", Integer))
    officer: str = Field(sa_column=_from("detail", "officer"))
    opened_at: str = Field(sa_column=_from("detail", "opened_at"))
    closed_at: str | None = Field(sa_column=_from("detail", "closed_at"))


class StaffRow(SQLModel, table=True):
    """A member of staff as folded from the events of the account, the password's hash among them."""

    __tablename__ = "staff"
    __table_args__ = STRICT

    id: str = Field(primary_key=True)
    last: str
    detail: str


class ProcedureRow(SQLModel, table=True):
    """The version of a procedure that is in force; earlier versions stay readable as the events that published them."""

    __tablename__ = "procedure"
    __table_args__ = STRICT

    id: str = Field(primary_key=True)
    last: str
    detail: str


class OfficeRow(SQLModel, table=True):
    """The office as it was last configured."""

    __tablename__ = "office"
    __table_args__ = STRICT

    id: str = Field(primary_key=True)
    last: str
    detail: str


class HolidayRow(SQLModel, table=True):
    """The days off of a year, and the days worked in their place, as the centre published them."""

    __tablename__ = "holiday"
    __table_args__ = STRICT

    id: str = Field(primary_key=True)
    last: str
    detail: str


class QuarantineRow(SQLModel, table=True):
    """An event of this office that the centre could not fold, and who has seen to it."""

    __tablename__ = "quarantine"
    __table_args__ = STRICT

    id: str = Field(primary_key=True)
    last: str
    detail: str


class GuidanceRow(SQLModel, table=True):
    """A citizen who was sent away for papers that lack; known again by the identity number."""

    __tablename__ = "guidance"
    __table_args__ = (Index("guidance_identity", "identity"), STRICT)

    id: str = Field(primary_key=True)
    last: str
    detail: str
    identity: str = Field(sa_column=_from("detail", "applicant.identity"))


class HandoverRow(SQLModel, table=True):
    """A signed list of dossiers that went to an agency or came back."""

    __tablename__ = "handover"
    __table_args__ = (Index("handover_at", "at"), STRICT)

    id: str = Field(primary_key=True)
    last: str
    detail: str
    at: str = Field(sa_column=_from("detail", "at"))


class BookRow(SQLModel, table=True):
    """A book of the register that was closed."""

    __tablename__ = "register"
    __table_args__ = STRICT

    id: str = Field(primary_key=True)
    last: str
    detail: str


class FeedbackRow(SQLModel, table=True):
    """Feedback of a citizen as folded from its events."""

    __tablename__ = "feedback"
    __table_args__ = (Index("feedback_state", "state", "received_at"), STRICT)

    id: str = Field(primary_key=True)
    last: str
    detail: str
    state: str | None = Field(sa_column=_from("detail", "state"))
    received_at: str | None = Field(sa_column=_from("detail", "received_at"))


class Host(SQLModel, table=True):
    """Facts of this host that are not synced: its node, its incarnation, its clock's offset."""

    __tablename__ = "host"
    __table_args__ = STRICT

    key: str = Field(primary_key=True)
    value: str


class SyncChain(SQLModel, table=True):
    """The place of a chain that was synced: how much the centre has of our own, how much of the others' is here.

    ``hash`` is that of the event ``seq``. Up to ``base`` only some of the events are here.
    """

    __tablename__ = "sync_chain"
    __table_args__ = STRICT

    node: str = Field(primary_key=True)
    incarnation: int = Field(primary_key=True)
    seq: int
    hash: str
    base: int


class SyncRun(SQLModel, table=True):
    """One run of the sync; ``failure`` is empty where it succeeded. Only the newest are kept."""

    __tablename__ = "sync_run"
    __table_args__ = STRICT

    id: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True))
    began_at: str
    ended_at: str
    sent: int
    received: int
    bytes_out: int
    bytes_in: int
    failure: str
    rtt_ms: int


class SignInFailure(SQLModel, table=True):
    """Tries at a password in a row, for a login, a terminal, or both (see ``db.accounts``), and the wait (UTC)."""

    __tablename__ = "sign_in_failure"
    __table_args__ = STRICT

    login: str = Field(primary_key=True)
    count: int
    until: str


class Draft(SQLModel, table=True):
    """Values typed on a screen and not yet saved (see ``db.drafts``)."""

    __tablename__ = "draft"
    __table_args__ = STRICT

    id: str = Field(primary_key=True)
    owner: str
    screen: str
    parked: int
    presence: int
    counter: int
    terminal: str
    body: str
    kept_at: str
    code: str


class PrintJob(SQLModel, table=True):
    """A slip on the spool, empty once it is forgotten; its states are those of ``devices.spool.JobState``."""

    __tablename__ = "print_job"
    __table_args__ = (
        Index("print_job_state", "state"),
        Index("print_job_dossier", "dossier"),
        Index("print_job_kept", "changed_at", sqlite_where=Column("slip", String) != ""),
        STRICT,
    )

    id: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True))
    dossier: str
    code: str
    form: str
    copy_number: int
    counter: int
    printer: str
    slip: str
    state: str
    note: str
    created_at: str
    changed_at: str


def table(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table of ``model``, for statements of the hot path."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


APPEND_ONLY: tuple[str, ...] = tuple(
    f"CREATE TRIGGER event_no_{verb} BEFORE {verb.upper()} ON event "
    f"BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
    for verb in ("update", "delete")
)
"""Triggers by which SQLite itself refuses to change or delete an event."""

SEARCH: tuple[str, ...] = (
    "CREATE VIRTUAL TABLE dossier_words USING fts5(words, content='', contentless_delete=1, detail=none, "
    "prefix='1 2 3 4 5 6 7', tokenize='unicode61 remove_diacritics 0')",
    "CREATE VIRTUAL TABLE dossier_digits USING fts5(digits, content='', contentless_delete=1, tokenize='trigram')",
)
"""Full-text indexes over dossiers: folded words, and any three characters in a row of codes and numbers.

A Vietnamese syllable has at most seven letters, so that the beginning of any word is a term of the index itself.
"""
