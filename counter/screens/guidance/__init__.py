"""The dialog over the intake that sends a citizen away for papers."""
