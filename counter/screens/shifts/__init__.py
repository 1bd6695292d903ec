"""The shift log screen and its dialogs."""
