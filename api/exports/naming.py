"""What codes and units are called where a program's grammar allows fewer letters than ours."""

from hashlib import sha256

from ledger.units import digits_of

LONGEST_COMMODITY = 24
"""Beancount's second version takes no longer ones."""


def beancount_account(code: str) -> str:
    """`Assets:Cash-box` for `assets:cash-box`, `Equity:Funds:Unrestricted:A` for `funds:unrestricted:a`."""
    named = f"equity:{code}" if code.startswith("funds:") else code
    return ":".join(part[:1].upper() + part[1:] for part in named.split(":"))


def hledger_account(code: str) -> str:
    """`equity:funds:unrestricted:a` for `funds:unrestricted:a`; assets are called what they are."""
    return f"equity:{code}" if code.startswith("funds:") else code


def beancount_commodity(unit: str) -> str:
    """`EUR`, `CEMENT.KG` for `cement:kg`; a long one ends with letters of its hash, so that no two become one."""
    if ":" not in unit:
        return unit
    name = unit.upper().replace(":", ".")
    if not name[0].isalpha():
        name = f"X'{name}"
    if len(name) > LONGEST_COMMODITY:
        name = f"{name[:15]}'{sha256(unit.encode()).hexdigest()[:8].upper()}"
    return name


def hledger_commodity(unit: str) -> str:
    """`EUR`, and `"cement:kg"` in quotes, as its grammar asks where there are other signs than letters."""
    return f'"{unit}"' if ":" in unit else unit


def hledger_style(unit: str) -> str:
    """How amounts of a unit are written: with a decimal sign even where no digit follows."""
    return f"1000.{'0' * digits_of(unit)} {hledger_commodity(unit)}"


def one_line(text: str) -> str:
    """A text of people's without line ends, tabs and the signs that have a meaning in some form."""
    kept = "".join(sign if sign.isprintable() and sign not in '"\\;|' else " " for sign in text)
    return " ".join(kept.split())
