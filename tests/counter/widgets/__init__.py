"""The reusable parts of the screens."""

import counter  # noqa: F401 - before Textual, as the program does: it sets what Textual reads at import
