"""The register: its books, and the lines of one."""
