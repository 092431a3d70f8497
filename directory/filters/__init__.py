from .poles import PoleFilter

__all__ = ["PoleFilter"]
