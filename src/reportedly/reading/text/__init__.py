"""Text alone: quotation marks, and lines that a mail program or a terminal wrapped."""
