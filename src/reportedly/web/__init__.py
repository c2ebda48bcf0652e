"""The reading room: a ledger as pages, an API, a calendar and feeds, served from this machine.

    from reportedly.web.app import create_app

Nothing is imported here, so that a program which serves nothing pays nothing.
"""
