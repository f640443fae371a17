"""The post office: between accounts, partitions and installations."""
