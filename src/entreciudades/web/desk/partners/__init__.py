"""How an admitted city finds its partner: its short list, its meetings, its preferences, the pair proposed to it."""
