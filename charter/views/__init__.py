"""Pages of the charter, one module for each thing that a visitor comes for."""
