"""What can be chosen in the fields of the forms that are no text; a key that is a code is called as everywhere."""

from counter.locale import N_
from counter.rules.labels import APPLICANT_KINDS, CHANNELS, FEEDBACK_SUBJECTS, PAYMENT_METHODS, RATINGS, SEXES
from counter.widgets.choice import Option
from db.domain.codes import (
    ApplicantKind,
    Channel,
    FeedbackSubject,
    PaymentMethod,
    ProofKind,
    Rating,
    Sex,
)

SEX_OPTIONS = (
    Option(Sex.UNKNOWN, N_("–")),
    Option(Sex.MALE, SEXES[Sex.MALE], "m"),
    Option(Sex.FEMALE, SEXES[Sex.FEMALE], "f"),
)
CHANNEL_OPTIONS = tuple(
    Option(str(channel.value), CHANNELS[channel], str(channel.value))
    for channel in (Channel.IN_PERSON, Channel.POST, Channel.ONLINE)
)
KIND_OPTIONS = tuple(Option(str(kind.value), APPLICANT_KINDS[kind]) for kind in ApplicantKind)
RATING_OPTIONS = (
    Option("", N_("not rated")),
    *(
        Option(str(rating.value), RATINGS[rating], str(rating.value), f"{rating.value} - {{}}".format)
        for rating in reversed(Rating)
    ),
)
COLLECTOR_OPTIONS = (
    Option(ProofKind.SLIP, N_("the applicant, with the slip"), "1"),
    Option(ProofKind.IDENTITY, N_("the applicant, slip lost, identity document shown"), "2"),
    Option(ProofKind.AUTHORISATION, N_("a proxy, with an authorisation"), "3"),
)
"""Who collects a result, by what the person shows."""
DELIVERY_OPTIONS = (Option("here", N_("at this counter")), Option("post", N_("by public post")))
PAID_OPTIONS = (
    Option("no", N_("not yet paid")),
    Option(PaymentMethod.CASH, N_("paid in full, cash")),
    Option(PaymentMethod.TRANSFER, N_("paid in full, bank transfer")),
    Option(PaymentMethod.ONLINE, N_("paid in full, online")),
)
"""Whether all that is owed is paid now, and how."""
ORIGINALS_OPTIONS = (Option("kept", N_("stay at the office")), Option("back", N_("all given back")))
SPOT_OPTIONS = (Option("later", N_("returned later")), Option("now", N_("settled and returned now")))
METHOD_OPTIONS = tuple(
    Option(method, PAYMENT_METHODS[method], str(number)) for number, method in enumerate(PaymentMethod, 1)
)
PRINT_OPTIONS = (Option("yes", N_("print the slip")), Option("no", N_("no slip wanted")))
LABEL_OPTIONS = (Option("yes", N_("print the address label")), Option("no", N_("no label")))
SUBJECT_OPTIONS = tuple(
    Option(subject, FEEDBACK_SUBJECTS[subject], str(number))
    for number, subject in enumerate(FeedbackSubject, 1)
)
