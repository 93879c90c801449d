/** The hotel's codes as the editor asks for them; each list is searched in the live account. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { optionalText } from '../../shared/parameters';
import type { CodeChoices } from './codes';

const FROM_LIST =
	'Choose from the list, or specify a code using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

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
	mapping(
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
	picker('Rate Plan for All Others', 'ratePlan', 'getRatePlans', 'For rate plans that are not listed'),
	picker('Cancellation Reason', 'cancellationReason', 'getCancellationReasons', 'For rooms that were given up'),
];

export const codeOptions: INodeProperties[] = [
	picker('Guarantee Code', 'guarantee', 'getGuaranteeCodes'),
	picker('Market Code', 'market', 'getMarketCodes'),
	{
		displayName: 'Note Type',
		name: 'noteType',
		type: 'string',
		default: 'GEN',
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
];

/** Fields are the same for all items. */
export function codeChoices(context: IExecuteFunctions): CodeChoices {
	const option = (name: string) => optionalText(context, `options.${name}`, 0);
	return {
		roomTypes: entriesOf(context, 'roomTypes'),
		ratePlans: entriesOf(context, 'ratePlans'),
		ratePlan: optionalText(context, 'ratePlan', 0),
		cancellationReason: optionalText(context, 'cancellationReason', 0),
		market: option('market'),
		source: option('source'),
		guarantee: option('guarantee'),
		paymentMethod: option('paymentMethod'),
		fillsIn: context.getNodeParameter('options.fillsIn', 0, false) === true,
	};
}

function entriesOf(context: IExecuteFunctions, name: string): Map<string, string> {
	const { entry = [] } = context.getNodeParameter(name, 0, {}) as {
		entry?: Array<{ theirs?: unknown; opera?: unknown }>;
	};
	const text = (value: unknown) => String(value ?? '').trim();
	return new Map(
		entry
			.map(({ theirs, opera }): [string, string] => [text(theirs), text(opera)])
			.filter(([theirs, opera]) => theirs !== '' && opera !== ''),
	);
}
