"""Words of the house inside a sentence."""


def within(label: object) -> str:
    """A state's label as it stands inside a sentence: "In service" becomes "in service", "In Betrieb" "in Betrieb"."""
    text = str(label)
    return text[:1].lower() + text[1:]
