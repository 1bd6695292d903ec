"""The forms of the law as Slip documents."""

from counter.slips.form01 import intake_slip
from counter.slips.handed_back import return_slip
from counter.slips.registry import FORMS, SlipForm

__all__ = ["FORMS", "SlipForm", "intake_slip", "return_slip"]
