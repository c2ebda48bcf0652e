"""From annotated articles to the weights that Reportedly ships."""
