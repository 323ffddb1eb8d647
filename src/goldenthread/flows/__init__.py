"""Stories across contexts, one file each: what happens because something else did."""
