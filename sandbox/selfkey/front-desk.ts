/** What SelfKey itself does with bookings, and what somebody does who is at its database, in the SQL that its ORM would send. */
import { randomBytes } from 'node:crypto';
import { patchBooking, type PatchAnswer } from './patch';
import { roomIdOf, type Database } from './tables';

export interface DirectSale {
	/** The room's name. */
	room: string;
	/** `YYYY-MM-DD`. */
	checkIn: string;
	/** `YYYY-MM-DD`, exclusive. */
	checkOut: string;
	/** Default: the first hotel. */
	hotelSlug?: string;
	/** Major units of the currency; default 100 CHF. */
	amount?: number;
	currency?: string;
	lastName?: string;
	adults?: number;
	/** `pending` for a guest who has not paid; default `succeeded`. */
	paymentStatus?: 'pending' | 'succeeded' | 'failed';
	/** Default `classic_booking`; a place for the night in a car park is sold like a room. */
	bookingType?: 'classic_booking' | 'night_parking';
}

/** Only the given fields are changed. A guest's documents are given all together. */
export interface DeskEdit {
	/** The room's name; `null` takes the room away. */
	room?: string | null;
	note?: string;
	lastName?: string;
	checkIn?: string;
	checkOut?: string;
	adults?: number;
	amount?: number;
	paymentStatus?: 'succeeded' | 'failed';
	identity?: {
		birthDate: string;
		idNumber: string;
		address: string;
		postalCode: string;
		city: string;
		country: string;
	};
}

export interface FrontDesk {
	/**
	 * A guest books and pays on SelfKey's own page: inserted paid, without a second look at what is free; that the
	 * confirmation with the door code went out is a write of its own. @returns the booking's id
	 */
	directSale(sale: DirectSale): Promise<string>;
	/** A car parks for some hours, from now on: paid, without a room, with times in the dates. @returns the booking's id */
	sellDayParking(hotelSlug?: string): Promise<string>;
	/** `PATCH /api/bookings/{id}`: the only edit that SelfKey's application has. */
	patchBooking(bookingId: string, fields: Record<string, unknown>): Promise<PatchAnswer>;
	/** Somebody in the database changes a booking, whoever sold it: SelfKey has no screen for any of this but the note. */
	deskEdit(bookingId: string, edit: DeskEdit): Promise<void>;
	/** A direct guest's booking is given back, in the database. */
	cancelDirect(bookingId: string): Promise<void>;
	/** Somebody deletes the row. */
	deleteBooking(bookingId: string): Promise<void>;
}

export function actAtFrontDesk(database: Database, firstSlug: string, clock: () => Date = () => new Date()): FrontDesk {
	const now = () => clock().toISOString().replace('T', ' ').replace('Z', '');
	return {
		async directSale({
			room,
			checkIn,
			checkOut,
			hotelSlug = firstSlug,
			amount = 100,
			currency = 'CHF',
			lastName = 'Direct',
			adults = 1,
			paymentStatus = 'succeeded',
			bookingType = 'classic_booking',
		}) {
			const id = newId();
			await database.query(
				`INSERT INTO "bookings" ("id", "hotelSlug", "roomId", "clientFirstName", "clientLastName", "clientEmail", "clientPhone", "clientBirthDate", "clientAddress",
					"clientPostalCode", "clientCity", "clientCountry", "clientIdNumber", "amount", "ownerAmount", "platformCommission", "currency", "guests", "adults",
					"checkInDate", "checkOutDate", "bookingDate", "paymentStatus", "bookingType", "stripePaymentIntentId")
				VALUES ($1, $2, $3, 'Dora', $4, 'dora@example.com', '+41 21 000 00 00', '1980-05-05', 'Rue du Port 1', '1800', 'Vevey', 'CH', 'X1234567', $5::float8, $5::float8 * 0.93,
					$5::float8 * 0.07, $6, $7, $7, $8::text::date, $9::text::date, $10::text::timestamp, $11, $12, $13)`,
				[
					id,
					hotelSlug,
					roomIdOf(hotelSlug, room),
					lastName,
					amount,
					currency,
					adults,
					checkIn,
					checkOut,
					now(),
					paymentStatus,
					bookingType,
					paymentStatus === 'pending' ? null : `pi_dev_${id}`,
				],
			);
			if (paymentStatus === 'succeeded' && bookingType === 'classic_booking')
				await database.query(
					'UPDATE "bookings" SET "confirmationSent" = TRUE, "confirmationSentAt" = $2::text::timestamp WHERE "id" = $1',
					[id, now()],
				);
			return id;
		},
		async sellDayParking(hotelSlug = firstSlug) {
			const id = newId();
			await database.query(
				`INSERT INTO "bookings" ("id", "hotelSlug", "clientFirstName", "clientLastName", "clientEmail", "clientPhone", "clientBirthDate", "clientAddress",
					"clientPostalCode", "clientCity", "clientCountry", "clientIdNumber", "amount", "ownerAmount", "checkInDate", "checkOutDate", "bookingDate",
					"paymentStatus", "bookingType", "dayParkingDuration", "stripePaymentIntentId")
				VALUES ($1, $2, 'Paul', 'Parker', 'paul@example.com', '+41 21 000 00 01', '1990-01-01', 'Non renseigné', '0000', 'Non renseigné', 'Suisse', 'Non renseigné', 12, 12,
					$3::text::timestamp, $3::text::timestamp + interval '24 hours', $3::text::timestamp, 'succeeded', 'day_parking', '3h', $4)`,
				[id, hotelSlug, now(), `pi_dev_${id}`],
			);
			return id;
		},
		patchBooking: (bookingId, fields) => patchBooking(database, bookingId, fields),
		deskEdit: (bookingId, edit) => editBooking(database, bookingId, edit),
		async cancelDirect(bookingId) {
			await database.query(`UPDATE "bookings" SET "paymentStatus" = 'failed' WHERE "id" = $1`, [bookingId]);
		},
		async deleteBooking(bookingId) {
			await database.query('DELETE FROM "bookings" WHERE "id" = $1', [bookingId]);
		},
	};
}

function newId(): string {
	return `c${randomBytes(12).toString('hex')}`;
}

async function editBooking(database: Database, bookingId: string, edit: DeskEdit): Promise<void> {
	const { room, note, lastName, checkIn, checkOut, adults, amount, paymentStatus, identity } = edit;
	const columns: Record<string, unknown> = {
		...(note === undefined ? {} : { internalNote: note }),
		...(lastName === undefined ? {} : { clientLastName: lastName }),
		...(checkIn === undefined ? {} : { checkInDate: checkIn }),
		...(checkOut === undefined ? {} : { checkOutDate: checkOut }),
		...(adults === undefined ? {} : { adults }),
		...(amount === undefined ? {} : { amount }),
		...(paymentStatus === undefined ? {} : { paymentStatus }),
		...(identity && {
			clientBirthDate: identity.birthDate,
			clientIdNumber: identity.idNumber,
			clientAddress: identity.address,
			clientPostalCode: identity.postalCode,
			clientCity: identity.city,
			clientCountry: identity.country,
		}),
	};
	const dates = new Set(['clientBirthDate', 'checkInDate', 'checkOutDate']);
	const names = Object.keys(columns);
	const assignments = names.map((name, index) => `"${name}" = $${index + 2}${dates.has(name) ? '::text::date' : ''}`);
	const params = [bookingId, ...Object.values(columns)];
	if (room !== undefined) {
		params.push(room);
		// By the name that the front desk sees, within the booking's own hotel.
		assignments.push(
			`"roomId" = (SELECT r."id" FROM "rooms" r WHERE r."hotelSlug" = "bookings"."hotelSlug" AND r."name" = $${params.length}::text)`,
		);
	}
	if (assignments.length > 0)
		await database.query(`UPDATE "bookings" SET ${assignments.join(', ')} WHERE "id" = $1`, params);
}
