"""Settings for the tests of devices."""

from hypothesis import settings

# A busy machine is no failure of an example: none has a deadline.
settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")
