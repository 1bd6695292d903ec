"""The errors of devices; ``counter`` has the sentences for people.

``DeviceError``
  ├─ ``NotReady``     the device reports that it cannot work now; nothing was sent
  ├─ ``NothingSent``  the device could not be reached; not one byte was sent
  ├─ ``Unprintable``  the slip cannot be turned into bytes for this device; nothing was sent
  ├─ ``CutOff``       it failed after some bytes were sent: nobody knows what was printed
  └─ ``Unproven``     everything was sent, and it gave no proof that it was printed

``UnknownProfile``    nobody knows a printer of that name, or what is said of it cannot be
"""

from enum import StrEnum


class Trouble(StrEnum):
    """Why a device does not work, as a code that the sentence for people is chosen by."""

    NOT_CONNECTED = "not-connected"
    NO_PERMISSION = "no-permission"
    IN_USE = "in-use"
    NO_ANSWER = "no-answer"
    OFFLINE = "offline"
    COVER_OPEN = "cover-open"
    PAPER_OUT = "paper-out"
    CUTTER = "cutter"
    FAULT = "fault"
    BAD_ADDRESS = "bad-address"
    UNPRINTABLE = "unprintable"


class DeviceError(Exception):
    """A device failed: ``trouble`` is the reason, the text is English, for a technician."""

    def __init__(self, trouble: Trouble, text: str = "") -> None:
        super().__init__(text or trouble.value)
        self.trouble = trouble


class NotReady(DeviceError):
    """The device cannot work now; nothing was sent."""


class NothingSent(DeviceError):
    """The device could not be reached; not one byte was sent."""


class Unprintable(DeviceError):
    """The slip cannot be turned into bytes for this device; nothing was sent."""


class CutOff(DeviceError):
    """The device failed after bytes were sent: nobody knows what was printed."""


class Unproven(DeviceError):
    """The device took everything and answers questions, and gave no proof that it was printed."""

    def __init__(self, text: str = "") -> None:
        super().__init__(Trouble.NO_ANSWER, text)


class AddressFault(StrEnum):
    """What is wrong with the URL of a device, as a code that the sentence for people is chosen by."""

    KIND = "kind"
    ONE_OF = "one-of"
    RANGE = "range"
    NO_OPTION = "no-option"
    MISSING = "missing"
    NO_LINE = "no-line"


class WrongAddress(ValueError):
    """A URL names no device because of ``fault`` in its ``setting``; ``known`` are the values that there are."""

    def __init__(self, text: str, fault: AddressFault, setting: str = "", known: str = "") -> None:
        super().__init__(text)
        self.fault, self.setting, self.known = fault, setting, known


class ProfileFault(StrEnum):
    """What is wrong with a profile, as a code that the sentence for people is chosen by."""

    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"
    NOT_JSON = "not-json"
    NO_SETTING = "no-setting"
    VALUE = "value"
    MISSING = "missing"
    NO_PAGES = "no-pages"
    TOO_WIDE = "too-wide"
    TOO_NARROW = "too-narrow"
    BEYOND_LIMITS = "beyond-limits"


class UnknownProfile(ValueError):
    """There is no profile ``name`` that could be used: its ``setting`` has the ``fault``; ``detail`` are the values."""

    def __init__(
        self, name: str, fault: ProfileFault = ProfileFault.UNKNOWN, setting: str = "", detail: str = ""
    ) -> None:
        place = f"{name}, {setting}" if setting else name
        text = f"printer profile {place}: {fault}" + (f" ({detail})" if detail else "")
        super().__init__(f"no printer profile {name!r}" if fault is ProfileFault.UNKNOWN else text)
        self.name, self.setting, self.fault, self.detail = name, setting, fault, detail
