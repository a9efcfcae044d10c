"""A folder or file of somebody's read into a data set and a report; rows appended later."""
