"""The procedures (thủ tục hành chính) that the office receives."""
