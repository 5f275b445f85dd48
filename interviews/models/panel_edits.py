"""Acts in the side panel of the log screen, by the name that the browser gave each."""

from __future__ import annotations

from django.db import models

from .interviews import Interview


class PanelEdit(models.Model):
    """One act in the panel that reached the server: sent again, because its answer was lost, it is not done again."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="panel_edits", db_index=False)
    key = models.CharField(max_length=36)
    done = models.BooleanField(default=True, help_text="No: it did not fit what the notes had become.")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["interview", "key"], name="panel_edit_once")]

    def __str__(self) -> str:
        return self.key
