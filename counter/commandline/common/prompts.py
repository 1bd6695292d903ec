"""What a command asks for where an option was left out: only on a terminal, passwords unseen."""

from __future__ import annotations

import sys

import typer

from counter.locale import _
from counter.rules.text import clean


def answer(given: str, option: str, question: str) -> str:
    """``given``, or what the person at the terminal types. A usage error where nobody can be asked."""
    if clean(given):
        return clean(given)
    if not sys.stdin.isatty():
        raise typer.BadParameter(_("give {option}").format(option=option))
    typer.echo(f"{question}: ", nl=False, err=True)
    return answer(sys.stdin.readline() or _interrupt(), option, question)


def optional(question: str) -> str:
    """What the person at the terminal types, which may be nothing; empty where nobody can be asked."""
    if not sys.stdin.isatty():
        return ""
    typer.echo(f"{question}: ", nl=False, err=True)
    return clean(sys.stdin.readline() or _interrupt())


def password(from_input: bool, *, twice: bool = False) -> str:
    """The password: the first line of the input with ``--password-stdin``, else typed unseen on the terminal."""
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise typer.BadParameter(_("give {option}").format(option="--password-stdin"))
    from getpass import getpass

    typed = getpass(_("Password") + ": ")
    if twice and getpass(_("Password, once more") + ": ") != typed:
        raise typer.BadParameter(_("the two passwords differ"))
    return typed


def _interrupt() -> str:
    raise KeyboardInterrupt
