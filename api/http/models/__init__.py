"""What bodies look like, by subject."""
