/** What the node's sources give out for a day at Hôtel Paradise, as n8n hands it over. */
import type { Json, Sources } from '../../../../nodes/HotelReport/facts/read-facts';

export const NOW = Date.parse('2026-03-29T12:00:00Z');
export const ZONE = 'Europe/Zurich';

const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

export function logRow(changes: Json = {}): Json {
	const at = ago(5);
	return {
		id: 1,
		integration: 'Booking.com → SelfKey',
		action: 'new',
		outcome: 'created',
		status: 'success',
		message: '',
		guest: 'Zoë Dupont',
		arrival: '2026-04-01',
		departure: '2026-04-03',
		room: '101',
		bookingNumber: '1042',
		hotel: 'hotel-paradise',
		reservationKey: 'booking.com/12345/1',
		payment: '',
		attempts: 1,
		firstAt: at,
		at,
		executionId: '17',
		workflowId: 'w10',
		...changes,
	};
}

export function arrival(changes: Json = {}): Json {
	return {
		bookingId: 'b1',
		bookingNumber: 1042,
		key: 'booking.com/12345/1',
		roomName: '101',
		checkIn: '2026-03-29',
		checkOut: '2026-03-30',
		missingDocuments: [],
		due: { minor: 0, exponent: 2, currency: 'EUR', amount: '0.00' },
		...changes,
	};
}

/** Three new reservations, one of them told twice, one failure, one delivery that failed, and one stay without a room. */
export function aDay(): Sources {
	return {
		log: [
			logRow(),
			logRow({
				reservationKey: 'airbnb/7/HMABC',
				integration: 'Airbnb → SelfKey',
				workflowId: 'w20',
				executionId: '18',
			}),
			logRow({
				integration: 'SelfKey → Opera',
				action: 'created',
				workflowId: 'w30',
				executionId: '19',
				at: ago(4),
				firstAt: ago(4),
			}),
			logRow({ reservationKey: 'booking.com/12345/2', outcome: 'no room', status: 'warning', executionId: '20' }),
			logRow({ outcome: 'unchanged', executionId: '21', at: ago(3), firstAt: ago(3) }),
			logRow({ outcome: 'cancelled', reservationKey: 'booking.com/12345/0', action: 'cancelled', executionId: '21' }),
			logRow({
				...{ integration: 'SelfKey → Opera', outcome: 'not written', status: 'error', workflowId: 'w30' },
				...{ message: 'Opera is down (503). Nothing is lost', attempts: 3, executionId: '22' },
				...{ reservationKey: 'airbnb/7/HMABC', firstAt: ago(60), at: ago(2) },
			}),
			logRow({ reservationKey: 'booking.com/12345/9', executionId: '3', at: ago(3 * 1440), firstAt: ago(3 * 1440) }),
		],
		subscribers: [
			{
				...{ subscriber: 'opera', createdAt: ago(9999), askedAt: ago(1), acknowledged: 12, handedBack: 3 },
				...{ waiting: 2, oldest: ago(60) },
				failing: [
					{
						...{ key: 'airbnb/7/HMABC', position: 4, since: ago(60), attempts: 3, dueAt: ago(-4) },
						reason: 'Opera is down (503)',
					},
				],
			},
		],
		frontDesk: [
			{
				date: '2026-03-29',
				timeZone: ZONE,
				arrivals: [
					arrival(),
					arrival({
						...{ bookingNumber: 1043, roomName: null, key: 'booking.com/12345/2' },
						...{ missingDocuments: ['clientBirthDate'], due: { minor: 13350, currency: 'EUR', amount: '133.50' } },
					}),
				],
				conflicts: [
					{
						...{ bookingId: 'b2', bookingNumber: 1043, key: 'booking.com/12345/2', roomName: null, kind: 'no_room' },
						...{ checkIn: '2026-03-29', checkOut: '2026-03-30' },
					},
				],
			},
		],
	};
}
