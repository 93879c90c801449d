-- For the sandbox's own statistics: what was ever noted for the change feed, since the feed itself forgets what
-- nobody waits for any more.
CREATE TABLE IF NOT EXISTS "sandbox_noted_changes" ("origin" TEXT NOT NULL);

CREATE OR REPLACE FUNCTION "sandbox_note_change"() RETURNS TRIGGER LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	INSERT INTO "sandbox_noted_changes" VALUES (CASE WHEN NEW."originKind" = 'channel' THEN NEW."channel" ELSE regexp_replace(NEW."originKind", '^channel:', '') END);
	RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER "sandbox_change_noted" AFTER INSERT ON "booking_changes"
	FOR EACH ROW EXECUTE FUNCTION "sandbox_note_change"();
