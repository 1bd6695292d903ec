"""The options of the intake's fields that are no text."""

from counter.locale import N_
from counter.rules import labels
from counter.widgets.choice import Option
from db.domain.records import ApplicantKind, Channel, Sex

SEXES = (
    Option(Sex.UNKNOWN, N_("–")),
    Option(Sex.MALE, labels.SEXES[Sex.MALE], "m"),
    Option(Sex.FEMALE, labels.SEXES[Sex.FEMALE], "f"),
)
DELIVERY = (Option("here", N_("at this counter")), Option("post", N_("by public post")))
PAID = (Option("no", N_("not yet paid")), Option("yes", N_("paid in full")))
CHANNELS = tuple(
    Option(f"{channel:d}", labels.CHANNELS[channel], f"{channel:d}")
    for channel in (Channel.IN_PERSON, Channel.POST, Channel.ONLINE)
)
KINDS = tuple(Option(f"{kind:d}", labels.APPLICANT_KINDS[kind]) for kind in ApplicantKind)
PRINT = (Option("yes", N_("print the slip")), Option("no", N_("no slip wanted")))
