-- History on SQLite: one door to add to it, and triggers that refuse everything else.
-- Statements are parted by empty lines.

-- The door: a view that nobody can read anything from, and that adds an entry when inserted into.
-- The head comes first and last, so that the guards below always find the state they expect.
CREATE VIEW history_append AS
  SELECT tenant_id, number, at, kind, actor_ref, person_ref, assistance_id, about, private, leaf, leaf_hash,
         x'' AS frontier, x'' AS root
  FROM history_entry WHERE 0;

CREATE TRIGGER history_append_adds INSTEAD OF INSERT ON history_append BEGIN
  INSERT INTO history_head (tenant_id, size, frontier, root)
    SELECT NEW.tenant_id, 0, x'', x''
    WHERE NOT EXISTS (SELECT 1 FROM history_head WHERE tenant_id = NEW.tenant_id);
  INSERT INTO history_entry
    (tenant_id, number, at, kind, actor_ref, person_ref, assistance_id, about, private, leaf, leaf_hash)
    VALUES (NEW.tenant_id, NEW.number, NEW.at, NEW.kind, NEW.actor_ref, NEW.person_ref, NEW.assistance_id,
            NEW.about, NEW.private, NEW.leaf, NEW.leaf_hash);
  UPDATE history_head SET size = size + 1, frontier = NEW.frontier, root = NEW.root
    WHERE tenant_id = NEW.tenant_id;
END;

CREATE TRIGGER history_entry_is_not_changed BEFORE UPDATE ON history_entry BEGIN
  SELECT RAISE(ABORT, 'history is only ever added to');
END;

CREATE TRIGGER history_entry_is_not_removed BEFORE DELETE ON history_entry BEGIN
  SELECT RAISE(ABORT, 'history is only ever added to');
END;

-- REPLACE removes what is in its way without asking the trigger above, so nothing may be in its way.
CREATE TRIGGER history_entry_follows BEFORE INSERT ON history_entry
WHEN NEW.number IS NOT (SELECT size FROM history_head WHERE tenant_id = NEW.tenant_id)
  OR EXISTS (SELECT 1 FROM history_entry WHERE rowid = NEW.rowid)
  OR EXISTS (SELECT 1 FROM history_entry WHERE tenant_id = NEW.tenant_id AND number = NEW.number) BEGIN
  SELECT RAISE(ABORT, 'an entry must follow the last one');
END;

CREATE TRIGGER history_head_begins BEFORE INSERT ON history_head
WHEN NEW.size IS NOT 0
  OR EXISTS (SELECT 1 FROM history_head WHERE rowid = NEW.rowid OR tenant_id = NEW.tenant_id) BEGIN
  SELECT RAISE(ABORT, 'the head only follows the entries');
END;

CREATE TRIGGER history_head_advances BEFORE UPDATE ON history_head
WHEN (NEW.tenant_id = OLD.tenant_id AND NEW.size = OLD.size + 1
  AND EXISTS (SELECT 1 FROM history_entry WHERE tenant_id = OLD.tenant_id AND number = OLD.size)) IS NOT TRUE
BEGIN
  SELECT RAISE(ABORT, 'the head only follows the entries');
END;

CREATE TRIGGER history_head_is_not_removed BEFORE DELETE ON history_head BEGIN
  SELECT RAISE(ABORT, 'history is only ever added to');
END;
