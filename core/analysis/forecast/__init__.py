"""What the year's end may bring, in ranges, and what it takes to reach the target."""
