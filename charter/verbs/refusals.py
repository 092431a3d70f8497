class Refused(Exception):
    """A verb that the state of things forbids; its text says why, in French."""
