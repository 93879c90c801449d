/**
 * The room types that a property sells, each with its rate plans. Pure.
 * Source: connect.booking.com, "roomrates (B.XML)".
 */
import { idOrNull } from '../../../core/payload/field-reader';
import { sanitizeFreeText, textOf, wholeNumber } from '../../../core/text/read-text';
import { elementsAt, type XmlElement } from '../../../core/xml/read';

export interface OfferedRoomType {
	/** `null` if neither the answer nor the request names it. */
	propertyId: string | null;
	propertyName: string | null;
	roomTypeId: string;
	roomTypeName: string | null;
	maxChildren: number | null;
	rates: OfferedRate[];
}

export interface OfferedRate {
	ratePlanId: string;
	ratePlanName: string | null;
	maxPersons: number | null;
	/** Guests can book it, but nobody can update it. */
	isReadOnly: boolean;
	/** Booking.com derives its prices from another one. */
	isChildRate: boolean;
}

export interface OfferedRoomTypes {
	roomTypes: OfferedRoomType[];
	/** Room types and rate plans without an ID that could be used. */
	unusable: number;
}

/**
 * Whatever the root is called. A room type or rate plan that is listed twice is one.
 * @param asked the only property that was asked for, for rooms that do not name theirs; `null` for several
 */
export function roomTypesIn(root: XmlElement, asked: string | null): OfferedRoomTypes {
	const read = elementsAt(root, 'room').map((room) => readRoom(room, asked));
	const byKey = new Map<string, OfferedRoomType>();
	for (const { roomType } of read) {
		if (roomType === null) continue;
		const key = `${roomType.propertyId ?? ''}/${roomType.roomTypeId}`;
		const before = byKey.get(key);
		byKey.set(key, before ? { ...before, rates: distinct([...before.rates, ...roomType.rates]) } : roomType);
	}
	return { roomTypes: [...byKey.values()], unusable: read.reduce((sum, { unusable }) => sum + unusable, 0) };
}

function readRoom(room: XmlElement, asked: string | null): { roomType: OfferedRoomType | null; unusable: number } {
	const { id, hotel_id, hotel_name, room_name, max_children } = room.attributes;
	const roomTypeId = idIn(id);
	if (roomTypeId === null) return { roomType: null, unusable: 1 };
	const elements = elementsAt(room, 'rates/rate');
	const rates = elements.map(readRate).filter((rate) => rate !== null);
	const roomType = {
		propertyId: idIn(hotel_id) ?? asked,
		propertyName: sanitizeFreeText(hotel_name),
		roomTypeId,
		roomTypeName: sanitizeFreeText(room_name),
		maxChildren: wholeNumber(max_children),
		rates: distinct(rates),
	};
	return { roomType, unusable: elements.length - rates.length };
}

function readRate({ attributes }: XmlElement): OfferedRate | null {
	const { id, rate_name, max_persons, readonly, is_child_rate } = attributes;
	const ratePlanId = idIn(id);
	if (ratePlanId === null) return null;
	return {
		ratePlanId,
		ratePlanName: sanitizeFreeText(rate_name),
		maxPersons: wholeNumber(max_persons),
		isReadOnly: isYes(readonly),
		isChildRate: isYes(is_child_rate),
	};
}

function distinct(rates: readonly OfferedRate[]): OfferedRate[] {
	const ids = new Set<string>();
	return rates.filter(({ ratePlanId }) => !ids.has(ratePlanId) && ids.add(ratePlanId));
}

/** Booking.com's numbers are its own, so that one as long as a card's is none. */
function idIn(value: unknown): string | null {
	const text = textOf(value);
	return text !== null && /^\d{1,19}$/.test(text) ? text : idOrNull(text);
}

function isYes(value: string | undefined): boolean {
	return /^(?:1|true|yes)$/i.test((value ?? '').trim());
}
