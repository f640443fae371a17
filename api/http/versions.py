"""The version of an aggregate, as its ETag, at the position that an answer reflects."""


def etag(version: int) -> dict[str, str]:
    """The header."""
    return {"ETag": f'"{version}"'}
