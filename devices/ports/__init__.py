"""The lines to devices: serial, network, USB, files, CUPS."""
