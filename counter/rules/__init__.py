"""Pure functions of the field: identity, working calendar, codes, rule sets, money."""
