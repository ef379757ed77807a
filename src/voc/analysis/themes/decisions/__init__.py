"""What voc found and what people ruled become what everyone sees: a pure replay, from the beginning each time."""
