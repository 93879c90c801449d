/** The hotel's codes as the editor asks for them; each list is searched in the live account. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { recordOf } from '../../../core/payload/field-reader';
import { jsonOrNull } from '../../../core/payload/json-or-null';
import { codesIn, mappingsIn } from './value-mapping';
import { listOf, textIn } from '../responses/lists';
import type { BookingCodes, CodeChoices } from './codes';

const FROM_LIST =
	'Choose from the list, or specify a code using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

const SAME_TAXES =
	'Prices are sent as the channel states them: if they include taxes, choose one whose prices include taxes in Opera too';

function picker(displayName: string, name: string, loadOptionsMethod: string, description = ''): INodeProperties {
	return {
		displayName,
		name,
		type: 'options',
		typeOptions: { loadOptionsMethod },
		default: '',
		description: [description, FROM_LIST].filter(Boolean).join('. '),
	};
}

function mapping(displayName: string, name: string, from: INodeProperties, to: INodeProperties): INodeProperties {
	return {
		displayName,
		name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: `Add ${displayName.replace(/s$/, '').toLowerCase()}`,
		default: {},
		options: [{ displayName, name: 'entry', values: [from, to] }],
	};
}

export const codeFields: INodeProperties[] = [
	{
		...mapping(
			'Room Types',
			'roomTypes',
			{
				displayName: 'Room Type at the Channel',
				name: 'theirs',
				type: 'string',
				default: '',
				placeholder: '801185501',
				description: "The channel's ID of the room type, or SelfKey's name of a room",
			},
			picker('Room Type in Opera', 'opera', 'getRoomTypes'),
		),
		description: "What is not listed here gets the type of Opera's room with the same number as SelfKey's",
	},
	{
		...mapping(
			'Rate Plans',
			'ratePlans',
			{
				displayName: 'Rate Plan at the Channel',
				name: 'theirs',
				type: 'string',
				default: '',
				placeholder: '49111777',
				description: "The channel's ID of the rate plan",
			},
			picker('Rate Plan in Opera', 'opera', 'getRatePlans'),
		),
		description: `What is not listed here gets "Rate Plan for All Others". ${SAME_TAXES}.`,
	},
	picker('Rate Plan for All Others', 'ratePlan', 'getRatePlans', `For rate plans that are not listed. ${SAME_TAXES}`),
	picker('Cancellation Reason', 'cancellationReason', 'getCancellationReasons', 'For rooms that were given up'),
];

export const codeOptions: INodeProperties[] = [
	{
		displayName: 'Codes by Channel or Rate Plan',
		name: 'bookingCodes',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add channel or rate plan',
		default: {},
		description:
			"Guarantee, market and source of new reservations. A rate plan comes before its channel, and both come before the codes for all; later on Opera's own codes stay.",
		options: [
			{
				displayName: 'Channel or Rate Plan',
				name: 'entry',
				values: [
					{
						displayName: 'Channel or Rate Plan',
						name: 'theirs',
						type: 'string',
						default: '',
						placeholder: 'booking.com',
						description: "The channel's name, or its ID of a rate plan",
					},
					picker('Guarantee Code', 'guarantee', 'getGuaranteeCodes'),
					picker('Market Code', 'market', 'getMarketCodes'),
					picker('Source Code', 'source', 'getSourceCodes'),
				],
			},
		],
	},
	picker('Guarantee Code', 'guarantee', 'getGuaranteeCodes'),
	picker('Market Code', 'market', 'getMarketCodes'),
	{
		displayName: 'Note Type',
		name: 'noteType',
		type: 'string',
		default: 'GEN',
		placeholder: 'e.g. GEN',
		description: "Opera's type for notes of the guest and the channel",
	},
	picker('Payment Method', 'paymentMethod', 'getPaymentMethods', 'Of new reservations'),
	picker('Source Code', 'source', 'getSourceCodes'),
	{
		displayName: "Use Opera's Defaults",
		name: 'fillsIn',
		type: 'boolean',
		default: false,
		description:
			'Whether Opera fills in its own codes for what is missing or unknown (Oracle calls this a reservation notification). Otherwise such a reservation is not written, and what is missing is named.',
	},
	{
		displayName: 'Value Mapping',
		name: 'valueMapping',
		type: 'json',
		default: '[]',
		placeholder: 'e.g. {{ $("Codes of Opera").all().map((row) => row.json) }}',
		description:
			"Opera's own conversion of room types and rate codes for this external system, as the Opera Trigger gives it out (opera.valueMapping). What is chosen above comes first, and for a stay that has a room, the type of Opera's room with the same number. Rows whose hotelId is another hotel's are left out.",
	},
];

/** Of one item: each field may be an expression. */
export function codeChoices(context: IExecuteFunctions, index: number, hotelId: string): CodeChoices {
	const names = ['roomTypes', 'ratePlans', 'ratePlan', 'cancellationReason', 'options'];
	const parameters = names.map((name) => [name, context.getNodeParameter(name, index, null)]);
	return choicesIn(Object.fromEntries(parameters) as Record<string, unknown>, hotelId);
}

/**
 * @param parameters those of a node with these fields; whatever is missing is not chosen
 * @param hotelId OPERA's; rows of the value mapping that name another hotel are not for this one
 * @throws RangeError where the value mapping is no list
 */
export function choicesIn(
	{ roomTypes, ratePlans, ratePlan, cancellationReason, options }: Record<string, unknown>,
	hotelId: string,
): CodeChoices {
	const { bookingCodes, paymentMethod, fillsIn, valueMapping, ...forAll } = recordOf(options);
	const mappings = typeof valueMapping === 'string' ? jsonOrNull(valueMapping.trim() || '[]') : (valueMapping ?? []);
	if (!Array.isArray(mappings))
		throw new RangeError('"Value Mapping" must be a JSON array, as the Opera Trigger gives it out');
	const rows = mappingsIn(mappings.filter((row) => [null, hotelId].includes(textIn(recordOf(row), 'hotelId'))));
	return {
		roomTypes: entriesIn(roomTypes),
		ratePlans: entriesIn(ratePlans),
		table: { roomTypes: codesIn(rows, 'roomType'), ratePlans: codesIn(rows, 'ratePlan') },
		ratePlan: chosen(ratePlan),
		cancellationReason: chosen(cancellationReason),
		...bookingCodesIn(forAll),
		bookingCodes: new Map(
			listOf(recordOf(bookingCodes)['entry'], 'theirs').flatMap((row) => {
				const theirs = chosen(row['theirs']);
				return theirs === null ? [] : [[theirs, bookingCodesIn(row)]];
			}),
		),
		paymentMethod: chosen(paymentMethod),
		fillsIn: fillsIn === true,
	};
}

function bookingCodesIn({ market, source, guarantee }: Record<string, unknown>): BookingCodes {
	return { market: chosen(market), source: chosen(source), guarantee: chosen(guarantee) };
}

function entriesIn(value: unknown): Map<string, string> {
	return new Map(
		listOf(recordOf(value)['entry'], 'theirs', 'opera')
			.map(({ theirs, opera }) => [chosen(theirs), chosen(opera)])
			.filter((pair): pair is [string, string] => pair[0] !== null && pair[1] !== null),
	);
}

/** Numbers as well: an expression may return one. */
function chosen(value: unknown): string | null {
	return String(value ?? '').trim() || null;
}
