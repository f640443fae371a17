"""The read side: views that are rebuilt from events alone."""
