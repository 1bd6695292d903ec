"""The forms of the law as Slip documents."""

from counter.slips.intake_receipt import intake_slip
from counter.slips.registry import FORMS, SlipForm
from counter.slips.return_receipt import return_slip

__all__ = ["FORMS", "SlipForm", "intake_slip", "return_slip"]
