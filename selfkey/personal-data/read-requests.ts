/** Reads whose data are asked for, and which are to be erased. Errors name the fields, and hold nothing of anybody. */
import { recordOf, ValidationError } from '../../core/payload/field-reader';
import { isIsoDate } from '../../core/reservation/dates';
import { isStorable } from '../../core/text/storable';
import type { PersonQuery } from '../ports/personal-data';
import { nameWords, phoneDigits } from './person';

const MAX_LENGTH = 320;
const MIN_PHONE_DIGITS = 6;
/** In one request. */
export const MAX_KEYS = 100;

/**
 * Reads `{ email?, phone?, name?, booking_number?, arrival? }`. A name by itself is many people's: it takes a booking
 * number or the day of an arrival beside it, and these two by themselves are nobody's.
 * @throws ValidationError which lists every field that is missing or wrong
 */
export function readPersonQuery(body: unknown): PersonQuery {
	const given = recordOf(body);
	const faults = new Map<string, string>();
	const text = (field: string): string => {
		const value = given[field] ?? '';
		const read = typeof value === 'string' || Number.isSafeInteger(value) ? String(value).trim() : null;
		if (read !== null && read.length <= MAX_LENGTH && isStorable(read)) return read;
		faults.set(field, 'text');
		return '';
	};
	const [email, phone, name] = [text('email').toLowerCase(), text('phone'), text('name')];
	const [number, arrival] = [text('booking_number'), text('arrival')];
	const digits = phoneDigits(phone);
	const words = nameWords(name);
	if (email !== '' && !/^\S+@\S+$/.test(email)) faults.set('email', 'an e-mail address');
	if (phone !== '' && digits.length < MIN_PHONE_DIGITS) faults.set('phone', `${MIN_PHONE_DIGITS} digits at least`);
	if (name !== '' && words.length === 0) faults.set('name', 'a name');
	if (number !== '' && !/^\d{1,9}$/.test(number)) faults.set('booking_number', 'the number that SelfKey shows');
	if (arrival !== '' && !isIsoDate(arrival)) faults.set('arrival', 'YYYY-MM-DD');
	if (faults.size === 0 && email === '' && phone === '') {
		if (name === '') faults.set('email', 'or phone, or name with booking_number or arrival');
		else if (number === '' && arrival === '')
			faults.set('booking_number', 'or arrival, or email, or phone: several people can have this name');
	}
	refuse(faults);
	return {
		email: email || null,
		phone: digits || null,
		name: words,
		bookingNumber: number === '' ? null : Number(number),
		arrival: arrival || null,
	};
}

/** Reads `{ keys: ["channel/property/reservation", …] }`, each once. @throws ValidationError */
export function readKeys(body: unknown): string[] {
	const { keys } = recordOf(body);
	const faults = new Map<string, string>();
	const isKey = (key: unknown): key is string =>
		typeof key === 'string' && /^[^/]+\/.*[^/]$/.test(key) && isStorable(key);
	if (!Array.isArray(keys) || keys.length === 0 || keys.length > MAX_KEYS)
		faults.set('keys', `from 1 to ${MAX_KEYS} keys of reservations, as personal-data/export gives them`);
	else if (!keys.every(isKey)) faults.set('keys', 'channel/property/reservation');
	refuse(faults);
	return [...new Set(keys as string[])];
}

function refuse(faults: ReadonlyMap<string, string>): void {
	if (faults.size === 0) return;
	const said = [...faults].map(([field, wanted]) => `${field} (${wanted})`).join(', ');
	throw new ValidationError(`Missing or invalid: ${said}`, [...faults.keys()]);
}
