import type { INodePropertyOptions, INodeType } from 'n8n-workflow';
import { Airbnb } from '../../../../../nodes/Airbnb/Airbnb.node';
import { output as airbnbTrigger } from '../../../../../nodes/Airbnb/AirbnbTrigger.output';
import { BookingCom } from '../../../../../nodes/BookingCom/BookingCom.node';
import { output as bookingComTrigger } from '../../../../../nodes/BookingCom/BookingComTrigger.output';
import { output as cashSystemTrigger } from '../../../../../nodes/CashSystem/CashSystemTrigger.output';
import { Opera } from '../../../../../nodes/Opera/Opera.node';
import { output as reservationTrigger } from '../../../../../nodes/ReservationWebhook/ReservationWebhookTrigger.output';
import { output as operaTrigger } from '../../../../../nodes/Opera/OperaTrigger.output';
import { output as hotelLog } from '../../../../../nodes/HotelLog/HotelLog.output';
import { rowOf } from '../../../../../nodes/HotelLog/rows/row-of';
import { COLUMNS } from '../../../../../nodes/shared/log/columns';
import { SelfKey } from '../../../../../nodes/SelfKey/SelfKey.node';
import { output as selfKeyTrigger } from '../../../../../nodes/SelfKey/SelfKeyTrigger.output';
import type { ObjectSchema, OutputSchema } from '../../../../../nodes/shared/operations/output-schema';
import { faultsIn, outputSchemaOf } from '../../../../support/output-schema';
import { reservation } from '../../../../support/reservations';

const PROVIDERS: ReadonlyArray<[string, INodeType]> = [
	['Airbnb', new Airbnb()],
	['BookingCom', new BookingCom()],
	['Opera', new Opera()],
	['SelfKey', new SelfKey()],
];

/** Each operation that the editor offers: provider, resource and operation. */
const offered = PROVIDERS.flatMap(([provider, { description }]) =>
	description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options }) =>
			(displayOptions?.show?.resource ?? []).flatMap((resource) =>
				(options as INodePropertyOptions[]).map(({ value }): [string, string, string] => [
					provider,
					String(resource),
					String(value),
				]),
			),
		),
);

/** The paths of all fields. */
function fieldsOf(schema: OutputSchema | undefined, path = ''): string[] {
	if (schema && 'items' in schema) return fieldsOf(schema.items, path);
	if (!schema || !('properties' in schema)) return [path];
	return Object.entries(schema.properties)
		.flatMap(([name, part]) => fieldsOf(part, path === '' ? name : `${path}.${name}`))
		.sort();
}

describe('output schemas', () => {
	it.each(offered)('%s, %s: %s says what it gives out', (provider, resource, operation) => {
		expect(Object.keys(outputSchemaOf(provider, resource, operation)?.properties ?? {})).not.toEqual([]);
	});

	it('are of the version that the nodes have, under which the editor looks for them', () => {
		expect(PROVIDERS.map(([, { description }]) => description.version)).toEqual(PROVIDERS.map(() => 1));
	});

	it.each<[string, ObjectSchema]>([
		['Airbnb', airbnbTrigger],
		['Booking.com', bookingComTrigger],
		['OPERA', operaTrigger],
		['a reservation system', reservationTrigger],
		['SelfKey', selfKeyTrigger],
	])('of the trigger of %s describe a reservation', (_, schema) => {
		expect(faultsIn(schema, reservation())).toEqual([]);
		expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(['key', 'rooms', 'booker', 'total']));
	});

	it('of the cash register’s trigger describe a payment', () => {
		expect(Object.keys(cashSystemTrigger.properties)).toEqual(
			expect.arrayContaining(['paymentId', 'amount', 'webhook']),
		);
	});

	it('of the log describe its lines, in the order of its columns', () => {
		expect(Object.keys(hotelLog.properties)).toEqual(Object.keys(COLUMNS));
		const settings = { needsOutcome: false, namesGuest: true, executionId: '1', workflowId: 'w', at: '2027-03-01' };
		expect(faultsIn(hotelLog, rowOf({ ...reservation() }, { ...settings, integration: 'Test' }))).toEqual([]);
	});

	it('hold what an operation adds to an object beside what was there', () => {
		const selfKey = outputSchemaOf('SelfKey', 'change', 'acknowledge')?.properties['selfKey'];
		const before = selfKeyTrigger.properties['selfKey'];
		expect(fieldsOf(selfKey)).toEqual([...fieldsOf(before), 'change.acknowledgement'].sort());
	});

	it('find what is of another type, and where', () => {
		const schema: ObjectSchema = {
			type: 'object',
			properties: { rooms: { type: 'array', items: { type: 'object', properties: { nights: { type: 'number' } } } } },
		};
		expect(faultsIn(schema, { rooms: [{ nights: 2 }, { nights: '2' }], other: null })).toEqual([
			'rooms.1.nights: string instead of number',
		]);
		expect(faultsIn(schema, { rooms: null })).toEqual(['rooms: null instead of array']);
	});
});
