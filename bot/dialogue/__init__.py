"""Reads the dialogue data that marketing tunes (`data/`). Nothing here imports Rasa."""
