"""What happens to calls, applications, meetings and pairs, a file for each noun."""
