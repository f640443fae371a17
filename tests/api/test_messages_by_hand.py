"""A stick carried to and fro is enough: `usf messages out` and `usf messages in` agree on a twinning."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from api.cli import app
from ledger.twinnings.commands import AcceptTwinning
from tests.ledger.post.two import own, proposed, status, two, waiting
from tests.season import Season


def usf(season: Season, *words: str) -> Any:
    """Run `usf messages` on a season's database; what it says for programs."""
    done = CliRunner().invoke(app, ["messages", *words, "--db", season.ledger.store.address, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_twinning_is_agreed_by_files_carried_to_and_fro(tmp_path: Path) -> None:
    """W1, X3"""
    south, north = two(tmp_path)
    twinning = proposed(south, north)
    (waits,) = usf(south)["messages"]
    assert (waits["kind"], waits["installation"]) == ("twinning-offer", own(north))
    there, back = tmp_path / "there.json", tmp_path / "back.json"
    assert usf(south, "out", own(north), str(there))["messages"] == 1
    first = usf(north, "in", str(there), str(back))
    assert (first["taken_in"], first["receipted"], first["waiting"]) == (1, 0, 0)
    assert status(north, twinning) == "offered"
    north.do(AcceptTwinning(account=north.account, twinning=twinning))
    # The same file again, since nobody remembers whether it was read; its answer now holds the acceptance too.
    again = usf(north, "in", str(there), str(back))
    assert (again["taken_in"], again["waiting"]) == (1, 1)
    home = usf(south, "in", str(back), str(there))
    assert (home["taken_in"], home["receipted"]) == (1, 1)
    assert status(south, twinning) == "active"
    assert usf(north, "in", str(there))["receipted"] == 1
    assert waiting(south) == waiting(north) == []
    assert usf(south)["messages"] == []
    south.close()
    north.close()


def test_a_file_that_was_changed_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """X3"""
    south, north = two(tmp_path)
    proposed(south, north)
    file = tmp_path / "parcel.json"
    usf(south, "out", own(north), str(file))
    file.write_bytes(file.read_bytes().replace(b"We stand", b"We stood"))
    done = CliRunner().invoke(app, ["messages", "in", str(file), "--db", north.ledger.store.address])
    assert done.exit_code == 1
    assert "Refused (signature-wrong)" in done.stderr
    missing = ["messages", "in", str(tmp_path / "none"), "--db", north.ledger.store.address]
    assert CliRunner().invoke(app, missing).exit_code == 1
    south.close()
    north.close()


def test_what_the_other_side_lost_is_sent_again(tmp_path: Path) -> None:
    """X3"""
    south, north = two(tmp_path)
    twinning = proposed(south, north)
    there, back = tmp_path / "there.json", tmp_path / "back.json"
    usf(south, "out", own(north), str(there))
    usf(north, "in", str(there), str(back))
    usf(south, "in", str(back))
    assert waiting(south) == []
    assert usf(south, "again", own(north))["messages"] == 1
    assert usf(south, "again", own(north))["messages"] == 1
    assert [row.installation for row in waiting(south)] == [own(north)]
    usf(south, "out", own(north), str(there))
    assert usf(north, "in", str(there), str(back))["taken_in"] == 1
    usf(south, "in", str(back))
    assert waiting(south) == []
    assert status(north, twinning) == "offered"
    south.close()
    north.close()
