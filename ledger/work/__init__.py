"""Work: attendance sheets of work days, and the hours that they bring once somebody else confirms them (C4)."""
