"""What people can type into the pages of decisions."""
