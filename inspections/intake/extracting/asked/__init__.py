"""What a document asks for: recommendations, priority actions, areas for improvement."""
