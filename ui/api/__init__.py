"""What programs read: figures, rows and history under ``/api/v1``, by a service token, and never write."""
