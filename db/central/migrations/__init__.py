"""The revisions of the centre's tables; a revision that was released is never changed."""

from pathlib import Path

HERE = Path(__file__).parent
