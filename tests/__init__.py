"""The tests mirror the source: what a treasurer would sign, rule by rule."""
