"""Catalogues written back to files, so that a test can say what must be read."""

import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from counter.desk.imports.catalogue_file import HEADINGS
from db.domain.procedure import Component, Procedure

VIETNAMESE = [aliases[0] for aliases in HEADINGS.values()]
UNITS = {"working-day": "ngày làm việc", "day": "ngày", "hour": "giờ", "": ""}
LEVELS = {"commune": "xã", "district": "huyện", "province": "tỉnh"}


def component_text(component: Component) -> str:
    counts = {"chính": component.originals, "chứng thực": component.certified, "sao": component.copies}
    words = [f"{number} {word}" for word, number in counts.items() if number]
    if not component.required:
        words.append("nếu có")
    return "|".join((component.name, ", ".join(words), component.note))


def cells_of(procedure: Procedure) -> list[str]:
    return [
        procedure.code,
        procedure.name,
        procedure.field,
        procedure.agency,
        ", ".join(LEVELS[level] for level in procedure.levels),
        "" if procedure.term is None else str(procedure.term).replace(".", ","),
        UNITS[procedure.unit],
        "" if procedure.fee is None else f"{procedure.fee:,}".replace(",", "."),
        str(procedure.fee_due),
        "\n".join(component_text(each) for each in procedure.components) + "\n",
        ", ".join(str(channel.value) for channel in procedure.channels),
        procedure.result,
        procedure.on_supplement,
        "\n".join(procedure.steps) + "\n",
        "có" if procedure.on_the_spot else "không",
        "x" if procedure.sample else "",
        "có" if procedure.active else "không",
    ]


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
