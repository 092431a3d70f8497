from .asked import WHERE
from .poles import PoleFilter

__all__ = ["WHERE", "PoleFilter"]
