"""What the pages' cards borrow from each other, by subject: words and names, areas, breaks and weights, standings, goals, comparisons."""
