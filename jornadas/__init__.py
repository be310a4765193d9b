"""Programme, events and sessions, registration, waiting list, passes, printed lists."""
