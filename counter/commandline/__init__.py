"""The commands that work without the screens: for technicians, for scripts and for the demo without a terminal."""
