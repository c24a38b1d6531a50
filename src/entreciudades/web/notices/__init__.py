"""What one person has to do and is told, whatever their organisations: tasks, notices, preferences, the way to stop."""
