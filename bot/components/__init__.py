"""Rasa components around the pure cores `bot.extract` and `bot.intents`."""
