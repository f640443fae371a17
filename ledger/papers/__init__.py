"""Evidence files: photographs, invoices, scans, bank files, kept in the papers store under the seals of events."""
