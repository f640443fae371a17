"""The faces of the ledger: HTTP and the command line. They translate, delegate, and return."""
