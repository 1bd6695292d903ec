"""The Textual app and what it owns: status, devices, the centre, keys in their order, scan routing."""
