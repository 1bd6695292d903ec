"""Printing: the queue, the spool store, devices, calibration."""
