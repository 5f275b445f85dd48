"""The note language: what the lines of an interview's notes mean, and what becomes of them from one save to the next.

Pure modules, without Django and without input or output:

- ``parser``: text to typed lines, and one line back to text;
- ``dates``: the date that leads a follow-up;
- ``reconcile``: the records of the last save and the lines of this one, to operations;
- ``rewrite``: edits of the side panel, as edits of the text;
- ``merge``: two texts that grew from the same one.
"""
