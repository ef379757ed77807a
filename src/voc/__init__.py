"""voc: the bridge from customers' words to a product team's tracker."""

__version__ = "0.1.0"
