"""All that can be asked of goods, in the order in which it happens to them."""

from ledger.goods.changing import ChangeStock
from ledger.goods.delivering import DeliverGoods
from ledger.goods.inspecting import AcceptGoods, RefuseGoods
from ledger.goods.lending import LendGoods, ReturnLoan

__all__ = ["AcceptGoods", "ChangeStock", "DeliverGoods", "LendGoods", "RefuseGoods", "ReturnLoan"]
