"""Examples for the documentation: each can be tried on the demonstration, with a key of all rights.

The ids are the demonstration's own (`api.demonstration.ids`). What names an operation (its function) holds for that one
alone; what names a parameter only, everywhere.
"""

from typing import Any

from api.demonstration.ids import CALDEIRAS, FEDERATION, FUND, GALINHA, REGISTER, ROCHESAURE, VALBRUNE

VALBRUNES_KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
"""The public key of another installation: one of RFC 8032's own examples."""

BANK_ANSWER = f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>B-1</MsgId><CreDtTm>2026-02-27T09:30:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>{VALBRUNE["payment_file_to_answer"]}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>
<GrpSts>ACCP</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>
"""
"""What a bank says of a payment file that it accepts as a whole."""

PATHS: dict[str, str | int] = {
    "account": CALDEIRAS["account"],
    "association": CALDEIRAS["association"],
    "booking": CALDEIRAS["booking"],
    "call": CALDEIRAS["call"],
    "contribution": CALDEIRAS["contribution_earmarked"],
    "count": CALDEIRAS["count"],
    "disbursement": CALDEIRAS["disbursement_evidenced"],
    "exchange": CALDEIRAS["currency_exchange"],
    "experience": CALDEIRAS["experience"],
    "file": VALBRUNE["payment_file"],
    "form": "csv",
    "holder": VALBRUNE["place_bank"],
    "installation": REGISTER["installation"],
    "key": REGISTER["key_to_revoke"],
    "loan": CALDEIRAS["loan_out"],
    "learned": CALDEIRAS["experience"],
    "learning": CALDEIRAS["learning_exchange_to_confirm"],
    "match": VALBRUNE["match"],
    "member": CALDEIRAS["member"],
    "minutes": CALDEIRAS["minutes"],
    "message": "main.120.0",
    "move": CALDEIRAS["move_to_reverse"],
    "number": 1,
    "paper": CALDEIRAS["paper"],
    "part": CALDEIRAS["round_final"],
    "place": CALDEIRAS["place_cash_box"],
    "link": CALDEIRAS["link"],
    "proposal": CALDEIRAS["proposal_closed"],
    "round": CALDEIRAS["round_final"],
    "sheet": CALDEIRAS["sheet_confirmed"],
    "slug": "not-enough-available",
    "statement": VALBRUNE["statement"],
    "territory": REGISTER["territory"],
    "transfer": CALDEIRAS["transfer"],
    "twinning": CALDEIRAS["twinning"],
    "until": "2026-02-28",
}
"""By name of the parameter, such as `account`."""

AT_THE_BANK: dict[str, str | int] = {"account": VALBRUNE["account"], "place": VALBRUNE["place_bank"]}
"""The twin's bank account, with its statements and its files of orders."""

PATHS_OF: dict[str, dict[str, str | int]] = {
    "end_link": {"link": CALDEIRAS["link_to_end"]},
    "add_person_to_link": {"link": CALDEIRAS["link_ambassadors"]},
    "give_name_consent": {"link": CALDEIRAS["link_ambassadors"], "person": CALDEIRAS["person_to_name"]},
    "withdraw_name_consent": {
        "link": CALDEIRAS["link_ambassadors"],
        "person": CALDEIRAS["person_named"],
    },
    "move_territory": {"territory": REGISTER["territory_to_move"]},
    "name_territory": {"association": REGISTER["association_without_account"]},
    "accept_twinning": {"twinning": CALDEIRAS["twinning_to_accept"]},
    "decline_twinning": {"twinning": CALDEIRAS["twinning_to_decline"]},
    "withdraw_twinning": {"twinning": CALDEIRAS["twinning_to_withdraw"]},
    "suspend_twinning": {"account": GALINHA["account"], "twinning": GALINHA["twinning"]},
    "resume_twinning": {"account": GALINHA["account"], "twinning": GALINHA["twinning_suspended"]},
    "end_twinning": {"account": VALBRUNE["account"], "twinning": VALBRUNE["twinning_school"]},
    "found_association": {"account": REGISTER["account_unfounded"]},
    # Members
    "leave_association": {"member": CALDEIRAS["member_to_leave"]},
    "suspend_member": {"member": CALDEIRAS["member_to_suspend"]},
    "reinstate_member": {"member": CALDEIRAS["member_suspended"]},
    "declare_of_age": {"member": CALDEIRAS["member_under_age"]},
    # Contributions
    "withdraw_pledge": {"contribution": CALDEIRAS["pledge_to_withdraw"]},
    "accept_earmark": {"contribution": CALDEIRAS["contribution_awaiting"]},
    "lift_earmark": {"contribution": CALDEIRAS["contribution_earmarked"]},
    "reverse_contribution": {"contribution": CALDEIRAS["contribution_to_reverse"]},
    "refund_contribution": {"contribution": CALDEIRAS["contribution_refundable"]},
    # Where money lies, and what happens to it
    "close_place": {"place": CALDEIRAS["place_to_close"]},
    "settle_advance": {"place": CALDEIRAS["advance_open"]},
    "correct_entry": {"booking": CALDEIRAS["booking_to_correct"]},
    "book_counted_difference": {"count": CALDEIRAS["count_to_book"]},
    "forget_paper": {"paper": CALDEIRAS["paper_to_forget"]},
    # What the bank says
    "take_bank_file": {"place": CALDEIRAS["place_bank"]},
    "list_statements": AT_THE_BANK,
    "list_matches": AT_THE_BANK,
    "list_open_lines": AT_THE_BANK,
    "match_lines": AT_THE_BANK,
    "undo_match": AT_THE_BANK,
    "show_statement": AT_THE_BANK,
    "list_statement_lines": AT_THE_BANK,
    "book_line": {**AT_THE_BANK, "number": int(VALBRUNE["line_to_book"])},
    "show_bank_details": AT_THE_BANK,
    "show_payment_file": AT_THE_BANK,
    "show_payment_file_text": AT_THE_BANK,
    "list_payment_files": AT_THE_BANK,
    "make_payment_file": AT_THE_BANK,
    "hand_in_payment_file": {**AT_THE_BANK, "file": VALBRUNE["payment_file_to_hand_in"]},
    "withdraw_payment_file": {**AT_THE_BANK, "file": VALBRUNE["payment_file_to_withdraw"]},
    "take_bank_answer": AT_THE_BANK,
    # Assemblies, offices and keys
    "decide_in_assembly": {"minutes": CALDEIRAS["minutes_to_enter"]},
    "enter_show_of_hands": {"round": CALDEIRAS["round_open"]},
    "fill_office": {"account": ROCHESAURE["account"], "minutes": ROCHESAURE["minutes"]},
    "replace_key_by_minutes": {"minutes": CALDEIRAS["minutes"]},
    "confirm_key_replacement": {"member": CALDEIRAS["member_without_key"]},
    # Gifts in kind and work
    "accept_goods": {"contribution": CALDEIRAS["delivery_to_accept"]},
    "refuse_goods": {"contribution": CALDEIRAS["delivery_to_refuse"]},
    "confirm_work_day": {"sheet": CALDEIRAS["sheet_to_confirm"]},
    "refuse_work_day": {"sheet": CALDEIRAS["sheet_to_refuse"]},
    # Proposals
    "amend_proposal": {"proposal": CALDEIRAS["proposal_draft"]},
    "declare_interest": {"proposal": CALDEIRAS["proposal_draft"]},
    "state_interests": {"proposal": CALDEIRAS["proposal_draft"]},
    "submit_proposal": {"proposal": CALDEIRAS["proposal_stated"]},
    "admit_proposal": {"proposal": CALDEIRAS["proposal_submitted"]},
    "withdraw_proposal": {"proposal": CALDEIRAS["proposal_admitted"]},
    "execute_proposal": {"proposal": CALDEIRAS["proposal_appointment"]},
    "report_proposal": {"proposal": CALDEIRAS["proposal_executing"]},
    "close_proposal": {"proposal": CALDEIRAS["proposal_reported"]},
    # Rounds
    "declare_recusal": {"round": CALDEIRAS["round_drafted"]},
    "open_round": {"round": CALDEIRAS["round_ready"]},
    "cast_ballot": {"round": CALDEIRAS["round_open"]},
    "give_proxy": {"round": CALDEIRAS["round_open_by_points"]},
    "withdraw_proxy": {"round": CALDEIRAS["round_open_by_points"]},
    "cast_ballots": {"round": CALDEIRAS["round_open"]},
    "close_round": {"round": CALDEIRAS["round_overdue"]},
    "count_round": {"round": CALDEIRAS["round_closed"]},
    "make_round_final": {"round": CALDEIRAS["round_counted"]},
    "raise_objection": {"account": GALINHA["account"], "round": GALINHA["round_to_object"]},
    "decide_objection": {"round": CALDEIRAS["round_objected"], "number": 2},
    "make_item_final": {"round": CALDEIRAS["round_objected"]},
    "annul_round": {"round": CALDEIRAS["round_to_annul"]},
    "list_objections": {"round": CALDEIRAS["round_objected"]},
    "list_proxies": {"round": CALDEIRAS["round_open_by_points"]},
    "list_choices": {"account": GALINHA["account"], "round": GALINHA["round_confidential"]},
    "export_round": {"round": CALDEIRAS["round_by_points"]},
    # Disbursements
    "sign_off_disbursement": {"disbursement": CALDEIRAS["disbursement_half_signed"]},
    "send_disbursement": {"disbursement": CALDEIRAS["disbursement_signed_off"]},
    "settle_disbursement": {"disbursement": CALDEIRAS["disbursement_sent"]},
    "fail_disbursement": {"disbursement": CALDEIRAS["disbursement_to_fail"]},
    "acknowledge_disbursement": {"disbursement": CALDEIRAS["disbursement_settled"]},
    "evidence_disbursement": {"disbursement": CALDEIRAS["disbursement_acknowledged"]},
    "return_disbursement": {"disbursement": CALDEIRAS["disbursement_evidenced"]},
    "cancel_disbursement": {"disbursement": CALDEIRAS["disbursement_to_cancel"]},
    # Promises and chains
    "forgive_promise": {"disbursement": CALDEIRAS["disbursement_settled"]},
    # Transfers
    "receive_transfer": {"transfer": CALDEIRAS["transfer_to_receive"]},
    "refuse_transfer": {"transfer": CALDEIRAS["transfer_to_refuse"]},
    "ask_to_void_transfer": {
        "account": VALBRUNE["account"],
        "transfer": VALBRUNE["transfer_to_void"],
    },
    # Calls on the fund
    "give_opinion": {"account": VALBRUNE["account"], "call": CALDEIRAS["call_to_opine"]},
    "send_call": {"call": CALDEIRAS["call_to_send"]},
    "pass_call_on": {"account": FEDERATION["account"], "call": CALDEIRAS["call_to_pass_on"]},
    "withdraw_call": {"call": CALDEIRAS["call_to_decide"]},
    # Learning
    "decline_learning_exchange": {"learning": CALDEIRAS["learning_exchange_to_decline"]},
}
"""By operation, then by name of the parameter: another proposal to submit than to withdraw."""

QUERIES_OF: dict[str, dict[str, Any]] = {
    "show_diversity": {"on": "2026-03-01"},
    "show_reciprocity": {"on": "2026-03-01"},
    "file_paper": {"kind": "letter"},
    "explain_balance": {"unit": "CVE", "purpose": "unrestricted"},
    "list_open_lines": {"unit": "EUR"},
    "list_contributions": {"status": "received"},
    "list_disbursements": {"proposal": CALDEIRAS["proposal_under_way"]},
    "list_proposals": {"status": "accepted"},
    "list_rounds": {"status": "open"},
    "list_transfers": {"direction": "in"},
    "show_audit": {"stream": CALDEIRAS["proposal_closed"]},
}
"""By operation, then by name of the parameter."""

_SAFE = {
    "need": "Um armário com chave para as garrafas que esperam pelo rótulo.",
    "measure": {
        "type": "spend",
        "destination": "c",
        "criterion": "rendimento-minimo",
        "beneficiaries": 14,
        "costs": [
            {"what": "Armário de ferro", "unit": "CVE", "amount": "18000.00"},
            {"what": "Transporte", "unit": "CVE", "amount": "2500.00"},
        ],
        "own": [{"unit": "CVE", "amount": "2500.00"}],
        "requested": [{"unit": "CVE", "purpose": "unrestricted", "amount": "18000.00"}],
    },
    "pass_on_plan": "Ainda não é possível dizer.",
}

BODIES: dict[str, Any] = {
    # Territories and twinnings
    "register_territory": {
        "kind": "village",
        "country": "CV",
        "names": [{"language": "pt", "name": "Cova Alta"}, {"language": "kea", "name": "Kova Altu"}],
        "parent": REGISTER["country"],
    },
    "move_territory": {"parent": REGISTER["country"]},
    "state_together_membership": {"member": True},
    "state_resources": {
        "standing": "disadvantaged",
        "author": "Associação dos Moradores de Cova Alta",
        "grounds": "A água fica a uma hora a pé, e não há estrada.",
    },
    "name_territory": {"territory": REGISTER["territory"]},
    "join_association": {"upper": FUND["association"]},
    "propose_twinning": {
        "other": VALBRUNE["account"],
        "agreement": "Um mercado de inverno em cada terra, uma vez por ano.",
    },
    "accept_twinning": {},
    "suspend_twinning": {},
    "resume_twinning": {},
    "end_twinning": {},
    "begin_link": {
        "kind": "solidarity-tourism",
        "direction": "from-them",
        "actors": [
            {"side": "own", "kind": "civil-society", "name": "Grupo de caminhadas da Ribeira"},
            {"side": "twin", "kind": "civil-society"},
        ],
    },
    "end_link": {},
    "add_person_to_link": {"name": "Rosa Évora"},
    "give_name_consent": {"consent": "Disse-o na assembleia, e está na ata."},
    "withdraw_name_consent": {},
    # The register
    "register_association": {
        "kind": "residents-association",
        "tier": "micro-local",
        "name": "Associação dos Moradores de Cova Alta",
        "country": "CV",
    },
    "recognise_installation": {
        "key": VALBRUNES_KEY,
        "name": "Grand livre de Valbrune",
        "address": "https://ledger.valbrune.example",
    },
    "register_foreign_account": {
        "account": "account-va1br0ne00000000",
        "name": "Les Amis de Valbrune",
        "association_kind": "twinned-body",
        "tier": "micro-local",
        "country": "FR",
    },
    "exchange_messages": {
        "messages": [],
        "receipts": [],
        "receiver": REGISTER["installation"],
        "sender": REGISTER["installation"],
        "signature": "00" * 64,
    },
    "register_account": {"association": REGISTER["association_without_account"]},
    "issue_key": {
        "grants": [
            {"account": CALDEIRAS["account"], "member": CALDEIRAS["member"], "roles": ["member"]},
        ]
    },
    # The association
    "found_association": {
        "statutes": "Le comité anime le jumelage et gère en commun ce qui lui est confié.",
        "rules": {
            "quorum_percent": 30,
            "objection_days": 7,
            "criteria": [{"code": "isolement", "text": "Les personnes âgées qui vivent seules."}],
        },
        "founders": [
            {"name": "Odile Marchand", "office": "treasurer", "attests": True},
            {"name": "Bruno Keller", "office": "second-signatory", "attests": True},
            {"name": "Aïcha Benali", "office": "auditor"},
        ],
    },
    "enrol_member": {"name": "Alcinda Pires", "contact": "casa ao fundo da rua"},
    "leave_association": {},
    "suspend_member": {"reason": "Não devolveu as caixas de apanha, apesar de dois avisos."},
    "reinstate_member": {},
    "declare_of_age": {},
    "declare_purpose": {"kind": "project", "description": "Balança para a entrada da adega"},
    # Contributions
    "match_lines": {
        "unit": "EUR",
        "lines": [{"statement": VALBRUNE["statement"], "number": int(VALBRUNE["line_to_match"])}],
        "entries": [int(VALBRUNE["entry_to_match"])],
    },
    "undo_match": {"reason": "O extracto mostra outro Rui."},
    "book_line": {"what": {"type": "gift", "giver": {"name": "Rui Dias"}, "motive": "membership-fee"}},
    "receive_contribution": {
        "unit": "EUR",
        "amount": "40.00",
        "giver": CALDEIRAS["giver"],
        "motive": "remittance",
        "reference": "Extracto 12, linha 3",
    },
    "pledge_contribution": {
        "unit": "CVE",
        "amount": "15000.00",
        "giver": {"kind": "company", "name": "Loja da Praça, Lda."},
        "earmark": CALDEIRAS["purpose_other"],
    },
    "withdraw_pledge": {},
    "accept_earmark": {},
    "lift_earmark": {"consent": "A amicale escreve: usem onde fizer mais falta."},
    "reverse_contribution": {"reason": "Escrito na conta errada."},
    "refund_contribution": {"unit": "CVE", "amount": "4000.00", "reason": "Pagou a mais e pediu o troco."},
    # Entries of every day
    "book_entry": {
        "kind": "bank-fee",
        "unit": "CVE",
        "amount": "350.00",
        "reference": "Extracto 14, linha 6",
        "evidence": "Manutenção de conta, segundo o preçário do banco.",
    },
    "correct_entry": {"reason": "A comissão era da outra conta."},
    "count_place": {
        "place": CALDEIRAS["place_cash_box"],
        "unit": "CVE",
        "counted": "3880.00",
        "counted_by": [CALDEIRAS["second_signatory"], CALDEIRAS["auditor"]],
    },
    "book_counted_difference": {"booked": "3900.00"},
    "give_advance": {
        "holder": CALDEIRAS["second_signatory"],
        "unit": "CVE",
        "amount": "12000.00",
        "evidence": "Assinou o recibo no livro da caixa.",
    },
    "settle_advance": {},
    "receive_collection": {
        "unit": "CVE",
        "amount": "6400.00",
        "place": CALDEIRAS["place_cash_box"],
        "counted_by": [CALDEIRAS["second_signatory"], CALDEIRAS["auditor"]],
        "motive": "event",
    },
    # Places of money
    "note_bank_details": {
        "holder": CALDEIRAS["member"],
        "iban": "FR14 2004 1010 0505 0001 3M02 606",
        "bic": "PSSTFRPPXXX",
        "name": "Alcinda Pires",
    },
    "take_bank_answer": BANK_ANSWER,
    "make_payment_file": {
        "place": VALBRUNE["place_bank"],
        "disbursements": [VALBRUNE["disbursement_to_order"]],
    },
    "hand_in_payment_file": {},
    "withdraw_payment_file": {"reason": "O telefone ficou sem rede, e o banco não recebeu nada."},
    "open_place": {
        "kind": "mobile-wallet",
        "label": "telefone",
        "description": "O telefone da tesouraria.",
        "main_for": [],
    },
    "name_main_place": {"unit": "CVE"},
    "close_place": {},
    "move_money": {
        "unit": "CVE",
        "amount": "5000.00",
        "origin": CALDEIRAS["place_bank"],
        "target": CALDEIRAS["place_cash_box"],
        "evidence": "Talão de depósito.",
    },
    "reverse_move": {"reason": "O talão era da semana passada, e já estava lançado."},
    # Gifts in kind and work
    "deliver_goods": {
        "unit": "goat:piece",
        "amount": "2",
        "condition": "good",
        "giver": {"kind": "company", "name": "Quinta da Ladeira, Lda."},
    },
    "accept_goods": {"inspector": CALDEIRAS["second_signatory"], "condition": "good"},
    "refuse_goods": {"inspector": CALDEIRAS["second_signatory"], "reason": "A cortiça veio molhada."},
    "change_stock": {
        "kind": "birth",
        "unit": "goat:piece",
        "amount": "1",
        "reason": "Nasceu um cabrito na noite de sábado.",
        "confirmed_by": [CALDEIRAS["second_signatory"], CALDEIRAS["member"]],
    },
    "lend_goods": {
        "unit": "sprayer:piece",
        "amount": "1",
        "borrower": {"kind": "association", "name": "Grupo de mulheres vinhateiras"},
        "condition": "good",
    },
    "return_loan": {"amount": "1", "condition": "good"},
    "record_work_day": {
        "leader": CALDEIRAS["treasurer"],
        "lines": [
            {"worker": CALDEIRAS["second_signatory"], "minutes": 300},
            {"worker": {"name": "Alcinda Pires"}, "minutes": 240},
        ],
    },
    "confirm_work_day": {"confirmer": CALDEIRAS["member"]},
    "refuse_work_day": {"confirmer": CALDEIRAS["member"], "reason": "Nesse dia choveu e ninguém trabalhou."},
    "state_valuation": {
        "unit": "goat:piece",
        "amount": "1",
        "currency": "CVE",
        "value": "9000.00",
        "method": "market-price",
        "source": "Feira de gado do Porto Novo.",
    },
    # Proposals
    "draft_proposal": _SAFE,
    "amend_proposal": _SAFE,
    "declare_interest": {"tie": "close-tie"},
    "admit_proposal": {"version": 1},
    "report_proposal": {"report": "As duas cubas estão na adega e não vertem; não sobrou dinheiro."},
    # Rounds
    "draft_round": {
        "title": "Telefone da associação",
        "ballot_type": "yes-no-abstain",
        "body": "general-assembly",
        "items": [{"label": "telefone", "proposal": CALDEIRAS["proposal_admitted"]}],
        "closes": "2036-12-31T18:00:00-01:00",
    },
    "declare_recusal": {"reason": "A porta é feita pelo meu irmão."},
    "cast_ballot": {"choices": ["rega", "contas"]},
    "give_proxy": {"holder": CALDEIRAS["auditor"]},
    "withdraw_proxy": {"giver": CALDEIRAS["member_with_proxy"]},
    "raise_objection": {
        "label": "portão",
        "reason": "O ferreiro ofereceu a tranca, e ninguém o disse antes.",
    },
    "decide_objection": {
        "upheld": False,
        "reason": "A mangueira esteve na convocatória, que foi dita duas vezes.",
        "minutes": CALDEIRAS["minutes_on_objections"],
    },
    "make_item_final": {"label": "escada"},
    "annul_round": {
        "reason": "A convocatória não chegou a quem vive no alto da ribeira.",
        "minutes": CALDEIRAS["minutes_on_objections"],
    },
    "record_minutes": {
        "began": "2026-02-22T15:00:00-01:00",
        "ended": "2026-02-22T17:30:00-01:00",
        "convened": "2026-02-08",
        "convocation": "Afixada na porta da capela, e dita no fim da missa: um telefone para a associação.",
        "attendance": 9,
        "attesting": [CALDEIRAS["treasurer"], CALDEIRAS["auditor"]],
        "text": "Leram-se as contas. Falou-se do telefone, e votou-se de braço no ar.",
        "entry_until": "2036-12-31",
    },
    "fill_office": {"office": "second-signatory", "member": ROCHESAURE["member"]},
    "replace_key_by_minutes": {"member": CALDEIRAS["auditor"]},
    "decide_in_assembly": {
        "title": "Barómetro na sede",
        "ballot_type": "yes-no-abstain",
        "body": "general-assembly",
        "items": [{"label": "barómetro", "proposal": CALDEIRAS["proposal_for_assembly"]}],
        "totals": [
            {"label": "yes", "votes": 6},
            {"label": "no", "votes": 1},
            {"label": "abstain", "votes": 1},
        ],
    },
    "enter_show_of_hands": {
        "minutes": CALDEIRAS["minutes_to_enter"],
        "totals": [
            {"label": "rega", "votes": 5},
            {"label": "contas", "votes": 3},
            {"label": "laboratório", "votes": 1},
        ],
    },
    # Disbursements
    "authorise_disbursement": {
        "proposal": CALDEIRAS["proposal_accepted"],
        "tranche": 1,
        "unit": "CVE",
        "purpose": "unrestricted",
        "amount": "48000.00",
        "payee": {"kind": "company", "name": "Vidros do Norte, Lda."},
        "beneficiary": {"kind": "association", "name": "Grupo de mulheres vinhateiras"},
    },
    "send_disbursement": {},
    "settle_disbursement": {"reference": "Extracto 12, linha 5"},
    "forgive_promise": {"reason": "A colheita perdeu-se na cheia."},
    "fail_disbursement": {"reason": "O banco devolveu: conta encerrada."},
    "acknowledge_disbursement": {"acknowledgement": "Recebido por inteiro."},
    "evidence_disbursement": {"evidence": "Factura e fotografia da entrega."},
    "return_disbursement": {"reason": "O fabricante retirou a prensa e devolveu tudo."},
    "cancel_disbursement": {"reason": "As refeições foram oferecidas."},
    # Transfers
    "receive_transfer": {"reference": "Extracto 14, linha 2", "fee": "3.50"},
    "refuse_transfer": {"reason": "A oferta veio para uma obra que já não se faz."},
    "ask_to_void_transfer": {"reason": "Le second repas n'aura pas lieu."},
    # Learning
    "share_experience": {
        "theme": "food-and-drink",
        "text": "O bagaço da prensa seca ao sol e vai para a criação: nada se deita fora.",
    },
    "amend_experience": {
        "theme": "water",
        "text": "A água corre por turnos sorteados, e o quadro está à porta da sede.",
    },
    "hold_learning_exchange": {
        "twinning": CALDEIRAS["twinning"],
        "direction": "from-us",
        "participants": 7,
        "minutes": 150,
        "themes": ["farming", "food-and-drink"],
    },
    "adopt_practice": {
        "experience": VALBRUNE["experience"],
        "origin": VALBRUNE["account"],
        "twinning": CALDEIRAS["twinning"],
        "theme": "transport",
        "text": "Quem tem carrinha leva ao mercado quem já não pode andar; um caderno guarda as viagens, sem nomes.",
    },
    # Currency
    "exchange_currency": {
        "purpose": "unrestricted",
        "unit": "EUR",
        "amount": "20.00",
        "obtained": {
            "unit": "CVE",
            "amount": "2200.00",
            "rate": "110.265",
            "rate_per": "EUR",
            "source": "fixed-parity",
        },
        "fee": {"unit": "CVE", "amount": "50.00"},
        "reference": "Extracto 12, linha 8",
    },
    "reverse_currency_exchange": {"reason": "O extracto diz outro montante: lança-se de novo."},
    # Calls on the fund
    "give_opinion": {
        "opinion": "with-reservations",
        "text": "Ces outils manquent vraiment; le prix du transport nous semble élevé.",
    },
    "pass_call_on": {"to": FUND["account"]},
    # What the bank says
    "take_bank_file": (
        ":20:EXTRATO-2\n:25:000300004547069110176\n:28C:2/1\n:60F:C260227CVE0,\n"
        ":61:2602280228C2500,NTRFNONREF//BCA-8841\n:86:Alcinda Pires, quota de 2026\n:62F:C260228CVE2500,\n"
    ),
    # A cash book kept in a spreadsheet
    "take_in_sheet": (
        "N.º;Tipo;Data;Quem;Montante;Unidade\n"
        "2026-014;quota;28/02/2026;Alcinda Pires;500;CVE\n2026-015;donativo;28/02/2026;Rui Tavares;1 250,00;CVE\n"
    ),
    # Papers
    "file_paper": "Orçamento da oficina de Ponta do Sol: uma bomba de água, 18 500 escudos, válido por 30 dias.\n",
    "forget_paper": {
        "reason": "A fotografia mostra uma criança.",
        "confirmed_by": CALDEIRAS["auditor"],
    },
    # Flows between twins
    "state_flows": {"transfers": []},
    # Streams of lines
    "receive_contributions": (
        '{"unit": "CVE", "amount": "500", "giver": {"name": "Alcinda Pires"}, "motive": "membership-fee"}\n'
        '{"unit": "EUR", "amount": "25.00", "giver": {"name": "Dino Lopes"}, "idempotency_key": "linha-2"}\n'
    ),
    "enrol_members": '{"name": "Alcinda Pires"}\n{"name": "Dino Lopes", "of_age": false}\n',
    "cast_ballots": f'{{"member": "{CALDEIRAS["member"]}", "choices": ["rega"]}}\n',
}
"""By operation. A stream of lines is a text."""


def put_into(document: dict[str, Any]) -> None:
    """Write the examples into an OpenAPI document."""
    for operations in document["paths"].values():
        for operation in operations.values():
            name = operation["operationId"]
            given = {**PATHS, **PATHS_OF.get(name, {}), **QUERIES_OF.get(name, {})}
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "dry_run":
                    # Who tries an example from the documentation records nothing, unless they say so.
                    parameter["example"] = True
                if parameter["name"] in given and (parameter["in"] == "path" or parameter.get("required")):
                    parameter["example"] = given[parameter["name"]]
            if name in BODIES:
                for content in operation["requestBody"]["content"].values():
                    content["example"] = BODIES[name]
