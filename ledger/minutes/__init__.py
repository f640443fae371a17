"""Minutes of assemblies: when they met, how they were convened, who was there, and what attests it (R9)."""
