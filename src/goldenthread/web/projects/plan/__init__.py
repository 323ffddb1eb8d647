"""The plan of a project: read, drawn, dragged, its tasks and resources, and Microsoft Project's way in and out."""
