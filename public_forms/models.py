"""What Django finds of this app's models; their table was made by the app `body`, whose label they keep."""

from .rate_limit import RateLimitCounter

__all__ = ["RateLimitCounter"]
