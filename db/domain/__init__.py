"""Events, records and the rules that need no database: lifecycle, fold, codec, schema, validation. Pure."""
