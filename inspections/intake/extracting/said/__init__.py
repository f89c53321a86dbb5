"""What a document says of how things are: findings, figures, answers to requirements."""
