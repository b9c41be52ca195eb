"""Everything that must be there before Viable can start, made with the standard library alone.

Runs on any Python from 3.8 on, since it runs before there is an environment.
"""
