"""What the explorer counts, as columns in memory: one array for each fact of a mention, a few for pain points.

`facts` holds the arrays and what is distinct in them, `rated` what follows for a reader, `counted` what a filter
leaves, `loaded` reads rows of the database, `live` keeps all of it in step with what is written.
"""
