"""Staff pages: leads for reps, accounts for admins; everything behind the sign-in."""

from web.console.router import console_router

__all__ = ["console_router"]
