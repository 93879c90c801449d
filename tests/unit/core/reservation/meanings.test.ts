/** What amounts, currencies and statuses mean as people and systems write them. */
import { Reader } from '../../../../core/payload/field-reader';
import { currencyCode } from '../../../../core/reservation/currencies';
import { moneyFromDecimal, moneyFromMinor } from '../../../../core/reservation/money';
import { statusNamed } from '../../../../core/reservation/status';

describe('an amount', () => {
	it.each([
		['1.250', 'EUR'],
		['12.000', 'JPY'],
		['01.250', 'EUR'],
		['001.250', 'EUR'],
		['-01.250', 'EUR'],
		['999.999', 'CHF'],
		['-1.250', 'EUR'],
		[' 1.000 ', 'USD'],
	])('of %s %s may be thousands, and is none', (amount, currency) => {
		expect(moneyFromDecimal(amount, currency)).toBeNull();
	});

	it.each([
		['1.250', 'KWD', 1250],
		['0.250', 'EUR', 25],
		['00.250', 'EUR', 25],
		['1250.00', 'EUR', 125000],
		['12000.00', 'JPY', 12000],
		['1.25', 'EUR', 125],
		['1234.500', 'EUR', 123450],
		['-5.00', 'EUR', -500],
	])('of %s %s is certain', (amount, currency, minor) => {
		expect(moneyFromDecimal(amount, currency)?.minor).toBe(minor);
	});

	it.each(['XYZ', 'EURO', 'EU', '€', 'XAU', 'XTS', 'XXX', 'BTC', 'HOT', ''])('in %s is in no currency', (code) => {
		expect([currencyCode(code), moneyFromDecimal('1', code), moneyFromMinor(1, code)]).toEqual([null, null, null]);
	});

	it.each(['EUR', 'chf', ' usd ', 'BOV', 'XOF', 'XPF', 'GBP'])('in %s is', (code) => {
		expect(currencyCode(code)).toBe(code.trim().toUpperCase());
	});

	it.each([
		'0.' + '0'.repeat(200_000) + '1',
		'1'.repeat(1_000_000),
		'0'.repeat(1_000_000),
		'1.' + '0'.repeat(1_000_000),
		' '.repeat(1_000_000),
	])('that is endless is none, at once', (amount) => {
		const before = process.cpuUsage();
		expect([moneyFromDecimal(amount, 'EUR'), moneyFromMinor(amount, 'EUR')]).toEqual([null, null]);
		expect(process.cpuUsage(before).user / 1_000_000).toBeLessThan(1);
	});
});

describe('a status', () => {
	it.each<[string, string | null]>([
		['CANCELLED', 'cancelled'],
		['Canceled', 'cancelled'],
		['cancel', 'cancelled'],
		['cancellation', 'cancelled'],
		['cancelled_by_guest', 'cancelled'],
		['Canceled by Hotel', 'cancelled'],
		['in-house', 'checked_in'],
		['Check-In', 'checked_in'],
		['check out', 'checked_out'],
		['no-show', 'no_show'],
		['No Show', 'no_show'],
		['NOSHOW', 'no_show'],
		['no_show', 'no_show'],
		['no‑show', 'no_show'],
		['Checked-In', 'checked_in'],
		['checked out', 'checked_out'],
		['Confirmed', 'confirmed'],
		['Booked', 'confirmed'],
		['RESERVED', 'confirmed'],
		['CXL', 'cancelled'],
		['cxld', 'cancelled'],
		['Canx.', 'cancelled'],
		['arrived', 'checked_in'],
		['Storniert', 'cancelled'],
		['Annulée', 'cancelled'],
		['annule\u0301', 'cancelled'],
		['CANCELADA', 'cancelled'],
		['bestätigt', 'confirmed'],
		['Confirmée', 'confirmed'],
		['confermato', 'confirmed'],
		['Arrivé', 'checked_in'],
		['abgereist', 'checked_out'],
		['nicht angereist', 'no_show'],
		['Departed', 'checked_out'],
		...[
			'Storno',
			'annulées',
			'Anulowana',
			'zrušeno',
			'abgesagt',
			'CNX',
			'cancelled (guest)',
			'guest_cancelled',
			'CANCELLED BY GUEST 2',
			'cancelledByGuest',
			'cancelled by the hotel',
			'Cancelled by Booking.com',
			'cancelled!',
			'"cancelled"',
			'cancel\u200bled',
			'cancelled \u0000',
			'ＣＡＮＣＥＬＬＥＤ',
			'취소됨',
			'скасовано',
			'cancelled (late)',
			'late cancellation',
			'取消',
		].map((text) => [text, 'cancelled'] as [string, string]),
		...[
			'No-Shows',
			'no_show_guest',
			'no show (charged)',
			'non presentato',
			'No se presentó',
			'non présenté',
			'Não compareceu',
			'did not show',
			"Guest didn't show up",
			'неявка',
			'未入住',
			'ノーショー',
			'노쇼',
			'uteblivit',
			'gelmedi',
		].map((text) => [text, 'no_show'] as [string, string]),
		['Confirmé', 'confirmed'],
		['confirmed by guest', 'confirmed'],
		// A wish, a question or the opposite is no cancellation.
		...[
			'not cancelled',
			'non-cancelled',
			'uncancelled',
			'!cancelled',
			'cancelled?',
			'cancelled: no',
			'cancelled: 0',
			'cancelled=false',
			'1/2 cancelled',
			'cancelled 50%',
			'2 of 3 cancelled',
			'cancellation requested',
			'cancellation requested by guest',
			'cancelled by mistake',
			'cancel pending',
			'to be cancelled',
			'cancellable',
			'nicht storniert',
			'non annulé',
			'no cancelado',
			'Stornierung angefragt',
			'not a no-show',
			'guest',
			'by guest',
			'charged',
			`cancelled ${' '.repeat(60)} not`,
		].map((text) => [text, null] as [string, null]),
		// What every object has.
		...['constructor', 'toString', 'valueOf', '__proto__', 'hasOwnProperty', 'has-own_property'].map(
			(text) => [text, null] as [string, null],
		),
		['', null],
		['maybe', null],
		['cancelled'.repeat(100_000), null],
	])('%s is %s', (text, status) => {
		expect(statusNamed(text)).toBe(status);
	});

	it('that every object has as a property is refused as any unknown word is', () => {
		const reader = new Reader();
		expect(reader.status({ status: 'constructor' }, 'status', 'data')).toBeNull();
		expect(() => reader.finish()).toThrow(expect.objectContaining({ fields: ['data.status'] }));
	});
});

it.each(['late cancelled', 'Cancelled late', 'cancel (late)', 'cancellation - late'])(
	'knows a cancellation that came late: %j',
	(text) => expect(statusNamed(text)).toBe('cancelled'),
);

it('knows a late no-show', () => expect(statusNamed('no-show, late')).toBe('no_show'));

it.each(['Check-in late', 'Check-out late', 'confirmed late', 'arrived late'])(
	'takes %j for no status, as it may be a wish',
	(text) => expect(statusNamed(text)).toBeNull(),
);

it.each(['cancelled 0', 'no show 0', 'Cancelled 1/2', 'stornierung 0', 'cancelled by mistake'])(
	'takes %j for no status',
	(text) => {
		expect(statusNamed(text)).toBeNull();
	},
);

it.each(['cancelled by reception', 'cancelled by front desk', 'Cancelled by the travel agent', 'cancelled by PMS'])(
	'knows a cancellation by whomever: %j',
	(text) => {
		expect(statusNamed(text)).toBe('cancelled');
	},
);
