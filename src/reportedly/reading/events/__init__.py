"""Events: what an article says will happen, is happening or has happened, its status and its sources."""
