from django.db import models


class CacheEntry(models.Model):
    """The table behind the shared cache, where failed sign-ins are counted.

    Django's database cache reads and writes it; it is a model only so that `migrate` makes it like any other table.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
