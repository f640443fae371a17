"""Real participatory-budgeting seasons, from the public files of Pabulib."""
