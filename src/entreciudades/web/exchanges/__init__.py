"""What an alliance does together: exchanges and who travels, products, what each party gave and received."""
