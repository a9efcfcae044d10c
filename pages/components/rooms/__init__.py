"""Several people at once: rooms, groups, the wall, autoplay."""
