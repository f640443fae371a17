"""What is told on paper: the page of a period for the notice board, and statements to givers and funders."""

from api.reports.page import page
from api.reports.statements import funder_statement, giver_statement

__all__ = ["funder_statement", "giver_statement", "page"]
