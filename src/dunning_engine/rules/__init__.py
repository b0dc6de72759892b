"""One meaning for conditions, and the engines that decide which rules hold on a fact row."""
