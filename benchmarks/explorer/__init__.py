"""`make bench SUITE=explorer`: the page of pain points with all its facets, beside other ways to the same page.

`queries` asks, `oracle` answers in plain SQL, `gate` holds the columns to it, `targets` are what is timed, `ratios`
compares, `run` does all of it in one process.
"""
