import { candidatesFor, readRoomMap } from '../../../../selfkey/settings/room-map';

describe('room map', () => {
	const rooms = [
		{ id: 'r1', name: 'Été', isActive: true },
		{ id: 'r2', name: '102', isActive: true },
		{ id: 'r3', name: '102', isActive: true },
		{ id: 'r4', name: 'r1', isActive: true },
		{ id: 'r5', name: 'Closed', isActive: false },
	];
	const type = { channel: 'booking.com', propertyId: '1', roomTypeId: '77', roomName: null };
	const ids = (map: unknown, over = {}) =>
		candidatesFor({ ...type, ...over }, readRoomMap(map), rooms).rooms.map(({ id }) => id);

	it('takes an id before a name, every room of a name, each once, in the order of the map', () => {
		expect(ids({ 77: ['102', 'r1', 'R1', ' été'] })).toEqual(['r2', 'r3', 'r1', 'r4']);
	});

	it('takes accents however they are written', () => {
		expect(ids({ 77: 'E\u0301te\u0301' })).toEqual(['r1']);
	});

	it('never takes an inactive room', () => {
		expect(candidatesFor(type, readRoomMap({ 77: ['Closed'] }), rooms)).toEqual({ rooms: [], unknown: ['Closed'] });
		expect(ids({}, { roomName: 'Closed' })).toEqual([]);
	});

	it('falls back to the room of that id or name only where the map does not speak of the type', () => {
		expect(ids({}, { roomName: 'Été' })).toEqual(['r1']);
		expect(ids({ 77: [] }, { roomName: 'Été' })).toEqual([]);
		expect(ids({}, { roomTypeId: null, roomName: '102' })).toEqual(['r2', 'r3']);
	});

	it('leaves out what is no list of names; rooms are often called by a number', () => {
		expect([...readRoomMap({ a: 'x', b: ['y', 1, ' ', null, {}], c: 5, d: true })]).toEqual([
			['a', ['x']],
			['b', ['y', '1']],
			['c', ['5']],
			['d', []],
		]);
	});
});
