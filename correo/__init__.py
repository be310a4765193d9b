"""The outbox: messages written in the transaction of their cause, sent by the worker, in order, once."""
