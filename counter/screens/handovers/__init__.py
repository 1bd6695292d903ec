"""The screen of the lists of dossiers that go to an agency and come back."""
