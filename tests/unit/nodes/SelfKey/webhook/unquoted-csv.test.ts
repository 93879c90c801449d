/** What SelfKey's own code writes as CSV (`bookingToCSV`): values joined by commas, without quotes or escapes. */
import fc from 'fast-check';
import { readUnquotedCsv } from '../../../../../nodes/SelfKey/webhook/unquoted-csv';
import { csvOf } from '../../../../../sandbox/selfkey/outgoing-body';
import { inASecond } from '../../../../support/cpu-time';
import { assertProperty } from '../../../../support/property';

/** Whatever somebody can type into a form, with what is dangerous here more often. */
const typed = fc
	.array(
		fc.oneof(
			{ weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
			fc.constantFrom(
				',',
				'"',
				'\n',
				'\r\n',
				'{',
				'}',
				'[',
				']',
				'\\',
				':',
				' ',
				'0',
				'true',
				'2027-03-29T00:00:00.000Z',
				'CHF',
			),
		),
		{ maxLength: 6 },
	)
	.map((parts) => parts.join(''));
const withoutCommas = typed.map((text) => text.replaceAll(',', ';'));
const email = fc.emailAddress().filter((text) => !/[\s,]/.test(text));
const instant = fc
	.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
	.map((date) => date.toISOString());
const orNothing = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const money = fc.oneof(
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.integer({ min: 0, max: 100_000 }).map((minor) => minor / 100),
);

/** A booking as `sendBookingWebhook` puts it together, in its order; `text` is what people typed. */
function bookingOf(text: fc.Arbitrary<string>): fc.Arbitrary<Record<string, unknown>> {
	return fc.record({
		id: fc.stringMatching(/^c[a-z0-9]{24}$/),
		bookingNumber: fc.nat(),
		hotelSlug: fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+)*$/),
		clientFirstName: text,
		clientLastName: text,
		clientEmail: email,
		clientPhone: text,
		clientBirthDate: instant,
		clientBirthPlace: orNothing(text),
		clientAddress: text,
		clientPostalCode: text,
		clientCity: text,
		clientCountry: text,
		clientIdNumber: text,
		clientIdType: orNothing(text),
		clientVehicleNumber: orNothing(text),
		checkInDate: instant,
		checkOutDate: instant,
		bookingDate: instant,
		adults: fc.nat(),
		children: fc.nat(),
		guests: fc.nat(),
		hasDog: fc.boolean(),
		amount: money,
		currency: fc.constantFrom('CHF', 'EUR'),
		platformCommission: money,
		ownerAmount: money,
		pricingOptionsTotal: money,
		touristTaxTotal: money,
		selectedPricingOptions: orNothing(
			fc.dictionary(text, fc.oneof(text, fc.array(text), fc.constant(null)), { maxKeys: 3 }),
		),
		paymentStatus: fc.constantFrom('succeeded', 'pending', 'failed'),
		bookingType: fc.constantFrom('classic_booking', 'night_parking', 'night', 'day', 'day_parking'),
		bookingLocale: text,
		dayParkingDuration: orNothing(fc.constantFrom('1h', 'full_day')),
		dayParkingStartTime: orNothing(instant),
		dayParkingEndTime: orNothing(instant),
		confirmationSent: fc.boolean(),
		confirmationSentAt: orNothing(instant),
		confirmationMethod: orNothing(fc.constantFrom('email', 'whatsapp')),
		room: orNothing(fc.record({ id: fc.uuid(), name: text, price: money, accessCode: orNothing(text) })),
		establishment: fc.record({ id: fc.uuid(), slug: fc.constant('h'), name: text, address: orNothing(text) }),
	});
}

/** As it stands in the CSV. */
function cell(value: unknown): string {
	return value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

it('finds every value where nobody typed a comma outside of the JSON', () => {
	assertProperty(
		fc.property(bookingOf(withoutCommas), fc.array(typed), (booking, notes) => {
			const whole = { ...booking, selectedPricingOptions: { notes, nested: [{ value: 'a, "b"' }] } };
			expect(Object.fromEntries(readUnquotedCsv(csvOf(whole)) ?? [])).toEqual(
				Object.fromEntries(Object.entries(whole).map(([name, value]) => [name, cell(value)])),
			);
		}),
	);
});

it('never takes a value for something else, whatever was typed', () => {
	assertProperty(
		fc.property(bookingOf(typed), (booking) => {
			const found = readUnquotedCsv(csvOf(booking));
			// Found at all: what was typed is always one of the ways to read it.
			expect(found).not.toBeNull();
			const { clientLastName, ...others } = Object.fromEntries(found ?? []);
			for (const [name, value] of Object.entries(others)) expect([name, value]).toEqual([name, cell(booking[name])]);
			const names = [booking['clientFirstName'], booking['clientLastName']];
			const whole = 'clientFirstName' in others ? names[1] : names.join(',');
			if (clientLastName !== undefined) expect(clientLastName).toBe(whole);
		}),
		{ numRuns: 300 },
	);
});

describe('a comma that a guest typed', () => {
	const booking = {
		id: 'cm1',
		bookingNumber: 17,
		hotelSlug: 'paradise',
		clientFirstName: 'Dora',
		clientLastName: 'Kaya',
		clientEmail: 'dora@example.com',
		clientPhone: '+41 21 000 00 00',
		clientBirthDate: '1971-07-17T00:00:00.000Z',
		clientBirthPlace: null,
		clientAddress: 'Rue du Port 1, 3e étage',
		clientPostalCode: '1800',
		clientCity: 'Vevey',
		clientCountry: 'CH',
		checkInDate: '2027-03-29T00:00:00.000Z',
		checkOutDate: '2027-03-31T00:00:00.000Z',
		amount: 420.5,
		room: { id: 'r', name: 'Suite, "Lac"', price: 145, accessCode: '4711' },
		establishment: { id: 'e', slug: 'paradise', name: 'Hôtel, Paradise' },
	};
	const read = (over: Record<string, unknown>) =>
		Object.fromEntries(readUnquotedCsv(csvOf({ ...booking, ...over })) ?? []);

	it('in the address leaves only what stands beside the address unknown', () => {
		const { clientBirthPlace, clientAddress, clientPostalCode, clientCity, clientCountry, ...known } = read({});
		expect([clientBirthPlace, clientAddress, clientPostalCode, clientCity, clientCountry]).toEqual(
			Array(5).fill(undefined),
		);
		expect(known).toMatchObject({
			clientFirstName: 'Dora',
			clientPhone: '+41 21 000 00 00',
			checkInDate: booking.checkInDate,
			amount: '420.5',
			room: JSON.stringify(booking.room),
			establishment: JSON.stringify(booking.establishment),
		});
	});

	it('in the phone number is no doubt, since e-mail and birth date stand beside it', () => {
		expect(read({ clientPhone: '021 1, 079 2' })).toMatchObject({
			clientPhone: '021 1, 079 2',
			clientLastName: 'Kaya',
		});
	});

	it('in a name calls the guest by both names together', () => {
		const found = read({ clientLastName: 'Kaya, Dr.' });
		expect(found).toMatchObject({ clientLastName: 'Dora,Kaya, Dr.', clientEmail: 'dora@example.com' });
		expect(found).not.toHaveProperty('clientFirstName');
	});
});

it.each([
	['another CSV', 'a,b\n1,2'],
	['no values', 'id,checkInDate,checkOutDate,room,establishment'],
	[
		'JSON that is not closed',
		'id,checkInDate,checkOutDate,room,establishment\nx,2027-03-29T00:00:00.000Z,2027-03-31T00:00:00.000Z,{"a":1,{}',
	],
	['a date that is none', 'id,checkInDate,checkOutDate,room,establishment\nx,soon,2027-03-31T00:00:00.000Z,,{}'],
	[
		'something behind its end',
		'id,checkInDate,checkOutDate,room,establishment\nx,2027-03-29T00:00:00.000Z,2027-03-31T00:00:00.000Z,,{}}',
	],
])('is not found in %s', (_name, text) => {
	expect(readUnquotedCsv(text)).toBeNull();
});

it('reads a column whose name means something to JavaScript like any other', () => {
	const text =
		'id,checkInDate,constructor,checkOutDate,room,establishment\nx,2027-03-29T00:00:00.000Z,late,2027-03-31T00:00:00.000Z,,{}';
	expect(readUnquotedCsv(text)?.get('constructor')).toBe('late');
});

it.each([' ', '\t', '\u00a0', '\u3000 '])('takes %j around any value, and around its JSON', (blank) => {
	const values = {
		...{ id: 'c1', clientFirstName: 'Ada, Countess', clientLastName: 'Lovelace' },
		...{ checkInDate: '2027-03-29T00:00:00.000Z', checkOutDate: '2027-03-31T00:00:00.000Z' },
		...{ selectedPricingOptions: '[{"name":"Breakfast, late"}]', room: '{"name":"12","accessCode":"4,711"}' },
		establishment: '{"slug":"paradise"}',
	};
	const line = Object.values(values).map((value) => blank + value + blank);
	const found = readUnquotedCsv(`${Object.keys(values).join(',')}\n${line.join(',')}`);
	const { clientFirstName: _, ...certain } = values;
	const trimmed = [...(found ?? [])].map(([name, value]) => [name, value.trim()] as const);
	expect(Object.fromEntries(trimmed)).toMatchObject({
		...certain,
		clientLastName: `Ada, Countess${blank},${blank}Lovelace`,
	});
});

it('takes a moment, however many commas somebody typed', () => {
	const [names, values] = [
		[
			'id',
			'clientFirstName',
			'clientLastName',
			'clientAddress',
			'clientCity',
			'checkInDate',
			'checkOutDate',
			'room',
			'establishment',
		],
		['x', 'a', 'b', ','.repeat(900), 'c', '2027-03-29T00:00:00.000Z', '2027-03-31T00:00:00.000Z', '', '{}'],
	];
	// Some 20 ms; a search that forgets where it has been would take longer than the sun will shine.
	const found = inASecond(() => readUnquotedCsv(`${names?.join(',')}\n${values?.join(',')}`));
	expect(found?.get('checkInDate')).toBe(values?.[5]);
	expect(inASecond(() => readUnquotedCsv(`${names?.join(',')}\n${','.repeat(200_000)}`))).toBeNull();
});
