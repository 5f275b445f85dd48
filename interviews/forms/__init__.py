"""What people can type into the pages of the evidence side."""
