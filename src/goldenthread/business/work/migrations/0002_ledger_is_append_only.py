"""The ledger is kept for ever: a trigger refuses the change and the deletion of an entry."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION work_ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only';
END $$;
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON work_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION work_ledger_append_only();
"""
FREE = """
DROP TRIGGER ledger_append_only ON work_ledgerentry;
DROP FUNCTION work_ledger_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial")]

    operations = [migrations.RunSQL(APPEND_ONLY, FREE)]
