"""What can be asked: to book what happened to money without a gift or a payment, to count a place, to correct."""

from ledger.bookings.booking import BookEntry, CorrectEntry
from ledger.bookings.counting import BookCountedDifference, CountPlace

__all__ = ["BookCountedDifference", "BookEntry", "CorrectEntry", "CountPlace"]
