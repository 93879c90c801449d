import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { ChannelId } from '../../../../core/channel/channels';
import { recordOf } from '../../../../core/payload/field-reader';
import type { Reservation } from '../../../../core/reservation/model';
import { optionalText } from '../../../shared/parameters';
import type { Operation } from '../../../shared/operations/operation';
import { reservationOf } from '../../../shared/reservation-item';
import { codeChoices, codeFields, codeOptions } from '../../codes/code-fields';
import { Codes, type OperaLists } from '../../codes/codes';
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
		const house = await prepare(this);
		return await inOrder(this, house.hotel, items, async (item, index) => await writeItem(this, item, index, house));
	},
};

/** Opera's own report has changed SelfKey, and nobody else has since: to write it back could undo what came after it. */
function isOperasNews(json: IDataObject): boolean {
	const origins = listOf(recordOf(recordOf(json['selfKey'])['change'])['origins'], 'channel', 'kind');
	return origins.length > 0 && origins.every(({ channel }) => channel === OPERAS_OWN);
}

/** What is read once for all items. */
type House = Pick<Writing, 'hotel' | 'businessDate'> & { lists: OperaLists };

/** @throws ApiError */
async function prepare(context: IExecuteFunctions): Promise<House> {
	const hotel = await operaHotel(context);
	return { hotel, lists: await readLists(context, hotel), businessDate: await readBusinessDate(context, hotel) };
}

async function writeItem(
	context: IExecuteFunctions,
	{ json }: INodeExecutionData,
	index: number,
	house: House,
): Promise<IDataObject> {
	const reservation = reservationOf(json);
	const done: Written =
		reservation.channel === OPERAS_OWN || isOperasNews(json)
			? { outcome: 'unchanged', reservations: [], guest: null, warnings: [] }
			: await writeIn(context, reservation, json, index, house);
	return { ...json, opera: { hotelId: house.hotel.hotelId, ...done } as unknown as IDataObject };
}

/** @throws ApiError; RangeError where a code that was chosen is not one of Opera's, or a room has none */
async function writeIn(
	context: IExecuteFunctions,
	reservation: Reservation,
	json: IDataObject,
	index: number,
	{ lists, ...house }: House,
): Promise<Written> {
	const codes = new Codes(codeChoices(context, index, house.hotel.hotelId), lists);
	const noteType = optionalText(context, 'options.noteType', index) ?? 'GEN';
	const wanted = wantedStays(reservation, knownBookings(json), codes);
	const done = await writeReservation(context, reservation, wanted, { ...house, codes, noteType });
	return { ...done, warnings: [...done.warnings, ...codes.warnings] };
}
