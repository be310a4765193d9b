"""What pages of other rooms ask of the practices."""
