"""Data for trying the product out: a sample catalogue, a fictional office, its staff and fictional citizens."""
