"""Contributions and balances over HTTP."""

from tests.api.village import Village


def test_a_gift_is_received_seen_in_the_balances_and_explained(village: Village) -> None:
    """L2, L9, L11"""
    gift = village.receive("100.00", reference="bank line 7")
    public, at = village.public, village.at
    public.position = village.treasurer.position
    (balance,) = public.read(f"{at}/balances")["items"]
    assert balance["unit"] == "EUR"
    assert balance["available"] == balance["received"] == balance["held"] == "100.00"
    (entry,) = public.read(f"{at}/balances/explanations", unit="EUR")["items"]
    assert entry["about"] == gift
    assert entry["running"]["available"] == "100.00"
    assert len(public.read(f"{at}/journal")["items"]) == 2
    assert len(public.read(f"{at}/trial-balance")["items"]) == 2
    shown = public.read(f"{at}/contributions/{gift}")
    assert shown["giver_name"] == "Caldeiras Wines"
    assert shown["reference"] is None
    assert village.auditor.read(f"{at}/contributions/{gift}")["reference"] == "bank line 7"


def test_a_refund_gives_back_and_a_reversal_takes_out_the_rest(village: Village) -> None:
    """C9, L6"""
    gift, at = village.receive("100.00"), village.at
    treasurer = village.treasurer
    treasurer.done(
        f"{at}/contributions/{gift}/refunds", {"unit": "EUR", "amount": "30.00", "reason": "Given twice."}
    )
    treasurer.done(f"{at}/contributions/{gift}/reversals", {"reason": "Booked by mistake."})
    (balance,) = treasurer.read(f"{at}/balances")["items"]
    assert balance["available"] == "0.00"
    again = treasurer.refused(f"{at}/contributions/{gift}/reversals", {"reason": "Again."})
    assert again["type"] == "/problems/nothing-left-to-reverse"


def test_an_anonymous_giver_is_named_to_the_auditor_alone(village: Village) -> None:
    """C6"""
    giver = {"kind": "company", "name": "Hidden Ltd"}
    gift, at = village.receive("5.00", giver=giver, anonymous=True), village.at
    position = village.treasurer.position
    for caller, name in ((village.public, None), (village.members[0], None), (village.auditor, "Hidden Ltd")):
        caller.position = position
        assert caller.read(f"{at}/contributions/{gift}")["giver_name"] == name
        (listed,) = caller.read(f"{at}/contributions")["items"]
        assert listed["giver_name"] == name
        assert (listed["giver"] is None) == (name is None)


def test_an_earmarked_gift_waits_until_it_is_accepted_and_may_be_lifted(village: Village) -> None:
    """C5, L5"""
    at, treasurer = village.at, village.treasurer
    purpose = treasurer.done(f"{at}/purposes", {"kind": "project", "description": "School bus"})
    gift = village.receive("10.00", earmark=purpose)
    assert treasurer.read(f"{at}/contributions", status="awaiting")["items"][0]["id"] == gift
    treasurer.done(f"{at}/contributions/{gift}/earmark-acceptances", {})
    treasurer.done(
        f"{at}/contributions/{gift}/earmark-lifts", {"consent": "The donor wrote that it may serve."}
    )
    balances = {b["purpose"]: b["available"] for b in treasurer.read(f"{at}/balances")["items"]}
    assert balances["unrestricted"] == "10.00"
    assert treasurer.read(f"{at}/purposes")["items"][0]["description"] == "School bus"


def test_a_pledge_raises_no_balance_until_it_is_kept_or_withdrawn(village: Village) -> None:
    """C1"""
    at, treasurer = village.at, village.treasurer
    pledge = {"unit": "EUR", "amount": "20.00", "giver": {"kind": "person", "name": "Rui"}}
    kept, withdrawn = (treasurer.done(f"{at}/pledges", pledge) for _ in range(2))
    assert treasurer.read(f"{at}/balances")["items"] == []
    treasurer.done(f"{at}/pledges/{withdrawn}/withdrawals", {})
    treasurer.done(f"{at}/contributions", {"unit": "EUR", "amount": "21.00", "pledge": kept})
    (balance,) = treasurer.read(f"{at}/balances")["items"]
    assert balance["received"] == "21.00"


def test_balances_are_answered_as_of_a_date_a_moment_or_a_position(village: Village) -> None:
    """L8, L10"""
    at, treasurer = village.at, village.treasurer
    village.receive("1.00")
    then, moment = treasurer.position, village.served.clock_now.isoformat()
    village.served.later(days=1)
    village.receive("2.00")

    def received(**when: str) -> list[str]:
        return [balance["received"] for balance in treasurer.read(f"{at}/balances", **when)["items"]]

    assert received() == ["3.00"]
    assert then is not None
    assert (
        received(position=then) == received(recorded=moment) == received(effective="2026-03-01") == ["1.00"]
    )
    assert received(recorded=moment, effective="2026-03-02") == ["1.00"]


def test_pages_follow_each_other_by_their_links(village: Village) -> None:
    """L9"""
    given = {village.receive(f"{n}.00") for n in range(1, 6)}
    caller, seen = village.treasurer, []
    answer = caller.get(f"{village.at}/contributions", limit=2, min_position=caller.position)
    while True:
        seen += [item["id"] for item in answer.json()["items"]]
        if "Link" not in answer.headers:
            break
        target, _, relation = answer.headers["Link"].partition(";")
        assert relation == ' rel="next"'
        answer = caller.http.get(target.strip("<>"))
    assert len(seen) == 5
    assert set(seen) == given
