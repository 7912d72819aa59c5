"""The site as visitors meet it: production settings, gunicorn, compressed static files, the demo's content."""
