"""What the server does around the app: who is let in, under which headers, and what a navigation is answered with."""
