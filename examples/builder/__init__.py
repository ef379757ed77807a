"""What turns the hand-written texts of ``authoring/`` into the example export."""
