import { changedSince } from '../../../../../nodes/Airbnb/reservations/changed-since';
import { readPassedOn, within, type PassedOn } from '../../../../../nodes/Airbnb/reservations/passed-on';
import { wire } from '../support';

const HOST = { hostId: '38831742', readAt: '2026-11-26T08:00:00.000Z', listingIds: [] as string[] };
const since = (before: PassedOn, ...listed: unknown[]) => changedSince(before, listed, HOST);
const codes = ({ reservations }: ReturnType<typeof since>) =>
	reservations.map(({ reservation }) => reservation.reservationId);

it('a reservation that two pages list is passed on once, and a code may be any word', () => {
	const listed = ['A', '__proto__', 'constructor', 'A'].map((confirmation_code) => wire({ confirmation_code }));
	const first = since({}, ...listed);
	expect(codes(first)).toEqual(['A', '__proto__', 'constructor']);
	const stored = readPassedOn(JSON.parse(JSON.stringify(first.passedOn)));
	expect(codes(since(stored, ...listed))).toEqual([]);
});

it('the time of the last change alone is a change', () => {
	const { passedOn } = since({}, wire());
	const [again] = since(passedOn, wire({ updated_at: '2026-11-03T08:00:00Z' })).reservations;
	expect(again?.reservation).toMatchObject({ event: 'modified', revision: '2026-11-03T08:00:00Z' });
});

it('without a time of the last change, the content alone is one', () => {
	const undated = (over = {}) => wire({ updated_at: undefined, ...over });
	const at = (readAt: string, before: PassedOn, entry: unknown) => changedSince(before, [entry], { ...HOST, readAt });
	const { passedOn } = at('2026-11-26T08:00:00.000Z', {}, undated());
	expect(codes(at('2026-11-26T08:05:00.000Z', passedOn, undated()))).toEqual([]);
	// What follows is later, since it was read later; also within one millisecond it is told.
	for (const readAt of ['2026-11-26T08:05:00.000Z', '2026-11-26T08:00:00.000Z']) {
		const [moved] = at(readAt, passedOn, undated({ end_date: '2027-04-01', nights: 3 })).reservations;
		expect(moved?.reservation).toMatchObject({ event: 'modified', checkOut: '2027-04-01', revision: readAt });
	}
	const [cancelled] = at(
		'2026-11-26T08:05:00.000Z',
		passedOn,
		undated({ status_type: 'cancelled_by_host' }),
	).reservations;
	expect(cancelled?.reservation.status).toBe('cancelled');
	// And where Airbnb begins to give one, that is a change, once.
	const dated = at('2026-11-26T08:05:00.000Z', passedOn, wire());
	expect(codes(dated)).toEqual(['HMABCDEFGH']);
	expect(codes(at('2026-11-26T08:10:00.000Z', dated.passedOn, wire()))).toEqual([]);
});

it('follows a guest who moves to a listing that is not among those that are read', () => {
	const only = { ...HOST, listingIds: ['1193287465019283746'] };
	const { passedOn } = changedSince({}, [wire(), wire({ confirmation_code: 'B', listing_id_str: '7' })], only);
	expect(Object.keys(passedOn)).toEqual(['HMABCDEFGH']);
	const [moved] = changedSince(passedOn, [wire({ listing_id_str: '7' })], only).reservations;
	expect(moved?.reservation.rooms[0]?.roomTypeId).toBe('7');
});

it('of listings that are not read nothing is told', () => {
	const other = [
		wire({ listing_id_str: '7', status_type: 'on_the_moon' }),
		wire({ listing_id_str: '8', start_date: null }),
	];
	expect(changedSince({}, other, { ...HOST, listingIds: ['1'] })).toEqual({
		reservations: [],
		problems: [],
		left: new Map(),
		passedOn: {},
	});
});

it('whatever is in the list, the others are read', () => {
	const { problems, ...rest } = since(
		{},
		null,
		7,
		'x',
		[],
		{},
		wire(),
		{ status_type: 'accept' },
		wire({ nights: {} }),
	);
	expect(codes({ problems, ...rest })).toEqual(['HMABCDEFGH']);
	expect(problems.length).toBeGreaterThan(4);
});

it('is forgotten when its arrival lies before the window, a cancellation without dates too', () => {
	const cancelled = { status_type: 'cancelled_by_guest', start_date: null, end_date: null, nights: null };
	const { passedOn } = since({}, wire(), wire({ confirmation_code: 'B', ...cancelled }));
	expect(Object.keys(within(passedOn, '2026-11-26'))).toEqual(['HMABCDEFGH', 'B']);
	expect(Object.keys(within(passedOn, '2027-03-29'))).toEqual(['HMABCDEFGH']);
	expect(within(passedOn, '2027-03-30')).toEqual({});
});
