"""What the pages say: a card is a finding, its picture, its table, its notes and its source. Nothing here draws on a screen."""
