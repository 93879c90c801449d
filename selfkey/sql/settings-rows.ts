/** The hotel's settings in the configuration of one of its integrations. */
import { select, type SqlDatabase } from './client';

export interface SettingsToSave {
	hotelSlug: string;
	integrationId: string;
	revision: number;
	settings: Readonly<Record<string, unknown>>;
}

/** A configuration that SelfKey or a person has left without a number is at revision 0. */
const REVISION = `CASE WHEN jsonb_typeof("configuration"->'settingsRevision') = 'number' THEN ("configuration"->>'settingsRevision')::numeric ELSE 0 END`;

/** One statement, so that of two who save at once the second finds another revision. */
export async function saveSettings(
	database: SqlDatabase,
	{ hotelSlug, integrationId, revision, settings }: SettingsToSave,
): Promise<boolean> {
	const rows = await select(
		database,
		`UPDATE "integrations"
		SET "configuration" = CASE WHEN jsonb_typeof("configuration") = 'object' THEN "configuration" ELSE '{}' END || $4::text::jsonb
		WHERE "id" = $1 AND "establishmentSlug" = $2 AND ${REVISION} = $3 RETURNING 1`,
		[integrationId, hotelSlug, revision, JSON.stringify({ ...settings, settingsRevision: revision + 1 })],
	);
	return rows.length > 0;
}
