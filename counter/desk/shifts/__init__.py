"""Shifts (ca trực), their log (nhật ký ca) and its review."""
