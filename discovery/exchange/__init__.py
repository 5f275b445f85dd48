"""Documents as files: Markdown, a page of their own, and the evidence bundle."""
