/**
 * What a skilled user would build from n8n's own nodes to bring a page of Booking.com's new reservations into SelfKey:
 * written by fifty, acknowledged at once, logged in one go. It knows one dialect, no change, no cancellation, no failure
 * of a single reservation, and gives no room type that is missing a message.
 */
import type { WorkflowFile, WorkflowNode } from '../../sandbox/n8n/host/types';

export interface Addresses {
	bookingCom: string;
	bookingComKey: string;
	/** The integration's webhook. */
	selfKey: string;
	selfKeySecret: string;
}

const QUEUE = '/hotels/ota/OTA_HotelResNotif';

/** Booking.com's messages to SelfKey's documented fields, fifty in a body. */
const MAP = `
const list = (value) => (value === undefined ? [] : [].concat(value));
const text = (value) => (typeof value === 'string' ? value : (value?._ ?? null));
const money = (total) => (total ? Number(total.AmountAfterTax) / 10 ** Number(total.DecimalPlaces ?? 2) : null);
const nextDay = (date) => new Date(Date.parse(date) + 86400000).toISOString().slice(0, 10);
const messages = list($input.first().json.OTA_HotelResNotifRQ?.HotelReservations?.HotelReservation);
const events = messages.map((message) => {
	const global = message.ResGlobalInfo;
	const customer = global?.Profiles?.ProfileInfo?.Profile?.Customer;
	const id = list(global?.HotelReservationIDs?.HotelReservationID)[0];
	const rooms = list(message.RoomStays?.RoomStay).map((stay) => {
		const rates = list(stay.RoomRates?.RoomRate);
		const dates = rates.map((rate) => rate.EffectiveDate).sort();
		const counts = list(stay.GuestCounts?.GuestCount);
		const sum = (isAdult) => counts.reduce((all, { Count, AgeQualifyingCode }) =>
			all + ((AgeQualifyingCode !== '8') === isAdult ? Number(Count) : 0), 0);
		return {
			room_stay_id: stay.IndexNumber,
			room_type: stay.RoomTypes?.RoomType?.RoomTypeCode,
			room_name: stay.RoomTypes?.RoomType?.RoomDescription?.Name ?? null,
			check_in: dates[0],
			check_out: nextDay(dates[dates.length - 1]),
			adults: sum(true),
			children: sum(false),
			total_amount: money(stay.Total),
		};
	});
	return {
		event_type: 'new_reservation',
		data: {
			channel: 'booking.com',
			property_id: list(message.RoomStays?.RoomStay)[0]?.BasicPropertyInfo?.HotelCode,
			external_id: id.ResID_Value,
			guest: {
				first_name: text(customer?.PersonName?.GivenName),
				last_name: text(customer?.PersonName?.Surname),
				email: text(customer?.Email),
				phone: customer?.Telephone?.PhoneNumber ?? null,
			},
			check_in: rooms.map((room) => room.check_in).sort()[0],
			check_out: rooms.map((room) => room.check_out).sort().at(-1),
			guest_count: rooms.reduce((all, room) => all + room.adults + room.children, 0),
			total_amount: money(global?.Total),
			currency: global?.Total?.CurrencyCode,
			rooms,
		},
	};
});
const bodies = [];
for (let start = 0; start < events.length; start += 50) {
	const batch = events.slice(start, start + 50);
	bodies.push({ json: { ids: batch.map(({ data }) => data.external_id), body: JSON.stringify({ events: batch }) } });
}
return bodies;
`;

/** What was written, and the document that says so to Booking.com. */
const ACKNOWLEDGE = `
const written = $('Fifty at a time').all().flatMap(({ json }, batch) =>
	json.ids.filter((_, index) => $input.all()[batch].json.results?.[index]?.status === 'success'));
const ids = written.map((id) => '<HotelReservationID ResID_Value="' + id + '"/>').join('');
const body = '<?xml version="1.0"?><OTA_HotelResNotifRS xmlns="http://www.opentravel.org/OTA/2003/05" TimeStamp="' +
	new Date().toISOString() + '" Target="Production" Version="2.001"><Success/><HotelReservations><HotelReservation><ResGlobalInfo>' +
	'<HotelReservationIDs>' + ids + '</HotelReservationIDs></ResGlobalInfo></HotelReservation></HotelReservations></OTA_HotelResNotifRS>';
return [{ json: { body } }];
`;

/** A line for each reservation. */
const LINES = `
const at = new Date().toISOString();
const answers = $('Write to SelfKey').all();
return $('Fifty at a time').all().flatMap(({ json }, batch) => json.ids.map((reservation, index) => {
	const { status, outcome, bookings } = answers[batch].json.results[index];
	return { json: { at, reservation, status, outcome, room: (bookings ?? []).map(({ roomName }) => roomName).join(', ') } };
}));
`;

/** A connection that is kept open may be closed at the other end just as it is used again. */
const withRetry = (node: WorkflowNode): WorkflowNode => ({ ...node, retryOnFail: true, waitBetweenTries: 100 });

const node = (name: string, type: string, typeVersion: number, x: number, parameters: object): WorkflowNode => ({
	...{ id: name, name, typeVersion, position: [x, 0], type: `n8n-nodes-base.${type}` },
	parameters: parameters as Record<string, unknown>,
});

const header = (name: string, value: string) => ({
	sendHeaders: true,
	headerParameters: { parameters: [{ name, value }] },
});
const raw = (rawContentType: string) => ({
	...{ sendBody: true, contentType: 'raw', rawContentType },
	body: '={{ $json.body }}',
});

/** @param id of the workflow, and of its webhook, which answers when the page is done */
export function importFlow(id: string, { bookingCom, bookingComKey, selfKey, selfKeySecret }: Addresses): WorkflowFile {
	const key = header('X-API-Key', bookingComKey);
	const asText = { options: { response: { response: { responseFormat: 'text' } } } };
	const table = { __rl: true, mode: 'name', value: 'import_log' };
	const columns = ['at', 'reservation', 'status', 'outcome', 'room'].map((name) => ({ name, type: 'string' }));
	const nodes = [
		{ ...kickOff(id), position: [-200, 0] as [number, number] },
		node('Create the log if missing', 'dataTable', 1.1, 0, {
			...{ resource: 'table', operation: 'create', tableName: table.value, columns: { column: columns } },
			options: { createIfNotExists: true },
		}),
		node('Fetch', 'httpRequest', 4.2, 200, { url: bookingCom + QUEUE, ...key, ...asText }),
		node('Read XML', 'xml', 1, 400, { options: {} }),
		node('Fifty at a time', 'code', 2, 600, { jsCode: MAP }),
		node('Sign', 'crypto', 1, 800, {
			...{ action: 'hmac', type: 'SHA256', value: '={{ $json.body }}', dataPropertyName: 'signature' },
			...{ secret: selfKeySecret, encoding: 'hex' },
		}),
		node('Write to SelfKey', 'httpRequest', 4.2, 1_000, {
			...{ method: 'POST', url: selfKey, ...header('x-signature', '={{ $json.signature }}') },
			...raw('application/json'),
			options: { batching: { batch: { batchSize: 1, batchInterval: 0 } } },
		}),
		node('What was written', 'code', 2, 1_200, { jsCode: ACKNOWLEDGE }),
		node('Acknowledge', 'httpRequest', 4.2, 1_400, {
			...{ method: 'POST', url: bookingCom + QUEUE, ...key },
			...raw('application/xml'),
			options: {},
		}),
		node('Lines', 'code', 2, 1_600, { jsCode: LINES }),
		node('Write the log', 'dataTable', 1.1, 1_800, {
			...{ resource: 'row', operation: 'insert', dataTableId: table },
			columns: { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] },
			options: { optimizeBulk: true },
		}),
	];
	const tried = nodes.map((each) => (each.type.endsWith('httpRequest') ? withRetry(each) : each));
	return { id, name: id, nodes: tried, connections: inARow(nodes), settings: { executionOrder: 'v1' } };
}

/** One request is one page; it is answered when the flow has ended. */
export function kickOff(id: string): WorkflowNode {
	return {
		...{ id: 'kick off', name: 'Kick off', type: 'n8n-nodes-base.webhook', typeVersion: 2, position: [0, 0] },
		parameters: { httpMethod: 'POST', path: id, responseMode: 'lastNode', responseData: 'noData', options: {} },
		webhookId: id,
	};
}

function inARow(nodes: readonly WorkflowNode[]): Record<string, unknown> {
	const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
	return Object.fromEntries(nodes.slice(1).map(({ name }, index) => [nodes[index]?.name ?? '', to(name)]));
}
