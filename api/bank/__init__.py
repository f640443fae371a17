"""Bank files in: what a bank says of one account, whatever form it says it in, read into one neutral form.

The readers are pure: bytes in, statements out, and they know nothing of the ledger's events. Each form has its module;
`api.bank.reading` finds out from the content which one it is. What cannot be read is refused with the line that breaks.
"""
