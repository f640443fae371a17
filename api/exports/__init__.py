"""The journal in forms that others' programs accept: nothing of a person stands in any of them (L9)."""

from api.exports.formats import ENDINGS, MEDIA_TYPES, OF_ALL, ExportFormat, write
from api.exports.gathering import Book, gather

__all__ = ["ENDINGS", "MEDIA_TYPES", "OF_ALL", "Book", "ExportFormat", "gather", "write"]
