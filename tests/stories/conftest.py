"""What every story at the counter needs."""

from tests.counter.sync.conftest import centre, shared_centre
from tests.fixtures import no_pause, vietnamese

__all__ = ["centre", "no_pause", "shared_centre", "vietnamese"]
