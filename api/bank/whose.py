"""Whose bank account a file speaks of."""

SHORTEST_PART = 6
"""Letters of a bank's own number: fewer might stand in any IBAN."""


def is_number_of(said: str, number: str) -> bool:
    """Whether what a file says can be this number: banks also write their own part of an IBAN alone, or nothing."""
    inside, own = spelled(said), spelled(number)
    return not inside or inside == own or (len(inside) >= SHORTEST_PART and inside in own)


def spelled(number: str) -> str:
    """Letters and digits alone: what stands between them is a matter of taste."""
    return "".join(sign for sign in number.upper() if sign.isalnum())
