"""What comes in from files and what goes out to them, by way of pure readers and writers."""
