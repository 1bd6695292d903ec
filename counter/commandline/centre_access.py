"""The options by which commands reach the centre, and its refusals put into people's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counter.locale import N_, _
from counter.problems import Problem

if TYPE_CHECKING:
    import psycopg

Url = Annotated[
    str,
    typer.Option(
        "--url",
        envvar="COUNTER_CENTRAL_URL",
        help=_("Address of the centre; give the password by PGPASSFILE, not here."),
    ),
]
Ca = Annotated[
    Path | None,
    typer.Option(
        "--ca",
        metavar="FILE",
        envvar="COUNTER_CENTRAL_CA",
        help=_("Certificate of who vouches for the centre."),
    ),
]
InsecureLoopback = Annotated[
    bool, typer.Option("--insecure-loopback", help=_("Without encryption, on this very machine only."))
]

_REFUSALS: dict[str, str] = {
    "QM001": N_("This login is no back office: it records nothing at the centre."),
    "QM002": N_("The centre has no such dossier that this login may act on, or more than one."),
    "QM003": N_("The dossier is in a state that does not allow this."),
    "QM004": N_("The centre cannot record these values: {why}"),
    "QM005": N_("A back office does not record this."),
    "QM006": N_("This request was used for something else."),
    "QM007": N_("The office is being written just now: try again."),
    "42501": N_("This login may not do that at the centre: {why}"),
    "42P01": N_("There is no centre in this database: 'counter central init' makes one."),
    "3F000": N_("There is no centre in this database: 'counter central init' makes one."),
    "55P03": N_("Hosts keep the centre busy just now: try again."),
}


@dataclass(frozen=True, slots=True)
class Access:
    """How the centre is reached: its address, who vouches for it, and whether it may go without encryption."""

    url: str
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

        from db.central.administering import conninfo
        from db.enrolment import Insecure

        if not self.url:
            raise Problem(N_("Say where the centre is: --url or COUNTER_CENTRAL_URL."))
        authority = str(self.ca) if self.ca and self.authority else ""
        try:
            return conninfo(self.url, authority=authority, insecure_loopback=self.insecure_loopback)
        except Insecure as error:
            raise Problem(
                N_("Nothing goes to the centre without TLS and a checked certificate: {why}"), why=error
            ) from error
        except psycopg.ProgrammingError as error:
            raise Problem(N_("The address of the centre cannot be read: {why}"), why=error) from error


@contextmanager
def at_centre(access: Access) -> Iterator[psycopg.Connection[Any]]:
    """A transaction at the centre, committed at the end. Raises ``Problem`` for whatever goes wrong there."""
    from db.central.administering import session

    with told_plainly(), session(access.conninfo()) as connection:
        yield connection


@contextmanager
def told_plainly() -> Iterator[None]:
    """What PostgreSQL and the centre refuse inside becomes a ``Problem``."""
    import psycopg

    from db.central import enrolling
    from db.central.acting import AlreadyThere, NoSuchLogin
    from db.central.install import NoCentre
    from db.central.logins import BadLogin

    try:
        yield
    except psycopg.Error as error:
        raise _refused(error) from error
    except enrolling.AlreadyEnrolled as error:
        raise Problem(
            N_("Host {node} is enrolled already: --renew gives the same host a new secret."), node=error
        ) from error
    except enrolling.TooSoon as error:
        raise Problem(
            N_("This number was revoked today; it can be given to another host from {day} on."),
            day=f"{error.day:%d/%m/%Y}",
        ) from error
    except enrolling.NotEnrolled as error:
        raise Problem(N_("Host {node} is not enrolled."), node=error) from error
    except AlreadyThere as error:
        raise Problem(
            N_("There is a login {login} already: --renew gives it this scope and a new secret."), login=error
        ) from error
    except NoSuchLogin as error:
        raise Problem(N_("There is no login {login} at the centre."), login=error) from error
    except BadLogin as error:
        raise Problem(N_("This login cannot be made: {why}"), why=error) from error
    except NoCentre as error:
        raise Problem(N_("There is no centre in this database: 'counter central init' makes one.")) from error


def _refused(error: psycopg.Error) -> Problem:
    import psycopg

    why = error.diag.message_primary or _first_failure(str(error))
    if error.sqlstate in _REFUSALS:
        return Problem(_REFUSALS[error.sqlstate], why=why)
    if isinstance(error, psycopg.OperationalError):
        if "root certificate file" in why:
            return Problem(N_("Say who vouches for the centre: --ca FILE, with the certificate in PEM form."))
        if "authentication failed" in why:
            return Problem(
                N_("The centre does not know this login, or the password in PGPASSFILE is not its own.")
            )
        return Problem(N_("The centre cannot be reached: {why}"), why=why)
    return Problem(N_("The centre refuses: {why}"), why=why)


def _first_failure(said: str) -> str:
    """What went wrong: libpq's advice on the lines below is about its own settings, not about ours."""
    lines = said.strip().splitlines() or [""]
    return next((line for line in lines if "failed: " in line), lines[-1]).rpartition("failed: ")[2].strip()
