"""The print queue, printer choice and calibration screens."""
