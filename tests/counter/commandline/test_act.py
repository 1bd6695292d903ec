"""Every move of a dossier from the command line: the desk's own functions, their refusals at the option."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from counter.commandline.moves import MOVES, Kind
from counter.desk.dossiers.actions import ACTIONS
from tests.counter.commandline.conftest import PASSWORD, Ran, counter

LATER = {"correct", "reprint", "reveal", "page"}
"""What other commands do, or a screen alone."""


def act(data: Path, *words: str | Path, lang: str = "en", login: str = "admin") -> Ran:
    return counter(
        *words, "--login", login, "--password-stdin", "--json", data=data, typed=f"{PASSWORD}\n", lang=lang
    )


def codes(data: Path) -> list[str]:
    return [line["code"] for line in reversed(counter("find", "--json", data=data).json)]


def done(ran: Ran) -> dict[str, Any]:
    assert (ran.code, ran.err) == (0, ""), ran.err
    return dict(json.loads(ran.out))


def test_each_action_of_the_desk_has_its_move() -> None:
    assert set(MOVES) == set(get_args(Kind)) == set(ACTIONS) - LATER


def test_a_life_by_commands_ends_with_a_ledger_that_holds(office: Path) -> None:
    first, second = codes(office)
    given = done(act(office, "handover", "give", first, second, "--receiver", "Trần Văn Nhận"))
    assert (given["number"], len(given["dossiers"]), given["back"]) == ("0001", 2, False)
    asked = done(act(office, "act", first, "ask", "--paper", "Giấy chứng sinh", "--reason", "Còn thiếu"))
    assert (asked["state_code"], asked["missing"]) == (5, ["Giấy chứng sinh"])
    assert asked["job"]
    came = done(act(office, "act", first, "supplement", "--paper", "Giấy chứng sinh=1"))
    assert (came["state_code"], came["missing"]) == (4, [])
    duty = done(act(office, "act", first, "duty", "--amount", "50000", "--name", "Lệ phí"))
    assert duty["state_code"] == 6
    assert duty["owed"] >= 50_000
    paid = done(act(office, "act", first, "pay", "--method", "transfer", "--serial", "BL-7"))
    assert (paid["state_code"], paid["owed"]) == (4, 0)
    again = done(act(office, "handover", "give", first, "--receiver", "Trần Văn Nhận"))
    assert again["number"] == "0002"
    shelved = done(act(office, "act", first, "shelve", "--shelf", "A-3"))
    assert shelved["shelf"] == "A-3"
    back = done(
        act(
            office,
            "handover",
            "back",
            f"{first}=118",
            second,
            "--giver",
            "Trần Văn Nhận",
            "--result",
            "Khai sinh",
        )
    )
    assert back["back"] is True
    assert done(act(office, "act", first, "return"))["state_code"] == 10
    stopped = done(act(office, "act", second, "stop", "--reason", "Công dân đề nghị dừng"))
    assert stopped["state_code"] == 8
    voided = done(act(office, "act", second, "void", "--reason", "Nhập nhầm hồ sơ này"))
    assert voided["state_code"] == 11
    lists = counter("handover", "list", "--json", data=office).json
    assert [(one["number"], one["back"]) for one in lists] == [
        ("0003", True), ("0002", False), ("0001", False)
    ]  # fmt: skip
    assert "Trần Văn Nhận" in counter("handover", "list", data=office, lang="vi").out
    assert counter("verify", "--rebuild", data=office).code == 0


def test_an_apology_by_day_or_by_working_days(office: Path) -> None:
    first, second = codes(office)
    one = done(act(office, "act", first, "apology", "--reason", "Chờ xác minh", "--days", "5", "--confirm"))
    assert one["due_at"]
    refused = act(office, "act", second, "apology", "--reason", "Chờ xác minh", "--at", "hôm sau")
    assert (refused.code, "--at" in refused.complaint) == (1, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("shelve", "--amount", "5"), "“shelve” không dùng --amount; dùng --shelf."),
        (("withdraw", "--paper", "Tờ khai=99"), "--paper: "),
        (("shelve",), "--shelf: "),
        (("duty", "--amount", "5"), "--name: "),
        (
            ("ask", "--paper", "Tờ khai", "--reason", "thiếu", "--until", "mai"),
            "--until: 'mai' không phải là ngày",
        ),
        (("refund", "--amount", "5"), "refund"),
    ],
)
def test_what_is_wrong_is_said_at_its_option_and_changes_nothing(
    office: Path, words: tuple[str, ...], said: str
) -> None:
    code = codes(office)[0]
    before = counter("find", "--json", data=office).json
    ran = act(office, "act", code, *words, lang="vi")
    assert ran.code == 1
    assert said in ran.complaint
    assert counter("find", "--json", data=office).json == before


def test_a_move_that_there_is_not_is_wrong_usage_that_names_all(office: Path) -> None:
    ran = act(office, "act", codes(office)[0], "dance", lang="vi")
    assert ran.code == 2
    assert "“dance” không hợp lệ, chỉ có: processing, result, return" in ran.complaint


def test_what_is_doubted_is_done_when_it_is_confirmed(office: Path) -> None:
    first, second = codes(office)
    doubted = act(office, "act", first, "result")
    assert (doubted.code, "--confirm" in doubted.complaint) == (1, True)
    assert done(act(office, "act", first, "result", "--confirm"))["state_code"] == 9
    act(office, "handover", "give", second, "--receiver", "A")
    assert act(office, "handover", "back", f"{second}=", "--giver", "A").code == 1
    assert done(act(office, "handover", "back", f"{second}=", "--giver", "A", "--confirm"))["back"] is True
