"""Messages as they travel: written as mail, and handed to a server, a program or a folder."""
