"""What Rasa may ask for: ``action_next``, on the business core."""
