"""Catalogues written back to files, so that a test can say what must be read."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from counter.desk.imports.catalogue_file import HEADINGS
from db.domain.codes import FeeKind
from db.domain.procedure import Component, Procedure, Step

VIETNAMESE = [aliases[0] for aliases in HEADINGS.values()]
UNITS = {"working-day": "ngày làm việc", "day": "ngày", "hour": "giờ", "": ""}
LEVELS = {"commune": "xã", "district": "huyện", "province": "tỉnh"}


def component_text(component: Component) -> str:
    counts = {"chính": component.originals, "chứng thực": component.certified, "sao": component.copies}
    words = [f"{number} {word}" for word, number in counts.items() if number]
    if not component.required:
        words.append("nếu có")
    return "|".join((component.name, ", ".join(words), component.note))


def step_text(step: Step) -> str:
    number = "" if step.term is None else f"{step.term:g}".replace(".", ",")
    return "|".join((step.name, step.by, f"{number} {UNITS[step.unit]}".strip()))


def amount_text(procedure: Procedure, kind: str) -> str:
    amount = next((fee.amount for fee in procedure.fees if fee.kind == kind), None)
    if amount is None:
        return "0" if procedure.fee == 0 and kind == FeeKind.FEE else ""
    return f"{amount:,}".replace(",", ".")


def cells_of(procedure: Procedure) -> list[str]:
    return [
        procedure.code,
        procedure.name,
        procedure.field,
        procedure.agency,
        ", ".join(LEVELS[level] for level in procedure.levels),
        "" if procedure.term is None else str(procedure.term).replace(".", ","),
        UNITS[procedure.unit],
        amount_text(procedure, FeeKind.FEE),
        str(procedure.fee_due),
        "\n".join(component_lines(procedure)) + "\n",
        ", ".join(str(channel.value) for channel in procedure.channels),
        procedure.result,
        procedure.on_supplement,
        "\n".join(procedure.steps or map(step_text, procedure.workflow)) + "\n",
        "có" if procedure.on_the_spot else "không",
        "x" if procedure.sample else "",
        "có" if procedure.active else "không",
        amount_text(procedure, FeeKind.CHARGE),
        *("", "", ""),
        procedure.field_code,
        "Công khai" if procedure.active else "Bãi bỏ",
        procedure.decision,
        date_text(procedure.decision_date),
        "",
        page_fee_text(procedure),
    ]


def page_fee_text(procedure: Procedure) -> str:
    rule = procedure.page_fee
    if rule is None:
        return ""
    most = f"; {rule.most}" if rule.most else ""
    return f"{rule.first_pages} x {rule.first_amount}; {rule.further_amount}{most}"


def component_lines(procedure: Procedure) -> Iterator[str]:
    case = ""
    for component in procedure.components:
        if component.case != case:
            case = component.case
            yield f"[{case or '*'}]"
        yield component_text(component)


def date_text(day: str) -> str:
    return "/".join(reversed(day.split("-")))


def write_csv(
    path: Path, rows: Sequence[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8"
) -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[str | float | datetime]]) -> Path:
    book = Workbook()
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            cell = book.worksheets[0].cell(row, column, value if value != "" else None)
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"
    book.save(path)
    return path
