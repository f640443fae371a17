"""All views, in the order in which they react."""

from projections.accounts import Accounts
from projections.audit import Audit
from projections.balances import Balances
from projections.base import View
from projections.bookings import Bookings
from projections.calls import Calls
from projections.chains import Chains
from projections.contributions import Contributions
from projections.currency_exchanges import CurrencyExchanges
from projections.disbursements import Disbursements
from projections.entries import Entries
from projections.flows import Flows
from projections.installations import Installations
from projections.keys import Keys
from projections.learning import Learning
from projections.links import Links
from projections.members import Members
from projections.minutes import MinutesKept
from projections.overlays import Overlays
from projections.papers import Papers
from projections.payment_files import PaymentFiles
from projections.periods import Periods
from projections.places import Places
from projections.proposals import Proposals
from projections.rounds import Rounds
from projections.statements import Statements
from projections.stock import Stock
from projections.territories import Territories
from projections.transfers import Transfers
from projections.twinnings import Twinnings
from projections.work_days import WorkDays

VIEWS: tuple[View, ...] = (
    Balances(),
    Entries(),
    Audit(),
    Contributions(),
    Proposals(),
    Rounds(),
    MinutesKept(),
    Disbursements(),
    PaymentFiles(),
    Members(),
    Accounts(),
    Keys(),
    Installations(),
    Chains(),
    Stock(),
    WorkDays(),
    Overlays(),
    Periods(),
    CurrencyExchanges(),
    Bookings(),
    Transfers(),
    Learning(),
    Calls(),
    Flows(),
    Territories(),
    Twinnings(),
    Links(),
    Places(),
    Statements(),
    Papers(),
)
