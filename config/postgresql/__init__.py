"""Django's PostgreSQL, whose connections are looked at without a question.

Before its first question of a request Django asks "SELECT 1" to see whether the server is still
there: words that travel there and back, at the rush hour a tenth of what a registration waits for.
But a server that ends a connection says so on it: where nothing lies unread, it is still there.
"""
