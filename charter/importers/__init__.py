"""What fills the charter from files."""
