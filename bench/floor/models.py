from django.db import models


class Row(models.Model):
    code = models.CharField(max_length=13, unique=True)

    class Meta:
        app_label = "floor"

    def __str__(self):
        return self.code


class Written(models.Model):
    code = models.CharField(max_length=13, db_index=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "floor"

    def __str__(self):
        return self.code
