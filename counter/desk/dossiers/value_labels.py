"""What the values of a dossier that a correction may change are called, and how each is written for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from counter.locale import N_, _
from counter.rules.clock import hour_and_date
from counter.rules.labels import APPLICANT_KINDS, CHANNELS, SEXES
from counter.rules.money import vnd
from counter.slips.parts import written_day
from db.domain.event import moment

VALUES: Mapping[str, str] = {
    "name": N_("name"),
    "kind": N_("kind of applicant"),
    "identity": N_("identity number"),
    "birth": N_("date of birth"),
    "sex": N_("sex"),
    "address": N_("address"),
    "phone": N_("phone"),
    "email": N_("email"),
    "health_card": N_("number of the health card"),
    "procedure": N_("procedure"),
    "content": N_("content"),
    "sets": N_("number of sets"),
    "channel": N_("how it came in"),
    "shelf": N_("shelf"),
    "note": N_("note"),
    "papers": N_("papers handed in"),
    "missing": N_("papers that lack"),
    "fee": N_("fee"),
    "fee_reason": N_("why the fee is less"),
    "fee_serial": N_("fee receipt"),
    "due_at": N_("due date"),
    "return_by_post": N_("return by post"),
    "return_place": N_("place of return"),
    "proxy_name": N_("proxy"),
    "proxy_identity": N_("identity number of the proxy"),
    "proxy_phone": N_("phone of the proxy"),
    "proxy_address": N_("address of the proxy"),
    "proxy_email": N_("email of the proxy"),
    "proxy_paper": N_("authority"),
}


def shown_value(name: str, text: str) -> str:
    """``text``, the value ``name`` as the ledger has it, for people; empty where there is none."""
    write = _WRITTEN.get(name)
    return write(text) if write and text else text


def _moment(text: str) -> str:
    return hour_and_date(moment(text))


def _sex(text: str) -> str:
    return _(SEXES.get(text, text)).lower()


def _kind(text: str) -> str:
    return _coded(APPLICANT_KINDS, text)


def _channel(text: str) -> str:
    return _coded(CHANNELS, text)


def _coded(labels: Mapping[int, str], text: str) -> str:
    return _(labels.get(int(text), text)) if text.isdecimal() else text


def _yes_or_no(text: str) -> str:
    return _("yes") if text == "1" else _("no")


def _fee(text: str) -> str:
    return vnd(int(text)) if text.isdecimal() else text


_WRITTEN: Mapping[str, Callable[[str], str]] = {
    "birth": written_day,
    "sex": _sex,
    "kind": _kind,
    "channel": _channel,
    "fee": _fee,
    "due_at": _moment,
    "return_by_post": _yes_or_no,
}
