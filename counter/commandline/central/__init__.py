"""Subcommands of `counter central`, for the administrator of the centre."""
