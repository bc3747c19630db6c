"""How a file of ours is known, and of which format it is. Imports nothing, since the first look must be quick."""

APPLICATION_ID = 0x63_6F_64_72
"""At byte 68 of the file: "codr". Tells a project from any other SQLite file."""

FORMAT = 3
"""Of the file: `PRAGMA user_version`. A greater one was written by a newer program and is refused."""

EVENT_FORMAT = 1
"""Of an event's canonical content; part of what is hashed. New kinds of events do not change it."""
