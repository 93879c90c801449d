/** The signed POSTs `…/personal-data/export` and `…/personal-data/erase`. A guest's name or address is in no URL. */
import { recordOf, ValidationError } from '../../core/payload/field-reader';
import { reservationKey } from '../../core/reservation/key';
import { isFresh } from '../../core/webhook/signed-get';
import { BookingBusy, type BookingStore, type LogEntry } from '../ports/booking-store';
import type { PersonalRecord } from '../ports/personal-data';
import { hotelSettings, todayIn } from '../settings/hotel-settings';
import { json } from '../webhook/http';
import { erasureOf, isErased } from './erasure';
import { isOf, namesOf } from './person';
import { readKeys, readPersonQuery } from './read-requests';
import { retentionOf, type Retention } from './retention';

export interface PersonalDataRequest {
	store: BookingStore;
	hotelSlug: string;
	integrationId: string;
	/** The request's body, unchecked. */
	body: unknown;
	now: Date;
	onError?: ((error: unknown) => void) | undefined;
}

/** More reservations than this no guest has; whoever gets so many has to ask for less. */
const MAX_RECORDS = 200;
/** Looked at one by one for a name: everybody who arrives on one day. */
const MAX_CANDIDATES = 2_000;

interface HotelNow {
	months: number | null;
	today: string;
}

/** 200 with everything that is held about each reservation of the person, 400, or 401 for an old request. */
export async function answerExport(request: PersonalDataRequest): Promise<Response> {
	const { store, hotelSlug, body } = request;
	return await answer(request, 'export', async (hotel) => {
		const query = readPersonQuery(body);
		const found = await store.personalRecords(hotelSlug, query, MAX_CANDIDATES);
		const records = found.filter((record) => isOf(query, record));
		await store.log(
			hotelSlug,
			logEntry(request, null, 'exported', `personal data: ${records.length} reservations exported`),
		);
		return {
			hasMore: records.length > MAX_RECORDS || found.length === MAX_CANDIDATES,
			records: records.slice(0, MAX_RECORDS).map((record) => exported(record, hotel)),
		};
	});
}

function exported(record: PersonalRecord, { months, today }: HotelNow): Record<string, unknown> {
	const { reservation, bookings, payments, reasons } = record;
	const dates = bookings.length > 0 ? bookings : reservation ? [reservation] : [];
	return {
		...summaryOf(record, retentionOf(record, months, today)),
		guest: namesOf(record)[0] ?? null,
		arrival: dates.flatMap(({ checkIn }) => checkIn ?? []).sort()[0] ?? null,
		departure:
			dates
				.flatMap(({ checkOut }) => checkOut ?? [])
				.sort()
				.at(-1) ?? null,
		rooms: bookings.flatMap(({ roomName }) => roomName ?? []),
		erasedOn: reservation?.erasedOn ?? null,
		data: {
			// What only serves to know a message again says nothing of anybody.
			reservation: reservation && { ...reservation, history: undefined, fingerprint: undefined },
			bookings: bookings.map(({ row, overwritten }) => ({
				...row,
				...(overwritten ? { replacedByChannel: overwritten } : {}),
			})),
			payments,
			reasons,
		},
	};
}

type Outcome = 'erased' | 'unchanged' | 'kept' | 'not_found' | 'failed';

/** 200 with what became of each; one that is kept or fails holds up no other. */
export async function answerErase(request: PersonalDataRequest): Promise<Response> {
	return await answer(request, 'erase', async (hotel) => {
		const results: Array<Record<string, unknown>> = [];
		for (const key of readKeys(request.body)) results.push(await eraseOne(request, key, hotel));
		return { results };
	});
}

async function eraseOne(
	request: PersonalDataRequest,
	key: string,
	{ months, today }: HotelNow,
): Promise<Record<string, unknown>> {
	const { store, hotelSlug, onError } = request;
	const result = (outcome: Outcome, summary: Record<string, unknown>) => ({ outcome, key, ...summary });
	try {
		return await store.transaction(hotelSlug, async (transaction) => {
			const record = await transaction.personalData.record(key);
			if (!record) return result('not_found', nothing('SelfKey has no such reservation of this hotel'));
			const retention = retentionOf(record, months, today);
			const summary = summaryOf(record, retention);
			if (retention.isKept) return result('kept', summary);
			const erasure = erasureOf(record, today);
			if (isErased(record, erasure)) return result('unchanged', summary);
			await transaction.personalData.erase(record, erasure);
			await transaction.log(logEntry(request, key, 'erased', `personal data: ${key} erased`));
			return result('erased', summary);
		});
	} catch (error) {
		if (!(error instanceof BookingBusy)) onError?.(error);
		return result(
			'failed',
			nothing(error instanceof BookingBusy ? error.message : 'SelfKey could not erase it; try again later'),
		);
	}
}

function nothing(reason: string): Record<string, unknown> {
	return { bookings: [], isKept: false, keptUntil: null, reason };
}

function summaryOf(record: PersonalRecord, { isKept, until, reason }: Retention): Record<string, unknown> {
	const bookings = record.bookings.map(({ bookingId: id, bookingNumber }) => ({ id, bookingNumber }));
	return { key: reservationKey(record), bookings, isKept, keptUntil: until, reason };
}

async function answer(
	request: PersonalDataRequest,
	what: 'export' | 'erase',
	work: (hotel: HotelNow) => Promise<Record<string, unknown>>,
): Promise<Response> {
	const { store, hotelSlug, body, now } = request;
	// Whoever has recorded a request must not learn the same again later.
	if (!isFresh(new URLSearchParams({ at: String(recordOf(body)['at'] ?? '') }), now))
		return json(401, {
			error: 'The request has expired: at must be the present time in UTC',
			now: now.toISOString(),
		});
	const settings = await hotelSettings(store, hotelSlug);
	try {
		const hotel = { months: settings.registrationRetentionMonths, today: todayIn(settings, now) };
		return json(200, { status: 'success', ...(await work(hotel)) });
	} catch (error) {
		if (!(error instanceof ValidationError)) throw error;
		await store.log(hotelSlug, {
			...logEntry(request, null, 'refused', `personal data, ${what}: ${error.fields.join(', ')}`),
			status: 'error',
		});
		return json(400, { error: error.message, fields: error.fields });
	}
}

/** That it was done, for whoever has to account for it; not whose it was. */
function logEntry(
	{ integrationId }: PersonalDataRequest,
	key: string | null,
	outcome: LogEntry['data']['outcome'],
	message: string,
): LogEntry {
	return {
		integrationId,
		status: 'success',
		message,
		data: { eventType: 'personal_data', key, outcome, warnings: [] },
	};
}
