"""The routes, by subject. They translate, nothing else."""
