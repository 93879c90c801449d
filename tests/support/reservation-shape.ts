/** Whether something has exactly the shape of the Reservation model: every field, no other, none of them ''. */
import { isIsoDate, nightsBetween } from '../../core/reservation/dates';
import type { Reservation } from '../../core/reservation/model';

type Check = (value: unknown, path: string) => string[];

const no = (path: string, what: string): string[] => [`${path} is not ${what}`];
const when =
	(test: (value: unknown) => boolean, what: string): Check =>
	(value, path) =>
		test(value) ? [] : no(path, what);
const orNull =
	(check: Check): Check =>
	(value, path) =>
		value === null ? [] : check(value, path);
const listOf =
	(check: Check): Check =>
	(value, path) =>
		Array.isArray(value) ? value.flatMap((entry, index) => check(entry, `${path}[${index}]`)) : no(path, 'a list');
const oneOf = (...allowed: unknown[]): Check =>
	when((value) => allowed.includes(value), `one of ${allowed.join(', ')}`);

function record(fields: Record<string, Check>): Check {
	return (value, path) => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return no(path, 'a record');
		const unknown = Object.keys(value).filter((key) => !(key in fields));
		return [
			...unknown.map((key) => `${path}.${key} is not in the model`),
			...Object.entries(fields).flatMap(([key, check]) =>
				key in value ? check((value as Record<string, unknown>)[key], `${path}.${key}`) : [`${path}.${key} is missing`],
			),
		];
	};
}

const text = when(
	(value) => typeof value === 'string' && value !== '' && value.trim() === value,
	'a text without blanks at its ends',
);
const date = when(isIsoDate, 'a calendar date');
const count = when((value) => Number.isInteger(value) && (value as number) >= 0, 'a whole number');
const flag = when((value) => typeof value === 'boolean', 'a boolean');
const status = oneOf('confirmed', 'cancelled', 'no_show', 'checked_in', 'checked_out');

const money: Check = (value, path) => {
	const problems = record({
		minor: when(Number.isSafeInteger, 'exact'),
		exponent: count,
		currency: when((code) => typeof code === 'string' && /^[A-Z]{3}$/.test(code), 'a currency'),
		amount: text,
		taxIncluded: orNull(flag),
	})(value, path);
	if (problems.length > 0) return problems;
	const { minor, exponent, amount } = value as { minor: number; exponent: number; amount: string };
	const decimals = amount.split('.')[1]?.length ?? 0;
	return Number(amount.replace('.', '')) === minor && decimals === exponent ? [] : no(path, 'the same in its amount');
};

const room = record({
	roomStayId: text,
	roomTypeId: orNull(text),
	roomName: orNull(text),
	ratePlanId: orNull(text),
	checkIn: orNull(date),
	checkOut: orNull(date),
	status,
	adults: orNull(count),
	children: orNull(count),
	childAges: listOf(count),
	guests: listOf(record({ name: orNull(text) })),
	mealPlan: orNull(text),
	total: orNull(money),
	nightlyRates: listOf(record({ date, amount: money })),
	remarks: listOf(text),
});

const charge = record({ name: text, amount: money, included: flag, collectedBy: oneOf('hotel', 'channel') });
const booker = ['firstName', 'lastName', 'email', 'phone', 'country', 'nationality', 'language', 'address'];

const reservation = record({
	key: text,
	channel: text,
	propertyId: text,
	reservationId: text,
	event: oneOf('new', 'modified', 'cancelled'),
	status,
	revision: orNull(text),
	observedAt: when(
		(value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z#\d+$/.test(value),
		'an instant and a place',
	),
	fingerprint: when((value) => typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value), 'a fingerprint'),
	checkIn: orNull(date),
	checkOut: orNull(date),
	nights: orNull(count),
	rooms: listOf(room),
	booker: record(Object.fromEntries(booker.map((name) => [name, orNull(text)]))),
	adults: orNull(count),
	children: orNull(count),
	expectedArrival: orNull(text),
	total: orNull(money),
	taxes: listOf(charge),
	fees: listOf(charge),
	services: listOf(record({ name: text, quantity: orNull(count), amount: orNull(money) })),
	commission: orNull(money),
	payout: orNull(money),
	cancellationFee: orNull(money),
	cancelledAt: orNull(text),
	payment: record({
		model: oneOf('hotel_collect', 'channel_collect', 'virtual_card', null),
		card: orNull(
			record({
				brand: orNull(text),
				last4: orNull(when((value) => typeof value === 'string' && /^\d{4}$/.test(value), 'four digits')),
				virtual: flag,
				activeFrom: orNull(date),
				balance: orNull(money),
			}),
		),
	}),
	bookedAt: orNull(text),
	remarks: listOf(text),
	warnings: listOf(text),
});

/** What is wrong with the shape, each with its place; nothing where it is right. */
export function shapeProblems(value: unknown): string[] {
	const problems = reservation(value, 'reservation');
	if (problems.length > 0) return problems;
	const {
		key,
		channel,
		propertyId,
		reservationId,
		checkIn,
		checkOut,
		nights,
		rooms,
		event,
		status: standing,
	} = value as Reservation;
	const stays = [{ roomStayId: 'all', checkIn, checkOut }, ...rooms];
	return [
		...(key === `${channel}/${propertyId}/${reservationId}` ? [] : ['the key does not say what it is made of']),
		...(checkIn && checkOut && nights !== nightsBetween(checkIn, checkOut) ? ['the nights are miscounted'] : []),
		...stays
			.filter((stay) => stay.checkIn && stay.checkOut && stay.checkOut <= stay.checkIn)
			.map(({ roomStayId }) => `${roomStayId} ends before it begins`),
		...((event === 'cancelled') === (standing === 'cancelled') ? [] : ['event and status contradict each other']),
		...(new Set(rooms.map(({ roomStayId }) => roomStayId)).size === rooms.length
			? []
			: ['two rooms have one identity']),
	];
}

/** @throws where the shape is wrong, naming each place */
export function expectShape(value: unknown): void {
	expect(shapeProblems(value)).toEqual([]);
}
