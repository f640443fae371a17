"""What a season's tour takes in beside the first account's own life, one module for each subject."""
