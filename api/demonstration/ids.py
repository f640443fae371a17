"""The demonstration's ids by village and name, always the same: for examples, tests, and whoever tries things out.

A name says where something stands, and with it what can be done: `round_ready` can be opened, `disbursement_settled`
acknowledged, `pledge_to_withdraw` withdrawn. After a change to the season, write `ids.json` anew:

    python -m api.demonstration.ids
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

FILE = Path(__file__).with_name("ids.json")

_IDS: Mapping[str, Mapping[str, str]] = json.loads(FILE.read_bytes()) if FILE.exists() else {}

CALDEIRAS: Mapping[str, str] = _IDS.get("caldeiras", {})
GALINHA: Mapping[str, str] = _IDS.get("galinha", {})
VALBRUNE: Mapping[str, str] = _IDS.get("valbrune", {})
ROCHESAURE: Mapping[str, str] = _IDS.get("rochesaure", {})
FEDERATION: Mapping[str, str] = _IDS.get("federation", {})
FUND: Mapping[str, str] = _IDS.get("fund", {})
REGISTER: Mapping[str, str] = _IDS.get("register", {})
"""What lies in no account's season: `association_without_account`, `account_unfounded`, `key_to_revoke`."""


def generated(now: datetime) -> str:
    """The text of `ids.json`, from a demonstration made for it."""
    # Only here: whoever looks up an id does not need the season that made it.
    from api.demonstration import fill  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        ids = fill(str(Path(folder) / "demonstration.db"), now)
    return json.dumps(ids, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(generated(datetime.now(UTC)))
