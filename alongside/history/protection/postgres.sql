-- History on PostgreSQL: one door to add to it, and triggers that refuse everything else.
-- "SCHEMA." stands for the schema that the tables are in; every name is qualified with it, so that
-- nothing a caller has made or put into the search path can stand in for ours.

-- The door. Takes the two halves of an entry's header, around its number, and the sealed part.
-- The columns are read from the header, so a caller cannot make them say something else.
-- Writers of one tenant queue at the head's row until they commit.
CREATE OR REPLACE FUNCTION SCHEMA.history_append(before text, after text, sealed text)
RETURNS TABLE (entry_number bigint, entry_hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
  header jsonb := before || '0' || after;
  tenant bigint := header ->> 'tenant';
  head SCHEMA.history_head%ROWTYPE;
  leaf text;
  node bytea;
  higher bigint;
BEGIN
  SELECT * INTO head FROM SCHEMA.history_head WHERE tenant_id = tenant FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO SCHEMA.history_head (tenant_id, size, frontier, root)
    VALUES (tenant, 0, '', sha256('')) ON CONFLICT DO NOTHING;
    SELECT * INTO STRICT head FROM SCHEMA.history_head WHERE tenant_id = tenant FOR UPDATE;
  END IF;

  entry_number := head.size;
  leaf := before || entry_number || after || E'\n' || sealed;
  header := before || entry_number || after;
  IF (header ->> 'number')::bigint IS DISTINCT FROM entry_number THEN
    RAISE EXCEPTION 'the header has no place for its number' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF octet_length(leaf) > 65535 THEN
    RAISE EXCEPTION 'an entry is longer than 65535 bytes' USING ERRCODE = 'program_limit_exceeded';
  END IF;
  entry_hash := sha256('\x00'::bytea || convert_to(leaf, 'UTF8'));

  INSERT INTO SCHEMA.history_entry
    (tenant_id, number, at, kind, actor_ref, person_ref, assistance_id, about, private, leaf, leaf_hash)
  VALUES
    (tenant, entry_number, (header ->> 'at')::timestamptz, header ->> 'kind', (header ->> 'actor')::uuid,
     (header ->> 'person')::uuid, (header ->> 'assistance')::uuid, header ->> 'about',
     (header ->> 'private')::boolean, leaf, entry_hash);

  -- The frontier holds the perfect subtrees of the log, the largest first, 32 bytes each (RFC 6962).
  -- A new leaf closes as many of them as the size ends in ones.
  node := entry_hash;
  higher := head.size;
  WHILE higher % 2 = 1 LOOP
    node := sha256('\x01'::bytea || substr(head.frontier, length(head.frontier) - 31) || node);
    head.frontier := substr(head.frontier, 1, length(head.frontier) - 32);
    higher := higher / 2;
  END LOOP;
  head.frontier := head.frontier || node;
  head.root := node;
  FOR position IN REVERSE length(head.frontier) / 32 - 1 .. 1 LOOP
    head.root := sha256('\x01'::bytea || substr(head.frontier, position * 32 - 31, 32) || head.root);
  END LOOP;
  UPDATE SCHEMA.history_head
  SET size = head.size + 1, frontier = head.frontier, root = head.root WHERE tenant_id = tenant;
  RETURN NEXT;
END $function$;

CREATE OR REPLACE FUNCTION SCHEMA.history_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  RAISE EXCEPTION 'history is only ever added to: % of % refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $function$;

CREATE OR REPLACE FUNCTION SCHEMA.history_entry_follows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  IF NEW.number IS DISTINCT FROM (SELECT size FROM SCHEMA.history_head WHERE tenant_id = NEW.tenant_id) THEN
    RAISE EXCEPTION 'entry % does not follow the last one', NEW.number USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION SCHEMA.history_head_advances() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.size = 0 THEN RETURN NEW; END IF;
  ELSIF NEW.tenant_id = OLD.tenant_id AND NEW.size = OLD.size + 1
    AND EXISTS (SELECT FROM SCHEMA.history_entry WHERE tenant_id = OLD.tenant_id AND number = OLD.size) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the head only follows the entries' USING ERRCODE = 'restrict_violation';
END $function$;

DROP TRIGGER IF EXISTS history_entry_stays ON SCHEMA.history_entry;
CREATE TRIGGER history_entry_stays BEFORE UPDATE OR DELETE ON SCHEMA.history_entry
  FOR EACH ROW EXECUTE FUNCTION SCHEMA.history_refuse();
DROP TRIGGER IF EXISTS history_entry_is_not_emptied ON SCHEMA.history_entry;
CREATE TRIGGER history_entry_is_not_emptied BEFORE TRUNCATE ON SCHEMA.history_entry
  FOR EACH STATEMENT EXECUTE FUNCTION SCHEMA.history_refuse();
DROP TRIGGER IF EXISTS history_entry_follows ON SCHEMA.history_entry;
CREATE TRIGGER history_entry_follows BEFORE INSERT ON SCHEMA.history_entry
  FOR EACH ROW EXECUTE FUNCTION SCHEMA.history_entry_follows();
DROP TRIGGER IF EXISTS history_head_stays ON SCHEMA.history_head;
CREATE TRIGGER history_head_stays BEFORE DELETE ON SCHEMA.history_head
  FOR EACH ROW EXECUTE FUNCTION SCHEMA.history_refuse();
DROP TRIGGER IF EXISTS history_head_is_not_emptied ON SCHEMA.history_head;
CREATE TRIGGER history_head_is_not_emptied BEFORE TRUNCATE ON SCHEMA.history_head
  FOR EACH STATEMENT EXECUTE FUNCTION SCHEMA.history_refuse();
DROP TRIGGER IF EXISTS history_head_advances ON SCHEMA.history_head;
CREATE TRIGGER history_head_advances BEFORE INSERT OR UPDATE ON SCHEMA.history_head
  FOR EACH ROW EXECUTE FUNCTION SCHEMA.history_head_advances();

-- ALWAYS: also for a session that calls itself a replica.
ALTER TABLE SCHEMA.history_entry ENABLE ALWAYS TRIGGER history_entry_stays;
ALTER TABLE SCHEMA.history_entry ENABLE ALWAYS TRIGGER history_entry_is_not_emptied;
ALTER TABLE SCHEMA.history_entry ENABLE ALWAYS TRIGGER history_entry_follows;
ALTER TABLE SCHEMA.history_head ENABLE ALWAYS TRIGGER history_head_stays;
ALTER TABLE SCHEMA.history_head ENABLE ALWAYS TRIGGER history_head_is_not_emptied;
ALTER TABLE SCHEMA.history_head ENABLE ALWAYS TRIGGER history_head_advances;
