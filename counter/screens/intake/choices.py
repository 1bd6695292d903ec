"""What can be chosen in the fields of the intake that are no text."""

from counter.locale import N_
from counter.widgets.choice import Option

SEXES = (Option("", N_("–")), Option("M", N_("Male"), "m"), Option("F", N_("Female"), "f"))
DELIVERY = (Option("here", N_("at this counter")), Option("post", N_("by public post")))
PAID = (Option("no", N_("not yet paid")), Option("yes", N_("paid in full")))
CHANNELS = (
    Option("1", N_("in person"), "1"),
    Option("3", N_("by post"), "3"),
    Option("2", N_("online"), "2"),
)
KINDS = (
    Option("0", N_("citizen")),
    Option("1", N_("business")),
    Option("2", N_("household business")),
)
PRINT = (Option("yes", N_("print the slip")), Option("no", N_("no slip wanted")))
