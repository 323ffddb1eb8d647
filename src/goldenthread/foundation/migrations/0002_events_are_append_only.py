"""Facts are kept for ever: a trigger refuses their change and deletion. The rate limits' cache table comes along."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION foundation_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are append-only';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON foundation_event
    FOR EACH ROW EXECUTE FUNCTION foundation_event_append_only();
"""
FREE = """
DROP TRIGGER event_append_only ON foundation_event;
DROP FUNCTION foundation_event_append_only();
"""
CACHE = """
CREATE TABLE house_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX house_cache_expires ON house_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, FREE),
        migrations.RunSQL(CACHE, "DROP TABLE house_cache"),
    ]
