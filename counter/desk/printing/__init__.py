"""Slips on their way to paper: the queue, the spool store, devices, calibration."""
