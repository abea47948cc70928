"""The parts of the university page in the reader's order, each named as the card that it begins with."""

PARTS = ("behov", "hogskolan", "handelser", "scenario", "pastaenden", "argument")
