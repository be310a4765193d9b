"""The public pages: the calendar, an event, registering, the pass. Workshops use them too."""
