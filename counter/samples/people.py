"""Fictional citizens, the same for the same seed: valid in shape, with addresses that do not exist."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from db.domain.codes import Sex
from db.domain.records import Person

_FAMILIES = "Nguyễn Trần Lê Phạm Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Trương Đinh Lâm Mai Cao Châu Tô"
_MIDDLE: dict[str, str] = {
    Sex.MALE: "Văn Hữu Đức Minh Quốc Công Thành Ngọc",
    Sex.FEMALE: "Thị Ngọc Thanh Kim Mỹ Bích Hồng Thu",
}
_GIVEN: dict[str, str] = {
    Sex.MALE: "An Bình Cường Dũng Đạt Hải Hiếu Hùng Khánh Long Nam Nghĩa Phúc Quang Sơn Tâm Thắng Tuấn Vinh",
    Sex.FEMALE: "Ánh Bưởi Chi Diễm Dung Hạnh Hằng Hương Lan Liên Loan Nga Nhung Oanh Phượng Quyên Thảo Trúc Uyên",
}
_HAMLETS = ("Ấp Mẫu 1", "Ấp Mẫu 2", "Ấp Mẫu 3", "Ấp Mẫu 4", "Ấp Mẫu 5")
_PLACE = "xã Tân Hòa Mẫu, Tây Ninh"
_BIRTH_REGISTRATION = "072"
_SEX_WORD: dict[str, str] = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}


@dataclass(frozen=True, slots=True)
class Citizen:
    """A fictional person and the day of issue of the identity card."""

    person: Person
    issued: date

    @property
    def card(self) -> str:
        """What a scanner reads from the QR code of the identity card (seven parts, no old number)."""
        born = date.fromisoformat(self.person.birth)
        person = self.person
        parts = (
            person.identity,
            "",
            person.name,
            f"{born:%d%m%Y}",
            _SEX_WORD[person.sex],
            person.address,
            f"{self.issued:%d%m%Y}",
        )
        return "|".join(parts)


def citizens(seed: int = 1) -> Iterator[Citizen]:
    """An endless series of fictional citizens; no identity number twice. The same ``seed`` gives the same people."""
    chance = random.Random(seed)
    taken: set[str] = set()
    while True:
        citizen = _citizen(chance)
        if citizen.person.identity not in taken:
            taken.add(citizen.person.identity)
            yield citizen


def _citizen(chance: random.Random) -> Citizen:
    sex = chance.choice((Sex.MALE, Sex.FEMALE))
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
    century = ("0" if sex is Sex.MALE else "1") if born.year < 2000 else ("2" if sex is Sex.MALE else "3")
    identity = f"{_BIRTH_REGISTRATION}{century}{born:%y}{chance.randrange(1_000_000):06}"
    person = Person(
        name=" ".join(chance.choice(words.split()) for words in (_FAMILIES, _MIDDLE[sex], _GIVEN[sex])),
        identity=identity,
        birth=born.isoformat(),
        sex=sex,
        address=f"{chance.choice(_HAMLETS)}, {_PLACE}",
        # Plainly made up, so that nobody is called by a demo.
        phone=f"0900000{chance.randrange(1_000):03}",
    )
    return Citizen(person, date(2021, 1, 1) + timedelta(days=chance.randrange(1_500)))
