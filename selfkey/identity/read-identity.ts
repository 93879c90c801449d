/** Reads what the desk has asked a guest for. Errors name the fields and say what belongs there; they hold none of it. */
import { recordOf, ValidationError } from '../../core/payload/field-reader';
import { addDays, isIsoDate } from '../../core/reservation/dates';
import { isStorable } from '../../core/text/storable';
import { IDENTITY_SENTINEL } from '../reservations/guest-registration';
import type { BookingReference, EnteredIdentity } from '../ports/records';

/** The request's fields by SelfKey's columns. */
const FIELDS = {
	birth_date: 'clientBirthDate',
	birth_place: 'clientBirthPlace',
	id_number: 'clientIdNumber',
	id_type: 'clientIdType',
	address: 'clientAddress',
	postal_code: 'clientPostalCode',
	city: 'clientCity',
	country: 'clientCountry',
	first_name: 'clientFirstName',
	last_name: 'clientLastName',
	email: 'clientEmail',
	phone: 'clientPhone',
	vehicle_number: 'clientVehicleNumber',
} as const satisfies Record<string, keyof EnteredIdentity>;

type Field = keyof typeof FIELDS;

const MAX_LENGTH = 200;
/** The oldest person ever was 122. */
const MAX_AGE_DAYS = 125 * 366;

export interface IdentityRequest {
	reference: BookingReference;
	/** Only what was given. */
	values: EnteredIdentity;
}

/**
 * @param today the hotel's date, `YYYY-MM-DD`
 * @throws ValidationError which lists every field that is missing or wrong
 */
export function readIdentityRequest(body: unknown, today: string): IdentityRequest {
	const given = recordOf(body);
	const faults = new Map<string, string>();
	const reference = referenceIn(given, faults);
	const values: EnteredIdentity = {};
	for (const field of Object.keys(FIELDS) as Field[]) {
		const value = given[field] ?? '';
		if (value === '') continue;
		const text = typeof value === 'string' || Number.isSafeInteger(value) ? String(value).trim() : null;
		const fault = text === null ? 'text' : faultOf(field, text, today);
		if (fault !== null) faults.set(field, fault);
		else if (text !== null) values[FIELDS[field]] = text;
	}
	if (faults.size === 0 && Object.keys(values).length === 0)
		faults.set('birth_date', 'or any other field of the guest');
	if (faults.size > 0)
		throw new ValidationError(
			`Missing or invalid: ${[...faults].map(([field, wanted]) => `${field} (${wanted})`).join(', ')}`,
			[...faults.keys()],
		);
	return { reference, values };
}

function referenceIn(given: Record<string, unknown>, faults: Map<string, string>): BookingReference {
	const { booking_id: id, booking_number: number } = given;
	const bookingId = typeof id === 'string' && id.trim() !== '' ? id.trim() : null;
	const digits = String(number ?? '').trim();
	const bookingNumber = /^\d{1,9}$/.test(digits) ? Number(digits) : null;
	if (digits !== '' && bookingNumber === null) faults.set('booking_number', 'the number that SelfKey shows');
	else if (bookingId !== null && !isStorable(bookingId)) faults.set('booking_id', 'the id that SelfKey has');
	else if (bookingId === null && bookingNumber === null) faults.set('booking_number', 'or booking_id');
	return { bookingId, bookingNumber };
}

/** What belongs there instead, `null` where it is right. */
function faultOf(field: Field, text: string, today: string): string | null {
	// Control characters: nobody types them, and PostgreSQL refuses one of them.
	if (text === '' || text.length > MAX_LENGTH || /[\u0000-\u001f\u007f]/.test(text) || !isStorable(text))
		return `one line of at most ${MAX_LENGTH} characters`;
	if (text === (IDENTITY_SENTINEL as EnteredIdentity)[FIELDS[field]])
		return 'what the guest says, not the placeholder for it';
	if (field === 'birth_date') {
		const first = addDays(today, -MAX_AGE_DAYS);
		return isIsoDate(text) && text <= today && text >= first ? null : `YYYY-MM-DD, from ${first} to ${today}`;
	}
	if (field === 'email') return /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+$/.test(text) ? null : 'an e-mail address';
	return null;
}
