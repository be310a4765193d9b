"""Writing to an audience: announcements to those of an event, oficios de invitación to enlaces."""
