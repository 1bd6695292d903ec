"""The forms of the law as Slip documents."""
