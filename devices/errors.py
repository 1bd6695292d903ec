"""What can go wrong with paper and light; ``counter`` has the sentences for people.

``DeviceError``
  ├─ ``NotReady``     the device says, or shows, that it cannot work now; nothing was sent
  ├─ ``NothingSent``  the device could not be reached; not one byte left
  ├─ ``Unprintable``  the slip cannot be turned into bytes for this device; nothing was sent
  └─ ``CutOff``       some bytes left and then it failed: nobody knows what came out
"""

from enum import StrEnum


class Trouble(StrEnum):
    """Why a device does not work, in a word that a person's sentence can be chosen by."""

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
    """Something about a device; ``trouble`` says what, the text says it in plain English."""

    def __init__(self, trouble: Trouble, text: str = "") -> None:
        super().__init__(text or trouble.value)
        self.trouble = trouble


class NotReady(DeviceError):
    """The device cannot work now; nothing was sent."""


class NothingSent(DeviceError):
    """The device could not be reached; not one byte left."""


class Unprintable(DeviceError):
    """The slip cannot be turned into bytes for this device; nothing was sent."""


class CutOff(DeviceError):
    """Bytes left, and then the device failed: nobody knows what came out."""
