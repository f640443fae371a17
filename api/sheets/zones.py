"""Which time zone the times of meetings are in."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from api.sheets.refusals import TimeZoneUnknown


def zone_of(name: str) -> ZoneInfo:
    """The zone of this name. Raises TimeZoneUnknown."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise TimeZoneUnknown from None
