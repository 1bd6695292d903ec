"""Lists of dossiers that go to a deciding agency and come back (phiếu bàn giao hồ sơ)."""
