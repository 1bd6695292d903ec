"""The dossier screen and its dialogs."""
