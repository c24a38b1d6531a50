"""What a city or a network asks of people who have no login: a section, a figure, an opinion; and what they answered.

Words: a *request* has one task and one end; its *passages* are the texts that are asked for, each with the text that
went out and the draft that came back; *settling* takes the answer over, part by part, through the room that owns it.
Must not know: pages, and what is printed.
"""
