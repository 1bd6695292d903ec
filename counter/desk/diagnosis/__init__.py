"""The findings of ``counter doctor``: the office, its devices, the connection to its centre."""
