class Refused(Exception):
    """A verb that the state of a row forbids; its text says why, in French."""
