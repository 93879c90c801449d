import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { ChannelId } from '../../../../core/channel/channels';
import { recordOf } from '../../../../core/payload/field-reader';
import { optionalText } from '../../../shared/parameters';
import type { Operation } from '../../../shared/operations/operation';
import { reservationOf } from '../../../shared/reservation-item';
import { codeChoices, codeFields, codeOptions } from '../../codes/code-fields';
import { Codes } from '../../codes/codes';
import { readBusinessDate, readLists } from '../../codes/read-lists';
import { knownBookings, wantedStays } from '../../reservations/wanted-stay';
import { writeReservation, type Writing, type Written } from '../../reservations/write-reservation';
import { listOf } from '../../responses/lists';
import { inOrder } from '../../run';
import { operaHotel } from '../../transport';

const fields: INodeProperties[] = [
	...codeFields,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: codeOptions,
	},
];

const OPERAS_OWN = 'opera' satisfies ChannelId;

/**
 * Writes reservations to Opera, whether new, changed or cancelled: one of Opera's for each room, found again by its
 * external reference. Writing the same one again changes nothing. The items pass on with `opera` added; what was left
 * as it is, since it is in house, over or cancelled in Opera, has the outcome `conflict` and is told under `warnings`.
 */
export const upsert: Operation = {
	fields,
	async execute(items) {
		if (items.length === 0) return [];
		const writing = await prepare(this);
		return await inOrder(this, writing.hotel, items, async (item) => await writeItem(this, item, writing));
	},
};

/** Opera's own report has changed SelfKey, and nobody else has since: to write it back could undo what came after it. */
function isOperasNews(json: IDataObject): boolean {
	const origins = listOf(recordOf(recordOf(json['selfKey'])['change'])['origins']);
	return origins.length > 0 && origins.every(({ channel }) => channel === OPERAS_OWN);
}

/** @throws ApiError, RangeError where a code that was chosen is not one of Opera's */
async function prepare(context: IExecuteFunctions): Promise<Writing> {
	const hotel = await operaHotel(context);
	return {
		hotel,
		codes: new Codes(codeChoices(context), await readLists(context, hotel)),
		noteType: optionalText(context, 'options.noteType', 0) ?? 'GEN',
		businessDate: await readBusinessDate(context, hotel),
	};
}

async function writeItem(
	context: IExecuteFunctions,
	{ json }: INodeExecutionData,
	writing: Writing,
): Promise<IDataObject> {
	const reservation = reservationOf(json);
	const done: Written =
		reservation.channel === OPERAS_OWN || isOperasNews(json)
			? { outcome: 'unchanged', reservations: [], guest: null, warnings: [] }
			: await writeReservation(
					context,
					reservation,
					wantedStays(reservation, knownBookings(json), writing.codes),
					writing,
				);
	return { ...json, opera: { hotelId: writing.hotel.hotelId, ...done } as unknown as IDataObject };
}
