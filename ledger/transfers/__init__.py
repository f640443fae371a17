"""Transfers between local accounts: sent, in transit, and received, refused or voided by the account they go to.

A transfer is the way of a disbursement whose payee is a local account. Each side keeps a stream of its own under the
same id, and all that passes between the two are messages, which may be late, doubled, lost or reordered.

        sender (A)                                    receiver (B)
    transfer-sent          ── announcement ──▶    transfer-announced
    transfer-void-asked    ── void request ──▶    transfer-voided ┐
    transfer-acknowledged  ◀── reception ────     transfer-received │ exactly one of these, for ever
    transfer-returned      ◀── refusal ──────     transfer-refused │
                           ◀── voiding ──────     ◀───────────────┘

The receiver alone decides what becomes of a transfer, once and for ever; the sender follows what it is told (X6). So
no message needs to come in time, and none can undo another.
"""
