/**
 * What SelfKey's application makes of a booking's payment: its routes and pages ask only whether there is a payment
 * intent, and what the payment status is. Read from its source; the file is named at each function.
 */
import type { Database } from './tables';

interface Row {
	paymentStatus: string;
	intent: string | null;
	amount: number;
	currency: string;
	accessCode: string | null;
}

/** What a guest gets to see behind the link to the booking. */
export type GuestPage =
	| { page: 'confirmed' }
	/** A form that asks for the amount; whether Stripe takes it is another matter. */
	| { page: 'payment'; amount: number }
	/** Each of the two pages sends the guest to the other. */
	| { page: 'redirected for ever' };

/** The least that Stripe collects of Swiss francs or euros, in major units. */
const STRIPE_MINIMUM = 0.5;

async function rowOf(database: Database, bookingId: string): Promise<Row> {
	const { rows } = await database.query(
		`SELECT b."paymentStatus", b."stripePaymentIntentId" AS "intent", b."amount", b."currency", r."accessCode"
		FROM "bookings" b LEFT JOIN "rooms" r ON r."id" = b."roomId" WHERE b."id" = $1`,
		[bookingId],
	);
	const [row] = rows as Row[];
	if (!row) throw new RangeError('There is no such booking');
	return row;
}

/** `POST /api/bookings/{id}/send-confirmation`. The payment status is not looked at. */
export async function sendConfirmation(
	database: Database,
	bookingId: string,
	now: Date,
): Promise<{ status: number; accessCode: string | null }> {
	const { intent, accessCode } = await rowOf(database, bookingId);
	if (!intent) return { status: 400, accessCode: null };
	await database.query(
		`UPDATE "bookings" SET "confirmationMethod" = 'email', "confirmationSent" = TRUE, "confirmationSentAt" = $2::text::timestamp WHERE "id" = $1`,
		[bookingId, now.toISOString().replace('T', ' ').replace('Z', '')],
	);
	return { status: 200, accessCode };
}

/** `[hotel]/success/page.tsx` and `[hotel]/payment/page.tsx`, from the first on. */
export async function guestPage(database: Database, bookingId: string): Promise<GuestPage> {
	const { paymentStatus, intent, amount } = await rowOf(database, bookingId);
	if (intent) return { page: 'confirmed' };
	return paymentStatus === 'succeeded' ? { page: 'redirected for ever' } : { page: 'payment', amount };
}

/** `GET /api/bookings/{id}/payment-intent`, which the form calls: makes a new intent, whatever there was before. */
export async function createPaymentIntent(database: Database, bookingId: string): Promise<{ status: number }> {
	const { amount } = await rowOf(database, bookingId);
	if (amount < STRIPE_MINIMUM) return { status: 400 };
	await database.query(`UPDATE "bookings" SET "stripePaymentIntentId" = 'pi_' || "id" WHERE "id" = $1`, [bookingId]);
	return { status: 200 };
}

/** `api/admin/payment-report`: the sums of a hotel, taken for francs that Stripe has collected. */
export async function paymentReport(
	database: Database,
	hotelSlug: string,
): Promise<{ totalAmount: number; totalOwnerAmount: number }> {
	const { rows } = await database.query(
		`SELECT "amount", "ownerAmount" FROM "bookings" WHERE "hotelSlug" = $1 AND "paymentStatus" = 'succeeded'`,
		[hotelSlug],
	);
	const bookings = rows as Array<{ amount: number; ownerAmount: number }>;
	return {
		totalAmount: bookings.reduce((sum, { amount }) => sum + amount, 0),
		totalOwnerAmount: bookings.reduce((sum, { ownerAmount }) => sum + ownerAmount, 0),
	};
}

/** `api/admin/sync-stripe-fees`, every night: the intents whose fee Stripe is asked for. */
export async function intentsWithoutFee(database: Database, hotelSlug: string): Promise<string[]> {
	const { rows } = await database.query(
		`SELECT "stripePaymentIntentId" AS "intent" FROM "bookings"
		WHERE "hotelSlug" = $1 AND "stripePaymentIntentId" IS NOT NULL AND "paymentStatus" = 'succeeded' AND "stripeFee" IS NULL ORDER BY 1`,
		[hotelSlug],
	);
	const isOfTest = (intent: string) => ['pi_test_', 'pi_dev_', 'test_'].some((prefix) => intent.startsWith(prefix));
	return (rows as Array<{ intent: string }>).map(({ intent }) => intent).filter((intent) => !isOfTest(intent));
}

/** `api/admin/rooms/[id]/bookings-status`: whether the room may be deleted without a question. */
export async function hasBookings(database: Database, roomId: string, today: string): Promise<boolean> {
	const { rows } = await database.query(
		`SELECT 1 FROM "bookings" WHERE "roomId" = $1 AND "stripePaymentIntentId" IS NOT NULL AND "checkOutDate" > $2::text::date LIMIT 1`,
		[roomId, today],
	);
	return rows.length > 0;
}
