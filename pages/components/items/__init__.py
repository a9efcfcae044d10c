"""Items on the screen: posters, lists, axes of taste, personas."""
