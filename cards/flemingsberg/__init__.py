"""Cards of the page on two sets of small areas."""
