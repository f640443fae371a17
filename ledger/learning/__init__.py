"""Learning: practice sheets, exchanges between two territories, and practices that another territory adopts."""
