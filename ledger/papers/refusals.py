"""Why something about papers is refused."""

from ledger.refusals import Conflict, Forbidden, Malformed, NotFound, Refused, Unprocessable


class UnknownPaper(NotFound):
    """This account has no such paper: file it first, or check its id among the account's papers."""


class PaperEmpty(Malformed):
    """This paper has no bytes: send the file itself as the body."""


class PaperTooLarge(Unprocessable):
    """This paper is larger than {largest_bytes} bytes: photograph or scan it smaller, or file its pages one by one."""


class PaperTypeRefused(Unprocessable):
    """These bytes are no JPEG, PNG, WebP, PDF, plain text, CSV, XLSX or script-free XML: export it as one of these."""


class PaperNeverPublic(Unprocessable):
    """A bank file or a sheet names givers and references: file it for those who keep the books alone (C6, L9)."""


class PaperFiledOtherwise(Conflict):
    """These bytes are filed already as {paper}, which is not public: use that paper as it is (L9)."""


class PaperWasForgotten(Conflict):
    """This paper was forgotten on purpose: its event and its seal remain, and its bytes do not come back (L6)."""


class ForgettingUnconfirmed(Unprocessable):
    """A paper is forgotten by two officers: name another one than yourself who confirms it (L6)."""


class OnlyOfficersForget(Forbidden):
    """Only treasurer, second signatory and auditor have a paper forgotten, two of them together (L6)."""


class PaperNotForYou(Forbidden):
    """This paper is not public: use the key of somebody who may read it (L9)."""


class PaperWithheld(Conflict):
    """This page tells of an assembly while others still vote in its round: fetch it once the round is counted (V8)."""


class PaperAltered(Refused):
    """What is stored no longer fits seal {seal} and is not shown: run `usf papers check` and restore a copy."""


class PaperLost(Refused):
    """The bytes of this paper are missing, and nobody had them forgotten: file the same file again."""
