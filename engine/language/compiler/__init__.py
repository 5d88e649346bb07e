"""From what officers wrote to programs: steps are laid out in one row, names and targets resolved, words and conditions made functions."""
