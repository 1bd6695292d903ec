"""A throw-away office and a scripted working day through the same desk that officers use."""
