/** What SelfKey itself and the people at the desk do, in the SQL that SelfKey's ORM would send. */
import { randomBytes } from 'node:crypto';
import { roomIdOf, type Database } from './tables';

export interface DirectSale {
	/** The room's name. */
	room: string;
	/** `YYYY-MM-DD`. */
	checkIn: string;
	/** `YYYY-MM-DD`, exclusive. */
	checkOut: string;
	/** The first hotel where it is not given. */
	hotelSlug?: string;
	/** Major units of the currency; default 100 CHF. */
	amount?: number;
	currency?: string;
	lastName?: string;
	adults?: number;
	/** `pending` until the guest has paid; default `succeeded`. */
	paymentStatus?: 'pending' | 'succeeded' | 'failed';
	bookingType?: 'night' | 'day';
}

/** What is given is changed. A guest's papers are given all together. */
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
	/** A guest books on SelfKey's own page: inserted unpaid, then paid, without a second look at what is free. @returns the booking's id */
	directSale(sale: DirectSale): Promise<string>;
	/** Somebody at the desk changes a booking, whoever sold it. */
	deskEdit(bookingId: string, edit: DeskEdit): Promise<void>;
	/** A direct guest's booking is given back. */
	cancelDirect(bookingId: string): Promise<void>;
	/** Somebody deletes the row. */
	deleteBooking(bookingId: string): Promise<void>;
}

export function actAtFrontDesk(database: Database, firstSlug: string, clock: () => Date = () => new Date()): FrontDesk {
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
			bookingType = 'night',
		}) {
			const id = `c${randomBytes(12).toString('hex')}`;
			const bookedAt = clock().toISOString().replace('T', ' ').replace('Z', '');
			await database.query(
				`INSERT INTO "bookings" ("id", "hotelSlug", "roomId", "clientFirstName", "clientLastName", "clientEmail", "clientPhone", "clientBirthDate", "clientAddress",
					"clientPostalCode", "clientCity", "clientCountry", "clientIdNumber", "amount", "ownerAmount", "platformCommission", "currency", "guests", "adults",
					"checkInDate", "checkOutDate", "bookingDate", "paymentStatus", "bookingType", "stripePaymentIntentId")
				VALUES ($1, $2, $3, 'Dora', $4, 'dora@example.com', '+41 21 000 00 00', '1980-05-05', 'Rue du Port 1', '1800', 'Vevey', 'CH', 'X1234567', $5::float8, $5::float8 * 0.93,
					$5::float8 * 0.07, $6, $7, $7, $8::text::date, $9::text::date, $10::text::timestamp, 'pending', $11, $1)`,
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
					bookedAt,
					bookingType,
				],
			);
			if (paymentStatus !== 'pending')
				await database.query('UPDATE "bookings" SET "paymentStatus" = $2 WHERE "id" = $1', [id, paymentStatus]);
			return id;
		},
		deskEdit: (bookingId, edit) => editBooking(database, bookingId, edit),
		async cancelDirect(bookingId) {
			await database.query(`UPDATE "bookings" SET "paymentStatus" = 'failed' WHERE "id" = $1`, [bookingId]);
		},
		async deleteBooking(bookingId) {
			await database.query('DELETE FROM "bookings" WHERE "id" = $1', [bookingId]);
		},
	};
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
		// By the name that the desk sees, within the booking's own hotel.
		assignments.push(
			`"roomId" = (SELECT r."id" FROM "rooms" r WHERE r."hotelSlug" = "bookings"."hotelSlug" AND r."name" = $${params.length}::text)`,
		);
	}
	if (assignments.length > 0)
		await database.query(`UPDATE "bookings" SET ${assignments.join(', ')} WHERE "id" = $1`, params);
}
