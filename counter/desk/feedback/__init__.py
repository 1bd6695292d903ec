"""Feedback of citizens (phản ánh, kiến nghị)."""
