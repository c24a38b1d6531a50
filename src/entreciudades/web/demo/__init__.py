"""The way into the demonstration: enter as one of its people, read the mail it would have sent. Not in the product."""
