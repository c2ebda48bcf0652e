"""Plain questions -> answers of a few sentences, built only from the record: each with its sources and words.

from reportedly.answering import ask
"""

from reportedly.answering.answers import ask
from reportedly.answering.cited import Answer, Citation, Sentence
from reportedly.answering.question import Asks, Question, understand

__all__ = ["Answer", "Asks", "Citation", "Question", "Sentence", "ask", "understand"]
