import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { recordOf } from '../../../../core/payload/field-reader';
import { jsonOrNull } from '../../../../core/payload/json-or-null';
import { textsIn } from '../../../../core/text/read-text';
import type { Operation } from '../../../shared/operations/operation';
import { choicesIn } from '../../codes/code-fields';
import { checkPaymentMethod, Codes, type OperaLists, type Sold } from '../../codes/codes';
import { checkModules } from '../../codes/modules-check';
import { readLists } from '../../codes/read-lists';
import { listOf, textIn } from '../../responses/lists';
import { inOrder } from '../../run';
import { operaHotel } from '../../transport';

const fields: INodeProperties[] = [
	{
		displayName: 'Chosen Codes',
		name: 'chosen',
		type: 'json',
		required: true,
		default: "={{ $('Write to Opera').params }}",
		placeholder: 'e.g. {{ $("Write to Opera").params }}',
		description: 'The parameters of the node that writes reservations to Opera, or of the one that posts payments',
	},
];

/**
 * Looks up everything that is sold as *Create or Update* would. Expects the items of SelfKey's *Hotel Setting: Get*: the
 * house's rooms, the room types that channels sell, and the rate plans of the lines of prices, of what guests have booked and of
 * restrictions. Fails with all that has
 * no code, with both sides' lists, and with the APIs that OPERA denies.
 */
export const check: Operation = {
	fields,
	async execute(items) {
		const hotel = await operaHotel(this);
		const denied = await checkModules(this, hotel);
		const lists = await readLists(this, hotel);
		return await inOrder(this, hotel, items, ({ json }, index) => {
			const { chosen, unread } = evaluated(this, chosenIn(this.getNodeParameter('chosen', index)), index);
			const warnings = [...denied, ...unread.map(notChecked)];
			if (chosen['resource'] !== 'payment') warnings.push(...checkCodes(chosen, json, { lists, unread, ...hotel }));
			else if (!unread.includes('paymentMethod'))
				checkPaymentMethod(textIn(chosen, 'paymentMethod'), lists.paymentMethods);
			return Promise.resolve({ ...json, opera: { hotelId: hotel.hotelId, outcome: 'unchanged', warnings } });
		});
	},
};

interface Against {
	lists: OperaLists;
	/** Fields of which nothing can be said without a reservation. */
	unread: readonly string[];
	hotelId: string;
}

/** @returns warnings; @throws RangeError with all that has no code */
function checkCodes(chosen: Record<string, unknown>, json: IDataObject, { lists, unread, hotelId }: Against): string[] {
	const codes = new Codes(choicesIn(chosen, hotelId), lists);
	const sold = soldIn(json);
	const unmapped = codes.unmapped(sold, unread);
	if (unmapped.length > 0) throw new RangeError([...unmapped, ...codes.tableWarnings].join('. '));
	const waits = codes.needsRoom(sold);
	return [...(waits === null ? [] : [waits]), ...codes.tableWarnings];
}

/**
 * n8n gives another node's parameters as they were typed: an expression counts for its item, and is evaluated here with the
 * item of the check. What that says nothing for is named, by its field.
 */
function evaluated(
	context: IExecuteFunctions,
	parameters: Record<string, unknown>,
	index: number,
): { chosen: Record<string, unknown>; unread: string[] } {
	const unread = new Set<string>();
	const evaluate = (value: unknown, path: string): unknown => {
		if (typeof value === 'string' && value.startsWith('=')) {
			const found = valueOf(context, value, index);
			if ((found ?? '') === '') unread.add(path);
			return found;
		}
		if (Array.isArray(value)) return value.map((each) => evaluate(each, path));
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value).map(([name, each]) => [name, evaluate(each, path === '' ? name : `${path}.${name}`)]),
		);
	};
	return { chosen: recordOf(evaluate(parameters, '')), unread: [...unread] };
}

function valueOf(context: IExecuteFunctions, expression: string, index: number): unknown {
	try {
		// n8n puts the sign before it by itself.
		return context.evaluateExpression(expression.slice(1), index);
	} catch {
		return null;
	}
}

const notChecked = (field: string) =>
	`"${field}" of the Opera node is an expression that says nothing without a reservation, so it is not checked`;

/** @throws RangeError where it is no JSON object */
function chosenIn(value: unknown): Record<string, unknown> {
	const given = typeof value === 'string' ? jsonOrNull(value) : value;
	if (typeof given !== 'object' || given === null)
		throw new RangeError('"Chosen Codes" must be the parameters of the node that writes reservations to Opera');
	return recordOf(given);
}

/** SelfKey says room types as `channel/roomTypeId`; the codes are chosen by the channel's ID. */
function soldIn({ rooms, roomTypes, rates, ratePlans }: IDataObject): Sold {
	return {
		rooms: (Array.isArray(rooms) ? rooms : []).map(String),
		roomTypes: listOf(roomTypes, 'roomType', 'rooms').flatMap((type) => {
			const roomType = textIn(type, 'roomType') ?? '';
			const id = roomType.slice(roomType.indexOf('/') + 1);
			return id === ''
				? []
				: [{ id, name: textIn(type, 'name'), isServed: type['isServed'] !== false, rooms: textsIn(type['rooms']) }];
		}),
		ratePlans: [...new Set([...ratePlansIn(rates), ...textsIn(ratePlans)])],
	};
}

/** Out of SelfKey's lines of prices, such as `1296364403 rate 49111777 = +10 %`. */
function ratePlansIn(rates: unknown): string[] {
	const lines = typeof rates === 'string' ? rates : '';
	return [...new Set([...lines.matchAll(/^\s*\S+\s+rate\s+([^\s=]+)/gim)].map(([, id = '']) => id))];
}
