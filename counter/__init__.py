"""What an officer, a supervisor and a technician see and do."""

import os

__version__ = "0.1.0"

# Textual reads these when it is imported, and every import of ours comes through here first. Terminals mangle the
# text of Vietnamese input methods under the Kitty key protocol; movement costs bytes on a thin line.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")

# Our themes keep to the 256-colour palette, which takes half the bytes of true colour; Rich finds out about less.
if os.environ.get("COLORTERM") or "256" in os.environ.get("TERM", ""):
    os.environ.setdefault("TEXTUAL_COLOR_SYSTEM", "256")
