"""What becomes of a citizen's papers, told from the intake to the end through the whole program."""
