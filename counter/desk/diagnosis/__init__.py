"""What `counter doctor` finds: the office, its devices, the way to its centre."""
