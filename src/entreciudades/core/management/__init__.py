"""What core adds to Django's own commands."""
