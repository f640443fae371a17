"""A bank's answers, as the tests write them."""

from collections.abc import Mapping


def report(
    message: str,
    of_all: str = "",
    of_each: Mapping[str, str] | None = None,
    *,
    batch: str = "",
    why: str = "AC04",
    words: str = "",
    version: str = "pain.002.001.10",
    created: str = "2026-03-02T09:30:00",
) -> bytes:
    """A pain.002: statuses of the whole file, of its one batch, and of payments by their end-to-end ids."""
    transactions = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{own}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
        f"{_reason(status, why, words)}</TxInfAndSts>"
        for own, status in (of_each or {}).items()
    )
    of_batch = f"<PmtInfSts>{batch}</PmtInfSts>{_reason(batch, why, words)}" if batch else ""
    batches = (
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{message}</OrgnlPmtInfId>{of_batch}{transactions}</OrgnlPmtInfAndSts>"
        if of_batch or transactions
        else ""
    )
    group = f"<GrpSts>{of_all}</GrpSts>{_reason(of_all, why, words)}" if of_all else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}">'
        f"<CstmrPmtStsRpt><GrpHdr><MsgId>B1</MsgId><CreDtTm>{created}</CreDtTm></GrpHdr>"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{group}"
        f"</OrgnlGrpInfAndSts>{batches}</CstmrPmtStsRpt></Document>"
    ).encode()


def notice(
    *entries: tuple[str, str, str], day: str = "2026-03-03", account: str = "NL41MOCK0000000001"
) -> bytes:
    """A camt.054: entries by end-to-end id, signed amount and the bank's reference."""
    told = "".join(
        f'<Ntry><Amt Ccy="EUR">{amount.removeprefix("-")}</Amt>'
        f"<CdtDbtInd>{'DBIT' if amount.startswith('-') else 'CRDT'}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>"
        f"{'' if amount.startswith('-') else '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>'}"
        "</TxDtls></NtryDtls></Ntry>"
        for end_to_end, amount, reference in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08">'
        f"<BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>N1</MsgId><CreDtTm>{day}T18:00:00</CreDtTm></GrpHdr>"
        f"<Ntfctn><Id>1</Id><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>EUR</Ccy></Acct>{told}</Ntfctn>"
        "</BkToCstmrDbtCdtNtfctn></Document>"
    ).encode()


def _reason(status: str, why: str, words: str) -> str:
    if status != "RJCT":
        return ""
    kind = "Cd" if len(why) <= 4 else "Prtry"
    said = f"<AddtlInf>{words}</AddtlInf>" if words else ""
    return f"<StsRsnInf><Rsn><{kind}>{why}</{kind}></Rsn>{said}</StsRsnInf>"
