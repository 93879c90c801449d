/** OPERA's lists of values, rooms and business date, each read once in a run. */
import { isIsoDate } from '../../../core/reservation/dates';
import type { RequestContext } from '../../shared/request/request';
import { inside, isTrue, listOf, textIn } from '../responses/lists';
import { operaRequest, type OperaHotel } from '../transport';
import type { ListedCode, OperaLists } from './codes';

export const LISTS = {
	roomTypes: ['hotelLists', 'resortRoomTypes'],
	ratePlans: ['hotelLists', 'ratePlans'],
	marketCodes: ['hotelLists', 'resortMarketCodes'],
	sourceCodes: ['commonLists', 'SourceCodes'],
	guaranteeCodes: ['hotelLists', 'resortGuaranteeCodes'],
	paymentMethods: ['hotelLists', 'paymentMethods'],
	cancellationReasons: ['commonLists', 'CancellationReasons'],
} as const;

export type ListName = keyof typeof LISTS;

/** The active codes of a list. @throws ApiError */
export async function readList(context: RequestContext, name: ListName): Promise<ListedCode[]> {
	const [module, path] = LISTS[name];
	const { body } = await operaRequest(context, { method: 'GET', module, path: [path] });
	return listOf(inside(body, 'listOfValues')['items'], 'code').flatMap((item) => {
		const code = textIn(item, 'code');
		return code === null || item['active'] === false ? [] : [{ code, description: textIn(item, 'description') }];
	});
}

/** All lists that are needed to write; a gateway has none. @throws ApiError */
export async function readLists(context: RequestContext, { isGateway }: OperaHotel): Promise<OperaLists> {
	const list = async (name: ListName) => (isGateway ? null : await readList(context, name));
	return {
		roomTypes: await list('roomTypes'),
		ratePlans: await list('ratePlans'),
		marketCodes: await list('marketCodes'),
		sourceCodes: await list('sourceCodes'),
		guaranteeCodes: await list('guaranteeCodes'),
		paymentMethods: await list('paymentMethods'),
		cancellationReasons: await list('cancellationReasons'),
		roomTypeOfRoom: await readRoomTypes(context),
	};
}

/** OPERA's date of today, which is the hotel's own and may lag behind the clock; `null` at a gateway. @throws ApiError */
export async function readBusinessDate(
	context: RequestContext,
	{ isGateway, hotelId }: OperaHotel,
): Promise<string | null> {
	if (isGateway) return null;
	const { body } = await operaRequest(context, { method: 'GET', module: 'hotel', hotelId });
	const date = inside(body, 'hotelContext')['businessDate'];
	return isIsoDate(date) ? date : null;
}

const PAGE = 200;
const MAX_PAGES = 25;

async function readRoomTypes(context: RequestContext): Promise<Map<string, string>> {
	const types = new Map<string, string>();
	let received = 0;
	for (let page = 0; page < MAX_PAGES; page++) {
		const { body } = await operaRequest(context, {
			method: 'GET',
			module: 'rooms',
			// By what has come, since a page may be shorter than was asked for.
			query: { limit: PAGE, offset: received },
		});
		const rooms = listOf(inside(body, 'hotelRoomsDetails')['room'], 'roomId');
		received += rooms.length;
		for (const room of rooms) {
			const [number, type] = [textIn(room, 'roomId'), textIn(inside(room, 'roomType'), 'roomType')];
			if (number !== null && type !== null) types.set(number, type);
		}
		if (rooms.length === 0 || !isTrue(body['hasMore'])) break;
	}
	return types;
}
