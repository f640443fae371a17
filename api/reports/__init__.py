"""The report of a period for the notice board: one page that prints, in three languages, without a person's name."""

from api.reports.page import page

__all__ = ["page"]
