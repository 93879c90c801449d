import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { recordOf } from '../../../../core/payload/field-reader';
import type { Operation } from '../../../shared/operations/operation';
import { choicesIn } from '../../codes/code-fields';
import { Codes, type Sold } from '../../codes/codes';
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
		description: 'The parameters of the node that writes reservations to Opera',
	},
];

/**
 * Looks up everything that is sold as *Create or Update* would. Expects the items of SelfKey's *Hotel Setting: Get*: the
 * house's rooms, and the room types that channels sell. Fails with all that has no code, and with both sides' lists.
 */
export const check: Operation = {
	fields,
	async execute(items) {
		const hotel = await operaHotel(this);
		const lists = await readLists(this, hotel);
		return await inOrder(this, hotel, items, ({ json }, index) => {
			const codes = new Codes(choicesIn(chosenIn(this.getNodeParameter('chosen', index))), lists);
			const unmapped = codes.unmapped(soldIn(json));
			if (unmapped.length > 0) throw new RangeError(unmapped.join('. '));
			return Promise.resolve({ ...json, opera: { hotelId: hotel.hotelId, outcome: 'unchanged' } });
		});
	},
};

/** @throws RangeError where it is no JSON object */
function chosenIn(value: unknown): Record<string, unknown> {
	const given = typeof value === 'string' ? parsed(value) : value;
	if (typeof given !== 'object' || given === null)
		throw new RangeError('"Chosen Codes" must be the parameters of the node that writes reservations to Opera');
	return recordOf(given);
}

/** SelfKey says room types as `channel/roomTypeId`; the codes are chosen by the channel's ID. */
function soldIn({ rooms, roomTypes }: IDataObject): Sold {
	return {
		rooms: (Array.isArray(rooms) ? rooms : []).map(String),
		roomTypes: listOf(roomTypes).flatMap((type) => {
			const roomType = textIn(type, 'roomType') ?? '';
			const id = roomType.slice(roomType.indexOf('/') + 1);
			return id === '' ? [] : [{ id, name: textIn(type, 'name') }];
		}),
	};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return null;
	}
}
