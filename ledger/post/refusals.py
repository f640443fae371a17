"""Why a parcel or a message of another installation is refused."""

from ledger.refusals import Forbidden, Malformed, NotFound, Unprocessable


class ParcelMalformed(Malformed):
    """This is no parcel as an installation writes it: have it copied again, and change nothing in it (X3)."""


class ParcelTooLarge(Malformed):
    """A parcel has at most {largest_bytes} bytes and 200 messages: have it written in several (X3)."""


class SignatureWrong(Forbidden):
    """The signature does not fit: this was changed on its way, or somebody else wrote it; nothing was recorded (X3)."""


class ParcelForAnother(Unprocessable):
    """This parcel is for another installation: carry it there (X3)."""


class PaperUnfit(Unprocessable):
    """A text in this parcel does not fit its seal: have the parcel written again; nothing was recorded (X3)."""


class SenderNotRegistered(Forbidden):
    """The account that sends this is not registered as one of that installation: register it first (X3)."""


class TextNotBrought(Forbidden):
    """This names a text that lies here and does not bring it: who names a text knows it, and sends it along (L9)."""


class MessageNotUnderstood(Malformed):
    """A message of a kind that is not taken in from other installations: install the version that knows it (X3)."""


class UnknownMessage(NotFound):
    """No message of this id was refused: look at what waits (X3)."""
