"""What happens to exchanges, products and what was given, a verb at a time."""
