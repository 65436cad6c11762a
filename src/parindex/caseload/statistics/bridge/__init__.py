"""Steps from the one-stop report's ratio to that of Decision 766; they add up exactly."""
