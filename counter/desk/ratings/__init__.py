"""What citizens say of the service."""
