/** `PATCH /api/bookings/{id}`: public, by id, and all that SelfKey's application can change of a booking. */
import type { Database } from './tables';

export interface PatchAnswer {
	status: number;
	body: Record<string, unknown>;
}

/** The birth date is not among them: no route of SelfKey's can correct one. */
const FIELDS = [
	'clientFirstName',
	'clientLastName',
	'clientEmail',
	'clientPhone',
	'clientAddress',
	'clientPostalCode',
	'clientCity',
	'clientCountry',
	'clientIdNumber',
] as const;

/** Texts only. A booking that names a payment takes the note alone; what is none of the fields is passed over. */
export async function patchBooking(
	database: Database,
	bookingId: string,
	fields: Record<string, unknown>,
): Promise<PatchAnswer> {
	const { rows } = await database.query('SELECT "stripePaymentIntentId" AS "intent" FROM "bookings" WHERE "id" = $1', [
		bookingId,
	]);
	const [found] = rows as Array<{ intent: string | null }>;
	if (!found) return { status: 404, body: { error: 'Réservation non trouvée' } };
	const isNoteOnly = Object.keys(fields).length === 1 && fields['internalNote'] !== undefined;
	if (found.intent && !isNoteOnly)
		return { status: 400, body: { error: 'Impossible de modifier une réservation déjà payée' } };
	const note = fields['internalNote'];
	const changes: Array<[column: string, value: string | null]> = [
		...FIELDS.flatMap((field): Array<[string, string]> => {
			const value = fields[field];
			return typeof value === 'string' ? [[field, value]] : [];
		}),
		...(note === undefined
			? []
			: [['internalNote', note === null || note === '' ? null : String(note)] satisfies [string, string | null]]),
	];
	if (changes.length === 0) return { status: 400, body: { error: 'Aucun champ valide à modifier' } };
	const assignments = changes.map(([column], index) => `"${column}" = $${index + 2}`).join(', ');
	const updated = await database.query(
		`UPDATE "bookings" b SET ${assignments} WHERE "id" = $1 RETURNING to_jsonb(b) AS "booking"`,
		[bookingId, ...changes.map(([, value]) => value)],
	);
	return { status: 200, body: (updated.rows as Array<{ booking: Record<string, unknown> }>)[0]?.booking ?? {} };
}
