"""The steps of the story, each a sentence that clicks and types."""
