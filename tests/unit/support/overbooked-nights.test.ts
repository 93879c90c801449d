import { closingSeconds, overbookings, unexplained, type Sale, type Told } from '../../support/overbooked-nights';

const sale = (id: string, at: number, change: Partial<Sale> = {}): Sale => ({
	id,
	at,
	channel: 'booking.com',
	roomTypeId: 'double',
	checkIn: '2027-03-01',
	checkOut: '2027-03-02',
	...change,
});
const told = (at: number, isOpen: boolean, change: Partial<Told> = {}): Told => ({
	at,
	isOpen,
	channel: 'booking.com',
	roomTypeId: 'double',
	date: '2027-03-01',
	...change,
});
const twoRooms = () => 2;
const late = (sales: Sale[], messages: Told[] = []) =>
	overbookings(sales, messages, twoRooms).map((each) => [each.sale.id, each.date, each.secondsLate, each.wasTold]);

test('as many guests as rooms are none too many, whatever the channels were told', () => {
	expect(late([sale('a', 0), sale('b', 1_000)], [told(500, false)])).toEqual([]);
});

test('guests of other nights and types do not meet', () => {
	const other = [
		sale('c', 2_000, { checkIn: '2027-03-02', checkOut: '2027-03-03' }),
		sale('d', 3_000, { roomTypeId: 'single' }),
	];
	expect(late([sale('a', 0), sale('b', 1_000), ...other])).toEqual([]);
});

test('a stay is too many in each of its nights that was full, in the order of the sales', () => {
	const long = sale('long', 4_000, { checkOut: '2027-03-03' });
	expect(late([long, sale('a', 0), sale('b', 1_000)])).toEqual([['long', '2027-03-01', 3, false]]);
});

test.each([
	['closed before the guest booked', [told(2_000, false), told(3_000, true)], true],
	['closed when the guest had booked', [told(4_000, false)], false],
	['closed before it was full, and opened since', [told(500, false), told(900, true)], false],
	['closed at another channel', [told(2_000, false, { channel: 'airbnb' })], false],
	['another night closed', [told(2_000, false, { date: '2027-03-02' })], false],
	['another type closed', [told(2_000, false, { roomTypeId: 'single' })], false],
	['only opened', [told(2_000, true)], false],
])('%s', (_, messages, wasTold) => {
	expect(late([sale('a', 0), sale('b', 1_000), sale('c', 4_000)], messages)).toEqual([['c', '2027-03-01', 3, wasTold]]);
});

test('a full night is closed when the channel is told so after the last sale', () => {
	const seconds = (messages: Told[]) => closingSeconds('airbnb', [sale('a', 0), sale('b', 1_000)], messages, twoRooms);
	const airbnb = { channel: 'airbnb' };
	expect(seconds([told(500, false, airbnb), told(3_500, false, airbnb), told(9_000, false, airbnb)])).toEqual([2.5]);
	expect(seconds([told(3_500, false), told(3_500, true, airbnb)])).toEqual([]);
});

describe('a night that was sold beyond its rooms', () => {
	const [a, b] = [sale('a', 0), sale('b', 1_000)];
	const left = (last: Sale, messages: Told[] = [], waiting: Sale[] = []) =>
		unexplained(overbookings([a, b, last], messages, twoRooms), { closingTime: 10, waiting }).map(
			(each) => each.sale.id,
		);
	const direct = (at: number) => sale('c', at, { channel: 'selfkey' });

	test.each(['booking.com', 'airbnb'])('within the closing time is explained, and later is not: %s', (channel) => {
		expect(left(sale('c', 11_000, { channel }))).toEqual([]);
		expect(left(sale('c', 11_001, { channel }))).toEqual(['c']);
		// However many wait for a room: channels are told the count without them.
		expect(left(sale('c', 11_001, { channel }), [], [a])).toEqual(['c']);
	});

	test('is never explained where the channel had been told', () => {
		expect(left(sale('c', 4_000), [told(2_000, false)])).toEqual(['c']);
	});

	test('by SelfKey itself, later than it hears of a sale, is explained by a stay that waits for a room of that night', () => {
		expect(left(direct(11_000))).toEqual([]);
		expect(left(direct(60_000))).toEqual(['c']);
		expect(left(direct(60_000), [], [a])).toEqual([]);
	});

	test.each([
		['of another night', { checkIn: '2027-03-02', checkOut: '2027-03-03' }],
		['of another type', { roomTypeId: 'single' }],
		['that was sold later', { at: 61_000 }],
	])('by SelfKey itself is not explained by a stay %s', (_, change) => {
		expect(left(direct(60_000), [], [sale('w', 500, change)])).toEqual(['c']);
	});
});
