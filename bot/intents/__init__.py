"""What a message wants: clauses, their intents, and which of them leads. Nothing here imports Rasa."""
