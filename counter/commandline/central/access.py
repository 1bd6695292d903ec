"""The options by which commands reach the centre, and its refusals put into people's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counter.commandline.common.options import add_common_options, option_store
from counter.desk.library_errors import Detailed
from counter.locale import N_, _
from counter.problems import Problem

if TYPE_CHECKING:
    import psycopg

_REFUSALS: dict[str, str] = {
    "QM001": N_("This login is no back office: it records nothing at the centre."),
    "QM002": N_("The centre has no such dossier that this login may act on, or more than one."),
    "QM003": N_("The dossier is in a state that does not allow this."),
    "QM004": N_("The centre cannot record these values."),
    "QM005": N_("A back office does not record this."),
    "QM006": N_("This request was used for something else."),
    "QM007": N_("The office is being written just now: try again."),
    "42501": N_("This login may not do that at the centre."),
    "42P01": N_("There is no centre in this database: 'counter central init' makes one."),
    "3F000": N_("There is no centre in this database: 'counter central init' makes one."),
    "55P03": N_("Hosts keep the centre busy just now: try again."),
}
_SHOW_SERVER_SENTENCE = frozenset({"QM004", "42501"})
"""Refusals of which the server's own sentence says more than ours."""

_FAILURES: dict[str, str] = {
    "no-network": N_("The centre cannot be reached: is its address right, and does PostgreSQL run there?"),
    "no-answer": N_("The centre cannot be reached: no answer came in time."),
    "refused": N_("The server does not let this login, or this machine, into that database."),
    "certificate": N_("The server did not prove that it is the centre, or knows no TLS; nothing was sent."),
    "busy": N_("The server is busy, or just starting: try again."),
}
"""By what ``db.sync.state`` calls it."""

_NO_LOGIN = N_(
    "This login cannot be made: its name is 1 to 31 small letters, digits, dots or dashes, and nobody else's."
)
_REFUSES = N_("The centre does not do that.")
_UNENCRYPTED = N_("Without TLS nothing goes to a centre but on this very machine.")
_UNCHECKED = N_("Nothing goes to the centre without a checked certificate: sslmode is verify-full.")
_UNREADABLE = N_(
    "The address of the centre cannot be read. In a URL, : @ and / of a password are written %3A, %40 and %2F."
)


@dataclass(slots=True)
class Access:
    """How the centre is reached: its address, the certificates of its authority, whether it may be unencrypted."""

    url: str = ""
    ca: Path | None = None
    insecure_loopback: bool = False

    @property
    def authority(self) -> str:
        """The certificates in ``ca`` as PEM, empty without; raises OSError and ``Problem``."""
        if self.ca is None:
            return ""
        try:
            text = self.ca.read_text("ascii")
        except UnicodeDecodeError:
            text = ""
        if "-----BEGIN CERTIFICATE-----" not in text:
            raise Problem(N_("{file} holds no certificate in PEM form."), file=self.ca.name)
        return text

    def conninfo(self) -> str:
        """The checked address; raises ``Problem`` where the way would not be encrypted."""
        import psycopg

        from db.central.administration import conninfo
        from db.enrolment import Insecure

        if not self.url:
            raise Problem(N_("Say where the centre is: --url or COUNTER_CENTRAL_URL."))
        authority = str(self.ca) if self.ca and self.authority else ""
        try:
            return conninfo(self.url, authority=authority, insecure_loopback=self.insecure_loopback)
        except Insecure as error:
            raise Problem(_UNENCRYPTED if self.insecure_loopback else _UNCHECKED) from error
        except psycopg.ProgrammingError as error:
            raise Detailed(Problem(_UNREADABLE), str(error)) from error


_STORE = option_store(Access)
_central = typer.Typer(add_completion=False)


@_central.command()
def _declaration(
    url: Annotated[
        str,
        typer.Option(
            "--url",
            envvar="COUNTER_CENTRAL_URL",
            help=_("Address of the centre; give the password by PGPASSFILE, not here."),
            show_default=False,
            callback=_STORE,
            expose_value=False,
        ),
    ] = "",
    ca: Annotated[
        Path | None,
        typer.Option(
            "--ca",
            metavar="FILE",
            envvar="COUNTER_CENTRAL_CA",
            help=_("Certificate of who vouches for the centre."),
            callback=_STORE,
            expose_value=False,
        ),
    ] = None,
    insecure_loopback: Annotated[
        bool,
        typer.Option(
            "--insecure-loopback",
            help=_("Without encryption, on this very machine only."),
            callback=_STORE,
            expose_value=False,
        ),
    ] = False,
) -> None:
    """Declare the options that every command of the centre takes."""


def add_central_options(command: Any) -> None:
    """Give ``command``, and all commands below it, the options by which the centre is reached."""
    add_common_options(command, _central)


def central_access(context: typer.Context) -> Access:
    """How the command line says that the centre is reached."""
    return context.ensure_object(Access)


@contextmanager
def centre_transaction(access: Access) -> Iterator[psycopg.Connection[Any]]:
    """A transaction at the centre, committed at the end. Raises ``Problem`` for whatever goes wrong there."""
    from db.central.administration import session

    with centre_problems(), session(access.conninfo()) as connection:
        yield connection


@contextmanager
def centre_problems() -> Iterator[None]:
    """What PostgreSQL and the centre refuse inside becomes a ``Problem``."""
    import psycopg

    from db.central import enrolment
    from db.central.back_offices import AlreadyThere, NoSuchLogin
    from db.central.install import NoCentre
    from db.central.logins import BadLogin

    try:
        yield
    except psycopg.Error as error:
        raise _server_problem(error) from error
    except enrolment.AlreadyEnrolled as error:
        raise Problem(
            N_("Host {node} is enrolled already: --renew gives the same host a new secret."), node=error
        ) from error
    except enrolment.TooSoon as error:
        raise Problem(
            N_("This number was revoked today; it can be given to another host from {day} on."),
            day=f"{error.day:%d/%m/%Y}",
        ) from error
    except enrolment.NotEnrolled as error:
        raise Problem(N_("Host {node} is not enrolled."), node=error) from error
    except AlreadyThere as error:
        raise Problem(
            N_("There is a login {login} already: --renew gives it this scope and a new secret."), login=error
        ) from error
    except NoSuchLogin as error:
        raise Problem(N_("There is no login {login} at the centre."), login=error) from error
    except BadLogin as error:
        raise Detailed(Problem(_NO_LOGIN), str(error)) from error
    except NoCentre as error:
        raise Problem(N_("There is no centre in this database: 'counter central init' makes one.")) from error


def _server_problem(error: psycopg.Error) -> Problem:
    import psycopg

    from db.sync.connection import call_failure, connect_failure

    message = error.diag.message_primary or _first_cause(str(error))
    if error.sqlstate in _REFUSALS:
        return Detailed(
            Problem(_REFUSALS[error.sqlstate]), message if error.sqlstate in _SHOW_SERVER_SENTENCE else ""
        )
    if error.sqlstate is None and "host" in message and "@" in message:
        # What was taken for a host begins with the rest of a password: it is not shown.
        return Problem(_UNREADABLE)
    if error.sqlstate is None and "root certificate file" in message:
        return Problem(N_("Say who vouches for the centre: --ca FILE, with the certificate in PEM form."))
    if error.sqlstate is None and "no password supplied" in message:
        return Problem(N_("No password was found: write it into the file that PGPASSFILE names."))
    if isinstance(error, psycopg.OperationalError) and "authentication failed" in message:
        return Problem(
            N_("The centre does not know this login, or the password in PGPASSFILE is not its own.")
        )
    failure = call_failure(error.sqlstate) if error.sqlstate else connect_failure(str(error))
    return Detailed(Problem(_FAILURES.get(failure, _REFUSES)), message)


def _first_cause(message: str) -> str:
    """What went wrong: libpq's advice on the lines below is about its own settings, not about ours."""
    lines = message.strip().splitlines() or [""]
    return next((line for line in lines if "failed: " in line), lines[-1]).rpartition("failed: ")[2].strip()
