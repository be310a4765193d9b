"""The outbox: messages written in the transaction of their cause, sent in order, once."""
