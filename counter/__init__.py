"""What an officer, a supervisor and a technician see and do."""

__version__ = "0.1.0"
