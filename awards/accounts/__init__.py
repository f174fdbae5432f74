"""Users, their roles in editions, sign-in and invitations."""
