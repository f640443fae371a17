"""Ids in paths."""

from typing import Annotated, Any

from fastapi import Path

from api.http.models.base import pattern_of


def _id(prefix: str) -> Any:
    return Path(pattern=pattern_of(prefix))


AssociationPath = Annotated[str, _id("association")]
InstallationPath = Annotated[str, _id("installation")]
MessagePath = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,40}\.[0-9]{1,18}\.[0-9]{1,18}$")]
AccountPath = Annotated[str, _id("account")]
KeyPath = Annotated[str, _id("key")]
MemberPath = Annotated[str, _id("member")]
ContributionPath = Annotated[str, _id("contribution")]
ProposalPath = Annotated[str, _id("proposal")]
RoundPath = Annotated[str, _id("round")]
NumberPath = Annotated[int, Path(ge=1, le=10**9)]
PlacePath = Annotated[str, _id("place")]
MinutesPath = Annotated[str, _id("minutes")]
LoanPath = Annotated[str, _id("loan")]
BookingPath = Annotated[str, _id("booking")]
CountPath = Annotated[str, _id("count")]
PaperPath = Annotated[str, _id("paper")]
SheetPath = Annotated[str, _id("sheet")]
DisbursementPath = Annotated[str, _id("disbursement")]
PaymentFilePath = Annotated[str, _id("payment-file")]
HolderPath = Annotated[str, Path(pattern="^[a-z]{1,20}-[0-9a-z-]{1,60}$")]
TransferPath = Annotated[str, _id("transfer")]
ExperiencePath = Annotated[str, _id("experience")]
LearningPath = Annotated[str, _id("learning")]
LearnedPath = Annotated[str, Path(pattern="^(experience|learning|adoption)-[0-9a-z-]{1,60}$")]
CallPath = Annotated[str, _id("call")]
LinkPath = Annotated[str, _id("link")]
PersonPath = Annotated[str, _id("person")]
TerritoryPath = Annotated[str, _id("territory")]
TwinningPath = Annotated[str, _id("twinning")]
