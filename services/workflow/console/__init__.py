"""Plain pages rendered on the server: tasks, a form from a task's schema, a case."""
