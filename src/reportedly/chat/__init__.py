"""A ledger for chat programs: what they ask, each answer with its sources (Model Context Protocol).

    from reportedly.chat.server import make_server

Nothing is imported here, so that a program which asks no ledger pays nothing.
"""
