"""Whose session this is: asked on every page, and so by questions composed once."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from consultas import composed

from .models import User


class Backend(AuthenticationBackend):
    """allauth's, whose users come with their person."""

    def get_user(self, user_id):
        user = _user.first(id=user_id)
        return user if user and self.user_can_authenticate(user) else None


class SessionStore(db.SessionStore):
    """Django's sessions in the database (SESSION_ENGINE)."""

    def _get_session_from_db(self):
        session = _session.first(key=self.session_key, now=timezone.now())
        if session is None:
            self._session_key = None  # never the key that a visitor made up
        return session


@composed(id=models.BigAutoField())
def _user(id):
    return User.objects.select_related("person").filter(pk=id)


@composed(key=models.CharField(), now=models.DateTimeField())
def _session(key, now):
    return Session.objects.filter(session_key=key, expire_date__gt=now)
