"""Sheets: a cash book kept in a spreadsheet, taken in row by row.

`words` holds headings and kinds in three languages; `reading` makes entries of a file, `cells` and `entry` read what
stands in them, `kinds` and `assembly` say which commands they are, `taking` rehearses and records them, and `template`
writes an empty sheet with its explanations.
"""
