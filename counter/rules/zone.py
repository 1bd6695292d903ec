"""Vietnam's time zone, by itself: the first frame needs it, and nothing else of the clock."""

from datetime import timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "+07")
"""Vietnam's civil time: UTC+7 the year round, without daylight saving."""
