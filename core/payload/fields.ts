/** The parts of a reservation, read from unchecked JSON. */
import { exponentOf, isAmbiguous, moneyFromDecimal, moneyFromMinor } from '../reservation/money';
import type { Booker, CardSummary, Charge, Money, Payment, RoomGuest, RoomStay, Service } from '../reservation/model';
import { givenOrNull, isRecord, type Fields, type Reader } from './field-reader';

const PAYMENT_MODELS = ['hotel_collect', 'channel_collect', 'virtual_card'] as const;
const MAX_ENTRIES = 500;

/** A `Money` object of our model. `amount` is computed anew, so that it cannot contradict the minor units. */
export function readMoney(reader: Reader, fields: Fields, name: string, path: string): Money | null {
	const value = reader.object(fields, name, path);
	if (value === null) return null;
	const { currency } = value;
	const [minor, exponent] = [wholeOrNull(value.minor), wholeOrNull(value.exponent)];
	const isWhole = Number.isSafeInteger(minor) && Number.isInteger(exponent);
	const taxIncluded = reader.flag(value, 'taxIncluded', `${path}.${name}`);
	const money =
		isWhole && typeof currency === 'string'
			? moneyFromMinor(minor as number, currency, exponent as number, taxIncluded)
			: null;
	return money ?? reader.fail(`${path}.${name}`);
}

/** Of money: no decimals, not even zeros, as `120,00` would be 1.20 in minor units. */
function wholeOrNull(value: unknown): number | null {
	if (typeof value === 'string') return /^\s*-?\d+\s*$/.test(value) ? Number(value) : null;
	return typeof value === 'number' ? value : null;
}

/** An amount in major units, as in the documented payload, in the given currency. */
export function readDecimal(
	reader: Reader,
	fields: Fields,
	name: string,
	path: string,
	currency: string,
): Money | null {
	const value = givenOrNull(fields[name]);
	if (value === null) return null;
	const place = `${path}.${name}`;
	const text = typeof value === 'string' ? value : '';
	if (isAmbiguous(text, currency))
		return reader.fail(place, `may mean thousands: ${currency} has ${exponentOf(currency)} decimals`);
	const money = typeof value === 'number' || typeof value === 'string' ? moneyFromDecimal(value, currency) : null;
	return money ?? reader.fail(place);
}

/** A price, which is never below zero. */
export function notNegative(reader: Reader, money: Money | null, path: string): Money | null {
	return money && money.minor < 0 ? reader.fail(path, 'must not be negative') : money;
}

export function readBooker(reader: Reader, value: Fields | null, path: string): Booker {
	const text = (name: string) => reader.words(value ?? {}, name, path);
	return {
		firstName: text('firstName'),
		lastName: text('lastName'),
		email: text('email'),
		phone: text('phone'),
		country: text('country'),
		nationality: text('nationality'),
		language: text('language'),
		address: text('address'),
	};
}

export function readRoomStay(reader: Reader, value: unknown, path: string): RoomStay | null {
	if (!isRecord(value)) return reader.fail(path);
	return {
		roomStayId: reader.required(value, 'roomStayId', path),
		roomTypeId: reader.words(value, 'roomTypeId', path),
		roomName: reader.words(value, 'roomName', path),
		ratePlanId: reader.words(value, 'ratePlanId', path),
		checkIn: reader.date(value, 'checkIn', path),
		checkOut: reader.date(value, 'checkOut', path),
		status: reader.status(value, 'status', path) ?? 'confirmed',
		adults: reader.count(value, 'adults', path),
		children: reader.count(value, 'children', path),
		childAges: reader.firstOf(value, 'childAges', path, MAX_ENTRIES, (age, at) => reader.countOf(age, at)),
		guests: reader.firstOf(value, 'guests', path, MAX_ENTRIES, (guest, at) => readGuest(reader, guest, at)),
		mealPlan: reader.words(value, 'mealPlan', path),
		total: notNegative(reader, readMoney(reader, value, 'total', path), `${path}.total`),
		nightlyRates: reader.firstOf(value, 'nightlyRates', path, 1_000, (rate, at) => {
			if (!isRecord(rate)) return reader.fail(at);
			const date = reader.date(rate, 'date', at);
			const amount = readMoney(reader, rate, 'amount', at);
			return date !== null && amount !== null ? { date, amount } : reader.fail(at);
		}),
		remarks: readTexts(reader, value, 'remarks', path),
	};
}

function readGuest(reader: Reader, value: unknown, path: string): RoomGuest | null {
	return isRecord(value) ? { name: reader.words(value, 'name', path) } : reader.fail(path);
}

export function readTexts(reader: Reader, fields: Fields, name: string, path: string): string[] {
	return reader.firstOf(fields, name, path, MAX_ENTRIES, (value, at) => reader.textOf(value, at, Infinity));
}

export function readCharges(reader: Reader, fields: Fields, name: string, path: string): Charge[] {
	return reader.firstOf(fields, name, path, MAX_ENTRIES, (charge, at) => {
		if (!isRecord(charge)) return reader.fail(at);
		const amount = readMoney(reader, charge, 'amount', at);
		if (amount === null) return reader.fail(at);
		return {
			name: reader.words(charge, 'name', at) ?? '',
			amount,
			included: reader.flag(charge, 'included', at) ?? false,
			collectedBy: reader.oneOf(charge, 'collectedBy', at, ['hotel', 'channel'] as const) ?? 'hotel',
		};
	});
}

export function readServices(reader: Reader, fields: Fields, name: string, path: string): Service[] {
	return reader.firstOf(fields, name, path, MAX_ENTRIES, (service, at) => {
		if (!isRecord(service)) return reader.fail(at);
		return {
			name: reader.words(service, 'name', at) ?? '',
			quantity: reader.count(service, 'quantity', at),
			amount: readMoney(reader, service, 'amount', at),
		};
	});
}

/** Only what the model may keep of a card; anything else that the sender put there is dropped. */
export function readPayment(reader: Reader, fields: Fields, path: string): Payment {
	const payment = reader.object(fields, 'payment', path) ?? {};
	const place = `${path}.payment`;
	const card = reader.object(payment, 'card', place);
	return {
		model: reader.oneOf(payment, 'model', place, PAYMENT_MODELS),
		card: card && readCard(reader, card, `${place}.card`),
	};
}

function readCard(reader: Reader, card: Fields, path: string): CardSummary {
	return {
		brand: reader.words(card, 'brand', path),
		// What is no four digits becomes `null` in `reservation()`.
		last4: reader.words(card, 'last4', path),
		virtual: reader.flag(card, 'virtual', path) ?? false,
		activeFrom: reader.date(card, 'activeFrom', path),
		balance: readMoney(reader, card, 'balance', path),
	};
}
