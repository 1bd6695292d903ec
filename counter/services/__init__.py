"""Threads beside the screens: the print spool, peripherals, the sync. No Textual."""
