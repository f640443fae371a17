"""What is said of a log that contradicts itself."""


class HistoryFault(Exception):  # noqa: N818 - what is wrong is said in the sentence
    """The log contradicts itself, or a cache beside it contradicts the log; the sentence names where."""
